"""A session of a pair: a mentor's hours, a booking, and how the time goes by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from playwright.async_api import expect

from server.scheduling.store.attendance import stay
from server.scheduling.store.bookings import booking
from server.services import SERVICES
from tests.e2e.at_mentorships import paired
from tests.support.browsers import Visitor
from tests.support.servers import LiveServer

ALWAYS = [{"weekday": day, "startMinute": 0, "endMinute": 1440} for day in range(7)]
HOURS: dict[str, Any] = {
    "zone": "America/New_York",
    "weekly": ALWAYS,
    "durations": [30, 60],
    "noticeMinutes": 0,
    "isConfirmedFirst": True,
}
AT_ONCE = HOURS | {"isConfirmedFirst": False, "stepMinutes": 5, "isClockAnchored": True}


async def paired_with_hours(mentee: Visitor, mentor: Visitor, hours: dict[str, Any]) -> str:
    """A mentee in Athens and their mentor in New York, with these hours; the mentor's id."""
    await paired(mentee, mentor)
    me = await mentor.send("PATCH", "/api/me", {"timeZone": "America/New_York"})
    await mentor.send("PUT", "/api/availability", hours)
    found: str = me["id"]
    return found


async def books(mentee: Visitor, mentor: str, in_days: int = 2) -> dict[str, Any]:
    """Without the form: the first time so many days ahead."""
    first = datetime.now(UTC) + timedelta(days=in_days)
    span = f"from={first:%Y-%m-%dT%H:%M:%SZ}&to={first + timedelta(days=5):%Y-%m-%dT%H:%M:%SZ}"
    slots = await mentee.send("GET", f"/api/hosts/{mentor}/slots?{span}&minutes=60")
    wish = {"host": mentor, "startsAt": slots["slots"][0]["startsAt"], "minutes": 60}
    body = wish | {"key": f"without-the-form-{in_days}", "note": "About the pitch."}
    return await mentee.post("/api/bookings", body)


async def next_month(visitor: Visitor) -> None:
    """Chooses a time there for what is moved: late in the evening today has few left."""
    dialog = visitor.page.get_by_role("dialog")
    before = await dialog.get_by_test_id("slot").first.get_attribute("data-starts-at")
    await dialog.get_by_test_id("month-after").press("Enter")
    await expect(dialog.locator(f"[data-starts-at='{before}']")).to_have_count(0)
    await dialog.get_by_test_id("slot").nth(3).click()


AGO = timedelta(hours=3)


async def soon(mentee: Visitor, mentor_id: str) -> dict[str, Any]:
    """A session whose door is open already."""
    now = datetime.now(UTC)
    span = f"from={now:%Y-%m-%dT%H:%M:%SZ}&to={now + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    slots = await mentee.send("GET", f"/api/hosts/{mentor_id}/slots?{span}&minutes=60")
    wish = {"host": mentor_id, "startsAt": slots["slots"][0]["startsAt"], "minutes": 60}
    return await mentee.post("/api/bookings", wish | {"key": "without-the-form"})


async def passed(house: LiveServer, booked: dict[str, Any]) -> None:
    """Three hours go by: a session and its log are so long ago, and the clock's jobs have run."""
    services = house.app[SERVICES]
    starts_at = datetime.fromisoformat(booked["startsAt"]) - AGO
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=60)}
    async with services.database.write() as tx:
        one = booking.c.id == booked["id"]
        await tx.execute(booking.update().where(one).values(times))
        log = (await tx.execute(sa.select(stay).where(stay.c.room_id == booked["room"]))).all()
        for row in log:
            # They were there from the beginning to the end.
            until_at = times["ends_at"] if row.went_at else None
            spent = {"came_at": starts_at, "seen_at": times["ends_at"], "went_at": until_at}
            await tx.execute(stay.update().where(stay.c.id == row.id).values(spent))
    await services.upkeep.complete()
    await services.attendances.derive()


async def begins(house: LiveServer, booking_id: str, in_minutes: float) -> None:
    """As if it began so many minutes from now, or ago."""
    starts_at = datetime.now(UTC) + timedelta(minutes=in_minutes)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=60)}
    async with house.app[SERVICES].database.write() as tx:
        await tx.execute(sa.update(booking).where(booking.c.id == booking_id).values(times))
