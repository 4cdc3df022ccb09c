"""What would help now, in a real browser: seen, done, put off, paused, switched off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from server.boards.goals.items import Kind
from server.boards.model.checkin import CheckIn, week_of
from server.boards.store import checkins
from server.chat.model import Draft
from server.chat.store import message
from server.mentorships.store.mentorships import mentorship
from server.services import SERVICES
from tests.e2e.at_mentorships import LONG, RTL, paired
from tests.e2e.at_pages import DESKTOP, NARROW, looks_right, picture
from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor, visiting
from tests.support.servers import LiveServer

WEEKS = timedelta(days=40)


async def _stuck(mentee: Visitor, mentor: Visitor, house: LiveServer) -> str:
    """A mentorship of long ago in which little happens; its id."""
    services, now = house.app[SERVICES], house.app[SERVICES].clock.now()
    pair = (await paired(mentee, mentor)).rpartition("/")[2]
    person = (await mentee.send("GET", "/api/me"))["id"]
    goals = services.goals.goals
    goal = await goals.add(person, pair, Kind.GOAL, {"title": "Find a first crew"})
    due = (now.date() - timedelta(days=9)).isoformat()
    for title in ("Write to three shipwrights", f"Ask {LONG} about the mast"):
        await goals.add(person, pair, Kind.ACTION, {"title": title, "parent": goal, "due": due})
    await services.chat.send(person, pair, Draft(text="Are you there?", key="one"))
    async with services.database.write() as tx:
        await tx.execute(mentorship.update().values(started_at=now - WEEKS))
        await tx.execute(message.update().values(sent_at=now - timedelta(days=16)))
        week = week_of(now - timedelta(weeks=4), "Europe/Athens")
        await checkins.put(
            tx,
            pair,
            CheckIn(
                person=person,
                week=week,
                went_well="The wind",
                is_hard="",
                comes_next="",
                written_at=now,
                changed_at=now,
            ),
        )
    return pair


async def _go_on(visitor: Visitor) -> dict[str, Any]:
    return await visitor.send("GET", "/api/nudges")


async def test_a_line_is_done_in_place_put_off_or_switched_off(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    pair = await _stuck(mentee, mentor, house)
    page = mentee.page
    await page.goto(house.url + "/")
    mentee.complaints.clear()  # what came before is of other pages
    await expect(mentee.find("nudges-card").get_by_test_id("nudge")).to_have_count(3)
    await page.goto(f"{house.url}/mentorships/{pair}")
    await expect(mentee.find("nudge")).to_have_count(3)
    await page.goto(house.url + "/nudges")
    overdue = page.locator("[data-matter=overdue]")
    await expect(overdue.get_by_test_id("nudge-item")).to_have_count(2)
    for left in (1, 0):
        await overdue.get_by_test_id("nudge-tick").first.press("Enter")
        await expect(overdue.get_by_test_id("nudge-item")).to_have_count(left)
    await expect(overdue).to_have_count(0)
    check_in = page.locator("[data-matter=check_ins]")
    await check_in.get_by_test_id("nudge-more").press("Enter")
    await mentee.find("nudge-pause-check-ins").press("Enter")
    await expect(check_in).to_have_count(0)
    await mentee.find("nudge-switch-silence").press("Space")
    await expect(page.locator("[data-matter=silence]")).to_have_count(0)
    await expect(mentee.find("nudges-calm")).to_be_visible()
    assert (await _go_on(mentee))["off"] == ["silence"]
    await mentee.find("nudge-switch-silence").press("Space")
    await expect(page.locator("[data-matter=silence]")).to_have_count(1)
    await mentee.find("nudges-later").press("Enter")
    await expect(mentee.find("nudges-calm")).to_be_visible()
    await expect(mentee.find("nudges-snoozed")).to_contain_text("Put off until")
    await mentee.find("nudges-again").press("Enter")
    await expect(mentee.find("nudge")).to_have_count(1)
    await mentee.find("nudge-write").press("Enter")
    await expect(page).to_have_url(f"{house.url}/mentorships/{pair}/messages")
    assert mentee.complaints == []


async def test_a_pause_is_one_step_and_the_mentor_hears_of_the_message(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    pair = await _stuck(mentee, mentor, house)
    await mentor.page.goto(house.url + "/")
    silence = mentor.page.locator("[data-matter=silence]")
    await expect(silence).to_contain_text("wrote to you 16 days ago")
    await silence.get_by_test_id("nudge-more").press("Enter")
    await mentor.find("nudge-pause-pair").press("Enter")
    await expect(mentor.find("nudges-card")).to_have_count(0)
    shown = await mentor.send("GET", f"/api/mentorships/{pair}")
    assert shown["state"] == "paused"
    assert (await _go_on(mentee))["nudges"] == []


async def _all_read(visitor: Visitor, house: LiveServer) -> None:
    """What was told of the beginning is of other pages."""
    [newest, *_] = (await visitor.send("GET", "/api/notices"))["notices"]
    person = (await visitor.send("GET", "/api/me"))["id"]
    await house.app[SERVICES].centre.read_up_to(person, newest["id"])


@pytest.mark.parametrize("device", [DESKTOP, NARROW], ids=["desktop-light", "phone-dark"])
@pytest.mark.parametrize("locale", ["en", "ar"])
async def test_card_page_and_settings_are_accessible_and_fit(
    browser: Browser, invite: Invite, house: LiveServer, device: dict[str, Any], locale: str
) -> None:
    name = f"{'desktop' if device is DESKTOP else 'phone'}-{locale}"
    mentor = await invite(RTL if locale == "en" else LONG)
    async with visiting(browser, house.url, "Telemachus", **device) as mentee:
        await mentee.speaks(locale)
        await mentee.sign_up()
        pair = await _stuck(mentee, mentor, house)
        await _all_read(mentee, house)
        for what, path in (
            ("home", "/"),
            ("pair", f"/mentorships/{pair}"),
            ("page", "/nudges"),
            ("settings", "/settings/notices"),
        ):
            await mentee.page.goto(house.url + path)
            there = "nudge-switches" if what == "settings" else "nudge"
            await expect(mentee.find(there).first).to_be_visible()
            await looks_right(mentee.page, f"nudges-{what}-{name}")
        await mentee.page.goto(house.url + "/nudges")
        await mentee.find("nudge-more").first.press("Enter")
        await expect(mentee.find("nudge-later")).to_be_visible()
        await picture(mentee.page, f"nudges-menu-{name}")
        await mentee.page.keyboard.press("Escape")
        await mentee.find("nudges-later").press("Enter")
        await expect(mentee.find("nudges-calm")).to_be_visible()
        await looks_right(mentee.page, f"nudges-calm-{name}")
