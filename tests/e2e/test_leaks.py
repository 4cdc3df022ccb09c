"""What is open after all have left, and how much memory a long call takes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.async_api import Browser

from server.services import SERVICES
from tests.e2e.conftest import Invite, meet
from tests.support.browsers import PATIENCE_S, until, visiting
from tests.support.processes import ithaca
from tests.support.programs import free_port
from tests.support.servers import LiveServer

pytestmark = pytest.mark.alone

MIB = 1024 * 1024
CALL_S = int(os.environ.get("ITHACA_TEST_SOAK_S", "600"))
SETTLED_S = 60
MAX_GROWTH_BYTES = 10 * MIB


async def test_nothing_is_open_after_all_have_left(house: LiveServer, invite: Invite) -> None:
    signaling = house.app[SERVICES].signaling
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)  # once before: pools, caches and imports are warm then
    await host.sees(1)
    await _all_out(house, host.leave, guest.leave)
    before = _held(house.url)
    await meet(host, guest)
    await host.sees(1)
    assert signaling.counts()["transports"] == 4
    await _all_out(house, host.leave, guest.leave)
    assert set(signaling.counts().values()) == {0}
    await _settled(before, house.url)
    pool: Any = house.app[SERVICES].database.engine.pool
    await until(lambda: _ready(pool.checkedout()), 0, "connections in use")


async def _settled(before: tuple[Counter[str], int], url: str) -> None:
    """Raises: AssertionError, naming what is open still."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        files, tasks = _held(url)
        left = files - before[0], tasks - before[1]
        if not left[0] and left[1] <= 0:
            return
        assert time.monotonic() < deadline, f"still open: {left}"
        await asyncio.sleep(0.2)


async def _all_out(house: LiveServer, *leave: Callable[[], Awaitable[None]]) -> None:
    for go in leave:
        await go()
    counts = house.app[SERVICES].signaling.counts
    await until(lambda: _ready(sum(counts().values())), 0, "what is still open")


async def _ready(value: int | bool) -> int:
    return int(value)


def _held(url: str) -> tuple[Counter[str], int]:
    """Open files and sockets of this process by kind, and tasks of the server in this loop.

    Browsers keep as many HTTP connections as they like and the database's pool opens another
    when two of its jobs meet, so those are not counted.
    """
    tasks = [t for t in asyncio.all_tasks() if "rooms" in repr(t) or "signaling" in repr(t)]
    process = psutil.Process()
    http = {
        f"/proc/self/fd/{one.fd}"
        for one in process.net_connections("tcp")
        if one.laddr and one.laddr.port == urlsplit(url).port
    }
    kinds: Counter[str] = Counter()
    for path in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # the folder's own, closed by now
            kind = str(path.readlink()).split(":[")[0]
            kinds[kind] += str(path) not in http and ".sqlite3" not in kind
    return kinds, len(tasks)


@pytest.mark.soak
@pytest.mark.timeout(CALL_S + 300)
async def test_a_long_call_of_four_leaves_memory_flat(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings: dict[str, Any] = {
        "data_dir": tmp_path,
        "port": port,
        "public_url": url,
        "media_listen": "127.0.0.1",
        "media_port": 0,
        "media_announced": "127.0.0.1",
        "log_level": "warning",
    }
    async with ithaca("serve", **settings) as server, AsyncExitStack() as stack:
        await server.ready()
        people = [
            await stack.enter_async_context(visiting(browser, url, name))
            for name in ("Penelope", "Odysseus", "Telemachus", "Eurycleia")
        ]
        for person in people:
            await person.sign_up()
        await meet(*people)
        for person in people:
            await person.sees(3)
        process = psutil.Process(server.process.pid)
        await asyncio.sleep(SETTLED_S)
        settled, files = process.memory_info().rss, process.num_fds()
        sizes = []
        for _ in range((CALL_S - SETTLED_S) // 30):
            await asyncio.sleep(30)
            sizes.append(process.memory_info().rss)
        for person in people:
            await person.sees(3)
        print(  # noqa: T201 - the figures are what a soak is run for
            f"after a minute {settled / MIB:.1f} MiB, then", [f"{s / MIB:.1f}" for s in sizes]
        )
        assert max(sizes) - settled <= MAX_GROWTH_BYTES
        assert process.num_fds() <= files
