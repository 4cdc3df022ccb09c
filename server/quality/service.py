"""How well sessions carry: watched while they last, remembered without content, shown to some.

Signaling says who comes and goes. It never delays a session: what is to be stored waits in a
list until `keep`, and what cannot be measured is left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database
from server.core.errors import NotFound
from server.core.metrics import Metrics
from server.core.settings import Settings
from server.quality import store
from server.quality.figures import Figures
from server.quality.model import (
    Record,
    Report,
    RoomBadges,
    Seat,
    Summary,
    Verdict,
    summed,
)
from server.quality.watch import Watch
from server.rooms.model import NotTheHost, Role, RoomTokenRefused
from server.rooms.service import Rooms

log = structlog.get_logger()

LOOK_EVERY_S = 2.0
MAX_SHOWN = 200
MAX_SUMMED = 50_000
"""Of more participations the newest tell as much."""
MAX_WAITING = 10_000
"""Records while the database is away; beyond it the oldest are given up."""


@dataclass(frozen=True, slots=True)
class Named:
    """A record with the name of whose it is; None for guests and deleted accounts."""

    record: Record
    name: str | None
    verdict: Verdict | None
    """What they said of it themselves."""


class Quality:
    """Watches connections and keeps records of them."""

    def __init__(
        self,
        *,
        settings: Settings,
        clock: Clock,
        database: Database,
        rooms: Rooms,
        accounts: Accounts,
        metrics: Metrics,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._database = database
        self._rooms = rooms
        self._accounts = accounts
        self._watch = Watch()
        self._figures = Figures(metrics)
        self._waiting: list[Record] = []

    def arrived(self, seat: Seat) -> None:
        """Somebody took a seat, or took it up again."""
        if self._watch.arrived(seat, self._clock.now()):
            self._figures.reconnected()

    def away(self, peer: str) -> None:
        """Their socket is gone, the seat is kept."""
        self._watch.away(peer)

    def left(self, peer: str) -> None:
        """They are gone."""
        record = self._watch.left(peer, self._clock.now())
        if record is not None:
            self._figures.ended(record)
        if record is not None and self._settings.quality_retention_days > 0:
            self._waiting.append(record)
            del self._waiting[:-MAX_WAITING]

    def report(self, peer: str, report: Report) -> None:
        """What a browser says of its last seconds."""
        self._watch.report(peer, report, self._clock.now())

    async def judge(self, seat_token: str, verdict: Verdict) -> None:
        """How picture and sound were, by whoever had the seat; what they said before is forgotten.

        Raises: RoomTokenRefused, NotFound.
        """
        entry = await self._rooms.passes.read(seat_token)
        if entry.seat is None or entry.owner is not None:
            raise RoomTokenRefused("This is said of a session that you have been in.")
        if self._settings.quality_retention_days <= 0:
            return
        seat = Seat(entry.seat, entry.room, entry.person)
        try:
            async with self._database.write() as tx:
                await store.judge(tx, seat, verdict, self._clock.now())
        except store.RoomGone:
            raise NotFound("This session is gone.") from None

    async def look(self) -> list[RoomBadges]:
        """Measure everybody; returns the badges that changed. Every `LOOK_EVERY_S` seconds.

        Raises: TimeoutError, when the media core does not answer.
        """
        sfu = self._rooms.sfu
        workers = await sfu.worker_stats()
        self._figures.workers = list(workers)
        news = self._watch.look(sfu.legs(workers), self._clock.now())
        together = [one for people in self._watch.together().values() for one in people]
        for one in together:
            self._figures.looked(one.seen, one.last)
        self._figures.graded(
            labels
            for one in together
            for labels in (("up", one.up.grade.value), ("down", one.down.grade.value))
        )
        return news

    async def keep(self) -> None:
        """Store the records of those who left; what a failing database refuses waits on."""
        while self._waiting:
            record = self._waiting[0]
            try:
                async with self._database.write() as tx:
                    await store.add(tx, record)
            except store.RoomGone:
                log.info("quality.room_gone", record=record.id)
            self._waiting.remove(record)

    async def close(self) -> None:
        """Store what is known of those who are still there."""
        for record in self._watch.records(None, self._clock.now()):
            self.left(record.seat.peer)
        await self.keep()

    async def records(self, person: str, room: str) -> list[Named]:
        """How the connections of a session were, newest first; for its host.

        Raises: NotFound, NotTheHost.
        """
        view = await self._rooms.room(person, room)
        if view.role is not Role.HOST:
            raise NotTheHost("Only the host of this session may see how its connections were.")
        live = self._watch.records(room, self._clock.now())
        async with self._database.read() as tx:
            kept = await store.of_room(tx, room, limit=MAX_SHOWN)
            said = await store.verdicts_of_room(tx, room)
        return await self._named([*live, *kept], said)

    async def summary(self, since: datetime) -> Summary:
        """How the participations that ended since a moment were, of all rooms together."""
        async with self._database.read() as tx:
            return summed(await store.ended_since(tx, since, limit=MAX_SUMMED))

    def grades(self) -> dict[str, int]:
        """How many directions carry how, now; of those who are not alone."""
        told: Counter[str] = Counter()
        for (_, grade), count in self._figures.grades.items():
            told[grade] += count
        return dict(told)

    async def forget_old(self) -> None:
        """Delete records that have been kept long enough."""
        before = self._clock.now() - timedelta(days=self._settings.quality_retention_days)
        async with self._database.write() as tx:
            await store.forget(tx, before=before)

    async def _named(self, records: list[Record], said: dict[str, Verdict]) -> list[Named]:
        ids = {record.seat.person for record in records if record.seat.person is not None}
        people = await self._accounts.people(ids)
        named = []
        for record in records:
            card = people.get(record.seat.person or "")
            name, verdict = card.name if card else None, said.get(record.seat.peer)
            named.append(Named(record, name, verdict))
        return named
