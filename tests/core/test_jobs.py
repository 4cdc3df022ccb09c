"""Jobs run under leases: one node at a time, taken over when that node dies."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.core.db import Database
from server.core.jobs import HOLD_S, Job, Jobs
from server.core.leases import Leases
from tests.support.clock import NOON, FixedClock
from tests.support.processes import ROOT
from tests.support.stuck_node import NAME


def jobs(database: Database, clock: FixedClock, owner: str, *which: Job) -> Jobs:
    return Jobs(which, None, leases=Leases(database, owner), clock=clock)


class Counted:
    """A job that counts its runs."""

    def __init__(self, every_s: float = 60) -> None:
        self.times: list[datetime] = []
        self.job = Job("test.counted", every_s, self._run)

    async def _run(self, _services: Any, now: datetime) -> None:
        self.times.append(now)


async def test_a_job_runs_when_it_is_due_and_not_before(
    database: Database, clock: FixedClock
) -> None:
    counted = Counted(every_s=60)
    node = jobs(database, clock, "a")
    assert await node.run_if_due(counted.job)
    assert not await node.run_if_due(counted.job)
    clock.forward(seconds=59)
    assert not await node.run_if_due(counted.job)
    clock.forward(seconds=1)
    assert await node.run_if_due(counted.job)
    assert counted.times == [NOON, NOON + timedelta(seconds=60)]


async def test_two_nodes_never_run_a_job_at_the_same_time(
    database: Database, clock: FixedClock
) -> None:
    running = 0
    most = 0

    async def run(_services: Any, _now: datetime) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.1)
        running -= 1

    job = Job("test.slow", 60, run)
    nodes = [jobs(database, clock, f"node{n}") for n in range(5)]
    ran = await asyncio.gather(*(node.run_if_due(job) for node in nodes))
    assert sum(ran) == 1
    assert most == 1


async def test_a_dead_nodes_job_is_taken_over(database: Database, clock: FixedClock) -> None:
    counted = Counted()
    dead, heir = Leases(database, "dead"), jobs(database, clock, "heir")
    assert await dead.take(counted.job.name, now=clock.now(), hold_s=HOLD_S)
    clock.forward(seconds=HOLD_S - 1)
    assert not await heir.run_if_due(counted.job)
    clock.forward(seconds=1)
    assert await heir.run_if_due(counted.job)


async def test_a_node_that_lost_its_lease_cannot_give_it_back(
    database: Database, clock: FixedClock
) -> None:
    slow, heir = Leases(database, "slow"), Leases(database, "heir")
    assert await slow.take("job", now=clock.now(), hold_s=5)
    clock.forward(seconds=5)
    assert await heir.take("job", now=clock.now(), hold_s=5)
    assert not await slow.keep("job", now=clock.now(), hold_s=5)
    assert not await slow.done("job", now=clock.now(), due_at=clock.now())


async def test_a_failing_job_fails_alone_and_is_tried_again(
    database: Database, clock: FixedClock
) -> None:
    async def fail(_services: Any, _now: datetime) -> None:
        raise RuntimeError("on purpose")

    outcomes: list[tuple[str, str]] = []
    failing = Job("test.failing", 60, fail)
    node = Jobs(
        (failing,),
        None,
        leases=Leases(database, "a"),
        clock=clock,
        note=lambda name, outcome: outcomes.append((name, outcome)),
    )
    with pytest.raises(RuntimeError):
        await node.run_if_due(failing)
    clock.forward(seconds=60)
    with pytest.raises(RuntimeError):
        await node.run_if_due(failing)
    assert outcomes == [("test.failing", "failed")] * 2


async def test_the_loop_outlives_a_failing_job(database: Database, clock: FixedClock) -> None:
    async def fail(_services: Any, _now: datetime) -> None:
        raise RuntimeError("on purpose")

    counted = Counted(every_s=0.05)
    loop = asyncio.create_task(
        jobs(database, clock, "a", Job("test.failing", 0.05, fail), counted.job).run()
    )
    async with asyncio.timeout(20):
        while len(counted.times) < 3:
            clock.forward(seconds=1)
            await asyncio.sleep(0.02)
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loop


async def test_a_killed_processs_job_is_taken_over(database_url: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.stuck_node",
        database_url,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(60):
        assert await process.stdout.readline() == b"took it\n"
    process.kill()
    await process.communicate()
    counted = Counted()
    job = Job(NAME, 60, counted.job.run)
    database, clock = Database(database_url), FixedClock(datetime.now(UTC))
    heir = jobs(database, clock, "heir", job)
    assert not await heir.run_if_due(job)
    clock.forward(seconds=HOLD_S + 1)
    assert await heir.run_if_due(job)
    assert len(counted.times) == 1
    await database.close()
