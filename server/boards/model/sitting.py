"""Which sessions leave their open topics to which: pure rules on bookings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from server.boards.agenda.topics import Topic
from server.boards.model.access import Access
from server.scheduling.model import STANDING, Booking, BookingState

_OFF = {BookingState.CANCELLED, BookingState.DECLINED, BookingState.EXPIRED}


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the agenda page of a session needs to know."""

    booking: Booking
    doc: str
    private_doc: str
    access: Access


@dataclass(frozen=True, slots=True)
class Session:
    """One of a mentorship's, with what is on its agenda."""

    booking: Booking
    topics: tuple[Topic, ...]
    """In order; those of action items with the items' titles and states."""


def next_of(bookings: Sequence[Booking], now: datetime) -> Booking | None:
    """The first session that stands and is not over."""
    ahead = (one for one in bookings if one.state in STANDING and one.ends_at > now)
    return min(ahead, key=lambda one: (one.starts_at, one.id), default=None)


def leaving(bookings: Sequence[Booking], to: Booking, now: datetime) -> list[Booking]:
    """The sessions that leave what is open to `to`, the oldest first: over, or called off.

    What was called off leaves as well: else what was carried to it would be lost with it.
    """
    left = [
        one
        for one in bookings
        if one.id != to.id
        and (one.state in _OFF or (one.ends_at <= now and one.starts_at < to.starts_at))
    ]
    return sorted(left, key=lambda one: (one.starts_at, one.id))
