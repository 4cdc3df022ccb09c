"""Goals that two people edit together, in real browsers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from server.boards.goals.digest import Digest, Line, Step, What
from server.boards.goals.items import Kind
from server.boards.model.session import Session
from server.boards.store import sessions
from server.core.ids import new_id
from tests.boards.scribes import booked, services_of
from tests.e2e.at_goals import both_at_goals, goals_saved, title_field, write
from tests.e2e.at_mentorships import LONG, RTL, paired
from tests.e2e.at_pages import DESKTOP, NARROW, fits, looks_right
from tests.e2e.conftest import Invite
from tests.support.browsers import visiting
from tests.support.screens.axe import grave
from tests.support.servers import LiveServer


async def test_what_one_writes_the_other_sees_at_once(invite: Invite, house: LiveServer) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await both_at_goals(mentee, mentor, house)
    await mentee.find("add-goal").click()
    await expect(title_field(mentee, "goal")).to_be_focused()
    await write(mentee, "Find seed money by spring")
    await expect(title_field(mentor, "goal")).to_have_value("Find seed money by spring")
    await mentor.find("add-action").click()
    await write(mentor, "List ten people to ask")
    await expect(title_field(mentee, "action")).to_have_value("List ten people to ask")
    await mentee.find("done").check()
    await expect(mentor.find("done")).to_be_checked()
    await expect(mentor.find("percent")).to_have_text("100 %")
    await expect(mentor.find("fellow")).to_contain_text("Telemachus")
    for one in (mentee, mentor):
        await goals_saved(one)
        await one.page.reload()
        await expect(title_field(one, "action")).to_have_value("List ten people to ask")


async def test_each_takes_back_only_what_they_did_themselves(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await both_at_goals(mentee, mentor, house)
    await mentee.find("add-goal").click()
    await write(mentee, "Sail")
    await expect(title_field(mentor, "goal")).to_have_value("Sail")
    await mentor.find("add-goal").click()
    await write(mentor, "Row")
    await expect(title_field(mentee, "goal", 1)).to_have_value("Row")
    await mentee.find("goal-more").first.click()
    await mentee.find("remove").click()
    await expect(mentor.find("goal")).to_have_count(1)
    await mentee.find("gone-undo").click()
    await expect(title_field(mentor, "goal")).to_have_value("Sail")
    await title_field(mentee, "goal").press("Control+z")
    await title_field(mentee, "goal").press("Control+z")
    await expect(mentor.find("goal")).to_have_count(1)
    await expect(title_field(mentor, "goal")).to_have_value("Row")


async def test_what_was_done_offline_merges_on_return(invite: Invite, house: LiveServer) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await both_at_goals(mentee, mentor, house)
    await mentee.find("add-goal").click()
    await write(mentee, "Sail")
    await expect(title_field(mentor, "goal")).to_have_value("Sail")
    await goals_saved(mentee)
    await mentee.context.set_offline(True)
    await expect(mentee.find("save-state")).to_have_attribute("data-state", "offlineQuiet")
    await mentee.find("add-action").click()
    await write(mentee, "Mend the sail")
    await expect(mentee.find("save-state")).to_have_attribute("data-state", "offline")
    await expect(mentee.find("unsaved").first).to_be_visible()
    await mentor.find("add-action").click()
    await write(mentor, "Ask the wind")
    await goals_saved(mentor)
    await mentee.context.set_offline(False)
    await goals_saved(mentee)
    for one in (mentee, mentor):
        await expect(one.find("action")).to_have_count(2)
    await expect(mentee.find("unsaved")).to_have_count(0)
    await mentor.page.goto(house.url)
    await title_field(mentee, "action").fill("Mend the old sail")
    await goals_saved(mentee)
    await mentor.page.go_back()
    await expect(mentor.find("away")).to_contain_text("Mend the old sail")


async def test_all_is_done_by_keyboard_and_said_to_the_other(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await both_at_goals(mentee, mentor, house)
    keys = mentee.page.keyboard
    await mentee.find("add-goal").press("Enter")
    await write(mentee, "Sail")
    await keys.press("Enter")
    await expect(title_field(mentee, "action")).to_be_focused()
    await write(mentee, "First")
    await keys.press("Enter")
    await expect(title_field(mentee, "action", 1)).to_be_focused()
    await write(mentee, "Second")
    await keys.press("Alt+ArrowUp")
    await expect(title_field(mentor, "action")).to_have_value("Second")
    await expect(title_field(mentee, "action")).to_be_focused()
    await mentee.find("add-milestone").press("Enter")
    await write(mentee, "Half-way")
    await title_field(mentee, "action").press("Alt+ArrowRight")
    await expect(mentor.find("milestone").get_by_test_id("action-title")).to_have_value("Second")
    await expect(mentor.find("announcer")).to_contain_text("Telemachus")


async def test_two_write_in_one_note_at_once(invite: Invite, house: LiveServer) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await both_at_goals(mentee, mentor, house)
    await mentee.find("add-goal").click()
    await write(mentee, "Sail")
    await expect(title_field(mentor, "goal")).to_have_value("Sail")
    for one in (mentee, mentor):
        await one.find("goal-more").click()
        await one.find("notes").click()
    await write(mentee, "Ask Nestor")
    await expect(mentor.find("notes")).to_contain_text("Ask Nestor")
    await mentee.page.get_by_role("button", name="List", exact=True).click()
    await expect(mentor.find("notes").locator("li")).to_contain_text("Ask Nestor")
    await expect(mentor.page.locator(".other-cursor")).to_contain_text("Telemachus")
    await goals_saved(mentee)
    assert [line for line in mentee.complaints if "Content Security Policy" in line] == []


@pytest.mark.parametrize("device", [DESKTOP, NARROW], ids=["desktop-light", "phone-dark"])
async def test_goals_are_accessible_and_never_wider_than_the_screen(
    browser: Browser, house: LiveServer, invite: Invite, device: dict[str, Any]
) -> None:
    mentor = await invite(LONG)
    async with visiting(browser, house.url, RTL, **device) as mentee:
        await mentee.sign_up()
        asked: list[str] = []
        mentee.page.on("request", lambda request: asked.append(request.url))
        await both_at_goals(mentee, mentor, house)
        for step in ("empty", "filled", "opened"):
            if step == "filled":
                await mentee.find("template-days").click()
                await expect(title_field(mentee, "goal")).to_be_visible()
            elif step == "opened":
                await mentee.find("goal-more").click()
                await mentee.find("action-more").first.click()
                await expect(mentee.find("notes").first).to_be_visible()
            await looks_right(mentee.page, step)
        assert [url for url in asked if not url.startswith((house.url, "data:", "blob:"))] == []


async def test_after_a_session_both_read_what_came_of_it(invite: Invite, house: LiveServer) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    path = await paired(mentee, mentor)
    mentorship, services = path.rsplit("/", 1)[1], services_of(house)
    me = await (await mentee.page.request.get(f"{house.url}/api/me")).json()
    pair = await services.mentorships.one(me["id"], mentorship)
    booking = await booked(services, pair.mentee, pair.mentor)
    steps = tuple(
        Step(what, Line(Kind.ACTION, new_id(), title, None, due))
        for what, title, due in (
            (What.DONE, "Mend the sail", None),
            (What.ADDED, LONG, None),
            (What.MOVED, RTL, date(2026, 12, 8)),
        )
    )
    now = services.clock.now()
    held = Session(
        booking=booking,
        mentorship=mentorship,
        began_at=now,
        ended_at=now,
        is_held=True,
        digest=Digest(steps),
    )
    async with services.database.write() as tx:
        await sessions.begin(tx, held)
    for one in (mentee, mentor):
        await one.page.goto(f"{house.url}{path}/goals")
        await goals_saved(one)
        card = one.find("digest")
        await expect(card).to_contain_text("Mend the sail")
        await expect(card).to_contain_text(LONG)
        await card.scroll_into_view_if_needed()
    assert await grave(mentee.page) == []
    await mentor.page.set_viewport_size(NARROW["viewport"])
    assert await fits(mentor.page)
