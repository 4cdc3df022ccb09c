"""What the clock does for matching: runs go on, and lists that were shown are forgotten in time."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.core.jobs import Job
from server.matching.service import Choices, Rounds


class _Services(Protocol):
    @property
    def choices(self) -> Choices: ...

    @property
    def rounds(self) -> Rounds: ...


async def _forget(services: _Services, now: datetime) -> None:
    await services.choices.sweep(now)


async def _go_on(services: _Services, _now: datetime) -> None:
    while await services.rounds.work():
        pass


JOBS = (
    Job("matching.forget_lists", every_s=86_400, run=_forget),
    Job("matching.runs", every_s=2, run=_go_on),
)
