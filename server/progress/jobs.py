"""What the clock does for this domain: editions of figures, and forgetting who has left."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.core.jobs import Job
from server.progress.service import Progress


class _Services(Protocol):
    @property
    def progress(self) -> Progress: ...


async def _renew(services: _Services, _now: datetime) -> None:
    await services.progress.groups.renew()


JOBS = (Job("progress.groups", every_s=3600, run=_renew),)
