"""What was acked is there after the worst: the process is killed at moments of its own choosing."""

from __future__ import annotations

import asyncio
import random
import signal
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pycrdt import Map

from server.core.clock import Clock
from server.services import Services, assemble
from tests.boards.scribes import Scribe, account, pair, put
from tests.conftest import test_settings
from tests.support.processes import Ithaca, ithaca
from tests.support.servers import LiveServer


@pytest.mark.parametrize("lives", [1, pytest.param(12, marks=pytest.mark.soak)])
async def test_every_acked_update_is_there_after_kill_9(
    tmp_path: Path, database_url: str, lives: int
) -> None:
    services = assemble(test_settings(tmp_path, database_url), Clock())
    mentor, mentee = await account(services, "Mentor"), await account(services, "Telemachus")
    name = f"goals:{await pair(services, mentee, mentor)}"
    common: dict[str, Any] = {"data_dir": tmp_path, "database_url": database_url, "port": 0}
    media: dict[str, Any] = {"media_listen": "127.0.0.1", "media_port": 0, "encoder": "tfidf"}
    acked: set[str] = set()
    chance = random.Random(lives)
    for life in range(lives):
        async with ithaca("serve", **common, **media) as process:
            await process.ready()
            await _write_until_killed(process, name, f"{life}", acked, chance.uniform(0.3, 0.9))
        assert any(key.startswith(f"{life}-") for key in acked)
        assert acked <= await _kept(services, name)
    await services.close()


async def _kept(services: Services, name: str) -> set[str]:
    """What a server that starts now finds."""
    return await services.boards.live.read(name, lambda doc: set(doc.get("meta", type=Map).keys()))


async def _write_until_killed(
    process: Ithaca, name: str, prefix: str, acked: set[str], after_s: float
) -> None:
    """Two people write as fast as they may; what is acked is noted."""
    async with AsyncExitStack() as stack:
        server = LiveServer(process.url, web.Application())
        writing = []
        for who in ("Mentor", "Telemachus"):
            one = await stack.enter_async_context(Scribe.signed_in(server, who))
            known = set(acked)  # what the other one is told while this one comes in is no matter
            await one.open(name)
            assert known <= set(one.seen("meta"))
            writing.append(asyncio.create_task(_write(one, f"{prefix}-{who}", acked)))
        await asyncio.sleep(after_s)
        await process.stop(signal.SIGKILL)
        for task in writing:
            task.cancel()
        await asyncio.wait(writing)


async def _write(one: Scribe, prefix: str, acked: set[str]) -> None:
    async def sent(key: str, update: bytes) -> None:
        await one.send(update)
        acked.add(key)

    async with asyncio.TaskGroup() as sending:
        for number in range(10_000):
            key = f"{prefix}-{number}"
            sending.create_task(sent(key, one.change(put(key, number, "meta"))))
            await asyncio.sleep(0.02)
