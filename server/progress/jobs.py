"""What the clock does for progress: notes how far goals are, and makes the sums that are due."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.core.jobs import Job
from server.progress.service import Progress


class _Services(Protocol):
    @property
    def progress(self) -> Progress: ...


async def _note(services: _Services, _now: datetime) -> None:
    await services.progress.days.note()


async def _renew(services: _Services, _now: datetime) -> None:
    await services.progress.groups.renew()


JOBS = (
    Job("progress.note", every_s=3600, run=_note),
    Job("progress.groups", every_s=3600, run=_renew),
)
