"""Suggestions as a browser gets them: a real process, real HTTP, the embedded database.

Each visitor asks a few times with pauses of none, so that no answer is anybody's first. Asserts
nothing.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from aiohttp import ClientSession, CookieJar

from bench.matching.town import PASSWORD, Size, settle
from server.core.clock import Clock
from server.core.settings import Settings
from server.migrations import migrate
from server.services import assemble
from tests.support.processes import ithaca

MENTORS, VISITORS, ROUNDS = 10_000, 8, 25
_START_S = 300.0
_HEADERS = {"Sec-Fetch-Site": "same-origin"}


def measure() -> dict[str, float]:
    """Milliseconds of wall time for one list of ten, and of the server's processor."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measured(Path(folder)))


async def _measured(folder: Path) -> dict[str, float]:
    emails = await filled(folder, Size(MENTORS, 0, VISITORS))
    settings: dict[str, Any] = {
        "data_dir": folder,
        "port": 0,
        "run_jobs": "false",
        "media_port": 0,
        "media_listen": "127.0.0.1",
        "media_announced": "127.0.0.1",
    }
    async with ithaca("serve", **settings) as server:
        begin = time.perf_counter()
        await server.ready()
        visitors = [await _signed_in(server.url, one) for one in emails]
        try:
            path = await _first(visitors[0])
            loaded_s = time.perf_counter() - begin
            process = psutil.Process(server.process.pid)
            figures = await _asked(visitors, path, process)
        finally:
            for one in visitors:
                await one.close()
    return figures | {"index_10k_ready_s": round(loaded_s, 1)}


async def filled(folder: Path, size: Size) -> list[str]:
    """A database of these people in a folder; the addresses of those who can sign in."""
    services = assemble(Settings(data_dir=folder), Clock())
    try:
        await migrate(services.database)
        return await settle(services, size)
    finally:
        services.suggestions.leave()
        await services.close()


async def _signed_in(url: str, email: str) -> ClientSession:
    client = ClientSession(
        url, headers=_HEADERS | {"Origin": url}, cookie_jar=CookieJar(unsafe=True)
    )
    body = {"email": email, "password": PASSWORD}
    async with client.post("/api/auth/sign-in", json=body) as answer:
        answer.raise_for_status()
    return client


async def _first(visitor: ClientSession) -> str:
    """Where suggestions are, when the server has read everybody in."""
    async with visitor.get("/api/programmes") as answer:
        answer.raise_for_status()
        overview: Any = await answer.json()
    programme = overview["mine"][0]["programme"]["id"]
    path = f"/api/matching/programmes/{programme}/suggestions"
    async with asyncio.timeout(_START_S):
        while True:
            async with visitor.get(path) as answer:
                if answer.status == 200 and (await answer.json())["mentors"]:
                    return path
            await asyncio.sleep(0.2)


async def _asked(
    visitors: list[ClientSession], path: str, process: psutil.Process
) -> dict[str, float]:
    """`first`: somebody's first list, of mentors whom others may have been shown before."""
    first_ms = [await _one_ms(one, path) for one in visitors[1:]]
    before = sum(process.cpu_times()[:2])
    spent_ms = [await _one_ms(one, path) for _ in range(ROUNDS) for one in visitors]
    cpu_ms = (sum(process.cpu_times()[:2]) - before) * 1000 / len(spent_ms)
    return {
        "suggest_10k_http_p50_ms": round(float(np.percentile(spent_ms, 50)), 1),
        "suggest_10k_http_p95_ms": round(float(np.percentile(spent_ms, 95)), 1),
        "suggest_10k_http_cpu_ms": round(cpu_ms, 1),
        "suggest_10k_http_first_ms": round(float(np.median(first_ms)), 1),
    }


async def _one_ms(visitor: ClientSession, path: str) -> float:
    begin = time.perf_counter()
    async with visitor.get(path) as answer:
        answer.raise_for_status()
        found = await answer.json()
    if len(found["mentors"]) != 10:
        raise RuntimeError(f"{len(found['mentors'])} mentors instead of ten")
    return (time.perf_counter() - begin) * 1000
