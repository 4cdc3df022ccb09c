"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from server.core.clock import Clock

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class FixedClock(Clock):
    """Time as the test says."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now
        self._monotonic = 1000.0

    def now(self) -> datetime:
        """The moment last set."""
        return self._now

    def monotonic(self) -> float:
        """Seconds, moved together with `now`."""
        return self._monotonic

    def forward(self, **span: float) -> None:
        """Moves on by a timedelta's arguments: `clock.forward(minutes=5)`."""
        step = timedelta(**span)
        self._now += step
        self._monotonic += step.total_seconds()
