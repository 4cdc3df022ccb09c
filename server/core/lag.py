"""How late the event loop is: whatever is slow in this process makes everything else wait."""

from __future__ import annotations

import asyncio

from server.core.metrics import Metrics

LOOK_EVERY_S = 0.25
_BUCKETS_S = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)


class Lag:
    """Sleeps, and sees by how much it overslept."""

    def __init__(self, metrics: Metrics) -> None:
        self._seconds = metrics.histogram(
            "loop_lag_seconds", "How late the event loop of the process was.", _BUCKETS_S
        )

    async def run(self) -> None:
        """Looks until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LOOK_EVERY_S
            await asyncio.sleep(LOOK_EVERY_S)
            self._seconds.observe(max(0.0, loop.time() - due))
