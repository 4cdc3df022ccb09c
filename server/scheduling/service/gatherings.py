"""Group sessions and office hours: opened by a mentor for a programme, joined by its members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.accounts.model import Role
from server.core.db import Tx
from server.core.errors import Invalid, NotFound
from server.core.ids import new_id
from server.programmes.service import Programmes
from server.scheduling.model import (
    MOST_SEATS,
    Booking,
    BookingState,
    Happening,
    Intent,
    KeyReused,
    Kind,
    Place,
    called,
    clean_note,
    require_future,
    seated,
    unseated,
)
from server.scheduling.service.ledger import Ledger, retrying
from server.scheduling.store import bookings as store
from server.scheduling.store import kept
from server.scheduling.zones import VERSION

MOST_LISTED = 200
SHORTEST_MINUTES, LONGEST_MINUTES = 10, 480


@dataclass(frozen=True, slots=True)
class Plan:
    """A gathering somebody wants to open."""

    kind: Kind
    programme: str
    title: str
    note: str
    starts_at: datetime
    minutes: int
    capacity: int
    key: str


class Gatherings:
    """Use cases on what more than two people come to."""

    def __init__(self, ledger: Ledger, programmes: Programmes) -> None:
        self._ledger = ledger
        self._programmes = programmes
        self._database = ledger.database
        self._clock = ledger.clock

    async def open(self, person: str, plan: Plan) -> Booking:
        """For mentors of the programme, at any time they have. Raises: NotFound, SlotTaken, …"""
        _check(plan)
        zone = (await self._ledger.accounts.person(person)).time_zone
        async with self._database.read() as tx:
            await self._programmes.require_member(tx, plan.programme, person, Role.MENTOR)
        rules = (await self._ledger.availability(person)).rules
        now = self._clock.now()
        require_future(plan.starts_at, now)
        made = Booking(
            id=new_id(),
            kind=plan.kind,
            host=person,
            created_by=person,
            created_at=now,
            state=BookingState.CONFIRMED,
            starts_at=plan.starts_at,
            minutes=plan.minutes,
            intent=Intent.of(plan.starts_at, zone, person),
            tzdata=VERSION,
            key=plan.key,
            programme=plan.programme,
            title=plan.title,
            note=clean_note(plan.note),
            before_minutes=rules.before_minutes,
            after_minutes=rules.after_minutes,
            capacity=plan.capacity if plan.kind is Kind.GROUP else 1,
        )
        return await retrying(lambda: self._add(person, made))

    async def of_person(self, person: str, after: datetime, before: datetime) -> list[Booking]:
        """What the programmes somebody takes part in offer, in the order of their time."""
        theirs = [one.id for one, _ in await self._programmes.of_person(person)]
        async with self._database.read() as tx:
            return await store.gatherings(tx, theirs, store.Wanted(after, before, MOST_LISTED))

    async def take_seat(self, person: str, gathering: str) -> Booking:
        """A seat, else a place among those who wait. Idempotent. Raises: NotFound, SlotTaken, …"""
        await self._require_member(person, gathering)

        async def work() -> Booking:
            async with self._database.write() as tx:
                found = await self._locked(tx, person, gathering)
                after = seated(found, person, self._clock.now())
                if after is found:
                    return found
                await self._ledger.save(tx, found, after)
                is_in = person in after.guests
                happening = Happening.SEATED if is_in else Happening.WAITING
                await self._ledger.tell(tx, after, happening, person)
                if is_in and after.room is not None:
                    await self._ledger.rooms.let_take_part(tx, after.room, person)
                return after

        return await retrying(work)

    async def leave(self, person: str, gathering: str) -> None:
        """Give it back; whoever waited longest and has time then gets it. Raises: NotFound."""

        async def work() -> None:
            async with self._database.write() as tx:
                found = await self._locked(tx, person, gathering)
                after, risen = unseated(found, person, await self._busy(tx, found))
                await self._ledger.save(tx, found, after)
                await self._ledger.tell(tx, after, Happening.LEFT, person)
                if after.room is not None:
                    await self._ledger.rooms.let_go(tx, after.room, person)
                for one in risen:
                    await self._let_in(tx, after, one, Happening.SEATED)

        await retrying(work)

    async def call_next(self, person: str, gathering: str) -> Booking:
        """The next of the queue may come in. Raises: NotFound, Forbidden, WrongState."""
        async with self._database.write() as tx:
            found = await self._ledger.to_change(tx, person, gathering)
            found.require_host(person)
            after, following = called(found)
            if after is found:
                return found
            await self._ledger.save(tx, found, after)
            if following is not None:
                await self._let_in(tx, after, following, Happening.CALLED)
            return after

    async def _add(self, person: str, made: Booking) -> Booking:
        async with self._database.write() as tx:
            await kept.lock(tx, [person])
            done = await store.by_key(tx, person, made.key)
            if done is not None:
                if (done.kind, done.starts_at) != (made.kind, made.starts_at):
                    raise KeyReused("Send another key for another gathering.")
                return done
            await kept.drop_holds(tx, made.created_at, [person])
            await store.add(tx, made)
            await self._ledger.tell(tx, made, Happening.BOOKED, person)
            return await self._ledger.with_room(tx, made, made.title)

    async def _require_member(self, person: str, gathering: str) -> None:
        """Raises: NotFound; whether there is one is nobody's business who takes no part."""
        async with self._database.read() as tx:
            found = await store.find(tx, gathering)
        theirs = {one.id for one, _ in await self._programmes.of_person(person)}
        if found is None or found.kind is Kind.PAIR or found.programme not in theirs:
            raise NotFound("There is no such gathering.")

    async def _locked(self, tx: Tx, person: str, gathering: str) -> Booking:
        await kept.lock(tx, [person])
        found = await store.find(tx, gathering, is_to_change=True)
        if found is None or found.kind is Kind.PAIR:
            raise NotFound("There is no such gathering.")
        await kept.drop_holds(tx, self._clock.now(), [person])
        return found

    async def _busy(self, tx: Tx, booking: Booking) -> frozenset[str]:
        """Who waits, and has something else at that time."""
        waiting = [one.person for one in booking.seats if one.place is Place.WAITING]
        if booking.kind is not Kind.GROUP or not waiting:
            return frozenset()
        within = kept.Range(booking.starts_at, booking.ends_at, self._clock.now())
        found = await kept.taken(tx, waiting, within, without=booking.id)
        return frozenset(person for person, taken in found.items() if taken)

    async def _let_in(self, tx: Tx, booking: Booking, person: str, what: Happening) -> None:
        await self._ledger.tell(tx, booking, what, person)
        if booking.room is not None:
            await self._ledger.rooms.let_take_part(tx, booking.room, person)


def _check(plan: Plan) -> None:
    problems = {}
    if not SHORTEST_MINUTES <= plan.minutes <= LONGEST_MINUTES:
        problems["minutes"] = f"From {SHORTEST_MINUTES} to {LONGEST_MINUTES} minutes."
    if plan.kind is Kind.GROUP and not 1 <= plan.capacity <= MOST_SEATS:
        problems["capacity"] = f"From 1 to {MOST_SEATS} seats."
    if plan.kind is Kind.PAIR:
        problems["kind"] = "A session of two is booked by the mentee."
    if problems:
        raise Invalid(next(iter(problems.values())), fields=problems)
