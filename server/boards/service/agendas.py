"""Agendas of sessions: opened with what the last session left, listed for a mentorship."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import structlog
from pycrdt import Doc

from server.boards.agenda import document
from server.boards.agenda.topics import Topic, appended, in_order, left_over
from server.boards.goals import document as goals
from server.boards.goals.items import OPEN, Item, Kind, Status
from server.boards.model import Access, DocName, Elsewhere, agenda_of, goals_of
from server.boards.model import Kind as DocKind
from server.boards.model.sitting import Session, Sitting, leaving, next_of
from server.boards.service.boards import Boards
from server.boards.store import carries as store
from server.core.clock import Clock
from server.core.db import Database
from server.core.errors import NotFound
from server.scheduling.model import Booking
from server.scheduling.service import Bookings

log = structlog.get_logger()


class Agendas:
    """Use cases on what is talked about in a session."""

    def __init__(
        self, *, database: Database, clock: Clock, boards: Boards, bookings: Bookings
    ) -> None:
        self._database = database
        self._clock = clock
        self._boards = boards
        self._bookings = bookings

    async def open(self, person: str, booking_id: str) -> Sitting:
        """The documents of a session; what the last one left is put on its agenda, once.

        Raises: NotFound.
        """
        booking = await self._bookings.show(person, booking_id)
        name = agenda_of(booking_id)
        access = await self._boards.access(person, name)
        if access is Access.WRITE and booking.mentorship is not None:
            await self._carry(person, booking, booking.mentorship)
        private = str(DocName(DocKind.NOTES, booking_id, person))
        return Sitting(booking, name, private, access)

    async def of_mentorship(self, person: str, mentorship: str) -> list[Session]:
        """The sessions of the two, the latest first, with their topics. Raises: NotFound."""
        bookings = await self._bookings.of_mentorship(person, mentorship)
        async with self._database.read() as tx:
            begun = await store.begun(tx, [one.id for one in bookings])
        items = await self._actions(mentorship) if begun else {}
        return [
            Session(one, await self._topics(one.id, items) if one.id in begun else ())
            for one in reversed(bookings)
        ]

    async def in_room(self, person: str, room: str) -> Booking | None:
        """The session that a room was made for, if the person is one of its people."""
        try:
            return await self._bookings.in_room(person, room)
        except NotFound:
            return None

    async def _carry(self, person: str, to: Booking, mentorship: str) -> None:
        now = self._clock.now()
        bookings = await self._bookings.of_mentorship(person, mentorship)
        following = next_of(bookings, now)
        if following is None or following.id != to.id:
            return
        sources = leaving(bookings, to, now)
        ids = [one.id for one in sources]
        async with self._database.read() as tx:
            due = await store.begun(tx, ids) - await store.carried(tx, ids)
        if not due:
            return
        async with self._database.write() as tx:
            taken = await store.take(tx, due, to.id, now)
        await self._leave([one for one in sources if one.id in taken], to, mentorship)

    async def _leave(self, sources: Sequence[Booking], to: Booking, mentorship: str) -> None:
        try:
            actions = await self._actions(mentorship)
            is_open = {one.id for one in actions.values() if one.status in OPEN}
            left = [topic for one in sources for topic in await self._left(one, is_open)]
            if left:
                await self._boards.edit(agenda_of(to.id), None, lambda doc: _append(doc, left))
        except Exception as error:
            async with self._database.write() as tx:
                await store.give_back(tx, [one.id for one in sources])
            if not isinstance(error, Elsewhere):
                raise
            # Somebody has it open at another server: whoever opens it there next brings it.
            log.info("boards.not_carried", why="elsewhere")

    async def _left(self, source: Booking, open_actions: set[str]) -> list[Topic]:
        def look(doc: Doc[Any]) -> list[Topic]:
            topics, tracked = document.topics_of(doc), document.tracked_in(doc)
            return left_over(topics, tracked, open_actions, source.starts_at.isoformat())

        return await self._boards.read(agenda_of(source.id), look)

    async def _topics(self, booking: str, actions: dict[str, Item]) -> tuple[Topic, ...]:
        found = await self._boards.read(agenda_of(booking), document.topics_of)
        return tuple(_named(in_order(found), actions))

    async def _actions(self, mentorship: str) -> dict[str, Item]:
        items = await self._boards.read(goals_of(mentorship), goals.items_of)
        return {one.id: one for one in items if one.kind is Kind.ACTION}


def _append(doc: Doc[Any], topics: Sequence[Topic]) -> None:
    document.add(doc, appended(topics, document.topics_of(doc)))


def _named(topics: Iterable[Topic], actions: dict[str, Item]) -> Iterable[Topic]:
    for one in topics:
        action = actions.get(one.action) if one.action else None
        if action is not None:
            yield replace(one, title=action.title, is_done=action.status is Status.DONE)
        elif one.action is None and one.title.strip():
            yield one
