"""Mentors with hours and sessions, and mentees of theirs, written straight into a database."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from server.accounts.model import Person, Role
from server.core.ids import new_id
from server.mentorships.model import Mentorship, MentorshipState, Plan
from server.mentorships.store import mentorships
from server.scheduling.model import Availability, Booking, BookingState, Intent, Kind
from server.scheduling.slots import Rules
from server.scheduling.store import availability, bookings
from server.scheduling.windows import Hours, Span
from server.scheduling.zones import VERSION
from server.services import Services

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "Africa/Nairobi")
DAY_SPANS = (Span(540, 660), Span(720, 840), Span(900, 1080))
"""Seven hours in three windows, as people have them."""
OPEN = Availability(
    Rules(Hours("UTC", dict.fromkeys(range(5), DAY_SPANS)), step_minutes=15, horizon_days=90),
    is_confirmed_first=False,
)
PLAN = Plan("Find seed money for a clinic at sea.", 2, 12)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who is there, and from which day on."""

    mentors: list[str]
    mentees: list[str]
    first: datetime
    """Midnight in UTC of a Monday to come."""


async def gather(services: Services, *, mentors: int, mentees: int, sessions: int) -> Crowd:
    """Every mentee has every mentor; each mentor has so many sessions in the first 60 days."""
    now = datetime.now(UTC)
    first = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=3)
    first += timedelta(days=-first.weekday() % 7)
    programme = (await services.programmes.open_programme()).id
    draw = random.Random(7)
    async with services.database.write() as tx:
        hosts = [_person(f"mentor{n}", ZONES[n % len(ZONES)], now) for n in range(mentors)]
        guests = [_person(f"mentee{n}", "America/New_York", now) for n in range(mentees)]
        await services.registration.invite(tx, [*hosts, *guests])
        for host in hosts:
            own = replace(OPEN.rules, hours=replace(OPEN.rules.hours, zone=host.time_zone))
            await availability.put(tx, host.id, replace(OPEN, rules=own), now)
            for guest in guests:
                await mentorships.add(tx, _mentorship(programme, host.id, guest.id, now))
            for hour in draw.sample(range(60 * 24), sessions):
                await bookings.add(tx, _session(host.id, first + timedelta(hours=hour), now))
    return Crowd([one.id for one in hosts], [one.id for one in guests], first)


async def befriend(services: Services, mentor: str, mentee: str) -> None:
    """A mentorship between two who are there."""
    programme = (await services.programmes.open_programme()).id
    async with services.database.write() as tx:
        await mentorships.add(tx, _mentorship(programme, mentor, mentee, datetime.now(UTC)))


def _person(name: str, zone: str, now: datetime) -> Person:
    address = f"{name}@example.org"
    return Person(
        id=new_id(),
        email=address,
        email_key=address,
        email_verified_at=now,
        name=name.capitalize(),
        headline="",
        languages=(),
        time_zone=zone,
        locale="en",
        roles=frozenset(Role),
        photo=None,
        created_at=now,
    )


def _mentorship(programme: str, mentor: str, mentee: str, now: datetime) -> Mentorship:
    return Mentorship(
        id=new_id(),
        programme=programme,
        mentor=mentor,
        mentee=mentee,
        request=None,
        plan=PLAN,
        state=MentorshipState.ACTIVE,
        started_at=now,
        ends_at=now + timedelta(weeks=12),
    )


def _session(host: str, starts_at: datetime, now: datetime) -> Booking:
    return Booking(
        id=new_id(),
        kind=Kind.PAIR,
        host=host,
        created_by=host,
        created_at=now,
        state=BookingState.CONFIRMED,
        starts_at=starts_at,
        minutes=60,
        intent=Intent.of(starts_at, "UTC", host),
        tzdata=VERSION,
        key=new_id(),
    )
