"""The clock of a session in real browsers: one topic and one countdown for all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.at_calls import open_panel
from tests.e2e.at_pages import DESKTOP, NARROW, looks_right, picture
from tests.e2e.at_sessions import AT_ONCE, begins, paired_with_hours, soon
from tests.e2e.conftest import Invite, meet
from tests.support.browsers import Visitor, visiting
from tests.support.screens.axe import grave
from tests.support.servers import LiveServer

WRONG_CLOCK = """
const real = Date;
const ahead = 3_700_000;
globalThis.Date = class extends real {
  constructor(...words) { super(...(words.length === 0 ? [real.now() + ahead] : words)); }
  static now() { return real.now() + ahead; }
};
"""


async def put_topics(one: Visitor, *topics: tuple[str, int]) -> None:
    """On the agenda, in the call."""
    await open_panel(one, "agenda")
    for at, (title, minutes) in enumerate(topics):
        await one.find("topic-add").press("Enter")
        await expect(one.find("topic-title")).to_have_count(at + 1)
        await one.page.keyboard.type(title)
        await one.find("topic-minutes").nth(at).fill(str(minutes))
    panel = one.find("agenda-panel")
    await expect(panel.get_by_test_id("save-state")).to_have_attribute("data-state", "saved")


async def _left_s(one: Visitor) -> int:
    """Of "4:59"."""
    minutes, seconds = (await one.find("countdown-left").inner_text()).split(":")
    return int(minutes) * 60 + int(seconds)


@pytest.mark.parametrize("device", [DESKTOP, NARROW], ids=["desktop-light", "phone-dark"])
async def test_all_see_one_topic_and_one_countdown_whatever_their_own_clocks_say(
    browser: Browser, invite: Invite, house: LiveServer, device: dict[str, Any]
) -> None:
    mentor = await invite("Mentes")
    async with visiting(browser, house.url, "Telemachus", **device) as mentee:
        await mentee.sign_up()
        booked = await soon(mentee, await paired_with_hours(mentee, mentor, AT_ONCE))
        await begins(house, booked["id"], -12)
        await mentee.context.add_init_script(WRONG_CLOCK)
        link = f"{house.url}/s/{booked['room']}"
        await mentor.enter(link)
        await put_topics(mentor, ("The pitch", 10), ("The team", 20))
        await expect(mentor.find("clock-now")).to_contain_text("The team")  # twelve minutes on
        await mentor.find("clock").press("Enter")
        await mentor.find("clock-choose").first.press("Enter")
        await mentor.find("countdown-10").press("Enter")
        await expect(mentor.find("countdown-left")).to_be_visible()

        await mentee.enter(link)  # later
        await expect(mentee.find("clock-now")).to_contain_text("The pitch")
        await mentee.find("clock").press("Enter")
        assert abs(await _left_s(mentee) - await _left_s(mentor)) <= 2
        assert 500 < await _left_s(mentee) <= 600
        await mentee.find("countdown-stop").press("Enter")
        for one in (mentee, mentor):
            await expect(one.find("clock-left")).to_have_text("48 min left")
        await mentee.find("clock-next").press("Enter")
        for one in (mentee, mentor):
            await expect(one.find("clock-now")).to_contain_text("The team")
            now = one.find("clock-topic").nth(1)
            await expect(now).to_have_attribute("data-current", "true")
        await mentee.find("clock-done").nth(1).check()
        await expect(mentor.find("topic-done").nth(1)).to_be_checked()
        await looks_right(mentee.page, f"clock-{device['viewport']['width']}")
        await mentee.page.keyboard.press("Escape")
        await expect(mentee.find("clock-sheet")).to_have_count(0)
        await expect(mentee.find("clock")).to_be_focused()
        await expect(mentor.find("clock-plan")).to_have_count(1)
        await mentor.find("clock-plan").press("Enter")
        await expect(mentee.find("clock-now")).to_contain_text("The pitch")


async def test_near_the_end_all_are_told_and_one_alone_of_their_next_session(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    booked = await soon(mentee, await paired_with_hours(mentee, mentor, AT_ONCE))
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    group = {"kind": "group", "programme": booked["programme"], "title": "How to pitch"}
    time = {"startsAt": f"{tomorrow:%Y-%m-%dT%H:00:00Z}", "minutes": 60, "key": "of-all-of-us"}
    await begins(house, (await mentor.post("/api/gatherings", group | time))["id"], 8.5)
    await begins(house, booked["id"], -56.5)
    for one in (mentor, mentee):
        await one.enter(f"{house.url}/s/{booked['room']}")
        await expect(one.find("clock-soon")).to_contain_text("4 minutes left")
        await expect(one.find("clock")).to_have_attribute("data-tone", "soon")
        await expect(one.find("clock-said")).to_have_text("4 minutes left.")
    await expect(mentor.find("clock-following")).to_contain_text("next session begins in 9 minutes")
    await picture(mentor.page, "clock-soon")
    await expect(mentee.find("clock-following")).to_have_count(0)
    await mentee.find("clock-soon-seen").press("Enter")
    await expect(mentee.find("clock-soon")).to_have_count(0)
    await expect(mentor.find("clock-soon")).to_have_count(1)
    assert await grave(mentor.page) == []


async def test_a_room_without_a_booking_has_a_countdown_that_anybody_starts_and_stops(
    invite: Invite, stranger: Visitor
) -> None:
    host = await invite("Penelope")
    await meet(host, stranger)
    await stranger.find("clock").press("Enter")
    await stranger.find("countdown-minutes").fill("7")
    await stranger.find("countdown-minutes").press("Enter")
    await expect(host.find("clock-left")).to_contain_text("6:5")
    await host.find("clock").press("Enter")
    await expect(host.find("clock-sheet")).to_contain_text("started by \u2068Telemachus\u2069")
    await host.find("countdown-stop").press("Enter")
    for one in (host, stranger):
        await expect(one.find("clock-left")).to_have_count(0)
