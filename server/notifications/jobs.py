"""What the clock does with letters: sends those that are due, forgets those long finished."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.core.jobs import Job
from server.notifications.service import Notifications


class _Services(Protocol):
    @property
    def notifications(self) -> Notifications: ...


async def _deliver(services: _Services, _now: datetime) -> None:
    await services.notifications.deliver()


async def _sweep(services: _Services, _now: datetime) -> None:
    await services.notifications.sweep()


JOBS = (
    # What this process wrote it has sent already: this is for second tries and dead processes.
    Job("notifications.deliver", every_s=10, run=_deliver),
    Job("notifications.sweep", every_s=24 * 3600, run=_sweep),
)
