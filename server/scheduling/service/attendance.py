"""Who was in a session: the log of its room kept, marks derived after its end, and corrected.

The log is written by whoever holds a live session. A node that dies leaves open stays behind: they
end with their last sign of life. What is derived is derived once; later only people change it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from server.core.db import Tx
from server.core.errors import NotFound
from server.core.ids import new_id
from server.programmes.service import Programmes
from server.scheduling.model import (
    LOG_KEPT,
    SETTLED,
    Attended,
    Booking,
    BookingState,
    Correction,
    CorrectionOver,
    Mark,
    Presence,
    Sitting,
    Stay,
    Tally,
    clean_correction,
    may_read,
    may_see,
    require_may_correct,
)
from server.scheduling.presence import concerning, marks_of
from server.scheduling.service.ledger import Ledger
from server.scheduling.store import attendance as store
from server.scheduling.store import bookings, whose

MOST_LISTED = 200
OPEN_AFTER_END = timedelta(minutes=60)
"""So long a room stays open after its session; longer while anybody is in it."""
QUIET = timedelta(minutes=5)
"""Nobody gave a sign of life for so long: nobody is there."""
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Account:
    """How a session was attended, as one of its people may see it."""

    booking: Booking
    marks: tuple[Attended, ...]
    history: tuple[Correction, ...]
    """Oldest first; a note that is not the reader's to read is empty."""


class Attendances:
    """Use cases on who was there."""

    def __init__(self, ledger: Ledger, programmes: Programmes) -> None:
        self._ledger = ledger
        self._programmes = programmes
        self._database = ledger.database
        self._clock = ledger.clock

    async def note(self, stays: Sequence[Stay]) -> set[str]:
        """Write what is known of stays; returns the rooms of them that are booked sessions'.

        Of other rooms nothing is kept.
        """
        async with self._database.read() as tx:
            booked = await store.booked_rooms(tx, {one.room for one in stays})
        if kept := [one for one in stays if one.room in booked]:
            async with self._database.write() as tx:
                await store.put_stays(tx, kept)
        return booked

    async def booked_in(self, room: str) -> Booking | None:
        """The booking whose session takes place in a room."""
        async with self._database.read() as tx:
            return await whose.in_room(tx, room)

    async def sittings(self, ids: Collection[str]) -> dict[str, Sitting]:
        """Sessions as the log has them by now; those that have a room."""
        async with self._database.read() as tx:
            found = {}
            for one in await bookings.several(tx, ids):
                if one.room is not None:
                    found[one.id] = _sitting(one, await store.stays_of(tx, one.room))
            return found

    async def derive(self) -> int:
        """For sessions that ended some minutes ago, each in a transaction of its own; how many."""
        found = 0
        while True:
            async with self._database.write() as tx:
                now = self._clock.now()
                due = await store.due(tx, now - SETTLED)
                if due is None:
                    return found
                await self._derive(tx, due, now)
                found += 1

    async def of_person(self, person: str, after: datetime, before: datetime) -> list[Account]:
        """What is known of somebody's sessions, in the order of their time."""
        async with self._database.read() as tx:
            wanted = bookings.Wanted(after, before, MOST_LISTED)
            theirs = await bookings.of_person(tx, person, wanted)
            found = await self._accounts(tx, theirs)
        return [_as_seen(one, person) for one in found if person in _people(one)]

    async def known_since(self, since: datetime, *, limit: int) -> list[Account]:
        """Sessions of two whose attendance was derived from a moment on, in the order of that."""
        async with self._database.read() as tx:
            ids = await store.pairs_known_since(tx, since, limit=limit)
            found = await bookings.several(tx, ids)
            return await self._accounts(tx, sorted(found, key=lambda one: ids.index(one.id)))

    async def so_far(self, booking: Booking) -> dict[str, Mark]:
        """What would be derived of a session if it were over now; nothing without a room."""
        if booking.room is None:
            return {}
        async with self._database.read() as tx:
            return marks_of(booking, await store.stays_of(tx, booking.room))

    async def of_programme(self, coordinator: str, programme: str) -> list[Account]:
        """The newest sessions of a programme, without a word of anybody's notes.

        What the two write to each other about a missed session is theirs; that and how often
        sessions fail is what a coordinator must see to help. Raises: NotFound.
        """
        async with self._database.read() as tx:
            await self._programmes.coordinated(tx, coordinator, programme)
            ids = await store.of_programme(tx, programme, limit=MOST_LISTED)
            found = await self._accounts(tx, await bookings.several(tx, ids))
        newest = sorted(found, key=lambda one: one.booking.starts_at, reverse=True)
        return [
            replace(one, history=tuple(replace(c, note="") for c in one.history)) for one in newest
        ]

    async def correct(
        self, by: str, booking: str, person: str, presence: Presence, note: str
    ) -> Account:
        """Say how it was instead; the other one is told.

        Raises: NotFound, CorrectionOver, Invalid.
        """
        words, now = clean_correction(note), self._clock.now()
        async with self._database.write() as tx:
            found = await bookings.find(tx, booking, is_to_change=True)
            if found is None or found.state is BookingState.HELD:
                raise NotFound("There is no such session.")
            require_may_correct(found, by, person, now)
            one = Correction(new_id(), booking, person, by, presence, words, now)
            if not await store.correct(tx, one):
                raise CorrectionOver("Once it is over it says here who was there.")
            for other in _told(found, by, person):
                await self._ledger.tell_corrected(tx, found, other, by)
            return _as_seen((await self._accounts(tx, [found]))[0], by)

    async def of(self, people: Collection[str]) -> dict[str, Tally]:
        """How each of these has kept their sessions, corrections counted."""
        async with self._database.read() as tx:
            return await store.tallies(tx, people)

    async def tallies_in(self, tx: Tx, mentorships: Collection[str]) -> dict[str, dict[str, Tally]]:
        """How the people of each of these have kept its sessions, for our own domains."""
        return await store.tallies_of(tx, mentorships)

    async def close_rooms(self) -> int:
        """Rooms of sessions that are long over and empty are closed; how many."""
        now = self._clock.now()
        async with self._database.read() as tx:
            quiet = await store.quiet_rooms(tx, now - OPEN_AFTER_END, now - QUIET, limit=_AT_ONCE)
        closed = 0
        for _, room in quiet:
            if await self._ledger.rooms.attendance.of(room):
                continue  # a guest without an account may be there alone
            async with self._database.write() as tx:
                await self._ledger.rooms.close(tx, room)
            closed += 1
        return closed

    async def forget(self) -> int:
        """The log of long ago goes; what was derived of it stays."""
        async with self._database.write() as tx:
            return await store.forget_stays(tx, self._clock.now() - LOG_KEPT)

    async def _derive(self, tx: Tx, due: str, now: datetime) -> None:
        found = await bookings.find(tx, due)
        if found is None or found.room is None:
            await store.set_derived(tx, due, now, ())
            return
        stays = await store.stays_of(tx, found.room)
        marks = [
            Attended(due, person, mark, mark.presence, concerning(found, person, stays), now)
            for person, mark in marks_of(found, stays).items()
        ]
        await store.set_derived(tx, due, now, marks)

    async def _accounts(self, tx: Tx, found: Iterable[Booking]) -> list[Account]:
        by_id = {one.id: one for one in found}
        marks = await store.of_bookings(tx, list(by_id))
        history = await store.corrections_of(tx, list(marks))
        return [
            Account(one, tuple(marks[one.id]), tuple(history.get(one.id, ())))
            for one in by_id.values()
            if one.id in marks
        ]


def _sitting(booking: Booking, stays: Iterable[Stay]) -> Sitting:
    there = [one for one in stays if not one.is_asked]
    came = frozenset(one.person for one in there if one.person is not None and one.is_through)
    return Sitting(booking, came, max((one.until for one in there), default=None))


def _people(account: Account) -> set[str]:
    return {one.person for one in account.marks}


def _as_seen(account: Account, viewer: str) -> Account:
    booking = account.booking
    marks = tuple(one for one in account.marks if may_see(booking, viewer, one.person))
    history = tuple(
        one if may_read(booking, viewer, one) else replace(one, note="")
        for one in account.history
        if may_see(booking, viewer, one.person)
    )
    return Account(booking, marks, history)


def _told(booking: Booking, by: str, person: str) -> list[str]:
    """Whom it concerns but whoever did it: of a host's own state in a session of two, the guest."""
    concerned = {person, booking.host}
    if len(booking.guests) == 1:
        concerned |= set(booking.guests)
    return sorted(concerned - {by})
