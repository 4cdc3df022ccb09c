"""From sign-up to a mentorship and out of it again, in real browsers, on both sides."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.at_mentorships import GOALS, LONG, RTL, asks, offering, paired, seeking
from tests.e2e.at_pages import DESKTOP, NARROW, looks_right
from tests.e2e.conftest import Invite
from tests.support.browsers import PASSWORD, Visitor, visiting
from tests.support.servers import LiveServer

SAVED = re.compile("/api/request-lines/")


async def _signed_up(visitor: Visitor) -> None:
    """Through the form."""
    await visitor.page.goto(visitor.url + "/sign-up")
    await visitor.find("role-mentee").click()
    await visitor.find("sign-up-name").fill(visitor.name)
    await visitor.find("sign-up-email").fill("telemachus@example.org")
    await visitor.find("sign-up-password").fill(PASSWORD)
    await visitor.find("sign-up-submit").click()
    await expect(visitor.find("goal-1")).to_be_visible()


async def test_two_find_each_other_agree_and_part_kindly(
    invite: Invite, stranger: Visitor, house: LiveServer
) -> None:
    mentor, mentee = await invite("Mentes"), stranger
    mentor_id = await offering(mentor)
    await mentor.page.goto(house.url + "/mentorships")
    await expect(mentor.find("empty-mentor")).to_contain_text("Mentees can find you")

    await _signed_up(mentee)
    await mentee.page.goto(house.url + "/mentorships")
    await expect(mentee.find("empty-mentee")).to_contain_text("First say what you look for")
    await seeking(mentee)
    await mentee.page.goto(f"{house.url}/mentors/{mentor_id}")
    await mentee.find("ask-open").click()
    await expect(mentee.find("ask-goals")).to_have_value("\n".join(g["text"] for g in GOALS))
    await expect(mentee.find("ask-what-happens")).to_contain_text("3 days to answer")
    await mentee.find("ask-note-1").fill("I read your talk twice.")
    await mentee.find("ask-send").click()
    await expect(mentee.find("ask-form")).to_have_count(0)
    await mentee.find("nav-mentorships").click()
    await expect(mentee.find("line-current")).to_contain_text("has not read it yet")

    await mentor.page.reload()
    await expect(mentor.find("nav-waiting")).to_have_text(re.compile("^1"))
    await expect(mentor.find("answer-by")).to_contain_text(re.compile(r"Answer by .+ (EET|GMT\+2)"))
    await mentor.find("request-read").click()
    await expect(mentor.find("request-card")).to_contain_text("I read your talk twice.")
    await mentor.find("request-accept").click()
    await mentor.find("answer-words").fill("Gladly. Shall we begin on Monday?")
    await mentor.find("deed-do").click()
    await expect(mentor.find("pair-card")).to_contain_text("Telemachus")
    await expect(mentor.find("nav-waiting")).to_have_count(0)

    await mentor.find("pair-open").click()
    await mentor.find("tab-agreement").click()
    await mentor.find("agreement-write").click()
    await mentor.find("write-channels").fill("Mondays at six, on Ithaca.")
    await mentor.find("agreement-save").click()
    await expect(mentor.find("agreement")).to_have_attribute("data-stage", "awaited")

    await mentee.page.reload()
    await expect(mentee.find("next-step")).to_contain_text("sign the agreement")
    await mentee.find("pair-open").click()
    await mentee.find("tab-agreement").click()
    await expect(mentee.find("clause-channels")).to_contain_text("Mondays at six")
    await mentee.find("agreement-sign").click()
    await expect(mentee.find("agreement")).to_have_attribute("data-stage", "signed")
    await expect(mentee.find("signature")).to_have_count(2)

    await mentee.page.get_by_role("link", name="Overview").click()
    await mentee.find("pair-another").click()
    await mentee.find("fit-topics").check()
    await mentee.find("deed-do").click()
    await expect(mentee.find("hand-over")).to_be_visible()
    await mentee.find("hand-over-1").check()
    await mentee.find("hand-over-save").click()
    await expect(mentee.find("hand-over-state")).to_contain_text("Saved")
    await expect(mentee.find("hand-over-find")).to_have_attribute("href", "/mentors")
    await mentee.page.reload()
    await expect(mentee.find("hand-over-1")).to_be_checked()
    await expect(mentee.find("hand-over-2")).not_to_be_checked()

    await mentor.page.goto(house.url + "/mentorships")
    await expect(mentor.find("past-pair")).to_contain_text("Telemachus")
    await expect(mentor.page.get_by_text("topics")).to_have_count(0)


async def test_the_order_of_a_list_is_changed_by_keyboard_and_by_drag(
    invite: Invite, house: LiveServer
) -> None:
    mentee = await invite("Telemachus")
    names = ("Mentes", "Athena", "Nestor")
    mentors = [await offering(await invite(name)) for name in names]
    await seeking(mentee)
    await asks(mentee, *mentors, is_draft=True)
    page, mouse = mentee.page, mentee.page.mouse
    await page.goto(house.url + "/mentorships")
    rows = mentee.find("line-drafts").locator("li")
    async with page.expect_response(SAVED) as saved:
        await mentee.find("draft-move-3").press("ArrowUp")
        await expect(rows.nth(1)).to_contain_text("Nestor")
        await expect(mentee.find("draft-move-2")).to_be_focused()
    assert (await saved.value).status == 200
    handle, last = (
        await mentee.find("draft-move-1").bounding_box(),
        await rows.nth(2).bounding_box(),
    )
    assert handle
    assert last
    async with page.expect_response(SAVED) as saved:
        await mouse.move(handle["x"] + 5, handle["y"] + 5)
        await mouse.down()
        await mouse.move(last["x"] + 40, last["y"] + last["height"], steps=10)
        await mouse.up()
        await expect(rows.nth(2)).to_contain_text("Mentes")
    assert (await saved.value).status == 200
    await mentee.find("draft-send").click()
    await expect(mentee.find("line-current")).to_contain_text("\u2068Nestor\u2069 is being asked")
    await mentee.find("line-edit").click()
    await mentee.find("edit-goals").fill("Find seed money for two clinics")
    await mentee.find("deed-do").click()
    await expect(mentee.find("edit-goals")).to_have_count(0)
    await mentee.find("line-withdraw").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Then \u2068Athena\u2069 is asked.")
    await mentee.find("deed-do").click()
    await expect(mentee.find("line-current")).to_contain_text("\u2068Athena\u2069 is being asked")
    asked = (await mentee.send("GET", "/api/requests"))["asked"]
    assert {one["goals"] for one in asked if one["state"] in {"sent", "drafted"}} == {
        "Find seed money for two clinics"
    }
    await mentee.find("line-withdraw-all").click()
    await mentee.find("deed-do").click()
    await expect(mentee.find("empty-mentee")).to_contain_text("Your profile is ready")


async def test_a_mentor_declines_with_words_and_the_reason_stays_with_them(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    mentor_id = await offering(mentor)
    await seeking(mentee)
    await asks(mentee, mentor_id)
    await mentor.page.goto(house.url + "/mentorships")
    await mentor.find("request-read").click()
    await mentor.find("request-decline").click()
    await mentor.find("decline-no_time").check()
    await mentor.find("answer-words").fill("I am at sea until spring.")
    await mentor.find("deed-do").click()
    await expect(mentor.find("request-card")).to_have_count(0)
    await mentee.page.goto(house.url + "/mentorships")
    await mentee.page.get_by_role("button", name="1 earlier list").click()
    past = mentee.find("past-request")
    await expect(past).to_contain_text("said no")
    await expect(past).to_contain_text("I am at sea until spring.")
    await expect(mentee.page.get_by_text("No time")).to_have_count(0)


async def test_the_two_note_a_meeting_pause_and_go_on(invite: Invite, house: LiveServer) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    path = await paired(mentee, mentor)
    page = mentee.page
    await page.goto(house.url + path)
    await mentee.find("met-elsewhere").click()
    await mentee.find("meeting-when").fill("2020-01-01T10:00")
    await mentee.find("meeting-add").click()
    await expect(page.get_by_text("Your mentorship had not begun then.")).to_be_visible()
    await mentee.find("pair-pause").click()
    await mentee.find("deed-do").click()
    await expect(mentee.find("pair-state")).to_have_text("Paused")
    await mentor.page.goto(house.url + path)
    await mentor.find("pair-resume").click()
    await expect(mentor.find("pair-state")).to_have_text("On the way")
    await mentor.find("pair-block").click()
    await mentor.find("deed-do").click()
    await expect(mentor.find("pair-over")).to_contain_text("ended on")
    await mentor.page.goto(house.url + "/mentorships")
    await mentor.page.get_by_role("button", name="1 person whom you have blocked").click()
    await mentor.find("unblock").click()
    await expect(mentor.find("unblock")).to_have_count(0)


@pytest.mark.parametrize("device", [DESKTOP, NARROW], ids=["desktop-light", "phone-dark"])
async def test_every_page_is_accessible_and_never_wider_than_the_screen(
    browser: Browser, house: LiveServer, invite: Invite, device: dict[str, Any]
) -> None:
    mentors = [await invite(LONG), await invite(RTL), await invite("Nestor")]
    ids = [await offering(one) for one in mentors]
    async with visiting(browser, house.url, "Telemachus", **device) as mentee:
        await mentee.sign_up()
        await seeking(mentee)
        page = mentee.page

        await page.goto(house.url + "/mentorships")
        await looks_right(page, "empty")
        await page.goto(f"{house.url}/mentors/{ids[0]}")
        await mentee.find("ask-open").click()
        await expect(mentee.find("ask-send")).to_be_visible()
        await looks_right(page, "asking")
        await asks(mentee, *ids)
        await page.goto(house.url + "/mentorships")
        await looks_right(page, "a line")
        await mentors[0].page.goto(house.url + "/mentorships")
        await mentors[0].find("request-read").click()
        await mentors[0].find("request-accept").click()
        await mentors[0].find("deed-do").click()
        await mentors[0].find("pair-open").click()
        path = re.sub("^https?://[^/]+", "", mentors[0].page.url)
        for part in ("", "/agreement"):
            await page.goto(house.url + path + part)
            await looks_right(page, part)
        await mentee.find("agreement-write").click()
        await looks_right(page, "writing")
        assert [line for line in mentee.complaints if "Content Security Policy" in line] == []
