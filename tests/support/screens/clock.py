"""A clock that runs as the machine's does, so much earlier."""

from __future__ import annotations

from datetime import datetime, timedelta

from server.core.clock import Clock


class Elsewhen(Clock):
    """`shift` is added to every moment; zero: the present."""

    def __init__(self, shift: timedelta) -> None:
        self.shift = shift

    def now(self) -> datetime:
        """The moment, shifted."""
        return super().now() + self.shift

    def until(self, moment: datetime) -> None:
        """Lets time go by."""
        self.shift += moment - self.now()
