"""What the clock does for boards: images go, goals become rows, sessions end, people are told."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.boards.service import Boarding, Goalkeeping
from server.core.jobs import Job


class _Services(Protocol):
    @property
    def boards(self) -> Boarding: ...
    @property
    def goals(self) -> Goalkeeping: ...


async def _clear(services: _Services, now: datetime) -> None:
    await services.boards.images.remove_unused(now)


async def _project(services: _Services, _now: datetime) -> None:
    await services.goals.projector.catch_up()


async def _remind(services: _Services, _now: datetime) -> None:
    await services.goals.reminders.remind()


async def _end_sessions(services: _Services, _now: datetime) -> None:
    await services.goals.sessions.end_due()


JOBS = (
    Job("boards.clear_images", every_s=3600, run=_clear),
    Job("goals.project", every_s=60, run=_project),
    Job("goals.remind", every_s=300, run=_remind),
    Job("boards.end_sessions", every_s=30, run=_end_sessions),
)
