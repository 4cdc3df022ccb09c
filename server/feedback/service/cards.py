"""Cards of sessions: given, changed until the reveal, and read after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from server.accounts.model import PersonCard
from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import NotFound
from server.core.ids import new_id
from server.feedback.model import (
    BEGUN_FOR,
    WINDOW,
    Answers,
    Card,
    CardState,
    NotYet,
    Words,
    seen_of,
    state_of,
)
from server.feedback.store import cards as store
from server.mentorships.model import Side
from server.mentorships.service import Mentorships
from server.scheduling.model import KEPT, Booking, BookingState, Kind, Mark, Presence
from server.scheduling.service import Account, Attendances, Bookings

MOST_LISTED = 200
TOOK_PLACE = frozenset({BookingState.CONFIRMED, BookingState.COMPLETED})


@dataclass(frozen=True, slots=True)
class CardView:
    """A card as its owner may see it."""

    card: Card
    state: CardState
    seen: Words | None
    """What the other one said."""
    other: PersonCard | None


class Cards:
    """Use cases on feedback on sessions."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        accounts: Accounts,
        mentorships: Mentorships,
        bookings: Bookings,
        attendances: Attendances,
    ) -> None:
        self._database = database
        self._clock = clock
        self._accounts = accounts
        self._mentorships = mentorships
        self._bookings = bookings
        self._attendances = attendances

    async def show(self, person: str, booking: str) -> CardView:
        """Somebody's card of a session, from its beginning on. Raises: NotFound, NotYet."""
        found = await self._session(person, booking)
        made = await self._blank(found)
        async with self._database.read() as tx:
            kept = await store.of_booking(tx, booking)
        return await self._view(person, _newest(made, kept))

    async def give(self, person: str, booking: str, answers: Answers) -> CardView:
        """Said once; the same again is the same.

        Raises: NotFound, NotYet, AlreadyGiven, FeedbackOver, Invalid.
        """
        return await self._write(person, booking, answers, is_first=True)

    async def change(self, person: str, booking: str, answers: Answers) -> CardView:
        """Another mind, before the other one has spoken. Raises: NotFound, Revealed, Invalid."""
        return await self._write(person, booking, answers, is_first=False)

    async def begin(self, person: str, booking: str, useful: int | None) -> CardView:
        """A first answer by one tap, or none again; the rest may follow, or a day may pass.

        Raises: NotFound, NotYet, AlreadyGiven, FeedbackOver, Invalid.
        """
        now = self._clock.now()
        return await self._step(
            person, booking, lambda mine, other: mine.tapped(other, useful, now)
        )

    async def give_begun(self) -> int:
        """First answers that a day has passed over count as given; how many."""
        now = self._clock.now()
        async with self._database.read() as tx:
            found = await store.begun(tx, now, now - BEGUN_FOR, limit=MOST_LISTED)
        for one in found:
            async with self._database.write() as tx:
                kept = await store.of_booking(tx, one.booking, is_to_change=True)
                mine = kept.get(one.person)
                if mine is not None and mine.begun is not None and mine.is_held:
                    said = Answers(useful=mine.begun)
                    await store.save(tx, mine.given(kept.get(mine.other), said, now))
        return len(found)

    async def of_person(self, person: str) -> list[CardView]:
        """All of somebody's, newest session first."""
        now = self._clock.now()
        async with self._database.read() as tx:
            found = await store.of_person(tx, person, limit=MOST_LISTED)
            apart = await self._mentorships.apart_in(tx, person)
        people = await self._accounts.people({mine.other for mine, _ in found})
        return [
            _seen(mine, theirs, now, people.get(mine.other), is_apart=mine.other in apart)
            for mine, theirs in found
        ]

    async def make(self, tx: Tx, account: Account) -> bool:
        """The cards of a session whose attendance is known; whether any is new.

        Cards that were made while it lasted learn whether it was held, if nothing was said yet.
        """
        booking, marks = account.booking, {one.person: one for one in account.marks}
        if set(marks) != set(_two(booking)):
            return False
        is_held = all(was_there(one.presence, one.derived) for one in marks.values())
        known_at = account.marks[0].derived_at
        kept = await store.of_booking(tx, booking.id, is_to_change=True)
        for card in kept.values():
            held = is_held if card.answers is None else card.is_held
            if card.known_at is None:
                await store.save(tx, replace(card, known_at=known_at, is_held=held))
        for person, card in _blanks(booking, self._clock.now(), is_held=is_held).items():
            if person not in kept:
                await store.add(tx, replace(card, known_at=known_at))
        return len(kept) < 2

    async def _write(
        self, person: str, booking: str, answers: Answers, *, is_first: bool
    ) -> CardView:
        now = self._clock.now()

        def step(mine: Card, theirs: Card | None) -> Card:
            if is_first and mine.answers == answers.checked(is_held=mine.is_held):
                return mine
            return (mine.given if is_first else mine.changed)(theirs, answers, now)

        return await self._step(person, booking, step)

    async def _step(
        self, person: str, booking: str, step: Callable[[Card, Card | None], Card]
    ) -> CardView:
        """Somebody's card after a step that sees the other one's."""
        found = await self._session(person, booking)
        made = await self._blank(found)
        async with self._database.write() as tx:
            kept = await store.of_booking(tx, booking, is_to_change=True)
            for one in (card for who, card in made.items() if who not in kept):
                await store.add(tx, one)
            both = _newest(made, kept)
            after = step(both[person], both.get(both[person].other))
            await store.save(tx, after)
        return await self._view(person, both | {person: after})

    async def _session(self, person: str, booking: str) -> Booking:
        found = await self._bookings.show(person, booking)
        if found.kind is not Kind.PAIR or person not in _two(found):
            raise NotFound("There is no feedback on this session.")
        if self._clock.now() < found.starts_at:
            raise NotYet("Come back when it is over.")
        if found.state not in TOOK_PLACE:
            raise NotFound("This session did not take place.")
        return found

    async def _blank(self, booking: Booking) -> dict[str, Card]:
        marks = await self._attendances.so_far(booking)
        is_held = len(marks) > 0 and all(was_there(one.presence, one) for one in marks.values())
        return _blanks(booking, self._clock.now(), is_held=is_held)

    async def _view(self, person: str, both: dict[str, Card]) -> CardView:
        mine = both[person]
        async with self._database.read() as tx:
            apart = await self._mentorships.apart_in(tx, person)
        people = await self._accounts.people([mine.other])
        now, theirs = self._clock.now(), both.get(mine.other)
        return _seen(mine, theirs, now, people.get(mine.other), is_apart=mine.other in apart)


def _seen(
    mine: Card, theirs: Card | None, now: datetime, other: PersonCard | None, *, is_apart: bool
) -> CardView:
    """Where one has blocked the other, no words pass between them."""
    words = None if is_apart else seen_of(mine, theirs, now)
    return CardView(mine, state_of(mine, theirs, now), words, other)


def was_there(presence: Presence, derived: Mark) -> bool:
    """Whoever was cut off before the end was there until then."""
    is_cut_off = presence is Presence.NETWORK_FAULT and derived.early_minutes > 0
    return presence in KEPT or is_cut_off


def _two(booking: Booking) -> tuple[str, ...]:
    return (booking.host, *booking.guests)


def _newest(made: dict[str, Card], kept: dict[str, Card]) -> dict[str, Card]:
    """What is kept, but what was tapped before the log of a session told of it learns of it."""
    both = made | kept
    for person, card in kept.items():
        if card.answers is None and card.known_at is None and made[person].is_held:
            both[person] = replace(card, is_held=True)
    return both


def _blanks(booking: Booking, now: datetime, *, is_held: bool) -> dict[str, Card]:
    host, guest = booking.host, booking.guests[0]
    return {
        person: Card(
            id=new_id(),
            booking=booking.id,
            programme=booking.programme,
            mentorship=booking.mentorship,
            person=person,
            other=other,
            side=side,
            is_held=is_held,
            session_at=booking.starts_at,
            closes_at=max(booking.ends_at, now) + WINDOW,
        )
        for person, other, side in ((host, guest, Side.MENTOR), (guest, host, Side.MENTEE))
    }
