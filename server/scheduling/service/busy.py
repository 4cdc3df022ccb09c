"""Calendars from elsewhere: added, read by the clock, and what happens when one cannot be read."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

import structlog

from server.core.db import Tx
from server.core.errors import NotFound
from server.core.ids import new_id
from server.notifications.model import Kind as Notice
from server.notifications.service import About, Notifications
from server.scheduling.busyreader import BusyReader, Unread
from server.scheduling.busytimes import Asked, Busy
from server.scheduling.fetching import Fetcher
from server.scheduling.model import (
    BusySource,
    BusyTrouble,
    SourceThere,
    TooManySources,
    clean_source,
)
from server.scheduling.model.calendars import EVERY, KNOWN_AHEAD, KNOWN_BEFORE, MOST_SOURCES
from server.scheduling.service.diary import Diary
from server.scheduling.service.ledger import Ledger
from server.scheduling.store import busy as store
from server.scheduling.zones import minute_at

_AT_ONCE = 4
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Read:
    """What became of one look; `busy` is None when nothing is new."""

    source: BusySource
    busy: Busy | None


class BusySources:
    """Use cases on somebody's other calendars; no address is shown whole, none is logged."""

    def __init__(
        self,
        ledger: Ledger,
        notifications: Notifications,
        diary: Diary,
        fetcher: Fetcher | None = None,
    ) -> None:
        self._database = ledger.database
        self._clock = ledger.clock
        self._accounts = ledger.accounts
        self._notifications = notifications
        self._diary = diary
        self._fetcher = fetcher or Fetcher()
        self._reader = BusyReader()

    async def of_person(self, person: str) -> list[BusySource]:
        """Oldest first."""
        async with self._database.read() as tx:
            return await store.of_person(tx, person)

    async def add(self, person: str, name: str, address: str) -> BusySource:
        """It is read within a minute. Raises: Invalid, TooManySources, SourceThere."""
        name, address = clean_source(name, address)
        made = BusySource(new_id(), person, name, address, self._clock.now())
        async with self._database.write() as tx:
            there = await store.of_person(tx, person)
            if any(one.address == address for one in there):
                raise SourceThere("Its busy times count already.")
            if len(there) >= MOST_SOURCES:
                raise TooManySources(f"At most {MOST_SOURCES}: remove one that you do not need.")
            await store.add(tx, made)
        return made

    async def remove(self, person: str, source: str) -> None:
        """With all that is known of it. Raises: NotFound."""
        async with self._database.write() as tx:
            if not await store.remove(tx, person, source):
                raise NotFound("There is no such calendar.")

    async def refresh(self, person: str, source: str) -> None:
        """Read it within a minute instead of a half-hour. Raises: NotFound."""
        async with self._database.write() as tx:
            if not await store.set_due(tx, person, source, self._clock.now()):
                raise NotFound("There is no such calendar.")

    async def read_due(self) -> int:
        """Reads all that are due; how many."""
        done = 0
        while batch := await self._claim():
            lease, sources = batch
            async with asyncio.TaskGroup() as tasks:
                for one in sources:
                    tasks.create_task(self._read(one, lease))
            done += len(sources)
        return done

    async def _claim(self) -> tuple[str, list[BusySource]] | None:
        now, lease = self._clock.now(), new_id()
        async with self._database.read() as tx:
            if not await store.is_any_due(tx, now):
                return None  # the common case costs no write
        async with self._database.write() as tx:
            found = await store.claim(tx, lease, now, at_most=_AT_ONCE)
        return (lease, found) if found else None

    async def _read(self, source: BusySource, lease: str) -> None:
        try:
            found = await self._look(source)
        except Unread as unread:
            log.info("busy_source.unread", source=source.id, trouble=unread.trouble)
            found = _Read(source.failed(self._clock.now(), unread.trouble), None)
        except Exception:
            # One that breaks us must not keep the others from being read.
            log.exception("busy_source.failed", source=source.id)
            found = _Read(source.failed(self._clock.now(), BusyTrouble.TOO_HARD), None)
        await self._write(source, found, lease)

    async def _look(self, source: BusySource) -> _Read:
        """Raises: Unread."""
        now = self._clock.now()
        fetched = await self._fetcher.fetch(source.address, source.etag_for(now))
        if fetched is None:
            return _Read(source.was_unchanged(now), None)
        people = await self._accounts.several([source.person])
        zone = people[source.person].time_zone if source.person in people else "UTC"
        asked = _asked(zone, self._diary.host, now)
        busy = await self._reader.read(fetched.raw, asked)
        return _Read(source.was_read(now, fetched.etag, busy.skipped), busy)

    async def _write(self, before: BusySource, found: _Read, lease: str) -> None:
        now, after = self._clock.now(), found.source
        async with self._database.write() as tx:
            if not await store.finish(tx, after, lease, now + EVERY):
                return  # removed meanwhile, or somebody else reads it by now
            if found.busy is not None:
                await store.set_times(tx, after, found.busy.times)
            elif before.is_counting and not after.is_counting:
                await store.set_times(tx, after, ())
                await self._tell_lost(tx, after)

    async def _tell_lost(self, tx: Tx, source: BusySource) -> None:
        people = await self._accounts.several_in(tx, [source.person])
        if source.person not in people:
            return
        since = source.failing_since or source.created_at
        about = About("/calendar/elsewhere", {"source": source.name, "since": since.isoformat()})
        to = people[source.person].receiver
        await self._notifications.tell(tx, Notice.BUSY_SOURCE_LOST, to, about)


def _asked(zone: str, host: str, now: datetime) -> Asked:
    first, last = now - KNOWN_BEFORE, now + KNOWN_AHEAD
    return Asked(zone, f"@{host}", minute_at(first), minute_at(last))
