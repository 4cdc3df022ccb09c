"""What time it is; refuses naive times by only ever giving aware UTC."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class Clock:
    """The machine's clock; tests put a clock of their own in its place."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go backwards, from an arbitrary start."""
        return time.monotonic()
