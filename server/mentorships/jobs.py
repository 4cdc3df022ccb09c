"""What the clock does for mentorships: requests run out, mentorships end, pauses are over."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.core.jobs import Job
from server.mentorships.service import Mentorships, Requests


class _Services(Protocol):
    @property
    def requests(self) -> Requests: ...

    @property
    def mentorships(self) -> Mentorships: ...


async def _expire(services: _Services, _now: datetime) -> None:
    while await services.requests.expire():
        pass


async def _go_on(services: _Services, _now: datetime) -> None:
    await services.mentorships.go_on()


JOBS = (
    Job("mentorships.expire", every_s=60, run=_expire),
    Job("mentorships.go_on", every_s=300, run=_go_on),
)
