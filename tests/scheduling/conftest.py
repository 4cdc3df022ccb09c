"""A server with a mentor whose hours are saved, two mentees of theirs, and a stranger."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from server.accounts.model import Language, Level, ProfileChange, Role
from server.accounts.service import Newcomer
from server.core.ids import new_id
from server.core.settings import Settings
from server.mentorships.model import Plan
from server.mentorships.service.requests import Ask, Wish
from server.scheduling.model import Availability, Booking, Left, News, Stay
from server.scheduling.service import Wish as Time
from server.scheduling.slots import Rules
from server.scheduling.store import news
from server.scheduling.windows import Hours
from server.scheduling.windows import Span as Window
from server.services import Services, assemble
from tests.mentorships.conftest import offer
from tests.support.clock import FixedClock


async def unmailed(services: Services) -> list[News]:
    """News that are no letters yet, oldest first."""
    async with services.database.read() as tx:
        return await news.unmailed(tx, limit=100)


MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""The first open start: 11:00 in Athens, the day after the tests' noon."""
PLAN = Plan("Find seed money for a clinic at sea.", 2, 12)


@pytest.fixture
async def services(settings: Settings, clock: FixedClock) -> AsyncIterator[Services]:
    """All services by the test's clock, without doors or jobs."""
    assembled = assemble(settings, clock)
    yield assembled
    await assembled.close()


async def arrive(services: Services, name: str, *roles: Role, zone: str = "Europe/Athens") -> str:
    """An account with a confirmed address; its id."""
    newcomer = Newcomer(
        email=f"{name.casefold()}@example.org",
        password="a sail and a harbour",
        name=name,
        roles=frozenset(roles or Role),
        time_zone=zone,
    )
    spoken = ProfileChange(languages=(Language("en", Level.NATIVE),))
    return (await services.registration.seed(newcomer, change=spoken)).id


async def pair(services: Services, mentee: str, mentor: str) -> None:
    """An active mentorship in the open programme."""
    programme = (await services.programmes.open_programme()).id
    ask = Ask(programme, [Wish(mentor, "Dear mentor")], PLAN, False)
    [request] = await services.requests.ask(mentee, ask)
    await services.requests.agree(mentor, request.id)


HOURS = Hours("Europe/Athens", {day: (Window(11 * 60, 15 * 60),) for day in range(5)})
OPEN = Availability(Rules(HOURS), is_confirmed_first=False)
"""Booked at once, from 11:00 to 15:00 on weekdays, every half-hour."""


@dataclass
class Cast:
    """Who is there."""

    services: Services
    mentor: str
    mentee: str
    other: str
    """Another mentee of the same mentor."""
    stranger: str
    keys: count[int] = field(default_factory=count)

    async def opens(self, **more: object) -> None:
        """The mentor's rules from now on: as `OPEN`, but for these."""
        known = await self.services.availabilities.own(self.mentor)
        names = ("durations", "is_confirmed_first", "is_pending_blocking")
        own = {name: more.pop(name) for name in names if name in more}
        rules = replace(OPEN.rules, **more)  # type: ignore[arg-type]
        wanted = replace(OPEN, rules=rules, version=known.version, **own)  # type: ignore[arg-type]
        await self.services.availabilities.save(self.mentor, wanted)

    def time(self, starts_at: datetime = MONDAY, minutes: int = 60, **more: object) -> Time:
        """A wish for a time of the mentor's, with a key of its own."""
        given = {"key": f"key-{next(self.keys)}", **more}
        return Time(self.mentor, starts_at, minutes, **given)  # type: ignore[arg-type]


@pytest.fixture
async def cast(services: Services) -> Cast:
    """Telemachus and Ino are mentees of Mentor; Antinous is nobody's."""
    mentor = await arrive(services, "Mentor")
    await offer(services, mentor, places=5)
    mentee = await arrive(services, "Telemachus", zone="America/New_York")
    other = await arrive(services, "Ino")
    stranger = await arrive(services, "Antinous")
    for one in (mentee, other):
        await pair(services, one, mentor)
    found = Cast(services, mentor, mentee, other, stranger)
    await found.opens()
    return found


def stay(booking: Booking, person: str | None, came: float = 0, went: float | None = 60) -> Stay:
    """Minutes after the beginning; None: not gone yet."""
    at = booking.starts_at + timedelta(minutes=came)
    until = at if went is None else booking.starts_at + timedelta(minutes=went)
    return Stay(
        id=new_id(),
        room=booking.room or "",
        person=person,
        came_at=at,
        seen_at=until,
        went_at=None if went is None else until,
        left=None if went is None else Left.LEFT,
    )


async def over(cast: Cast, clock: FixedClock, booking: Booking, minutes: float = 5) -> int:
    """The clock's jobs some minutes after the end; how many were derived."""
    clock.forward(seconds=(booking.ends_at - clock.now()).total_seconds() + minutes * 60)
    await cast.services.upkeep.complete()
    return await cast.services.attendances.derive()
