"""Runs jobs by the clock under leases; refuses to run one twice at a time anywhere.

A job must be idempotent: a node that dies in the middle leaves it to the next.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from server.core.clock import Clock
from server.core.leases import Leases

HOLD_S = 15.0  # after this long without renewal a node counts as dead
LOOK_S = 5.0  # how often a node looks for jobs that others should have run
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Job:
    """`run(services, now)` every `every_s` seconds, on one node at a time."""

    name: str
    every_s: float
    run: Callable[[Any, datetime], Awaitable[Any]]


Outcome = Callable[[str, str], None]


class Jobs:
    """The jobs of this node."""

    def __init__(
        self,
        jobs: Iterable[Job],
        services: Any,
        *,
        leases: Leases,
        clock: Clock,
        note: Outcome = lambda _name, _outcome: None,
    ) -> None:
        self._jobs = tuple(jobs)
        self._services = services
        self._leases = leases
        self._clock = clock
        self._note = note

    async def run(self) -> None:
        """Runs them until cancelled."""
        async with asyncio.TaskGroup() as group:
            for job in self._jobs:
                group.create_task(self._keep_running(job))

    async def run_if_due(self, job: Job) -> bool:
        """Runs a job once if it is due and no other node has it."""
        if not await self._leases.take(job.name, now=self._clock.now(), hold_s=HOLD_S):
            return False
        outcome = "failed"
        try:
            await self._run_held(job)
            outcome = "done"
        finally:
            self._note(job.name, outcome)
            now = self._clock.now()
            due_at = now + timedelta(seconds=job.every_s)
            await self._leases.done(job.name, now=now, due_at=due_at)
        return True

    async def _keep_running(self, job: Job) -> None:
        while True:
            try:
                await self.run_if_due(job)
            except Exception:
                log.exception("job.failed", job=job.name)
            # Spread, so that nodes and jobs do not ask in step.
            await asyncio.sleep(min(job.every_s, LOOK_S) * random.uniform(0.9, 1.1))  # noqa: S311

    async def _run_held(self, job: Job) -> None:
        """Runs the job while the lease is renewed; stops it when the lease is lost."""
        work = asyncio.ensure_future(job.run(self._services, self._clock.now()))
        renewal = asyncio.ensure_future(self._renew(job))
        try:
            await asyncio.wait({work, renewal}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                log.warning("job.lost", job=job.name)
        finally:
            renewal.cancel()
            if not work.done():
                work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await work

    async def _renew(self, job: Job) -> None:
        while True:
            await asyncio.sleep(HOLD_S / 3)
            if not await self._leases.keep(job.name, now=self._clock.now(), hold_s=HOLD_S):
                return
