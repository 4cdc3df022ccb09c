"""Many people who book, move and cancel the same few hours at once, for a minute; asserts nothing.

Half of the time on SQLite, half on PostgreSQL where it is installed. `storm_overlaps`: pairs of
sessions of one person that share a minute, buffers counted; it must be 0.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bench.scheduling.crowd import Crowd, gather
from server.core.clock import Clock
from server.core.errors import Refusal
from server.core.settings import Settings
from server.migrations import migrate
from server.scheduling.model import Reason
from server.scheduling.service import Wish
from server.scheduling.store import availability, kept
from server.services import Services, assemble
from tests.support.postgres import Postgres, running_postgres

SECONDS = float(os.environ.get("STORM_S", "60"))
MENTORS, MENTEES = 4, 16


def measure() -> dict[str, float]:
    """Bookings a second that succeeded, beside those that were refused."""
    has_postgres = shutil.which("pg_ctl") or list(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    share = SECONDS / 2 if has_postgres else SECONDS
    figures = asyncio.run(_storm("", share))
    if has_postgres:
        with running_postgres() as server:
            url = asyncio.run(_fresh(server))
            more = asyncio.run(_storm(url, share))
        figures["storm_overlaps"] += more["storm_overlaps"]
        figures["storm_bookings_per_s_postgresql"] = more["storm_bookings_per_s"]
        figures["storm_refused_per_s_postgresql"] = more["storm_refused_per_s"]
    return figures


async def _fresh(server: Postgres) -> str:
    await server.prepare()
    return await server.clone()


async def _storm(url: str, seconds: float) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), encoder="tfidf")
        if url:
            settings = replace(settings, database_url=url)
        services = assemble(settings, Clock())
        await migrate(services.database)
        crowd = await gather(services, mentors=MENTORS, mentees=MENTEES, sessions=0)
        await _with_buffers(services, crowd)
        begin = time.monotonic()
        outcomes = await asyncio.gather(
            *(_person(services, crowd, turn, begin + seconds) for turn in range(MENTEES))
        )
        passed = time.monotonic() - begin
        async with services.database.read() as tx:
            overlaps = await kept.overlaps(tx)
        await services.close()
    return {
        "storm_overlaps": overlaps,
        "storm_bookings_per_s": round(sum(one for one, _ in outcomes) / passed, 1),
        "storm_refused_per_s": round(sum(one for _, one in outcomes) / passed, 1),
    }


async def _with_buffers(services: Services, crowd: Crowd) -> None:
    async with services.database.write() as tx:
        for host, own in (await availability.several(tx, crowd.mentors)).items():
            rules = replace(own.rules, before_minutes=5, after_minutes=10, step_minutes=5)
            await availability.put(tx, host, replace(own, rules=rules), crowd.first)


async def _person(services: Services, crowd: Crowd, turn: int, until: float) -> tuple[int, int]:
    """How often somebody booked, and how often they were refused."""
    draw, booked, refused = random.Random(turn), 0, 0
    me = crowd.mentees[turn]
    while time.monotonic() < until:
        starts_at = crowd.first + timedelta(minutes=5 * draw.randrange(288 * 5))
        wish = Wish(draw.choice(crowd.mentors), starts_at, draw.choice((30, 60)), _key(draw))
        try:
            made = await services.bookings.book(me, wish)
            booked += 1
            if draw.random() < 0.3:
                to = starts_at + timedelta(minutes=draw.choice((5, 30, 60)))
                made = await services.bookings.reschedule(
                    me, made.id, made.version, to, made.minutes
                )
            if draw.random() < 0.9:
                await services.bookings.cancel(me, made.id, made.version, Reason.OTHER, "")
        except Refusal:
            refused += 1
    return booked, refused


def _key(draw: random.Random) -> str:
    return f"{draw.getrandbits(80):020x}"
