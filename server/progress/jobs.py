"""What the clock does for mentorships that could do with a small step."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.core.jobs import Job
from server.progress.service import Progress


class _Services(Protocol):
    @property
    def progress(self) -> Progress: ...


async def _nudge(services: _Services, _now: datetime) -> None:
    await services.progress.nudges.tell()


JOBS = (
    # It is morning somewhere all the time; for each person we look once a day.
    Job("progress.nudge", every_s=900, run=_nudge),
)
