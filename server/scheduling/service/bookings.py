"""Bookings of two: held, asked for, confirmed, moved, cancelled; every step is compare-and-swap."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from server.core.db import Tx
from server.core.errors import NotFound
from server.scheduling.model import (
    Booking,
    BookingState,
    Happening,
    Intent,
    Kind,
    Reason,
    WrongState,
    clean_words,
    require_future,
)
from server.scheduling.service.desk import Desk, Wish
from server.scheduling.service.ledger import retrying
from server.scheduling.store import bookings as store
from server.scheduling.store import whose

MOST_LISTED = 200
MOST_OF_MENTORSHIP = 50


class Bookings:
    """Use cases on bookings of a mentee with a mentor."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ledger = desk.ledger
        self._database = desk.ledger.database
        self._clock = desk.ledger.clock

    async def hold(self, person: str, wish: Wish) -> Booking:
        """Keep a time while a form is filled in; the one kept before is let go.

        Raises: NotBookable, NotOffered, SlotTaken, Invalid.
        """
        return await self._desk.hold(person, wish)

    async def release(self, person: str, hold: str) -> None:
        """Let a kept time go. Raises: NotFound."""
        async with self._database.write() as tx:
            found = await store.find(tx, hold, is_to_change=True)
            if found is None or found.created_by != person or found.state is not BookingState.HELD:
                raise NotFound("No time is kept for you here.")
            await store.remove(tx, hold)

    async def book(self, person: str, wish: Wish) -> Booking:
        """Asked for or confirmed, as the host has it; the same key twice is the same booking.

        Raises: NotBookable, NotOffered, SlotTaken, HoldEnded, KeyReused, Invalid.
        """
        known = await self._desk.known(person, wish.host)
        return await self._desk.book(person, wish, known)

    async def of_person(self, person: str, after: datetime, before: datetime) -> list[Booking]:
        """As host or guest, in the order of their time, at most 200."""
        async with self._database.read() as tx:
            return await store.of_person(tx, person, store.Wanted(after, before, MOST_LISTED))

    async def of_mentorship(self, person: str, mentorship: str) -> list[Booking]:
        """The latest of the two, in the order of their time, at most 50. Raises: NotFound."""
        await self._ledger.require_in(person, mentorship)
        async with self._database.read() as tx:
            return await whose.of_mentorship(tx, mentorship, MOST_OF_MENTORSHIP)

    async def ahead_in(
        self, tx: Tx, mentorships: Iterable[str], now: datetime
    ) -> dict[str, list[datetime]]:
        """When the sessions to come of each of these begin, for our own domains."""
        return await whose.ahead(tx, mentorships, now)

    async def in_room(self, person: str, room: str) -> Booking:
        """The session that a room was made for. Raises: NotFound, for others' as well."""
        async with self._database.read() as tx:
            found = await whose.in_room(tx, room)
        if found is None:
            raise NotFound("This room was made for no session.")
        found.require_side(person)
        return found

    async def show(self, person: str, booking: str) -> Booking:
        """Raises: NotFound."""
        async with self._database.read() as tx:
            found = await store.find(tx, booking)
        if found is None or found.state is BookingState.HELD:
            raise NotFound("There is no such booking.")
        found.require_side(person)
        return found

    async def confirm(self, person: str, booking: str, version: int) -> Booking:
        """Say yes. Raises: NotFound, Forbidden, WrongState, SlotTaken."""
        title = (await self._desk.known_of(booking)).title

        async def work() -> Booking:
            async with self._database.write() as tx:
                found = await self._ledger.to_change(tx, person, booking)
                found.require_host(person)
                found.require_version(version)
                after = found.confirmed(self._clock.now())
                await self._ledger.save(tx, found, after)
                await self._ledger.tell(tx, after, Happening.BOOKED, person)
                return await self._ledger.with_room(tx, after, title)

        return await retrying(work)

    async def decline(self, person: str, booking: str, version: int, words: str) -> Booking:
        """Say no. Raises: NotFound, Forbidden, WrongState, Invalid."""
        async with self._database.write() as tx:
            found = await self._ledger.to_change(tx, person, booking)
            found.require_host(person)
            found.require_version(version)
            after = found.declined(person, words)
            await self._ledger.save(tx, found, after)
            await self._ledger.tell(tx, after, Happening.DECLINED, person)
            return after

    async def reschedule(
        self, person: str, booking: str, version: int, starts_at: datetime, minutes: int
    ) -> Booking:
        """To another time of the list. Raises: NotFound, WrongState, NotOffered, SlotTaken."""
        found = await self.show(person, booking)
        require_future(starts_at, self._clock.now())
        intent = Intent.of(starts_at, found.intent.zone, found.intent.whose)
        return await self._desk.move(person, booking, version, intent, minutes)

    async def cancel(
        self, person: str, booking: str, version: int, reason: Reason, words: str
    ) -> Booking:
        """With a reason; its time is free again at once. Raises: NotFound, WrongState, Invalid."""
        async with self._database.write() as tx:
            found = await self._ledger.to_change(tx, person, booking)
            if found.kind is not Kind.PAIR:
                found.require_host(person)
            found.require_version(version)
            after = found.cancelled(person, self._clock.now(), reason, words)
            await self._ledger.save(tx, found, after)
            await self._ledger.tell(tx, after, Happening.CANCELLED, person)
            if after.room is not None:
                await self._ledger.rooms.close(tx, after.room)
            return after

    async def cancel_ahead(
        self, person: str, mentorship: str, before: datetime | None, words: str
    ) -> list[Booking]:
        """What is to come of a mentorship that pauses; what cannot be cancelled any more stays.

        Raises: NotFound, Invalid.
        """
        await self._ledger.require_in(person, mentorship)
        now, cleaned = self._clock.now(), clean_words(words)
        async with self._database.read() as tx:
            ahead = await store.ahead_by_mentorship(tx, now, mentorship)
            found = await store.several(tx, ahead.get(mentorship, []))
        chosen = [one for one in found if before is None or one.starts_at < before]
        gone = []
        for one in sorted(chosen, key=lambda one: one.starts_at):
            with suppress(WrongState, NotFound):
                gone += [await self.cancel(person, one.id, one.version, Reason.PAUSED, cleaned)]
        return gone
