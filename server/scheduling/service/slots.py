"""What is open: with one host, with any of several, and which hours are kind to two people."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.core.db import Tx
from server.core.errors import Invalid, NotFound
from server.scheduling.fair import (
    WEEK_MINUTES,
    Cell,
    Parting,
    heat_map,
    partings,
    rotation,
    weeks_of,
)
from server.scheduling.model import (
    Availability,
    Kind,
    WrongState,
    clean_availability,
    require_duration,
    require_near,
)
from server.scheduling.service.ledger import Ledger, moving_rules, reach
from server.scheduling.slots import Ask, Rules, Taken, calendar_of, starts_in
from server.scheduling.store import bookings as store
from server.scheduling.store import kept
from server.scheduling.windows import Calendar
from server.scheduling.zones import is_zone, minute_at, minute_from

LONGEST_RANGE = timedelta(days=93)
MOST_HOSTS = 1000
FAIR_WEEKS = 12
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Span:
    """Which starts are asked for: in [first, last), of sessions of so many minutes."""

    first: datetime
    last: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Open:
    """Open starts of one host, in minutes of UTC, and the host's calendar to show them by."""

    host: str
    starts: list[int]
    days: Calendar


@dataclass(frozen=True, slots=True)
class Fair:
    """Hours for two people: how hard each is, which to take in turn, and when clocks part."""

    zones: tuple[str, str]
    """The asker's and the other's."""
    cells: list[Cell]
    turns: list[Cell | None]
    """One start of what is open in each of the coming weeks."""
    partings: list[Parting]


class Slots:
    """Use cases on open slots. Nothing here is kept: what is listed is decided again to book it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database
        self._clock = ledger.clock

    async def of_host(self, person: str, host: str, span: Span) -> Open:
        """For the host's mentees, and for the host. Raises: NotBookable, NotFound, Invalid."""
        _check(span, self._clock.now())
        async with self._database.read() as tx:
            if person != host:
                await self._ledger.pair(tx, person, host)
            saved = await self._ledger.saved(tx, host)
            if saved is not None:
                return await self._open(tx, person, host, saved, span)
        suggested = await self._ledger.availability(host)
        async with self._database.read() as tx:
            return await self._open(tx, person, host, suggested, span)

    async def to_move(self, person: str, booking: str, span: Span) -> Open:
        """For a session that is to have another time: neither it nor a host's notice is in the way.

        Raises: NotFound, WrongState, Invalid.
        """
        _check(span, self._clock.now())
        async with self._database.read() as tx:
            found = await store.find(tx, booking)
        if found is None:
            raise NotFound("There is no such booking.")
        found.require_side(person)
        if found.kind is not Kind.PAIR:
            raise WrongState("A gathering keeps its time: cancel it and open another.")
        own = await self._ledger.availability(found.host)
        if span.minutes != found.minutes:
            require_duration(own, span.minutes)
        rules = moving_rules(own.rules, is_host=person == found.host)
        people = (found.host, found.guests[0])
        async with self._database.read() as tx:
            return await self._listed(tx, people, rules, span, without=found.id)

    async def terms(self, person: str, host: str) -> Availability:
        """For the host's mentees, and for the host. Raises: NotBookable, NotFound."""
        availability = await self._ledger.availability(host)
        if person != host:
            async with self._database.read() as tx:
                await self._ledger.pair(tx, person, host)
        return availability

    async def of_any(self, person: str, hosts: Collection[str], span: Span) -> list[Open]:
        """With those of these mentors whom somebody may book; whoever has nothing is left out.

        Raises: Invalid.
        """
        _check(span, self._clock.now())
        if len(hosts) > MOST_HOSTS:
            sentence = f"At most {MOST_HOSTS} mentors at once."
            raise Invalid(sentence, fields={"mentor": sentence})
        async with self._database.read() as tx:
            theirs = await self._ledger.mentors_of(tx, person, hosts)
        return await self.of_hosts(person, theirs, span)

    async def of_hosts(self, person: str, hosts: Sequence[str], span: Span) -> list[Open]:
        """The same for hosts whom somebody is known to be allowed to book."""
        rules = await self._ledger.availabilities(hosts)
        now = self._clock.now()
        within = _widest(rules.values(), span, now)
        async with self._database.read() as tx:
            taken = await kept.taken(tx, {*hosts, person}, within)
        own = _as_guest(taken[person])
        found = []
        for turn, host in enumerate(hosts):
            if turn % _AT_ONCE == _AT_ONCE - 1:
                await asyncio.sleep(0)  # a thousand hosts are a tenth of a second of work
            one = rules.get(host)
            if one is None or span.minutes not in one.durations:
                continue
            ask = _ask(span, now)
            days = calendar_of(one.rules, ask)
            starts = starts_in(days, one.rules, taken[host] + own, ask)
            if starts:
                found.append(Open(host, starts, days))
        return found

    async def preview(self, person: str, given: Availability, span: Span) -> Open:
        """What mentees would see if this were saved. Raises: Invalid."""
        _check(span, self._clock.now())
        cleaned = clean_availability(given)
        async with self._database.read() as tx:
            return await self._open(tx, person, person, cleaned, span)

    async def fair(self, person: str, host: str, minutes: int) -> Fair:
        """For a mentee and a mentor of theirs. Raises: NotBookable, NotFound."""
        now = self._clock.now()
        span = Span(now, now + timedelta(weeks=FAIR_WEEKS), minutes)
        opened = await self.of_host(person, host, span)
        people = await self._ledger.accounts.several([person])
        if person not in people:
            raise NotFound("There is no such person.")
        first = minute_from(now)
        last = first + FAIR_WEEKS * WEEK_MINUTES
        mine, theirs = people[person].time_zone, opened.days.home.zone
        weeks = weeks_of(opened.starts, first, FAIR_WEEKS)
        year_on = minute_at(now + timedelta(days=365))
        return Fair(
            (mine, theirs),
            heat_map(mine, theirs, first - first % 30, minutes),
            rotation(mine, theirs, weeks, minutes),
            partings(mine, theirs, first, max(last, year_on)),
        )

    async def _open(
        self, tx: Tx, person: str, host: str, availability: Availability, span: Span
    ) -> Open:
        require_duration(availability, span.minutes)
        return await self._listed(tx, (host, person), availability.rules, span)

    async def _listed(
        self, tx: Tx, people: tuple[str, str], rules: Rules, span: Span, *, without: str = ""
    ) -> Open:
        (host, guest), now = people, self._clock.now()
        within = reach(rules, span.first, span.last, now)
        taken = await self._ledger.taken(tx, host, guest, within, without=without)
        ask = _ask(span, now)
        days = calendar_of(rules, ask)
        return Open(host, starts_in(days, rules, taken, ask), days)


def check_viewer_zone(zone: str) -> str:
    """Raises: Invalid."""
    if not is_zone(zone):
        sentence = "This time zone does not exist. It should look like Europe/Athens."
        raise Invalid(sentence, fields={"zone": sentence})
    return zone


def _check(span: Span, now: datetime) -> None:
    require_near(span.first, now, "from")
    require_near(span.last, now, "to")
    problems = {}
    if span.last <= span.first:
        problems["to"] = "This is not after the beginning."
    elif span.last - span.first > LONGEST_RANGE:
        problems["to"] = f"At most {LONGEST_RANGE.days} days at once."
    if problems:
        raise Invalid(next(iter(problems.values())), fields=problems)


def _ask(span: Span, now: datetime) -> Ask:
    return Ask(minute_from(span.first), minute_from(span.last), span.minutes, now)


def _widest(rules: Collection[Availability], span: Span, now: datetime) -> kept.Range:
    ranges = [reach(one.rules, span.first, span.last, now) for one in rules]
    plain = kept.Range(span.first - timedelta(days=1), span.last + timedelta(days=1), now)
    return min(ranges, key=lambda one: one.first, default=plain)


def _as_guest(taken: Sequence[Taken]) -> list[Taken]:
    return [Taken(one.start, one.end, one.before, one.after, is_guests=True) for one in taken]
