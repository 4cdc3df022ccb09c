"""What a morning of nudges costs on SQLite with many pairs, all of which have something to hear."""

from __future__ import annotations

import asyncio
import time
import tracemalloc
from datetime import UTC, datetime, timedelta

from bench.embedded import embedded
from server.accounts.model import Person, Role
from server.accounts.store import people
from server.core.ids import new_id
from server.mentorships.model import Mentorship, MentorshipState, Plan
from server.mentorships.store import mentorships
from server.services import Services
from tests.support.clock import FixedClock
from tests.support.statements import statements

PAIRS, MENTEES_EACH = 10_000, 4
MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def measure() -> dict[str, float]:
    """Seconds, statements and the peak of memory of telling everybody, and of looking once more."""
    return asyncio.run(_measure())


async def _measure() -> dict[str, float]:
    async with embedded(FixedClock(MORNING)) as services:
        await _people(services)
        return await _told(services, "first") | await _told(services, "again")


async def _people(services: Services) -> None:
    programme = (await services.programmes.open_programme()).id
    began = MORNING - timedelta(days=40)
    mentors = [_person(f"m{at}") for at in range(PAIRS // MENTEES_EACH)]
    mentees = [_person(f"t{at}") for at in range(PAIRS)]
    async with services.database.write() as tx:
        for start in range(0, PAIRS, 500):
            await people.add_many(tx, mentees[start : start + 500])
        for start in range(0, len(mentors), 500):
            await people.add_many(tx, mentors[start : start + 500])
        for at, mentee in enumerate(mentees):
            pair = Mentorship(
                id=new_id(),
                programme=programme,
                mentor=mentors[at // MENTEES_EACH].id,
                mentee=mentee.id,
                request=None,
                plan=Plan("Sail", 2, 20),
                state=MentorshipState.ACTIVE,
                started_at=began,
                ends_at=began + timedelta(weeks=20),
            )
            await mentorships.add(tx, pair)


def _person(name: str) -> Person:
    address = f"{name}@example.org"
    return Person(
        id=new_id(),
        email=address,
        email_key=address,
        email_verified_at=MORNING,
        name=name,
        headline="",
        languages=(),
        time_zone="UTC",
        locale="en",
        roles=frozenset(Role),
        photo=None,
        created_at=MORNING,
    )


async def _told(services: Services, which: str) -> dict[str, float]:
    tracemalloc.start()
    began, cpu = time.perf_counter(), time.process_time()
    with statements(services.database) as asked:
        told = await services.progress.nudges.tell()
    took, cpu_s = time.perf_counter() - began, time.process_time() - cpu
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {
        f"{which}_told": told,
        f"{which}_s": round(took, 1),
        f"{which}_cpu_s": round(cpu_s, 1),
        f"{which}_statements": len(asked),
        f"{which}_peak_mb": round(peak / 2**20, 1),
    }
