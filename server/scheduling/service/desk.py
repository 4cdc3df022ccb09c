"""The two steps that need all rules at once: a new booking, and one at another time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from server.core.db import Tx
from server.core.errors import NotFound
from server.core.ids import new_id
from server.scheduling.model import (
    HOLD,
    Availability,
    Booking,
    BookingState,
    Happening,
    HoldEnded,
    Intent,
    KeyReused,
    Kind,
    Place,
    Seat,
    WrongState,
    clean_note,
    require_duration,
    require_future,
)
from server.scheduling.service.ledger import Ledger, Moment, moving_rules, retrying
from server.scheduling.store import bookings as store
from server.scheduling.store import kept
from server.scheduling.windows import calendar
from server.scheduling.zones import VERSION, minute_at

Whose = Literal["host", "guest"]


@dataclass(frozen=True, slots=True)
class Wish:
    """A session somebody wants with a host."""

    host: str
    starts_at: datetime
    minutes: int
    key: str
    note: str = ""
    hold: str | None = None
    """A time they have kept before."""
    whose: Whose = "host"
    """By whose clock it is meant, should the rules of a zone change."""


@dataclass(frozen=True, slots=True)
class Known:
    """What was fetched before the transaction."""

    availability: Availability
    guest_zone: str
    title: str


class Desk:
    """Decides and writes, each in one transaction."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._database = ledger.database
        self._clock = ledger.clock

    async def known(self, guest: str, host: str) -> Known:
        """What other domains know. Raises: NotFound."""
        people = await self.ledger.accounts.several([guest])
        zone = people[guest].time_zone if guest in people else "UTC"
        title = await self.ledger.title([host, guest])
        return Known(await self.ledger.availability(host), zone, title)

    async def known_of(self, booking: str) -> Known:
        """The same for a booking there is. Raises: NotFound."""
        async with self._database.read() as tx:
            found = await store.find(tx, booking)
        if found is None:
            raise NotFound("There is no such booking.")
        return await self.known(found.created_by, found.host)

    async def hold(self, person: str, wish: Wish) -> Booking:
        """Keeps a time; the one kept before is let go. Raises: as `book`."""
        known = await self.known(person, wish.host)

        async def work() -> Booking:
            async with self._database.write() as tx:
                now = await self._begin(tx, person, wish)
                await kept.drop_holds_of(tx, person)
                made = await self._made(tx, person, wish, known, now)
                held = replace(made, key=f"hold {made.id}", expires_at=now + HOLD)
                await store.add(tx, held)
                return held

        return await retrying(work)

    async def book(
        self, person: str, wish: Wish, known: Known, series: str | None = None
    ) -> Booking:
        """Asked for or confirmed, as the host has it; the same key twice is the same booking.

        Raises: NotBookable, NotOffered, SlotTaken, HoldEnded, KeyReused, Invalid.
        """
        return await retrying(lambda: self._book(person, wish, known, series))

    async def move(
        self, person: str, booking: str, version: int, intent: Intent, minutes: int
    ) -> Booking:
        """To another time of the list. Raises: NotFound, WrongState, NotOffered, SlotTaken."""
        known = await self.known_of(booking)
        return await retrying(
            lambda: self._move(person, (booking, version), (intent, minutes), known)
        )

    async def _book(self, person: str, wish: Wish, known: Known, series: str | None) -> Booking:
        async with self._database.write() as tx:
            now = await self._begin(tx, person, wish)
            done = await store.by_key(tx, person, wish.key)
            if done is not None:
                return _same(done, wish)
            await self._check_hold(tx, person, wish, now)
            # What they keep is not in their own way, nor may it outlive the rules it was made by.
            await kept.drop_holds_of(tx, person)
            made = await self._made(tx, person, wish, known, now)
            own = await self._availability(tx, wish.host, known)
            booked = replace(made, series=series, is_blocking=own.is_pending_blocking).booked(
                now, is_confirmed_first=own.is_confirmed_first
            )
            await store.add(tx, booked)
            is_asked = booked.state is BookingState.PENDING
            happening = Happening.ASKED if is_asked else Happening.BOOKED
            await self.ledger.tell(tx, booked, happening, person)
            return booked if is_asked else await self.ledger.with_room(tx, booked, known.title)

    async def _begin(self, tx: Tx, person: str, wish: Wish) -> datetime:
        await kept.lock(tx, (person, wish.host))
        now = self._clock.now()
        await kept.drop_holds(tx, now, (person, wish.host))
        return now

    async def _check_hold(self, tx: Tx, person: str, wish: Wish, now: datetime) -> None:
        if wish.hold is None:
            return
        found = await store.find(tx, wish.hold)
        if found is None or found.created_by != person or found.state is not BookingState.HELD:
            raise HoldEnded("Please choose a time again.")
        if (found.host, found.starts_at, found.minutes) != _what(wish):
            raise WrongState("Another time was kept for you than the one you book.")
        found.booked(now, is_confirmed_first=False)

    async def _made(self, tx: Tx, person: str, wish: Wish, known: Known, now: datetime) -> Booking:
        """A hold that nothing is against. Raises: NotBookable, NotOffered, SlotTaken, Invalid."""
        require_future(wish.starts_at, now)
        pair = await self.ledger.pair(tx, person, wish.host)
        availability = await self._availability(tx, wish.host, known)
        require_duration(availability, wish.minutes)
        rules = availability.rules
        moment = Moment(wish.starts_at, wish.minutes, now)
        await self.ledger.require_open(tx, rules, (wish.host, person), moment)
        return Booking(
            id=new_id(),
            kind=Kind.PAIR,
            host=wish.host,
            created_by=person,
            created_at=now,
            state=BookingState.HELD,
            starts_at=wish.starts_at,
            minutes=wish.minutes,
            intent=intent_of(person, wish, known),
            tzdata=VERSION,
            key=wish.key,
            seats=(Seat(person, Place.IN, now),),
            programme=pair.programme,
            mentorship=pair.id,
            note=clean_note(wish.note),
            before_minutes=rules.before_minutes,
            after_minutes=rules.after_minutes,
        )

    async def _move(
        self, person: str, which: tuple[str, int], to: tuple[Intent, int], known: Known
    ) -> Booking:
        async with self._database.write() as tx:
            found = await self.ledger.to_change(tx, person, which[0])
            found.require_version(which[1])
            if found.kind is not Kind.PAIR:
                raise WrongState("A gathering keeps its time: cancel it and open another.")
            now, own = self._clock.now(), await self._availability(tx, found.host, known)
            is_host = person == found.host
            is_asked = own.is_confirmed_first and not is_host
            after = found.rescheduled(*to, now, is_confirmed_first=is_asked)
            require_future(after.starts_at, now)
            if after.minutes != found.minutes:
                require_duration(own, after.minutes)
            rules = moving_rules(own.rules, is_host=is_host)
            people = (found.host, found.guests[0])
            moment = Moment(after.starts_at, after.minutes, now)
            await self.ledger.require_open(tx, rules, people, moment, without=found.id)
            await self.ledger.save(tx, found, after)
            before = found.starts_at
            await self.ledger.tell(tx, after, Happening.RESCHEDULED, person, starts_before=before)
            if after.state is BookingState.CONFIRMED or after.room is not None:
                return await self.ledger.with_room(tx, after, known.title)
            return after

    async def _availability(self, tx: Tx, host: str, known: Known) -> Availability:
        """As it is now, under the lock."""
        return await self.ledger.saved(tx, host) or known.availability


def intent_of(person: str, wish: Wish, known: Known) -> Intent:
    """What somebody means by a wish: the host's clock where they are that day, or their own."""
    if wish.whose == "guest":
        return Intent.of(wish.starts_at, known.guest_zone, person)
    minute = minute_at(wish.starts_at)
    days = calendar(known.availability.rules.hours, minute, minute)
    return Intent.of(wish.starts_at, days.host_clocks(minute).zone, wish.host)


def _what(wish: Wish) -> tuple[str, datetime, int]:
    return wish.host, wish.starts_at, wish.minutes


def _same(done: Booking, wish: Wish) -> Booking:
    """Raises: KeyReused."""
    if (done.host, done.starts_at, done.minutes) == _what(wish):
        return done
    if done.sequence and done.host == wish.host:
        return done  # it was moved since
    raise KeyReused("Send another key for another booking.")
