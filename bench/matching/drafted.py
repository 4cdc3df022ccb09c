"""A whole match run from the database to a draft: 10,000 mentees, 1,000 mentors, real profiles.

The first run also encodes everybody's texts, which are kept; a later one reads them. Asserts
nothing.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from bench.matching.apart import apart
from bench.matching.town import Size, settle
from server.accounts.model import Role
from server.accounts.service import Newcomer
from server.core.clock import Clock
from server.core.settings import Settings
from server.matching.assign import Mode
from server.matching.draft import Run
from server.migrations import migrate
from server.services import Services, assemble

MENTORS, MENTEES = 1000, 10_000
OPERATOR = "operator@example.org"


def measure() -> dict[str, float]:
    """In a process of its own."""
    return apart(drafted, [()])[0]


def drafted() -> dict[str, float]:
    """Seconds of wall time and of the processor."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_drafted(Path(folder)))


async def _drafted(folder: Path) -> dict[str, float]:
    services = assemble(Settings(data_dir=folder, operators=(OPERATOR,)), Clock())
    try:
        await migrate(services.database)
        await settle(services, Size(MENTORS, MENTEES))
        first_s, _, _ = await _run(services, await _operator(services))
        wall_s, cpu_s, run = await _run(services, await _operator(services, known=True))
    finally:
        services.suggestions.leave()
        await services.close()
    assert run.figures is not None
    return {
        "bulk_10k_db_first_wall_s": round(first_s, 2),
        "bulk_10k_db_wall_s": round(wall_s, 2),
        "bulk_10k_db_cpu_s": round(cpu_s, 2),
        "bulk_10k_db_matched": run.figures.matched,
    }


async def _operator(services: Services, *, known: bool = False) -> str:
    if known:
        found = await services.accounts.find_by_email(OPERATOR)
        assert found is not None
        return found.id
    newcomer = Newcomer(
        email=OPERATOR,
        password="a sail and a harbour",
        name="Operator",
        roles=frozenset({Role.MENTOR}),
        time_zone="Europe/Berlin",
    )
    return (await services.registration.seed(newcomer)).id


async def _run(services: Services, operator: str) -> tuple[float, float, Run]:
    programme = (await services.programmes.open_programme()).id
    run = await services.runs.start(operator, programme, Mode.BALANCED)
    begin, begin_cpu = time.perf_counter(), time.process_time()
    await services.rounds.work()
    spent = time.perf_counter() - begin, time.process_time() - begin_cpu
    return *spent, await services.runs.show(operator, programme, run.id)
