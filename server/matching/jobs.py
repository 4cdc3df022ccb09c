"""What the clock does for matching: lists that were shown are forgotten in time."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.core.jobs import Job
from server.matching.service import Choices


class _Services(Protocol):
    @property
    def choices(self) -> Choices: ...


async def _forget(services: _Services, now: datetime) -> None:
    await services.choices.sweep(now)


JOBS = (Job("matching.forget_lists", every_s=86_400, run=_forget),)
