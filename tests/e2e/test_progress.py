"""How a mentorship goes, as its two people see it, in real browsers."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.async_api import Browser, expect

from server.boards.goals.items import Kind
from server.boards.model.checkin import CheckIn, week_of
from server.boards.store import checkins
from server.core.ids import new_id
from server.mentorships.model import Meeting
from server.mentorships.store import mentorships, pauses
from server.progress.model.day import Day
from server.progress.store import days
from server.scheduling.model import Attended, Mark, Presence
from server.scheduling.store import attendance
from server.scheduling.store.bookings import booking
from server.services import Services
from tests.boards.scribes import booked, services_of
from tests.e2e.at_mentorships import LONG, RTL, paired
from tests.e2e.at_pages import DESKTOP, NARROW, looks_right
from tests.e2e.conftest import Invite
from tests.support.browsers import visiting
from tests.support.servers import LiveServer


async def lived(services: Services, mentorship: str, weeks: int = 21) -> None:
    """A mentorship that has run for so long, with a pause, as if it were noted all the while."""
    now = services.clock.now()
    began = now - timedelta(weeks=weeks)
    async with services.database.write() as tx:
        table = mentorships.mentorship
        aged = table.update().where(table.c.id == mentorship)
        await tx.execute(aged.values(started_at=began, ends_at=began + timedelta(weeks=30)))
        [one] = await mentorships.some(tx, [mentorship])
        for number in (1, 2, 3, 5, 6, 10, 13, 14, 16, 18, 20):
            at = began + timedelta(weeks=number)
            met = Meeting(new_id(), mentorship, at, 50, is_session=True, noted_by=None)
            await mentorships.add_meeting(tx, met)
        values = {
            "mentorship_id": mentorship,
            "began_at": began + timedelta(weeks=7),
            "ended_at": began + timedelta(weeks=10),
        }
        await tx.execute(pauses.pause.insert().values(values))
        await days.put(tx, {mentorship: list(_days(began))})
        for number in range(weeks):
            for person in (one.mentee, one.mentor)[: 2 - number % 2]:
                if number not in {4, 7, 8, 9, 15}:
                    at = began + timedelta(weeks=number)
                    await checkins.put(tx, mentorship, _check_in(person, at))


def _days(began: datetime) -> list[Day]:
    steps = [(3, 0, 0, 3), (10, 10, 1, 4), (24, 20, 2, 4), (45, 20, 2, 6), (80, 45, 5, 4)]
    steps += [(101, 60, 7, 3), (126, 75, 9, 2)]
    return [
        Day((began + timedelta(days=day)).date(), percent, done, open_)
        for day, percent, done, open_ in steps
    ]


def _check_in(person: str, at: datetime) -> CheckIn:
    return CheckIn(
        person=person,
        week=week_of(at, "UTC"),
        went_well="Well",
        is_hard="",
        comes_next="",
        written_at=at,
        changed_at=at,
    )


async def attended(services: Services, mentorship: str, *presences: Presence) -> None:
    """Past sessions to which the mentee came like that; the mentor was always there."""
    async with services.database.read() as tx:
        [one] = await mentorships.some(tx, [mentorship])
    for number, presence in enumerate(presences):
        made = await booked(services, one.mentee, one.mentor, in_days=number + 2)
        past = services.clock.now() - timedelta(days=5 + number)
        async with services.database.write() as tx:
            moved = booking.update().where(booking.c.id == made)
            await tx.execute(moved.values(state="completed", starts_at=past, ends_at=past))
            found = [
                Attended(made, person, Mark(how), how, (), past)
                for person, how in ((one.mentor, Presence.PRESENT), (one.mentee, presence))
            ]
            await attendance.set_derived(tx, made, past, found)


async def goal(services: Services, mentorship: str, percent: int) -> None:
    """One goal that is so far."""
    async with services.database.read() as tx:
        [one] = await mentorships.some(tx, [mentorship])
    values: dict[str, str | int | None] = {"title": "Find seed money", "percent": percent}
    await services.goals.goals.add(one.mentee, mentorship, Kind.GOAL, values)


async def test_both_see_how_it_goes_read_the_line_by_keyboard_and_take_it_along(
    invite: Invite, house: LiveServer, tmp_path: Path
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    path = await paired(mentee, mentor)
    services, mentorship = services_of(house), path.rpartition("/")[2]
    await lived(services, mentorship)
    await attended(services, mentorship, Presence.PRESENT, Presence.LATE, Presence.ABSENT)
    await goal(services, mentorship, percent=80)
    for one in (mentee, mentor):
        await one.page.goto(f"{house.url}{path}")
        await one.find("tab-progress").click()
        await expect(one.find("progress-stage")).to_have_text("You meet, and things are moving.")
        await expect(one.find("goals-percent")).to_have_text("80%")
        await expect(one.find("progress-month")).to_have_count(5)
        await expect(one.find("progress-month").first).to_contain_text("so far")
    kept, said = (
        mentee.find("progress-kept"),
        "2 sessions kept · came later to 1 of them · 1 missed",
    )
    await expect(kept.nth(0)).to_contain_text(said)
    await expect(kept.nth(1)).to_contain_text("3 sessions kept")
    await expect(mentor.find("progress-kept").nth(0)).to_contain_text("3 sessions kept")
    day = mentee.find("goals-day")
    await day.focus()
    await day.press("Home")
    await expect(mentee.find("goals-read")).to_contain_text("0 action items done · 3 open")
    await day.press("End")
    await day.press("ArrowLeft")
    await expect(mentee.find("goals-read")).to_contain_text("75%")
    await mentee.find("goals-table").locator("summary").press("Enter")
    await expect(mentee.find("goals-table").locator("tbody tr")).to_have_count(8)
    async with mentee.page.expect_download() as download:
        await mentee.find("progress-download").click()
    saved = tmp_path / "progress.csv"
    await (await download.value).save_as(saved)
    rows = list(csv.DictReader(io.StringIO(saved.read_text("utf-8-sig"))))
    last = [row for row in rows if (row["what"], row["measure"]) == ("goals", "percent")][-1]
    assert (last["from"], last["value"]) == (datetime.now(UTC).date().isoformat(), "80")


async def test_a_new_mentorship_a_quiet_one_and_one_that_is_over_each_have_their_page(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    path = await paired(mentee, mentor)
    services = services_of(house)
    page = mentee.page
    await page.goto(f"{house.url}{path}/progress")
    await expect(mentee.find("progress-stage")).to_contain_text("first meeting is still to come")
    await expect(mentee.find("progress-no-goals")).to_be_visible()
    await expect(mentee.find("progress-hints")).to_have_count(0)
    async with services.database.write() as tx:
        began = services.clock.now() - timedelta(days=40)
        await tx.execute(sa.update(mentorships.mentorship).values(started_at=began))
    await page.reload()
    await expect(mentee.find("progress-stage")).to_have_text("It has been quiet for a while.")
    await expect(mentee.find("progress-hints").locator("li")).to_have_count(2)
    await page.goto(f"{house.url}/mentorships")
    await expect(mentee.find("glance")).to_contain_text("Quiet for a while")
    await expect(mentee.find("glance")).to_contain_text("No session booked")
    await mentee.send("POST", f"/api{path}/end", {"reason": "no_time"})
    await page.goto(f"{house.url}{path}/progress")
    await expect(mentee.find("progress-stage")).to_have_text("This mentorship has ended.")
    await expect(mentee.find("progress-hints")).to_have_count(0)
    async with services.database.write() as tx:
        await tx.execute(sa.delete(mentorships.mentorship))
    await page.goto(f"{house.url}{path}/progress")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(mentee.find("progress")).to_have_count(0)


@pytest.mark.parametrize("device", [DESKTOP, NARROW], ids=["desktop-light", "phone-dark"])
@pytest.mark.parametrize("name", [LONG, RTL], ids=["long", "rtl"])
async def test_the_page_is_accessible_and_never_wider_than_the_screen(
    browser: Browser, house: LiveServer, invite: Invite, device: dict[str, Any], name: str
) -> None:
    mentor = await invite(name)
    shape = f"{'phone' if device is NARROW else 'desktop'}-{'ar' if name == RTL else 'en'}"
    async with visiting(browser, house.url, "Telemachus", **device) as mentee:
        await mentee.sign_up()
        await mentee.speaks("ar" if name == RTL else "en")
        path = await paired(mentee, mentor)
        services, mentorship = services_of(house), path.rpartition("/")[2]

        async def shown(at: str, what: str) -> None:
            await mentee.page.goto(f"{house.url}{at}")
            await expect(mentee.find(what).first).to_be_visible()
            await looks_right(mentee.page, f"pair-{what}-{shape}")

        await shown(f"{path}/progress", "progress")
        await lived(services, mentorship)
        await attended(services, mentorship, Presence.PRESENT, Presence.LATE, Presence.ABSENT)
        await goal(services, mentorship, percent=80)
        await shown(f"{path}/progress", "goals-chart")
        await shown("/mentorships", "glance")
