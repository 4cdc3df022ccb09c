"""Agenda and notes of a session, before the call and inside it, in real browsers on both sides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from server.core.db import metadata
from server.services import SERVICES
from tests.e2e.at_calls import open_panel, type_action
from tests.e2e.at_mentorships import LONG, RTL
from tests.e2e.at_pages import DESKTOP, NARROW, fits, picture, settled
from tests.e2e.at_sessions import AT_ONCE, paired_with_hours
from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor, visiting
from tests.support.screens.axe import grave
from tests.support.servers import LiveServer

WIDE = DESKTOP | {"viewport": {"width": 1600, "height": 900}}
MEDIA = """
() => [...document.querySelectorAll('[data-testid=tile] video')].map((video) => {
  video.mark ??= Math.random();
  return [video.mark, video.srcObject?.getTracks()[0]?.id, video.paused];
})
"""
NEGOTIATED = """
() => (window.__ithaca?.peerConnections() ?? []).map((one) => {
  if (one.watched === undefined) {
    one.watched = 0;
    for (const name of ['setLocalDescription', 'setRemoteDescription']) {
      const real = one[name].bind(one);
      one[name] = (...words) => { one.watched += 1; return real(...words); };
    }
  }
  return one.watched;
})
"""


async def _booked(mentee: Visitor, mentor: str, in_minutes: int = 0) -> dict[str, Any]:
    """The first time of the mentor from then on."""
    first = datetime.now(UTC) + timedelta(minutes=in_minutes)
    span = f"from={first:%Y-%m-%dT%H:%M:%SZ}&to={first + timedelta(days=3):%Y-%m-%dT%H:%M:%SZ}"
    slots = await mentee.send("GET", f"/api/hosts/{mentor}/slots?{span}&minutes=60")
    wish = {"host": mentor, "startsAt": slots["slots"][0]["startsAt"], "minutes": 60}
    return await mentee.post("/api/bookings", wish | {"key": f"in-{in_minutes}-minutes"})


async def _at_agenda(one: Visitor, booking: str) -> None:
    one.complaints.clear()  # what came before is of other pages
    await one.page.goto(f"{one.url}/bookings/{booking}/agenda")
    await expect(one.find("session-notes")).to_be_visible()
    await _saved(one)


async def _both_at_agenda(invite: Invite) -> tuple[Visitor, Visitor, dict[str, Any]]:
    """Mentee and mentor before the agenda of tomorrow's session."""
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    booking = await _booked(mentee, await paired_with_hours(mentee, mentor, AT_ONCE), 60 * 24)
    for one in (mentee, mentor):
        await _at_agenda(one, booking["id"])
    return mentee, mentor, booking


async def _saved(one: Visitor) -> None:
    panel = one.find("agenda-panel")
    await expect(panel.get_by_test_id("save-state")).to_have_attribute("data-state", "saved")


def _title(one: Visitor, at: int = 0) -> Locator:
    return one.find("tracked").nth(at).get_by_test_id("action-title")


async def test_both_prepare_a_session_and_each_sees_what_the_other_writes(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    mentor_id = await paired_with_hours(mentee, mentor, AT_ONCE)
    booking = await _booked(mentee, mentor_id, 60 * 24)
    await mentee.page.goto(f"{house.url}/calendar")
    mentee.complaints.clear()
    await mentee.find("to-agenda").click()
    await expect(mentee.find("session-notes")).to_be_visible()
    await _at_agenda(mentor, booking["id"])
    await mentee.find("topic-add").click()
    await mentee.page.keyboard.type("The pitch")
    await mentee.page.keyboard.press("Enter")
    await mentee.page.keyboard.type("The team")
    await mentee.find("topic-minutes").first.fill("45")
    await mentor.find("topic-minutes").nth(1).fill("30")
    for one in (mentee, mentor):
        await expect(one.find("topic-title").nth(0)).to_have_value("The pitch")
        await expect(one.find("planned")).to_contain_text("75 of 60 minutes")
    await expect(mentor.find("topic").first).to_contain_text("added by \u2068Telemachus\u2069")
    await mentee.find("topic-title").nth(1).press("Alt+ArrowUp")
    await expect(mentor.find("topic-title").nth(0)).to_have_value("The team")
    await mentor.find("topic-done").first.check()
    await expect(mentee.find("topic-done").first).to_be_checked()

    await mentor.find("session-notes").click()
    await mentor.page.keyboard.type("We begin with the team.")
    await expect(mentee.find("session-notes")).to_contain_text("We begin with the team.")
    await mentor.page.keyboard.press("Enter")
    await type_action(mentor, "Send CV")
    tracked = mentee.find("tracked")
    await expect(tracked.get_by_test_id("action-title")).to_have_value("Send CV")
    await tracked.get_by_test_id("tracked-done").check()
    await expect(mentor.find("tracked-done")).to_be_checked()
    assert mentor.complaints == mentee.complaints == []

    path = f"/mentorships/{booking['mentorship']}"
    await mentee.page.goto(f"{house.url}{path}/goals")
    await expect(mentee.find("unsorted").get_by_test_id("action-title")).to_have_value("Send CV")
    await mentee.find("unsorted").get_by_test_id("done").uncheck()
    await expect(mentor.find("tracked-done")).not_to_be_checked()
    await mentee.find("tab-sessions").click()
    await expect(mentee.find("session")).to_contain_text("The pitch")
    await mentee.find("session-open").click()
    await expect(mentee.find("tracked")).to_have_count(1)


async def test_undoing_takes_back_an_action_item_and_its_line_together(
    invite: Invite,
) -> None:
    mentee, mentor, booking = await _both_at_agenda(invite)
    await mentee.find("session-notes").click()
    await type_action(mentee, "Send CV")
    await expect(_title(mentor)).to_have_value("Send CV")
    goals = f"/api/mentorships/{booking['mentorship']}/goals"

    async def titles() -> list[str]:
        found = await mentee.send("GET", goals)
        return [one["title"] for one in found["unsortedActions"]]

    await _saved(mentee)
    await mentee.page.keyboard.press("ArrowDown")  # out of the title, into the text below
    await mentee.page.keyboard.press("Control+z")
    for one in (mentee, mentor):
        await expect(one.find("tracked")).to_have_count(0)
    await mentee.page.keyboard.press("Control+Shift+z")
    for one in (mentee, mentor):
        await expect(_title(one)).to_have_value("Send CV")
    # What the other one has begun with stays among the goals, though its line goes.
    await mentor.find("tracked-done").check()
    await expect(mentee.find("tracked-done")).to_be_checked()
    await mentee.find("tracked-more").click()
    await mentee.find("tracked-out").click()
    await expect(mentor.find("tracked")).to_have_count(0)
    await _saved(mentee)
    assert await titles() == ["Send CV"]
    assert mentor.complaints == mentee.complaints == []


async def test_what_one_writes_privately_the_other_never_sees(
    invite: Invite,
) -> None:
    mentee, mentor, _ = await _both_at_agenda(invite)
    await mentor.find("private-editor").click()
    await mentor.page.keyboard.type("He is shy today")
    await mentee.find("session-notes").click()
    await mentee.page.keyboard.type("Hello")
    await expect(mentor.find("session-notes")).to_contain_text("Hello")
    await expect(mentee.find("private-editor")).to_have_text("")
    state = mentor.find("private-notes").get_by_test_id("save-state")
    await expect(state).to_have_attribute("data-state", "saved")
    await mentor.page.reload()
    await expect(mentor.find("private-editor")).to_contain_text("He is shy today")
    await expect(mentee.page.locator("body")).not_to_contain_text("shy")


async def test_what_is_open_stands_on_the_agenda_of_the_next_session(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    mentor_id = await paired_with_hours(mentee, mentor, AT_ONCE)
    first = await _booked(mentee, mentor_id)
    following = await _booked(mentee, mentor_id, 60 * 24)
    await _at_agenda(mentee, first["id"])
    await mentee.find("topic-add").click()
    await mentee.page.keyboard.type("The pitch")
    await mentee.find("session-notes").click()
    await type_action(mentee, "Send CV")
    await _saved(mentee)
    await _is_over(house, first["id"])
    for one in (mentor, mentee):
        await _at_agenda(one, following["id"])
        await expect(one.find("topic-title")).to_have_count(2)
        await expect(one.find("topic-from")).to_have_count(2)
    await expect(mentor.find("topic-title").nth(0)).to_have_value("The pitch")
    await expect(mentor.find("topic-title").nth(1)).to_have_value("Send CV")
    await mentor.find("topic-done").nth(1).check()
    await mentor.find("topic-more").first.press("Enter")
    await mentor.find("topic-remove").press("Enter")
    await expect(mentee.find("topic-title")).to_have_count(1)
    await expect(mentee.find("topic-done")).to_be_checked()
    await _saved(mentor)
    await mentor.page.reload()
    await expect(mentor.find("topic-title")).to_have_value("Send CV")
    await _at_agenda(mentor, first["id"])  # the same item, ticked there as well
    await expect(mentor.find("tracked-done")).to_be_checked()
    assert mentor.complaints == mentee.complaints == []


async def _is_over(house: LiveServer, booking: str) -> None:
    """As if it had been yesterday."""
    table = metadata.tables["booking"]
    day = timedelta(days=1)
    async with house.app[SERVICES].database.write() as tx:
        [row] = (await tx.execute(table.select().where(table.c.id == booking))).all()
        moved = {"starts_at": row.starts_at - day, "ends_at": row.ends_at - day}
        await tx.execute(table.update().where(table.c.id == booking).values(moved))


async def test_in_a_call_notes_become_action_items_and_a_board_takes_the_stage(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    mentor_id = await paired_with_hours(mentee, mentor, AT_ONCE)
    booking = await _booked(mentee, mentor_id)
    link = f"{house.url}/s/{booking['room']}"
    for one in (mentor, mentee):
        await one.enter(link)
        one.complaints.clear()
    for one in (mentor, mentee):
        await one.sees(1)
    media, negotiated = await mentee.page.evaluate(MEDIA), await mentee.page.evaluate(NEGOTIATED)

    await mentor.find("panel-agenda").click()
    await mentor.find("session-notes").click()
    await mentor.page.keyboard.type("- [ ] Send CV mpsvc")  # with the keys of the call
    await expect(_title(mentor)).to_have_value("Send CV mpsvc")
    await mentee.find("panel-goals").click()
    item = mentee.find("side-goals").get_by_test_id("action")
    await expect(item.get_by_test_id("action-title")).to_have_value("Send CV mpsvc")
    await item.get_by_test_id("done").check()
    await expect(mentor.find("tracked-done")).to_be_checked()

    await mentee.find("panel-board").click()
    await mentee.find("panel-new-board").click()
    await expect(mentee.find("board-state")).to_have_attribute("data-state", "saved")
    await mentee.find("board-stage").click()
    await expect(mentee.find("side-board")).to_have_attribute("data-stage", "true")
    board = mentee.page.locator("canvas.interactive")
    await board.click(position={"x": 200, "y": 200})
    await mentee.page.keyboard.type("vm")  # the board's keys, not the call's
    await mentee.sees(1)
    await mentor.sees(1)
    assert await mentee.page.evaluate(MEDIA) == media
    await mentee.find("board-stage").click()
    await mentee.find("close-board").click()
    await expect(mentee.find("side-board")).to_have_count(0)
    await mentee.sees(1)
    assert await mentee.page.evaluate(MEDIA) == media
    assert await mentee.page.evaluate(NEGOTIATED) == negotiated
    await mentor.find("panel-board").click()
    await expect(mentor.find("board-state")).to_have_attribute("data-state", "saved")
    for one in (mentor, mentee):
        await expect(one.tiles()).to_have_count(1)
        assert one.complaints == []


@pytest.mark.parametrize("device", [WIDE, NARROW], ids=["wide-light", "phone-dark"])
async def test_agendas_and_panels_fit_the_screen_and_are_plain_to_everybody(
    browser: Browser, house: LiveServer, invite: Invite, device: dict[str, Any]
) -> None:
    mentor = await invite(RTL)
    name = f"space-{device['viewport']['width']}"
    async with visiting(browser, house.url, "Telemachus", **device) as mentee:
        await mentee.sign_up()
        mentor_id = await paired_with_hours(mentee, mentor, AT_ONCE)
        booking = await _booked(mentee, mentor_id)
        page = mentee.page
        await page.goto(f"{house.url}/mentorships/{booking['mentorship']}/sessions")
        await expect(mentee.find("session")).to_be_visible()
        await _looked_at(page, f"{name}-sessions")
        for one in (mentor, mentee):
            await _at_agenda(one, booking["id"])
        await mentor.find("topic-add").click()
        await mentor.page.keyboard.type(f"How to speak up in meetings with {LONG}")
        await mentor.page.keyboard.press("Enter")
        await mentor.page.keyboard.type(RTL)
        await mentor.find("topic-minutes").first.fill("25")
        await mentee.find("session-notes").click()
        await page.keyboard.type("The pitch went well, they ask for numbers.")
        await page.keyboard.press("Enter")
        await type_action(mentee, "Send the numbers to the three who asked")
        await mentee.find("tracked-more").click()
        await mentee.find("tracked-due").fill("2027-03-01")
        await expect(mentee.find("topic")).to_have_count(2)
        await _saved(mentee)
        await _looked_at(page, f"{name}-agenda")
        await mentor.enter(f"{house.url}/s/{booking['room']}")
        await mentee.enter(f"{house.url}/s/{booking['room']}")
        await mentee.sees(1)
        for kind in ("agenda", "private", "goals", "board"):
            await open_panel(mentee, kind)
            await expect(mentee.find(f"side-{kind}")).to_be_visible()
            if kind == "board":
                await mentee.find("panel-new-board").click()
                await expect(mentee.find("board-state")).to_have_attribute("data-state", "saved")
            await _looked_at(page, f"{name}-call-{kind}", is_grave=kind != "board")
        if device is WIDE:
            await mentee.find("board-stage").click()
            await _looked_at(page, f"{name}-call-stage", is_grave=False)


async def _looked_at(page: Page, name: str, *, is_grave: bool = True) -> None:
    await settled(page)
    await picture(page, name)
    assert await fits(page)
    if is_grave:
        assert await grave(page) == []
