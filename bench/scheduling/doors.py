"""Slots and bookings over HTTP, against a server of its own on SQLite; asserts nothing.

`slots_60d_http_p95_ms`: 60 days of a mentor with three windows a weekday, a step of 15 minutes and
100 sessions, shown in two zones. `booking_http_p95_ms`: one after the other, each with its room.
`any_of_1000_14d_ms`: the service's answer, rows and all, the median of five; `…_cpu_ms` is what a
quiet machine would need.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles

from aiohttp import ClientSession, CookieJar

from bench.scheduling.crowd import Crowd, befriend, gather
from server.accounts.model import Role
from server.accounts.service import Newcomer
from server.core.clock import Clock
from server.core.settings import Settings
from server.migrations import migrate
from server.scheduling.service import Span
from server.services import Services, assemble
from tests.support.processes import ithaca

ROUNDS, BOOKINGS, MENTORS, DAYS = 200, 100, 1000, 14
PASSWORD = "a sail and a harbour"


def measure() -> dict[str, float]:
    """Percentiles in ms."""
    return asyncio.run(_measure())


async def _measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        services = assemble(Settings(data_dir=Path(folder), encoder="tfidf"), Clock())
        await migrate(services.database)
        mentee = await _mentee(services)
        crowd = await gather(services, mentors=1, mentees=0, sessions=100)
        await befriend(services, crowd.mentors[0], mentee)
        await services.close()
        figures = await _over_http(folder, crowd)
    with tempfile.TemporaryDirectory() as folder:
        services = assemble(Settings(data_dir=Path(folder), encoder="tfidf"), Clock())
        await migrate(services.database)
        crowd = await gather(services, mentors=MENTORS, mentees=1, sessions=20)
        figures |= await _any_of(services, crowd)
        await services.close()
    return figures


async def _over_http(folder: str, crowd: Crowd) -> dict[str, float]:
    async with ithaca("serve", data_dir=folder, port=0, media_port=0, log_level="error") as one:
        await one.ready()
        headers = {"Origin": one.url, "Sec-Fetch-Site": "same-origin"}
        jar = CookieJar(unsafe=True)
        async with ClientSession(one.url, headers=headers, cookie_jar=jar) as http:
            sign_in = {"email": "ino@example.org", "password": PASSWORD}
            async with http.post("/api/auth/sign-in", json=sign_in) as answer:
                answer.raise_for_status()
            slots = await _timed(lambda _turn: _slots(http, crowd, 60), ROUNDS)
            open_now = (await _slots(http, crowd, 90))["slots"]
            starts = [slot["startsAt"] for slot in open_now[:: len(open_now) // BOOKINGS]]
            bookings = await _timed(lambda turn: _book(http, crowd, starts[turn]), BOOKINGS)
    return {
        "slots_60d_http_p50_ms": round(median(slots), 2),
        "slots_60d_http_p95_ms": round(quantiles(slots, n=20)[18], 2),
        "slots_60d_listed": len(open_now),
        "booking_http_p50_ms": round(median(bookings), 2),
        "booking_http_p95_ms": round(quantiles(bookings, n=20)[18], 2),
    }


async def _slots(http: ClientSession, crowd: Crowd, days: int) -> dict[str, list[dict[str, str]]]:
    query = {
        "from": crowd.first.isoformat(),
        "to": (crowd.first + timedelta(days=days)).isoformat(),
        "minutes": "30",
    }
    async with http.get(f"/api/hosts/{crowd.mentors[0]}/slots", params=query) as answer:
        answer.raise_for_status()
        found: dict[str, list[dict[str, str]]] = await answer.json()
        return found


async def _book(http: ClientSession, crowd: Crowd, starts_at: str) -> int:
    """The status: that another one is there by then is an answer, too."""
    key = starts_at.replace(":", "-")
    body = {"host": crowd.mentors[0], "startsAt": starts_at, "minutes": 30, "key": key}
    async with http.post("/api/bookings", json=body) as answer:
        if answer.status not in {201, 409}:
            raise RuntimeError(await answer.text())
        return answer.status


async def _any_of(services: Services, crowd: Crowd) -> dict[str, float]:
    span = Span(crowd.first, crowd.first + timedelta(days=DAYS), 30)

    async def ask(_turn: int) -> int:
        found = await services.slots.of_any(crowd.mentees[0], crowd.mentors, span)
        return len(found)

    await ask(0)
    begin_cpu = time.process_time()
    waits = await _timed(ask, 5)
    cpu_ms = (time.process_time() - begin_cpu) * 1000 / len(waits)
    return {
        "any_of_1000_14d_ms": round(median(waits), 1),
        "any_of_1000_14d_cpu_ms": round(cpu_ms, 1),
    }


async def _timed(ask: Callable[[int], Awaitable[object]], rounds: int) -> list[float]:
    waits = []
    for turn in range(rounds):
        begin = time.perf_counter()
        await ask(turn)
        waits.append((time.perf_counter() - begin) * 1000)
    return waits


async def _mentee(services: Services) -> str:
    newcomer = Newcomer(
        email="ino@example.org",
        password=PASSWORD,
        name="Ino",
        roles=frozenset(Role),
        time_zone="America/New_York",
    )
    return (await services.registration.seed(newcomer)).id
