"""What a report on a large programme costs on SQLite: processor time and statements.

1,000 mentees and 300 mentors, a mentorship of each mentee in every state, with its meetings and
surveys. Processor time of the whole process is told, as a busy machine stretches any other.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from bench.embedded import embedded
from server.accounts.model import Role
from server.accounts.service import Newcomer
from server.core.clock import Clock
from server.programmes.model import State
from server.progress.model.groups import Asked
from server.services import Services
from tests.progress.town import Town
from tests.support.statements import statements

MENTEES, MENTORS = 1000, 300
ADDRESS = "athena@example.org"
TIMES = 3


def measure() -> dict[str, float]:
    """Seconds of processor and statements, each the least of three."""
    return asyncio.run(_measure())


async def _measure() -> dict[str, float]:
    async with embedded(Clock(), operators=(ADDRESS,)) as services:
        return await _figures(services)


async def _figures(services: Services) -> dict[str, float]:
    athena = Newcomer(
        email=ADDRESS,
        password="a sail and a harbour",
        name="Athena",
        roles=frozenset({Role.MENTOR}),
        time_zone="UTC",
    )
    by = (await services.registration.seed(athena)).id
    programme = (await services.programmes.open(by, "Voyages")).id
    await services.programmes.move(by, programme, State.ENROLMENT)
    town, progress = Town(services, programme), services.progress
    await town.fill(MENTEES, MENTORS, MENTEES)
    [told] = await progress.groups.ask(by, programme, [Asked("Where?", ("At sea", "On land"))])
    deeds: dict[str, Callable[[], Awaitable[object]]] = {
        "report": lambda: progress.evaluations.show(by, programme, 0),
        "pairs": lambda: progress.evaluations.pairs(by, programme),
        "facts": lambda: progress.gathering.facts(town.pairs),
    }
    figures: dict[str, float] = {}
    for name, deed in deeds.items():
        figures |= await _least(services, name, deed)
    for at, one in enumerate(town.mentees):
        await progress.groups.answer(one.id, told.question.id, at % 2)
    return figures | await _cost(services, "edition", progress.groups.renew)


async def _least(
    services: Services, name: str, deed: Callable[[], Awaitable[object]]
) -> dict[str, float]:
    found = [await _cost(services, name, deed) for _ in range(TIMES)]
    return {key: min(one[key] for one in found) for key in found[0]}


async def _cost(
    services: Services, name: str, deed: Callable[[], Awaitable[object]]
) -> dict[str, float]:
    with statements(services.database) as asked:
        began = time.process_time()
        await deed()
        took = time.process_time() - began
    return {f"{name}_cpu_s": round(took, 2), f"{name}_statements": len(asked)}
