"""What the clock does for quality: forgets records that have been kept long enough."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.core.jobs import Job
from server.quality.service import Quality


class _Services(Protocol):
    @property
    def quality(self) -> Quality: ...


async def _forget(services: _Services, _now: datetime) -> None:
    await services.quality.forget_old()


JOBS = (Job("quality.forget_old", every_s=6 * 3600, run=_forget),)
