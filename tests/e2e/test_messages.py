"""What two people write to each other, in real browsers."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, FilePayload, expect

from tests.e2e.at_mentorships import LONG, RTL, paired
from tests.e2e.at_pages import DESKTOP, NARROW, looks_right
from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor, visiting
from tests.support.pictures import picture
from tests.support.servers import LiveServer


async def _both_open(mentee: Visitor, mentor: Visitor, house: LiveServer) -> str:
    path = f"{await paired(mentee, mentor)}/messages"
    for one in (mentee, mentor):
        await one.page.goto(house.url + path)
        await expect(one.find("write")).to_be_visible()
    return path


async def _say(one: Visitor, text: str) -> None:
    await one.find("write").fill(text)
    await one.find("write").press("Enter")
    await expect(one.find("message").last).to_contain_text(text)


async def test_a_message_is_there_at_once_and_stays(invite: Invite, house: LiveServer) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    path = await _both_open(mentee, mentor, house)
    await expect(mentee.find("talk")).to_contain_text("Nothing written yet")
    await _say(mentee, "<b>Shall we sail?</b> https://example.org/chart.")
    shown = mentor.find("message")
    await expect(shown).to_contain_text("<b>Shall we sail?</b>")
    await expect(shown.get_by_role("link")).to_have_attribute("href", "https://example.org/chart")
    await mentor.page.goto(house.url + path.removesuffix("/messages"))
    await _say(mentee, "Tomorrow at dawn")
    await expect(mentor.find("unread-messages")).to_contain_text("1")
    await expect(mentor.find("nav-waiting")).to_contain_text("1 message unread")
    await mentor.find("tab-messages").click()
    await expect(mentor.find("message")).to_have_count(2)
    await expect(mentor.find("unread-messages")).to_have_count(0)
    await mentee.page.reload()
    await expect(mentee.find("message")).to_have_count(2)


async def test_what_could_not_be_sent_is_kept_and_sent_once(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await _both_open(mentee, mentor, house)
    await mentee.page.context.set_offline(True)
    await mentee.find("write").fill("From the open sea")
    await mentee.find("write").press("Enter")
    await expect(mentee.find("message-state")).to_contain_text("Not sent")
    await mentee.page.context.set_offline(False)
    await mentee.find("message-again").click()
    await expect(mentor.find("message")).to_have_text("From the open sea")
    await expect(mentee.find("message-state")).to_have_count(0)
    await expect(mentee.find("message")).to_have_count(1)


async def test_files_go_with_it_and_those_that_lie_are_told_of(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await _both_open(mentee, mentor, house)
    chooser = mentee.find("talk").locator("input[type=file]")
    files: list[FilePayload] = [
        {"name": "Chart.png", "mimeType": "image/png", "buffer": picture("PNG", (60, 40))},
        {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + bytes(60)},
    ]
    await chooser.set_input_files(files)
    await expect(mentee.find("attached")).to_have_count(1)
    await expect(mentee.find("talk")).to_contain_text("not what its name says: .pdf")
    await mentee.find("send").click()
    image = mentor.find("message").locator("img")
    await expect(image).to_have_attribute("alt", "Chart.png")
    await expect(image).to_have_js_property("naturalWidth", 60)
    await mentee.find("message").hover()
    await mentee.find("take-back").click()
    await mentee.find("take-back-do").click()
    await expect(mentor.find("message")).to_have_text("This message was taken back.")


@pytest.mark.parametrize("screen", [DESKTOP, NARROW], ids=["desktop", "phone"])
async def test_the_page_holds_long_and_turned_names_and_has_nothing_grave(
    browser: Browser, invite: Invite, house: LiveServer, screen: dict[str, Any]
) -> None:
    mentee, mentor = await invite(LONG), await invite(RTL)
    path = await _both_open(mentee, mentor, house)
    for one, text in (
        (mentor, "مرحبًا! متى نبحر؟"),
        (mentee, "A" * 200),
        (mentee, "At dawn.\nOr later?"),
    ):
        await _say(one, text)
    state = await mentee.page.context.storage_state()
    async with visiting(browser, house.url, "Looker", **screen, storage_state=state) as looker:
        await looker.page.goto(house.url + path)
        await expect(looker.find("message")).to_have_count(3)
        await looks_right(looker.page)
