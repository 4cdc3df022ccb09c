"""When people are reminded of a session; refuses to remind of what has begun.

People change their mind about how long before they are reminded, up to the last minute. So a plan
does not hold what they wish: it looks at everybody at each moment one may wish for, a few times a
booking, and asks then.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.notifications.model import LEADS_MINUTES
from server.scheduling.model.booking import Booking, BookingState, Kind

_INEXACT = 0.05


@dataclass(frozen=True, slots=True)
class Reminder:
    """The next look at one person of one booking."""

    booking: str
    person: str
    starts_at: datetime
    lead_minutes: int

    @property
    def due_at(self) -> datetime:
        return self.starts_at - timedelta(minutes=self.lead_minutes)

    def lead(self, wished: Collection[int], now: datetime) -> int | None:
        """How many minutes before they are told that it begins; None: not at this look.

        Of several that are due, as after a night without a server, the nearest stands for all; it
        says what is left when that is not what it should be.
        """
        if now >= self.starts_at:
            return None
        left = round((self.starts_at - now) / timedelta(minutes=1))
        due = [one for one in wished if one <= self.lead_minutes and _is_past(self, one, now)]
        if not due:
            return None
        nearest = min(due)
        return nearest if nearest - left <= max(1, nearest * _INEXACT) else max(1, left)

    def following(self, now: datetime) -> Reminder | None:
        """The look after this one."""
        return first_look(self.booking, self.person, self.starts_at, now)


def first_look(booking: str, person: str, starts_at: datetime, now: datetime) -> Reminder | None:
    """The first look from now on: what is past at that moment is no reminder any more."""
    looks = (Reminder(booking, person, starts_at, lead) for lead in sorted(LEADS_MINUTES)[::-1])
    return next((one for one in looks if one.due_at > now), None)


def reminded(booking: Booking) -> frozenset[str]:
    """Who is reminded of it: the host, whoever has a seat, and the queue of office hours."""
    if booking.state is not BookingState.CONFIRMED:
        return frozenset()
    comes = booking.guests
    if booking.kind is Kind.OFFICE_HOURS:
        comes = tuple(one.person for one in booking.seats)
    return frozenset({booking.host, *comes})


def _is_past(one: Reminder, lead: int, now: datetime) -> bool:
    return one.starts_at - timedelta(minutes=lead) <= now
