"""A session with any of several mentors: whose turn it is among those who have time then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.scheduling.choosing import Candidate, in_turn
from server.scheduling.model import Booking, KeyReused, NotOffered, SlotTaken
from server.scheduling.service.desk import Desk, Wish
from server.scheduling.service.slots import Slots, Span
from server.scheduling.store import bookings as store
from server.scheduling.zones import minute_at

LATELY = timedelta(days=30)
"""What counts for whose turn it is: somebody who was away need not make up for more."""
_MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class AnyWish:
    """A time somebody wants with any of these."""

    hosts: tuple[str, ...]
    starts_at: datetime
    minutes: int
    key: str
    note: str = ""

    def of(self, host: str) -> Wish:
        """The same with one of them."""
        return Wish(host, self.starts_at, self.minutes, self.key, self.note)


class AnyOf:
    """Chooses and books; a session that is moved stays with whoever it is."""

    def __init__(self, desk: Desk, slots: Slots) -> None:
        self._desk = desk
        self._slots = slots
        self._ledger = desk.ledger

    async def book(self, person: str, wish: AnyWish) -> Booking:
        """The same key twice is the same booking.

        Raises: NotOffered, SlotTaken, KeyReused, Invalid.
        """
        if (done := await self._done(person, wish)) is not None:
            return done
        taken: SlotTaken | None = None
        for host in (await self._in_turn(person, wish))[:_MOST_TRIES]:
            try:
                known = await self._desk.known(person, host)
                return await self._desk.book(person, wish.of(host), known)
            except SlotTaken as refusal:
                taken = refusal  # somebody was quicker with this one: the next may have time
        if taken is not None:
            raise taken
        sentence = "None of these mentors has time then. Choose one of the times on the list."
        raise NotOffered(sentence, fields={"startsAt": sentence})

    async def _done(self, person: str, wish: AnyWish) -> Booking | None:
        async with self._ledger.database.read() as tx:
            done = await store.by_key(tx, person, wish.key)
        if done is None:
            return None
        if done.host in wish.hosts and (
            (done.starts_at, done.minutes) == (wish.starts_at, wish.minutes) or done.sequence
        ):
            return done
        raise KeyReused("Send another key for another booking.")

    async def _in_turn(self, person: str, wish: AnyWish) -> list[str]:
        """Those who have time then, by the very function that lists."""
        span = Span(wish.starts_at, wish.starts_at + timedelta(minutes=1), wish.minutes)
        opened = await self._slots.of_any(person, wish.hosts, span)
        hosts = [one.host for one in opened if minute_at(wish.starts_at) in one.starts]
        rules = await self._ledger.availabilities(hosts)
        since = self._ledger.clock.now() - LATELY
        async with self._ledger.database.read() as tx:
            had = await store.booked_since(tx, hosts, since)
        return in_turn(
            Candidate(one, rules[one].share, had[one][0], minute_at(had[one][1]))
            if one in had
            else Candidate(one, rules[one].share)
            for one in hosts
        )
