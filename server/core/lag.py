"""How late the event loop is: whatever is slow in this process makes everything else wait."""

from __future__ import annotations

import asyncio
from collections import deque

from server.core.metrics import Metrics

LOOK_EVERY_S = 0.25
_REMEMBERED = 40  # ten seconds
_BUCKETS_S = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)


class Lag:
    """Sleeps, and sees by how much it overslept."""

    def __init__(self, metrics: Metrics) -> None:
        self._seconds = metrics.histogram(
            "loop_lag_seconds", "How late the event loop of the process was.", _BUCKETS_S
        )
        self._last: deque[float] = deque(maxlen=_REMEMBERED)

    @property
    def worst_s(self) -> float:
        """The worst of the last ten seconds."""
        return max(self._last, default=0.0)

    async def run(self) -> None:
        """Looks until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LOOK_EVERY_S
            await asyncio.sleep(LOOK_EVERY_S)
            late_s = max(0.0, loop.time() - due)
            self._seconds.observe(late_s)
            self._last.append(late_s)
