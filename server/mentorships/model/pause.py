"""When a mentorship was paused; refuses to say why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Pause:
    """From one moment to another; one that still goes on has no end."""

    began_at: datetime
    ended_at: datetime | None = None

    def within(self, first: datetime, last: datetime) -> timedelta:
        """How much of [first, last) it took."""
        until = last if self.ended_at is None else min(self.ended_at, last)
        return max(until - max(self.began_at, first), timedelta())


def paused_within(pauses: Iterable[Pause], first: datetime, last: datetime) -> timedelta:
    """How much of [first, last) pauses took together; they never overlap."""
    return sum((one.within(first, last) for one in pauses), timedelta())
