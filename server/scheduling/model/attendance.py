"""Who was in a session and how that is known; refuses corrections by strangers and late ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from server.core.errors import Conflict, NotFound
from server.core.line import clean_text
from server.scheduling.model.booking import Booking, Kind, Place

GRACE = timedelta(minutes=5)
"""Whoever comes or goes within it was there from beginning to end."""
WAITED = timedelta(minutes=2)
"""Whoever stays so much longer has waited for the other; else they parted together."""
SETTLED = timedelta(minutes=5)
"""So long after the end it is derived: by then every node has written what it knows."""
CORRECTABLE = timedelta(days=14)
LOG_KEPT = timedelta(days=30)
"""The join log; longer than anything is corrected or derived from it."""
LIFE = timedelta(minutes=1)
"""How often whoever is in a room gives a sign of life."""
LONGEST_NOTE = 500


class Left(StrEnum):
    """How somebody left a room."""

    LEFT = "left"
    LOST = "lost"
    REMOVED = "removed"


class Presence(StrEnum):
    """What became of somebody's coming to a session."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    NETWORK_FAULT = "network_fault"
    """They tried and did not get through, or were cut off and did not come back."""
    ABSENT = "absent"
    NOT_HELD = "not_held"
    """The host did not come, so a guest missed nothing."""


KEPT = frozenset({Presence.PRESENT, Presence.LATE, Presence.LEFT_EARLY})
"""Those who were there and stayed reachable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Somebody in a room without a break, or that they asked to be let in."""

    id: str
    room: str
    person: str | None
    """None: a guest without an account, who keeps a room open but is nobody's seat."""
    came_at: datetime
    seen_at: datetime
    """The last sign of life."""
    went_at: datetime | None = None
    left: Left | None = None
    """None after `seen_at` has grown old: the node that knew has died."""
    is_asked: bool = False
    """They only asked for a pass."""
    is_tried: bool = False
    """Their browser began to connect media."""
    is_connected: bool = False

    @property
    def until(self) -> datetime:
        """When they were last known to be there."""
        return self.went_at or self.seen_at

    @property
    def is_through(self) -> bool:
        """Whether they could be met: media came through, or were not even begun."""
        return not self.is_asked and (self.is_connected or not self.is_tried)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session as its join log has it by now."""

    booking: Booking
    came: frozenset[str]
    """Who got in."""
    seen_at: datetime | None
    """When anybody was last known to be there."""

    @property
    def is_held(self) -> bool:
        """Whether the host came, and somebody else."""
        return self.booking.host in self.came and len(self.came) > 1


@dataclass(frozen=True, slots=True)
class Mark:
    """What follows of somebody's stays."""

    presence: Presence
    late_minutes: int = 0
    """After the beginning; 0 within the grace."""
    early_minutes: int = 0
    """Before the end, where somebody was left waiting."""


@dataclass(frozen=True, slots=True)
class Attended:
    """How it is kept for one person of one session."""

    booking: str
    person: str
    derived: Mark
    presence: Presence
    """What counts: as derived, or as corrected last."""
    stays: tuple[Stay, ...]
    """What it was derived from."""
    derived_at: datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody says it was instead; never changed, never removed."""

    id: str
    booking: str
    person: str
    by: str | None
    """None when they have left."""
    presence: Presence
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """How somebody has kept their sessions."""

    kept: int = 0
    missed: int = 0
    """By their own fault: not those that a network, or the other one, spoilt."""
    late: int = 0
    """Of those that were kept."""


class CorrectionOver(Conflict):
    """Too late, or too early."""

    code = "correction_over"
    title = "This can no longer be corrected"


def expected(booking: Booking) -> tuple[str, ...]:
    """Whose attendance counts, the host first: who had a seat, or was called in."""
    places = {Place.CALLED, Place.SERVED} if booking.kind is Kind.OFFICE_HOURS else {Place.IN}
    return (booking.host, *(seat.person for seat in booking.seats if seat.place in places))


def require_may_correct(booking: Booking, by: str, person: str, now: datetime) -> None:
    """The host corrects everybody, a guest themself and the host. Raises: NotFound, Conflict."""
    people = expected(booking)
    if (
        by not in people
        or person not in people
        or by not in {person, booking.host} | (set(people) if person == booking.host else set())
    ):
        raise NotFound("There is no such session.")
    if now > booking.ends_at + CORRECTABLE:
        raise CorrectionOver(f"Only within {CORRECTABLE.days} days of the session.")


def may_see(booking: Booking, viewer: str, person: str) -> bool:
    """The host sees how it was for all, a guest how it was for themself and the host."""
    return viewer == booking.host or person in {viewer, booking.host}


def may_read(booking: Booking, viewer: str, correction: Correction) -> bool:
    """A note is between whoever wrote it, whom it is about, and the host."""
    return viewer in {booking.host, correction.by, correction.person}


def clean_correction(note: str) -> str:
    """Raises: Invalid."""
    return clean_text(note, field="note", at_least=1, at_most=LONGEST_NOTE)
