"""What the clock does for recordings: one file out of many, and no file longer than allowed."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.core.jobs import Job
from server.recordings.service import Recordings


class _Services(Protocol):
    @property
    def recordings(self) -> Recordings: ...


async def _compose(services: _Services, _now: datetime) -> None:
    while await services.recordings.compose_next():
        pass


async def _expire(services: _Services, _now: datetime) -> None:
    await services.recordings.expire()


async def _remove(services: _Services, _now: datetime) -> None:
    await services.recordings.remove_deleted()


JOBS = (
    Job("recordings.compose", every_s=3, run=_compose),
    Job("recordings.remove", every_s=60, run=_remove),
    Job("recordings.expire", every_s=3600, run=_expire),
)
