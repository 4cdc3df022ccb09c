"""Runs every domain's jobs under leases; serves nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator

from aiohttp import web

from server.accounts import jobs as accounts
from server.boards import jobs as boards
from server.chat import jobs as chat
from server.core.jobs import Job, Jobs, Outcome
from server.core.metrics import METRICS
from server.core.tasks import running
from server.feedback import jobs as feedback
from server.matching import jobs as matching
from server.mentorships import jobs as mentorships
from server.notifications import jobs as notifications
from server.programmes import jobs as programmes
from server.progress import jobs as progress
from server.quality import jobs as quality
from server.recordings import jobs as recordings
from server.scheduling import jobs as scheduling
from server.services import SERVICES, Services

JOBS: tuple[Job, ...] = (
    *notifications.JOBS,
    *accounts.JOBS,
    *programmes.JOBS,
    *mentorships.JOBS,
    *matching.JOBS,
    *scheduling.JOBS,
    *quality.JOBS,
    *recordings.JOBS,
    *boards.JOBS,
    *chat.JOBS,
    *feedback.JOBS,
    *progress.JOBS,
)


def jobs_of(services: Services, note: Outcome = lambda _name, _outcome: None) -> Jobs:
    """All jobs, ready to run."""
    return Jobs(JOBS, services, leases=services.leases, clock=services.clock, note=note)


async def running_jobs(app: web.Application) -> AsyncIterator[None]:
    """The jobs as a lifetime of an application, for one machine."""
    async with running(jobs_of(app[SERVICES], app[METRICS].ran).run()):
        yield
