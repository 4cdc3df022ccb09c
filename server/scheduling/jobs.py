"""What the clock does for bookings: some run out, some are over, zones get other rules."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

import structlog

from server.core.jobs import Job
from server.scheduling.service import Upkeep

log = structlog.get_logger()


class _Services(Protocol):
    @property
    def upkeep(self) -> Upkeep: ...


async def _expire(services: _Services, _now: datetime) -> None:
    while await services.upkeep.expire():
        pass


async def _complete(services: _Services, _now: datetime) -> None:
    while await services.upkeep.complete():
        pass


async def _cancel_ended(services: _Services, _now: datetime) -> None:
    await services.upkeep.cancel_ended()


async def _rederive(services: _Services, _now: datetime) -> None:
    moved = await services.upkeep.rederive()
    if moved:
        log.warning("scheduling.moved_by_tzdata", bookings=len(moved))


JOBS = (
    # First of all after a start: with a new tzdata wheel instants may be others.
    Job("scheduling.rederive", every_s=3600, run=_rederive),
    Job("scheduling.expire", every_s=60, run=_expire),
    Job("scheduling.cancel_ended", every_s=60, run=_cancel_ended),
    Job("scheduling.complete", every_s=300, run=_complete),
)
