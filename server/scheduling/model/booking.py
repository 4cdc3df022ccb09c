"""A booking and its life; refuses steps out of order, strangers and older versions.

What was meant is kept beside the instant it is: a wall time in a zone, and whose zone that is. When
the rules of a zone change, the wall time stays and the instant follows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from server.core.errors import Conflict, Forbidden, Invalid, NotFound
from server.core.line import clean_text
from server.scheduling.zones import DAY, clockwork, minute_at, time_of, wall_of, wall_text

HOLD = timedelta(minutes=5)
"""How long a time is kept while somebody fills in the form."""
ANSWER = timedelta(hours=48)
"""How long a host has to say yes; never beyond the beginning."""
DOORS = timedelta(minutes=15)
"""How long before the beginning the room opens."""
FARTHEST = timedelta(days=3660)
LONGEST_WORDS = 600
MOST_SERIES = 26
MOST_SEATS = 200


class SlotTaken(Conflict):
    """It was free when it was listed."""

    code = "slot_taken"
    title = "This time is no longer free"


class NotOffered(Invalid):
    """No list had it."""

    code = "not_offered"
    title = "This time is not offered"


class NotBookable(Forbidden):
    """Only mentees book their mentors."""

    code = "not_bookable"
    title = "You cannot book this person"


class WrongState(Conflict):
    """A step that its state does not have."""

    code = "wrong_state"
    title = "This can no longer be done"


class HoldEnded(Conflict):
    """The form was open for too long."""

    code = "hold_ended"
    title = "This time was kept for you, but not for that long"


class KeyReused(Conflict):
    """One key, two different bookings."""

    code = "key_reused"
    title = "This key belongs to another booking"


class Kind(StrEnum):
    """Who comes."""

    PAIR = "pair"
    GROUP = "group"
    """Seats for members of a programme, and a waiting list."""
    OFFICE_HOURS = "office_hours"
    """A queue: one after the other."""


class BookingState(StrEnum):
    """Where a booking stands."""

    HELD = "held"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    COMPLETED = "completed"


STANDING = frozenset({BookingState.HELD, BookingState.PENDING, BookingState.CONFIRMED})
"""Those that may keep people's time."""


class Reason(StrEnum):
    """Why it does not take place."""

    ILL = "ill"
    CLASH = "clash"
    NOT_READY = "not_ready"
    NOT_NEEDED = "not_needed"
    OTHER = "other"
    PAUSED = "paused"
    """The mentorship pauses; the last two are nobody's to choose for a single session."""
    ENDED = "ended"


class Place(StrEnum):
    """Where somebody stands with a gathering; in a session of two, always in."""

    IN = "in"
    WAITING = "waiting"
    CALLED = "called"
    SERVED = "served"


class Happening(StrEnum):
    """What can become of a booking: news for whoever tells people."""

    ASKED = "asked"
    BOOKED = "booked"
    DECLINED = "declined"
    EXPIRED = "expired"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    MOVED = "moved"
    """The rules of a time zone changed, and the instant with them."""
    MOVE_CLASHES = "move_clashes"
    """They changed, but something else is there already: the two must choose another time."""
    SEATED = "seated"
    WAITING = "waiting"
    LEFT = "left"
    CALLED = "called"


@dataclass(frozen=True, slots=True)
class Intent:
    """What was meant: what the clock shows, where, and by whose clock. Minutes, no seconds."""

    wall: str
    """Like `2026-11-23T14:00`."""
    zone: str
    whose: str
    """A person's id."""
    fold: int = 0
    """1: the second of two times that the clock shows this."""

    @classmethod
    def of(cls, at: datetime, zone: str, whose: str) -> Self:
        """What somebody means by an instant."""
        minute = minute_at(at)
        clocks = clockwork(zone, minute, minute)
        wall = clocks.wall(minute)
        fold = int(len(clocks.minutes_of(wall)) > 1 and clocks.minutes_of(wall)[0] != minute)
        return cls(wall_text(wall), zone, whose, fold)

    def instant(self) -> datetime:
        """When that is by the rules in force."""
        wall = wall_of(self.wall)
        return time_of(clockwork(self.zone, wall, wall).minute_of(wall, fold=self.fold))

    def minutes_later(self, minutes: int) -> Self:
        """So much later by the clock on the wall."""
        return replace(self, wall=wall_text(wall_of(self.wall) + minutes), fold=0)

    def weeks_later(self, weeks: int) -> Self:
        """The same wall time some weeks on."""
        return self.minutes_later(weeks * 7 * DAY)


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's place beside the host's."""

    person: str
    place: Place
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One session of a host with somebody, or with several."""

    id: str
    kind: Kind
    host: str
    created_by: str
    created_at: datetime
    state: BookingState
    starts_at: datetime
    minutes: int
    intent: Intent
    tzdata: str
    """By which rules `starts_at` follows from `intent`."""
    key: str
    """Chosen by who made it: the same twice is one booking."""
    seats: tuple[Seat, ...] = ()
    programme: str | None = None
    mentorship: str | None = None
    series: str | None = None
    room: str | None = None
    title: str = ""
    note: str = ""
    before_minutes: int = 0
    after_minutes: int = 0
    """The host's time to breathe around it."""
    capacity: int = 1
    is_blocking: bool = True
    """Whether it keeps people's time free while it waits for a yes."""
    expires_at: datetime | None = None
    ended_by: str | None = None
    reason: Reason | None = None
    words: str = ""
    sequence: int = 0
    """RFC 5545 §3.8.7.4: rises with each change that calendars must follow."""
    version: int = 0

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def opens_at(self) -> datetime:
        """From when on the room may be entered."""
        return self.starts_at - DOORS

    @property
    def is_keeping_time(self) -> bool:
        """Whether nothing else may be at its time."""
        if self.state is BookingState.PENDING:
            return self.is_blocking
        return self.state in {BookingState.HELD, BookingState.CONFIRMED}

    @property
    def guests(self) -> tuple[str, ...]:
        """Who has a seat."""
        return tuple(one.person for one in self.seats if one.place is Place.IN)

    def require_side(self, person: str) -> None:
        """Raises: NotFound for everybody whom it does not concern."""
        if person != self.host and all(one.person != person for one in self.seats):
            raise NotFound("There is no such booking.")

    def require_host(self, person: str) -> None:
        """Raises: NotFound, Forbidden."""
        self.require_side(person)
        if person != self.host:
            raise Forbidden("Only the host may do that.")

    def require_version(self, version: int) -> None:
        """Raises: WrongState."""
        if version != self.version:
            raise WrongState("Somebody has changed this meanwhile. Please look again.")

    def booked(self, now: datetime, *, is_confirmed_first: bool) -> Self:
        """A hold becomes a booking. Raises: HoldEnded, WrongState."""
        self._require(BookingState.HELD)
        if self.expires_at is not None and self.expires_at <= now:
            raise HoldEnded("Please choose a time again.")
        if is_confirmed_first:
            return self._next(
                state=BookingState.PENDING, expires_at=min(now + ANSWER, self.starts_at)
            )
        return self._next(state=BookingState.CONFIRMED, expires_at=None)

    def confirmed(self, now: datetime) -> Self:
        """Raises: WrongState."""
        self._require(BookingState.PENDING)
        if self.expires_at is not None and self.expires_at <= now:
            raise WrongState("The time to say yes is over.")
        return self._next(state=BookingState.CONFIRMED, expires_at=None)

    def declined(self, by: str, words: str) -> Self:
        """Raises: WrongState, Invalid."""
        self._require(BookingState.PENDING)
        return self._next(
            state=BookingState.DECLINED, expires_at=None, ended_by=by, words=clean_words(words)
        )

    def expired(self) -> Self:
        """Nobody said yes in time. Raises: WrongState."""
        self._require(BookingState.PENDING)
        return self._next(state=BookingState.EXPIRED, expires_at=None)

    def completed(self) -> Self:
        """Its time is over. Raises: WrongState."""
        self._require(BookingState.CONFIRMED)
        return self._next(state=BookingState.COMPLETED)

    def cancelled(self, by: str | None, now: datetime, reason: Reason, words: str) -> Self:
        """`by` None: its mentorship has ended. Raises: WrongState once it has begun, Invalid."""
        self._require(BookingState.PENDING, BookingState.CONFIRMED)
        self._require_ahead(now)
        return self._next(
            state=BookingState.CANCELLED,
            expires_at=None,
            ended_by=by,
            reason=reason,
            words=clean_words(words),
            sequence=self.sequence + 1,
        )

    def rescheduled(
        self, intent: Intent, minutes: int, now: datetime, *, is_confirmed_first: bool
    ) -> Self:
        """At another time; with `is_confirmed_first` the host says yes again. Raises: WrongState.

        Only the wall time is given: the instant follows from it, by the rules in force.
        """
        self._require(BookingState.PENDING, BookingState.CONFIRMED)
        self._require_ahead(now)
        starts_at = intent.instant()
        waits = is_confirmed_first
        return self._next(
            intent=intent,
            starts_at=starts_at,
            minutes=minutes,
            state=BookingState.PENDING if waits else BookingState.CONFIRMED,
            expires_at=min(now + ANSWER, starts_at) if waits else None,
            sequence=self.sequence + 1,
        )

    def rederived(self, tzdata: str) -> Self:
        """The same wall time by other rules: the sequence rises if that is another instant."""
        starts_at = self.intent.instant()
        moved = int(starts_at != self.starts_at)
        return self._next(starts_at=starts_at, tzdata=tzdata, sequence=self.sequence + moved)

    def clashing(self, tzdata: str) -> Self:
        """At its old instant still, for its wall time is taken by something else."""
        return self._next(tzdata=tzdata)

    def in_room(self, room: str) -> Self:
        """With the room it takes place in; no step of its own."""
        return replace(self, room=room)

    def with_seats(self, seats: tuple[Seat, ...]) -> Self:
        """Somebody came or went."""
        return self._next(seats=seats)

    def _next(self, **changes: Any) -> Self:
        return replace(self, version=self.version + 1, **changes)

    def _require(self, *states: BookingState) -> None:
        if self.state not in states:
            raise WrongState(f"This booking is {self.state.value}.")

    def _require_ahead(self, now: datetime) -> None:
        if self.starts_at <= now:
            raise WrongState("It has begun already.")


@dataclass(frozen=True, slots=True)
class News:
    """What became of a booking: written with it, read by whoever tells people."""

    id: str
    booking: str
    happening: Happening
    at: datetime
    by: str | None
    """Who did it; None: the clock, or new rules of a zone. Of a seat: whose it is."""
    starts_before: datetime | None = None
    """Where it was, if it is elsewhere now."""
    sequence: int = 0


def clean_words(words: str) -> str:
    """Raises: Invalid."""
    return clean_text(words, field="words", at_most=LONGEST_WORDS)


def clean_note(note: str) -> str:
    """Raises: Invalid."""
    return clean_text(note, field="note", at_most=LONGEST_WORDS)


def require_near(at: datetime, now: datetime, field: str) -> None:
    """Refuses what is nobody's plan, and what calendars cannot count to. Raises: Invalid."""
    if abs(at - now) > FARTHEST:
        sentence = "This is too far away from today."
        raise Invalid(sentence, fields={field: sentence})


def require_future(starts_at: datetime, now: datetime) -> None:
    """Raises: NotOffered, Invalid."""
    require_near(starts_at, now, "startsAt")
    if starts_at <= now:
        sentence = "This time is past."
        raise NotOffered(sentence, fields={"startsAt": sentence})
    if starts_at.second or starts_at.microsecond:
        sentence = "Sessions begin at a full minute."
        raise NotOffered(sentence, fields={"startsAt": sentence})
