"""What the clock does for progress: notes how far goals are, makes sums, says what would help."""

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


async def _nudge(services: _Services, _now: datetime) -> None:
    await services.progress.nudges.tell()


JOBS = (
    Job("progress.note", every_s=3600, run=_note),
    Job("progress.groups", every_s=3600, run=_renew),
    # It is morning somewhere all the time; for each person we look once a day.
    Job("progress.nudge", every_s=900, run=_nudge),
)
