"""What guests say of gatherings: given by whoever was there, told in sums alone.

Refuses everybody a single answer, and words with a name: matching learns nothing of it either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.accounts.model import PersonCard
from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database
from server.core.errors import NotFound
from server.feedback.model import ANSWERED_WITHIN, GatheringAnswer, NotYet, Worth
from server.feedback.service.cards import TOOK_PLACE, was_there
from server.feedback.store import gatherings as store
from server.feedback.worth import Worths, batches, notes_of, worths_of
from server.mentorships.service import Mentorships
from server.scheduling.model import SETTLED, Attended, Booking, Kind, expected
from server.scheduling.service import Attendances, Bookings

LONGEST = timedelta(days=1)
"""No gathering lasts longer."""


@dataclass(frozen=True, slots=True)
class GatheringView:
    """A gathering that somebody was a guest of, and what they said."""

    booking: Booking
    host: PersonCard | None
    given: GatheringAnswer | None
    closes_at: datetime
    is_open: bool


@dataclass(frozen=True, slots=True)
class HostView:
    """What a host's guests say, all together; None: too few yet."""

    worths: Worths | None
    notes: Sequence[str]


class GatheringAnswers:
    """Use cases on feedback on gatherings."""

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

    async def show(self, person: str, gathering: str) -> GatheringView:
        """For a guest, from its beginning on. Raises: NotFound, NotYet."""
        found = await self._was_guest(person, gathering)
        async with self._database.read() as tx:
            given = await store.find(tx, gathering, person)
        return await self._view(found, given)

    async def give(self, person: str, gathering: str, worth: Worth, note: str) -> GatheringView:
        """Said, or said otherwise, while it can be. Raises: NotFound, NotYet, FeedbackOver, …"""
        found = await self._was_guest(person, gathering)
        now = self._clock.now()
        said = GatheringAnswer(
            booking=found.id,
            person=person,
            host=found.host,
            programme=found.programme,
            worth=worth,
            note=note,
            given_at=now,
            closes_at=_closes_at(found),
        ).checked(now)
        async with self._database.write() as tx:
            await store.put(tx, said)
        return await self._view(found, said)

    async def waiting(self, person: str) -> list[GatheringView]:
        """Those that somebody came to and has said nothing of yet, the oldest first."""
        now = self._clock.now()
        known = await self._attendances.of_person(person, now - ANSWERED_WITHIN - LONGEST, now)
        came = [
            one.booking
            for one in known
            if _is_guest(one.booking, person)
            and _came(one.marks, person)
            and now < _closes_at(one.booking)
        ]
        async with self._database.read() as tx:
            said = await store.answered(tx, person, [one.id for one in came])
        left = [one for one in came if one.id not in said]
        people = await self._accounts.people({one.host for one in left})
        return [_seen(one, people.get(one.host), None, now) for one in left]

    async def of_host(self, host: str) -> HostView:
        """What guests said of somebody's gatherings, five of them or more together."""
        async with self._database.read() as tx:
            told = batches(await store.of_host(tx, host), self._clock.now())
            apart = await self._mentorships.apart_in(tx, host)
        words = [note for person, note in notes_of(told) if person not in apart]
        return HostView(worths_of(told), words)

    async def of_programme(self, programme: str) -> Worths | None:
        """Numbers alone, for our own domains."""
        async with self._database.read() as tx:
            said = await store.of_programme(tx, programme)
        return worths_of(batches(said, self._clock.now()))

    async def _was_guest(self, person: str, gathering: str) -> Booking:
        found = await self._bookings.show(person, gathering)
        if not _is_guest(found, person):
            raise NotFound("There is no such gathering.")
        now = self._clock.now()
        if now < found.starts_at:
            raise NotYet("Come back when it is over.")
        mark = (await self._attendances.so_far(found)).get(person)
        # Whoever has just hung up may be a moment ahead of the log.
        if now > found.ends_at + SETTLED and not (mark and was_there(mark.presence, mark)):
            raise NotFound("This is for those who were there.")
        return found

    async def _view(self, booking: Booking, given: GatheringAnswer | None) -> GatheringView:
        people = await self._accounts.people([booking.host])
        return _seen(booking, people.get(booking.host), given, self._clock.now())


def _seen(
    booking: Booking, host: PersonCard | None, given: GatheringAnswer | None, now: datetime
) -> GatheringView:
    closes_at = _closes_at(booking)
    return GatheringView(booking, host, given, closes_at, is_open=now < closes_at)


def _is_guest(booking: Booking, person: str) -> bool:
    is_gathering = booking.kind is not Kind.PAIR and booking.state in TOOK_PLACE
    return is_gathering and person != booking.host and person in expected(booking)


def _came(marks: Sequence[Attended], person: str) -> bool:
    return any(one.person == person and was_there(one.presence, one.derived) for one in marks)


def _closes_at(booking: Booking) -> datetime:
    return booking.ends_at + ANSWERED_WITHIN
