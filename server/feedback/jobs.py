"""What the clock does for feedback: asks, reminds once, and passes on what is revealed."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.core.jobs import Job
from server.feedback.service import Feedback


class _Services(Protocol):
    @property
    def feedback(self) -> Feedback: ...


async def _ask(services: _Services, _now: datetime) -> None:
    await services.feedback.asking.ask_after_sessions()
    while await services.feedback.asking.tell():
        pass


async def _ask_at_moments(services: _Services, _now: datetime) -> None:
    await services.feedback.asking.ask_at_moments()


async def _settle(services: _Services, _now: datetime) -> None:
    await services.feedback.cards.give_begun()
    await services.feedback.settling.settle()


JOBS = (
    Job("feedback.ask", every_s=60, run=_ask),
    Job("feedback.ask_at_moments", every_s=3600, run=_ask_at_moments),
    Job("feedback.settle", every_s=60, run=_settle),
)
