"""Keeps the indexes as the database is: read in at the start, changed by news, looked after.

News may be missed, so the keeper also asks every few seconds what was saved, and walks through
everybody when a new week begins or some hours have passed. Refuses to decide who fits whom.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from server.accounts.model import Role
from server.core.clock import Clock
from server.core.db import DATABASE_ERRORS, Database
from server.core.errors import NotFound
from server.matching.hours import monday_of
from server.matching.model import EncoderUnusable
from server.matching.people import Meant, is_shown, mentor_traits, rules_of
from server.matching.phrase import Words, words_of
from server.matching.service.indexes import Indexes, Offered
from server.matching.service.meanings import Meanings
from server.matching.service.records import Known, Records
from server.matching.store import prices, words
from server.profiles.model import Entry
from server.profiles.service import Profiles
from server.programmes.model import OPEN_STATES, Programme
from server.programmes.service import Programmes

AT_ONCE = 500
POLL_S = 5.0
RETRY_S = 2.0
OVERLAP = timedelta(seconds=15)
"""A save may become visible so long after the moment that is written in it."""
WALK_AFTER = timedelta(hours=6)
log = structlog.get_logger()


class Keeper:
    """The one who writes into `indexes`."""

    def __init__(  # noqa: PLR0913 - one line for each part it stands on
        self,
        *,
        database: Database,
        clock: Clock,
        profiles: Profiles,
        programmes: Programmes,
        meanings: Meanings,
        records: Records,
        indexes: Indexes,
    ) -> None:
        self._database = database
        self._clock = clock
        self._profiles = profiles
        self._programmes = programmes
        self._meanings = meanings
        self._records = records
        self._indexes = indexes
        self._where: dict[str, set[str]] = {}
        """By mentor, the programmes that people join; everybody is in the open one."""
        self._open = ""
        self._touched: set[str] | None = None
        """Put while a walk goes on, which may have passed them by."""
        self._polled: frozenset[tuple[str, datetime | None]] = frozenset()
        self._since: datetime | None = None
        self._walked_at: datetime | None = None
        self.is_ready = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(_again("profiles", self._hear_profiles))
            group.create_task(_again("programmes", self._hear_programmes))
            group.create_task(_again("poll", self._look_after))

    async def walk(self) -> None:
        """Everybody, from the database into the indexes."""
        started = self._clock.now()
        self._touched = set()
        try:
            self._where = await self._open_all()
            seen, after = set[str](), ""
            while page := await self._profiles.page(after, limit=AT_ONCE):
                seen |= await self._put(page)
                after = page[-1].person.id
            await self._indexes.remove_all_but(seen | self._touched)
        finally:
            self._touched = None
        self._walked_at = started
        # Also after a moment in which more were saved than are read at once: else that moment would
        # be walked through every few seconds from then on.
        self._since = started - OVERLAP
        self.is_ready.set()
        log.info("matching.indexed", mentors=len(seen), programmes=len(self._indexes.programmes))

    async def look_again(self, people: Collection[str]) -> None:
        """These people as they are now."""
        for person in people:
            theirs = await self._programmes.of_person(person)
            self._where[person] = {
                one.id
                for one, roles in theirs
                if Role.MENTOR in roles and not one.is_open and one.state in OPEN_STATES
            }
        await self._put_people(people)

    async def reload(self, programme_id: str) -> None:
        """A programme's rules, prices and mentors as they are now."""
        try:
            programme = await self._programmes.programme(programme_id)
        except NotFound:
            programme = None
        if programme is None or programme.state not in OPEN_STATES:
            left = [one for one in self._indexes.programmes if one != programme_id]
            await self._indexes.close_all_but(left)
            return
        await self._open_one(programme)
        effects = await self._records.effects(programme.id)
        await self._indexes.set_effects(programme.id, effects)
        if programme.is_open:
            return
        before = {one for one, where in self._where.items() if programme_id in where}
        now = await self._mentors_of(programme)
        for person in before - now:
            self._where[person].discard(programme_id)
        for person in now:
            self._where.setdefault(person, set()).add(programme_id)
        await self._put_people(before | now)

    async def poll(self) -> None:
        """What was saved since the last time, here or on another node."""
        now, since = self._clock.now(), self._since
        if self._is_walk_due(now) or since is None:
            return await self.walk()
        found = await self._profiles.changed_since(since, limit=AT_ONCE)
        if len(found) == AT_ONCE and found[-1].profile.updated_at == since:
            return await self.walk()  # more were saved in one moment than are read at once
        marks = frozenset((one.person.id, one.profile.updated_at) for one in found)
        await self._put([
            one for one in found if (one.person.id, one.profile.updated_at) not in self._polled
        ])  # fmt: skip
        self._polled = marks
        last = found[-1].profile.updated_at if len(found) == AT_ONCE else None
        self._since = last or now - OVERLAP
        return None

    async def _look_after(self) -> None:
        while True:
            await self.poll()
            await asyncio.sleep(POLL_S)

    async def _hear_profiles(self) -> None:
        async for news in self._profiles.changes():
            if news.role is Role.MENTOR:
                await self.look_again([news.person_id])

    async def _hear_programmes(self) -> None:
        async for news in self._programmes.changes():
            if news.person is None:
                await self.reload(news.programme)
            else:
                await self.look_again([news.person])

    def _is_walk_due(self, now: datetime) -> bool:
        last = self._walked_at
        if last is None or now - last >= WALK_AFTER:
            return True
        return monday_of(now.date()) != monday_of(last.date())

    async def _open_all(self) -> dict[str, set[str]]:
        """Every programme that is under way; who mentors in which of those that people join."""
        self._open = (await self._programmes.open_programme()).id
        under_way = await self._programmes.under_way()
        where: dict[str, set[str]] = {}
        for programme in under_way:
            await self._open_one(programme)
            for person in await self._mentors_of(programme):
                where.setdefault(person, set()).add(programme.id)
        await self._indexes.close_all_but({one.id for one in under_way})
        return where

    async def _open_one(self, programme: Programme) -> None:
        encoder = await self._meanings.encoder()
        calibration = encoder.calibration
        rules = rules_of(programme.settings, calibration)
        monday = monday_of(self._clock.now().date())
        await self._indexes.open(programme.id, rules, dim=encoder.dim, monday=monday)
        async with self._database.read() as tx:
            known = await prices.of_programme(tx, programme.id)
        await self._indexes.set_prices(programme.id, known)
        tenor = await self._records.tenor(programme.id)
        await self._indexes.set_tenor(programme.id, tenor.sigma, tenor.mean_stars)

    async def _mentors_of(self, programme: Programme) -> set[str]:
        """Nobody, for the open programme: that is told by the account."""
        found: set[str] = set()
        if programme.is_open:
            return found
        after = ""
        while page := await self._programmes.members(programme.id, after, AT_ONCE):
            found |= {one.person for one in page if one.is_in and Role.MENTOR in one.roles}
            after = page[-1].person
        return found

    async def _put_people(self, people: Iterable[str]) -> None:
        wanted = list(people)
        for start in range(0, len(wanted), AT_ONCE):
            batch = wanted[start : start + AT_ONCE]
            found = await self._profiles.several(batch)
            await self._put(list(found.values()))
            await self._indexes.remove(one for one in batch if one not in found)

    async def _put(self, entries: Sequence[Entry]) -> set[str]:
        """Of these who is shown, into the indexes and among the words; who is not, out of both."""
        shown = [one for one in entries if self._programmes_of(one) and is_shown(one)]
        ids = {one.person.id for one in shown}
        if self._touched is not None:
            self._touched |= ids
        if shown:
            meant = await self._meanings.of([(one, Role.MENTOR) for one in shown])
            known = await self._records.of(ids)
            offered = await asyncio.to_thread(self._offered, shown, meant, known)
            await self._indexes.put(offered)
        others = [one.person.id for one in entries if one.person.id not in ids]
        await self._indexes.remove(others)
        await self._put_words({} if not shown else await self._words_of(shown), others)
        return ids

    def _offered(self, shown: Sequence[Entry], meant: Meant, known: Known) -> list[Offered]:
        now = self._clock.now()
        return [self._one(entry, meant, known, now) for entry in shown]

    def _one(self, entry: Entry, meant: Meant, known: Known, now: datetime) -> Offered:
        charge, mentor = entry.profile.mentor.price.charge, entry.person.id
        return Offered(
            mentor_traits(entry, meant, monday_of(now.date()), today=day_of(entry, now)),
            entry.profile.mentor_version,
            None if charge is None else (charge.currency, charge.amount_minor),
            {one: known.record(one, mentor) for one in self._programmes_of(entry)},
        )

    def _programmes_of(self, entry: Entry) -> frozenset[str]:
        joined = frozenset(self._where.get(entry.person.id, ()))
        return joined | {self._open} if Role.MENTOR in entry.person.roles else joined

    async def _words_of(self, shown: Sequence[Entry]) -> dict[str, Words]:
        skills = [one for entry in shown for one in entry.profile.mentor.offer.skills]
        concepts = await asyncio.to_thread(self._meanings.concepts, skills)

        def names(entry: Entry) -> Iterable[str]:
            for one in entry.profile.mentor.offer.skills:
                yield one.text
                if (known := concepts.get(one.concept or "")) is not None:
                    yield known.label
                    yield from known.aliases

        return {one.person.id: words_of(one, names(one)) for one in shown}

    async def _put_words(self, told: Mapping[str, Words], others: Sequence[str]) -> None:
        async with self._database.read() as tx:
            known = await words.known(tx, [*told, *others])
        changed = {one: own for one, own in told.items() if known.get(one) != own}
        gone = [one for one in others if one in known]
        if changed or gone:
            async with self._database.write() as tx:
                await words.put(tx, changed)
                await words.remove(tx, gone)


def day_of(entry: Entry, now: datetime) -> date:
    """Today, on somebody's own calendar."""
    return now.astimezone(ZoneInfo(entry.person.time_zone)).date()


async def _again(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Work that never ends, begun again when something breaks."""
    while True:
        try:
            await work()
        except EncoderUnusable:
            pass  # said once, where it was tried; readiness says it, too
        except DATABASE_ERRORS as error:
            log.warning("matching.interrupted", work=name, error=type(error).__name__)
        except Exception:
            log.exception("matching.failed", work=name)
        await asyncio.sleep(RETRY_S)
