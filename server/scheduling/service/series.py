"""Series: concrete sessions, each checked by itself; what could not be booked is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from server.core.errors import NotFound, Refusal
from server.core.ids import new_id
from server.scheduling.model import Booking, BookingState, require_future
from server.scheduling.service.desk import Desk, Wish, intent_of
from server.scheduling.store import bookings as store


@dataclass(frozen=True, slots=True)
class Missed:
    """An occurrence of a series that could not be booked, and why."""

    starts_at: datetime
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Series:
    """What became of each occurrence."""

    id: str
    booked: tuple[Booking, ...]
    missed: tuple[Missed, ...]


class SeriesOfBookings:
    """Use cases on several bookings at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._database = desk.ledger.database
        self._clock = desk.ledger.clock

    async def book(self, person: str, wish: Wish, *, every_weeks: int, count: int) -> Series:
        """The same wall time every so many weeks, each occurrence checked and booked by itself.

        Raises: what refused the first, when none could be booked.
        """
        known = await self._desk.known(person, wish.host)
        require_future(wish.starts_at, self._clock.now())
        first = intent_of(person, wish, known)
        series, booked, missed = new_id(), list[Booking](), list[Missed]()
        for turn in range(count):
            starts_at = first.weeks_later(turn * every_weeks).instant() if turn else wish.starts_at
            one = replace(
                wish,
                starts_at=starts_at,
                key=f"{wish.key} {turn}",
                hold=None if turn else wish.hold,
            )
            try:
                made = await self._desk.book(person, one, known, series)
            except Refusal as refusal:
                missed.append(Missed(starts_at, refusal))
            else:
                series = made.series or series
                booked.append(made)
        if not booked:
            raise missed[0].refusal
        return Series(series, tuple(booked), tuple(missed))

    async def shift(self, person: str, series: str, wall_minutes: int) -> Series:
        """All that is still to come of a series, so much later by the clock it is meant by.

        What was cancelled stays so; what was moved by itself is moved on from there. Raises:
        NotFound; what refused the first, when none could be moved.
        """
        async with self._database.read() as tx:
            found = await store.of_series(tx, series)
        now, moved, missed = self._clock.now(), list[Booking](), list[Missed]()
        ahead = [
            one
            for one in found
            if one.state in {BookingState.PENDING, BookingState.CONFIRMED} and one.starts_at > now
        ]
        if not ahead or all(person not in {one.host, *one.guests} for one in ahead):
            raise NotFound("There is no such series, or nothing of it is to come.")
        # Away from each other's old times: later ones first when all move later.
        for one in sorted(ahead, key=lambda one: one.starts_at, reverse=wall_minutes > 0):
            intent = one.intent.minutes_later(wall_minutes)
            try:
                moved.append(
                    await self._desk.move(person, one.id, one.version, intent, one.minutes)
                )
            except Refusal as refusal:
                missed.append(Missed(intent.instant(), refusal))
        if not moved:
            raise missed[0].refusal
        moved.sort(key=lambda one: one.starts_at)
        return Series(series, tuple(moved), tuple(missed))
