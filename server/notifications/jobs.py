"""What the clock does with letters and notices: sends what is due, forgets what is long over."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.core.jobs import Job
from server.notifications.service import Centre, Notifications, Pushes


class _Services(Protocol):
    @property
    def notifications(self) -> Notifications: ...
    @property
    def pushes(self) -> Pushes: ...
    @property
    def centre(self) -> Centre: ...


async def _deliver(services: _Services, _now: datetime) -> None:
    await services.notifications.deliver()


async def _push(services: _Services, _now: datetime) -> None:
    await services.pushes.deliver()


async def _digest(services: _Services, _now: datetime) -> None:
    await services.notifications.digest()


async def _sweep(services: _Services, _now: datetime) -> None:
    await services.notifications.sweep()
    await services.centre.sweep()


JOBS = (
    # What this process wrote it has sent already: this is for second tries and dead processes.
    Job("notifications.deliver", every_s=10, run=_deliver),
    Job("notifications.push", every_s=10, run=_push),
    Job("notifications.digest", every_s=60, run=_digest),
    Job("notifications.sweep", every_s=24 * 3600, run=_sweep),
)
