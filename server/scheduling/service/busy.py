"""Calendars from elsewhere: added, read by the clock, and what happens when one cannot be read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from server.core.db import Tx
from server.core.errors import NotFound
from server.core.ids import new_id
from server.core.seal import Seal
from server.notifications.model import Kind as Notice
from server.notifications.service import About, Notifications
from server.scheduling.busyreader import Unread
from server.scheduling.caldav import Calendar
from server.scheduling.model import (
    BusySource,
    BusyTrouble,
    SourceThere,
    TooManySources,
    clean_source,
)
from server.scheduling.model.calendars import (
    EVERY,
    MOST_SOURCES,
    clean_address,
    clean_login,
    clean_name,
    clean_server,
)
from server.scheduling.service.diary import Diary
from server.scheduling.service.ledger import Ledger
from server.scheduling.service.looks import Look, Looks
from server.scheduling.store import busy as store

_AT_ONCE = 4
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A calendar of an account, as somebody wants it here."""

    name: str
    address: str


class BusySources:
    """Use cases on somebody's other calendars; no address is shown whole, none is logged."""

    def __init__(
        self, ledger: Ledger, notifications: Notifications, diary: Diary, seal: Seal
    ) -> None:
        self._database = ledger.database
        self._clock = ledger.clock
        self._accounts = ledger.accounts
        self._notifications = notifications
        self._diary = diary
        self._looks = Looks(ledger.accounts, diary.host, seal)

    async def of_person(self, person: str) -> list[BusySource]:
        """Oldest first."""
        async with self._database.read() as tx:
            return await store.of_person(tx, person)

    async def add(self, person: str, name: str, address: str) -> BusySource:
        """It is read within a minute. Raises: Invalid, TooManySources, SourceThere."""
        name, address = clean_source(name, address)
        made = BusySource(new_id(), person, name, address, self._clock.now())
        await self._add(person, [made])
        return made

    async def calendars(self, address: str, user_name: str, password: str) -> list[Calendar]:
        """Those of a CalDAV account, to choose from; nothing is kept.

        Raises: Invalid, AccountUnread.
        """
        address = clean_server(address)
        return await self._looks.calendars(address, *clean_login(user_name, password))

    async def add_account(
        self, person: str, user_name: str, password: str, chosen: Sequence[Chosen]
    ) -> list[BusySource]:
        """Each chosen calendar; all are read within a minute, with the password sealed.

        Raises: Invalid, TooManySources, SourceThere, NoSeal.
        """
        user_name, password = clean_login(user_name, password)
        made = []
        for one in chosen:
            source, address = new_id(), clean_address(one.address)
            login = self._looks.sealed(source, address, user_name, password)
            name, now = clean_name(one.name), self._clock.now()
            made.append(BusySource(source, person, name, address, now, login=login))
        return await self._add(person, made)

    async def _add(self, person: str, wanted: Sequence[BusySource]) -> list[BusySource]:
        """Those that are not there yet."""
        async with self._database.write() as tx:
            there = await store.of_person(tx, person)
            known = {one.address for one in there}
            made = [one for one in wanted if one.address not in known]
            if not made:
                raise SourceThere("Its busy times count already.")
            if len(there) + len(made) > MOST_SOURCES:
                raise TooManySources(f"At most {MOST_SOURCES}: remove one that you do not need.")
            for one in made:
                await store.add(tx, one)
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
            found = await self._looks.at(source, self._clock.now())
        except Unread as unread:
            log.info("busy_source.unread", source=source.id, trouble=unread.trouble)
            found = Look(source.failed(self._clock.now(), unread.trouble), None)
        except Exception:
            # One that breaks us must not keep the others from being read.
            log.exception("busy_source.failed", source=source.id)
            found = Look(source.failed(self._clock.now(), BusyTrouble.TOO_HARD), None)
        await self._write(source, found, lease)

    async def _write(self, before: BusySource, found: Look, lease: str) -> None:
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
