"""What the clock and new rules of zones do to bookings; every one of it becomes news."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace

from server.core.errors import Conflict
from server.scheduling.model import (
    Booking,
    BookingState,
    Happening,
    Reason,
    SlotTaken,
    WrongState,
)
from server.scheduling.service.ledger import Ledger
from server.scheduling.store import bookings as store
from server.scheduling.store import kept
from server.scheduling.zones import VERSION

_AT_ONCE = 200


class Upkeep:
    """Runs by the clock; each step is small, and safe to run twice."""

    def __init__(self, ledger: Ledger, tzdata: str = VERSION) -> None:
        self._ledger = ledger
        self._database = ledger.database
        self._clock = ledger.clock
        self._tzdata = tzdata

    async def expire(self) -> int:
        """Holds that ran out go, bookings nobody said yes to expire; how many of both."""
        now = self._clock.now()
        async with self._database.write() as tx:
            gone = await kept.drop_holds(tx, now)
        async with self._database.read() as tx:
            silent = await store.due(tx, BookingState.PENDING, now, limit=_AT_ONCE)
        await self._step(silent, lambda one: one.expired(), Happening.EXPIRED)
        return gone + len(silent)

    async def complete(self) -> int:
        """What is over is completed; its room stays for whoever is still in it."""
        async with self._database.read() as tx:
            over = await store.due(tx, BookingState.CONFIRMED, self._clock.now(), limit=_AT_ONCE)
        await self._step(over, lambda one: one.completed(), None)
        return len(over)

    async def cancel_ended(self) -> int:
        """Sessions to come of a mentorship that was ended, by a block too, do not take place."""
        now = self._clock.now()
        async with self._database.read() as tx:
            ahead = await store.ahead_by_mentorship(tx, now)
            ended = await self._ledger.ended(tx, ahead)
        gone = [booking for one in sorted(ended) for booking in ahead[one]]
        await self._step(
            gone, lambda one: one.cancelled(None, now, Reason.ENDED, ""), Happening.CANCELLED
        )
        return len(gone)

    async def rederive(self) -> list[Booking]:
        """Coming bookings whose instant is another by the rules in force; they are moved and told.

        One that moves onto the old time of another waits for that one to move first. What then
        still finds its time taken stays where it is, and its people are told to choose.
        """
        now, moved = self._clock.now(), list[Booking]()
        while True:
            async with self._database.read() as tx:
                waiting = await store.of_other_rules(tx, self._tzdata, now, limit=_AT_ONCE)
            if not waiting:
                return moved
            left = await self._round(waiting, moved)
            if len(left) == len(waiting):
                for booking in left:
                    await self._leave(booking)

    async def _round(self, waiting: Iterable[str], moved: list[Booking]) -> list[str]:
        """Those whose new time is taken."""
        left = []
        for booking in waiting:
            try:
                after = await self._rederive(booking)
            except SlotTaken:
                left.append(booking)
            else:
                moved += [after] if after else []
        return left

    async def _rederive(self, booking: str) -> Booking | None:
        """As moved; None when its instant is the same."""
        async with self._database.write() as tx:
            found = await store.find(tx, booking, is_to_change=True)
            if found is None:
                return None
            after = found.rederived(self._tzdata)
            if after.starts_at == found.starts_at:
                await self._ledger.save(tx, found, replace(after, version=found.version))
                return None
            await self._ledger.save(tx, found, after)
            before = found.starts_at
            await self._ledger.tell(tx, after, Happening.MOVED, None, starts_before=before)
            if after.room is not None:
                await self._ledger.rooms.open_from(tx, after.room, after.opens_at)
            return after

    async def _leave(self, booking: str) -> None:
        async with self._database.write() as tx:
            found = await store.find(tx, booking, is_to_change=True)
            if found is not None:
                after = found.clashing(self._tzdata)
                await self._ledger.save(tx, found, after)
                await self._ledger.tell(tx, after, Happening.MOVE_CLASHES, None)

    async def _step(
        self,
        bookings: Iterable[str],
        step: Callable[[Booking], Booking],
        happening: Happening | None,
    ) -> None:
        for booking in bookings:
            with suppress(WrongState, Conflict):
                async with self._database.write() as tx:
                    found = await store.find(tx, booking, is_to_change=True)
                    if found is None:
                        continue
                    after = step(found)
                    await self._ledger.save(tx, found, after)
                    if after.state is BookingState.CANCELLED and after.room is not None:
                        await self._ledger.rooms.close(tx, after.room)
                    if happening is not None:
                        await self._ledger.tell(tx, after, happening, None)
