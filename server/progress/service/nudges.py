"""Nudges: shown to whom they would help, told once by the clock; refuses to tell one day twice.

What was told is written with the telling, in one transaction: a node that dies in between has told
nothing, and another one that works beside it finds the day taken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from server.accounts.model import Person, PersonCard
from server.core.db import Database, Tx
from server.mentorships.model import Mentorship, Side
from server.notifications.model import Kind
from server.notifications.service import About
from server.programmes.model import Nudging
from server.progress.model.nudges import Key, Matter, Nudge, Reader, Said, Wishes, put_off
from server.progress.nudging import batch, due, is_good_time, may_be_told, shown
from server.progress.service.gathering import Below, Gathering
from server.progress.store import nudges as store

_PEOPLE = 500
"""Walked over at a time."""
_TOLD = 50
"""Told in one transaction."""
PATH = "/nudges"


@dataclass(frozen=True, slots=True)
class NudgesView:
    """What would help somebody now, with whom; and what they wish."""

    nudges: tuple[tuple[Nudge, PersonCard | None], ...]
    wishes: Wishes


@dataclass(frozen=True, slots=True)
class _Known:
    """Some people and all that is to be known to say what would help them."""

    people: Mapping[str, Person]
    nudges: Mapping[str, Sequence[Nudge]]
    told: Mapping[str, Mapping[Key, Said]]
    readers: Mapping[str, Reader]

    def batches(self, now: datetime) -> dict[str, list[Nudge]]:
        """What is to be said now, by person; nobody is there to whom nothing is."""
        found = {
            person: batch(reader, self.nudges[person], self.told[person], now)
            for person, reader in self.readers.items()
        }
        return {person: lines for person, lines in found.items() if lines}


class Nudges:
    """Use cases on nudges."""

    def __init__(self, below: Below, gathering: Gathering) -> None:
        self._below = below
        self._database: Database = below.database
        self._clock = below.clock
        self._gathering = gathering

    async def show(self, person: str) -> NudgesView:
        """What would help somebody now, as far as they wish to know."""
        now = self._clock.now()
        async with self._database.read() as tx:
            known = await self._known(tx, [person], {})
            wishes = (await store.wishes_of(tx, [person]))[person]
        if person not in known.readers:
            return NudgesView((), wishes)
        lines = shown(known.readers[person], known.nudges[person], known.told[person], now)
        others = await self._below.accounts.people({one.other for one in lines})
        return NudgesView(tuple((one, others.get(one.other)) for one in lines), wishes)

    async def snooze(self, person: str, weeks: int) -> NudgesView:
        """All of it put off for some weeks; 0: no longer. Raises: Invalid."""
        now = self._clock.now()
        async with self._database.write() as tx:
            before = (await store.wishes_of(tx, [person]))[person]
            await store.save_wishes(tx, person, before.snoozed(now, weeks))
        return await self.show(person)

    async def choose(self, person: str, off: Collection[Matter]) -> NudgesView:
        """Which matters somebody wants to hear nothing of."""
        async with self._database.write() as tx:
            before = (await store.wishes_of(tx, [person]))[person]
            await store.save_wishes(tx, person, before.without(off))
        return await self.show(person)

    async def put_off(self, person: str, mentorship: str, matter: Matter, weeks: int) -> NudgesView:
        """One matter of one mentorship put off. Raises: NotInMentorship, Invalid."""
        not_before = put_off(self._clock.now(), weeks)
        await self._below.mentorships.one(person, mentorship)
        async with self._database.write() as tx:
            await store.put_off(tx, person, (mentorship, matter), not_before)
        return await self.show(person)

    async def tell(self) -> int:
        """Tells everybody for whom it is time, once a day of theirs at most; returns how many."""
        told, last = 0, ""
        programmes: dict[str, Nudging] = {}
        while True:
            async with self._database.read() as tx:
                page = await self._below.mentorships.active_people_in(tx, last, limit=_PEOPLE)
                days = await self._ready(tx, page)
            for some in _chunks(list(days)):
                told += await self._tell({one: days[one] for one in some}, programmes)
            if len(page) < _PEOPLE:
                return told
            last = page[-1]

    async def _ready(self, tx: Tx, people: Sequence[str]) -> dict[str, date]:
        """For whom it is time to look, and which day they have: cheap, for it is asked often."""
        now = self._clock.now()
        found = await self._below.accounts.several_in(tx, people)
        preferences = await self._below.centre.preferences_in(tx, people)
        wishes = await store.wishes_of(tx, people)
        days = {}
        for person, one in found.items():
            day = now.astimezone(ZoneInfo(one.time_zone)).date()
            is_time = is_good_time(now, one.time_zone, preferences[person].quiet)
            if is_time and may_be_told(wishes[person], now) and wishes[person].looked_on != day:
                days[person] = day
        return days

    async def _tell(self, days: Mapping[str, date], programmes: dict[str, Nudging]) -> int:
        now = self._clock.now()
        async with self._database.read() as tx:
            found = (await self._known(tx, list(days), programmes)).batches(now)
        async with self._database.write() as tx:
            taken = await self._take(tx, days)
            concerned = [person for person in found if person in taken]
            if not concerned:
                return 0
            # Once more, now that nobody else tells them: what was done meanwhile is taken out.
            known = await self._known(tx, concerned, programmes)
            lines = known.batches(now)
            await self._write(tx, known, lines, now)
        return len(lines)

    async def _take(self, tx: Tx, days: Mapping[str, date]) -> set[str]:
        taken: set[str] = set()
        for day in sorted(set(days.values())):
            taken |= await store.take_day(tx, [one for one in days if days[one] == day], day)
        return taken

    async def _write(
        self, tx: Tx, known: _Known, lines: Mapping[str, Sequence[Nudge]], now: datetime
    ) -> None:
        said = [
            (one, known.told[person].get(one.key, Said()).again(one, now))
            for person, theirs in lines.items()
            for one in theirs
        ]
        await store.put(tx, said)
        await store.note_told(tx, list(lines), now)
        told = [
            (known.people[person].receiver, _about(theirs, known.people))
            for person, theirs in lines.items()
        ]
        await self._below.notifications.tell_many(tx, Kind.NUDGE, told)

    async def _known(self, tx: Tx, people: Sequence[str], programmes: dict[str, Nudging]) -> _Known:
        """In as many statements for hundreds of people as for one."""
        below, now = self._below, self._clock.now()
        pairs = await below.mentorships.active_of_in(tx, people)
        await self._learn(tx, pairs, programmes)
        facts = await self._gathering.facts_in(tx, pairs)
        everybody = {*people, *(one.mentor for one in pairs), *(one.mentee for one in pairs)}
        known = await below.accounts.several_in(tx, everybody)
        preferences = await below.centre.preferences_in(tx, people)
        wishes = await store.wishes_of(tx, people)
        away = await below.availabilities.away_in(tx, people)
        readers = {
            one: Reader(
                person=one,
                zone=known[one].time_zone,
                quiet=preferences[one].quiet,
                wishes=wishes[one],
                away=tuple(away.get(one, ())),
            )
            for one in people
            if one in known
        }
        nudges: dict[str, list[Nudge]] = {one: [] for one in people}
        for pair, person, side in _sides(pairs):
            if person in readers:
                zone, pacing = readers[person].zone, programmes[pair.programme]
                nudges[person] += due(facts[pair.id], side, zone, now, pacing)
        return _Known(known, nudges, await store.said_to(tx, people), readers)

    async def _learn(
        self, tx: Tx, pairs: Sequence[Mentorship], programmes: dict[str, Nudging]
    ) -> None:
        """What the programmes of these say, where it is not known yet; none is asked twice."""
        for programme in {one.programme for one in pairs} - set(programmes):
            rules = await self._below.programmes.rules(tx, programme)
            is_on = rules.nudging.is_on and rules.is_running
            programmes[programme] = Nudging(is_on, rules.nudging.stalled_days)


def _sides(pairs: Sequence[Mentorship]) -> Iterator[tuple[Mentorship, str, Side]]:
    for one in pairs:
        for side in Side:
            yield one, one.person_on(side), side


def _chunks(people: Sequence[str]) -> Iterator[Sequence[str]]:
    return (people[start : start + _TOLD] for start in range(0, len(people), _TOLD))


def _about(lines: Sequence[Nudge], people: Mapping[str, Person]) -> About:
    """Names and places alone: what is due, written or said stays where it is."""
    told = [(_word(one), people[one.other].name, one.path) for one in lines]
    return About(PATH, {"nudges": msgspec.json.encode(told).decode()})


def _word(one: Nudge) -> str:
    """Which sentence of the letter it is."""
    is_waiting = one.matter is Matter.SILENCE and one.side is Side.MENTEE
    return "waiting" if is_waiting else one.matter.value
