"""Bookings and gatherings as HTTP speaks of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType, field

from server.core.wire import Id, In, Out
from server.scheduling.model import (
    MOST_SEATS,
    MOST_SERIES,
    BookingState,
    Kind,
    Place,
    Reason,
)
from server.scheduling.wire.availability import Instant, Minutes
from server.scheduling.wire.slots import LocalOut

# Bounds of what is read at all; what a reader counts as letters is judged by the model.
Words = Annotated[str, Meta(max_length=2400)]
Title = Annotated[str, Meta(max_length=480)]
Key = Annotated[str, Meta(min_length=8, max_length=60, pattern="^[A-Za-z0-9_-]+$")]
Version = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class HoldIn(In):
    """A time to be kept while the form is filled in."""

    host: Id
    starts_at: Instant
    minutes: Minutes


class HoldOut(Out):
    id: str
    starts_at: datetime
    minutes: int
    expires_at: datetime


class BookingIn(In):
    """`key`: chosen by the caller; the same twice is one booking. `hold`: a time kept before."""

    host: Id
    starts_at: Instant
    minutes: Minutes
    key: Key
    note: Words = ""
    hold: Id | None = None
    whose: Literal["host", "guest"] = "host"
    """By whose clock the time is meant, should the rules of a zone change."""


class AnyBookingIn(In):
    """With whichever of these mentors has time then and whose turn it is."""

    hosts: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=1000)]
    starts_at: Instant
    minutes: Minutes
    key: Key
    note: Words = ""


class SeriesIn(BookingIn):
    """The same time on the clock of `whose`, every so many weeks."""

    every_weeks: Annotated[int, Meta(ge=1, le=12)] = 1
    count: Annotated[int, Meta(ge=2, le=MOST_SERIES)]


class ShiftIn(In):
    """So many minutes later by the clock the series is meant by; less than 0: earlier."""

    minutes: Annotated[int, Meta(ge=-10_080, le=10_080)]


class ConfirmIn(In):
    version: Version


class DeclineBookingIn(In):
    version: Version
    words: Words = ""


class RescheduleIn(In):
    version: Version
    starts_at: Instant
    minutes: Minutes


class CancelIn(In):
    version: Version
    reason: Literal["ill", "clash", "not_ready", "not_needed", "other"]
    words: Words = ""


class CancelAheadIn(In):
    """All that is to come of a mentorship, before a moment if one is given."""

    before: Instant | None = None
    words: Words = ""


class BookingsQuery(In):
    """Those that touch [from, to); nothing: from now on, a year."""

    from_at: Instant | UnsetType = field(name="from", default=UNSET)
    to_at: Instant | UnsetType = field(name="to", default=UNSET)


class NamedOut(Out):
    id: str
    name: str
    photo_url: str | None


class SeatOut(Out):
    person: NamedOut
    place: Place


class BookingOut(Out):
    """`intent`: what was meant, from which `startsAt` follows by the rules `tzdata`."""

    id: str
    kind: Kind
    state: BookingState
    is_host: bool
    host: NamedOut
    seats: list[SeatOut]
    starts_at: datetime
    ends_at: datetime
    minutes: int
    local: LocalOut
    """As the caller's own clock shows the beginning."""
    intent: str
    intent_zone: str
    tzdata: str
    title: str
    note: str
    series: str | None
    mentorship: str | None
    programme: str | None
    room: str | None
    room_opens_at: datetime
    expires_at: datetime | None
    reason: Reason | None
    words: str
    sequence: int
    version: int


class BookingList(Out):
    bookings: list[BookingOut]


class MissedOut(Out):
    """An occurrence that could not be booked."""

    starts_at: datetime
    code: str
    detail: str


class SeriesOut(Out):
    series: str
    booked: list[BookingOut]
    missed: list[MissedOut]


class GatheringIn(In):
    """A group session with seats, or office hours with a queue."""

    kind: Literal["group", "office_hours"]
    programme: Id
    title: Title
    starts_at: Instant
    minutes: Minutes
    key: Key
    note: Words = ""
    capacity: Annotated[int, Meta(ge=1, le=MOST_SEATS)] = 8


class GatheringOut(Out):
    """What members of its programme see; who has a seat is the host's to know, and theirs."""

    id: str
    kind: Kind
    state: BookingState
    programme: str | None
    host: NamedOut
    title: str
    note: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    local: LocalOut
    capacity: int
    taken: int
    waiting: int
    my_place: Place | None
    my_turn: int | None
    """How many wait before the caller, if they wait."""
    room: str | None
    """For those who may enter it."""
    room_opens_at: datetime
    seats: list[SeatOut]
    """For the host."""
    version: int


class GatheringList(Out):
    gatherings: list[GatheringOut]
