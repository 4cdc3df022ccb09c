"""What the clock does for matching: runs go on, it learns, shown lists are forgotten in time."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.core.jobs import Job
from server.matching.service import Choices, Lessons, Rounds


class _Services(Protocol):
    @property
    def choices(self) -> Choices: ...

    @property
    def rounds(self) -> Rounds: ...

    @property
    def lessons(self) -> Lessons: ...


async def _forget(services: _Services, now: datetime) -> None:
    await services.choices.sweep(now)


async def _go_on(services: _Services, _now: datetime) -> None:
    while await services.rounds.work():
        pass


async def _answer(services: _Services, _now: datetime) -> None:
    await services.lessons.answer()


async def _learn(services: _Services, _now: datetime) -> None:
    await services.lessons.nightly()


JOBS = (
    Job("matching.forget_lists", every_s=86_400, run=_forget),
    Job("matching.runs", every_s=2, run=_go_on),
    Job("matching.learn_now", every_s=2, run=_answer),
    # Looks often, learns once a night: a node that was down then makes up for it.
    Job("matching.learn", every_s=600, run=_learn),
)
