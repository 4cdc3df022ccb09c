"""Ithaca as a process: how it starts, what it refuses, how fast it stops."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.support.postgres import Postgres
from tests.support.processes import ithaca
from tests.support.programs import free_port
from tests.support.sockets import connected

AT_ONCE_S = 10
"""Without our own closing of sockets it takes a minute; a busy machine takes a second or two."""


async def test_it_is_reachable_once_it_says_so_and_stops_at_once_with_open_sockets(
    tmp_path: Path,
) -> None:
    async with ithaca("serve", data_dir=tmp_path, port=0, media_port=0) as server:
        await server.ready()
        async with ClientSession() as session:
            assert (await session.get(f"{server.url}/readyz")).status == 200
        async with (
            connected(server.url, "/call") as one,
            connected(server.url, "/call") as two,
        ):
            started = time.monotonic()
            assert await server.stop(signal.SIGTERM) == 0
            assert time.monotonic() - started < AT_ONCE_S
            for client in (one, two):
                assert await client.told("server_draining") == {}
                await asyncio.wait_for(client.gone.wait(), 20)


async def test_an_unknown_setting_stops_it_with_the_right_name() -> None:
    async with ithaca("serve", databse_url="x") as server:
        with pytest.raises(RuntimeError, match="did you mean ITHACA_DATABASE_URL"):
            await server.ready()
        assert await server.process.wait() == 2


async def test_a_taken_port_is_said_plainly(tmp_path: Path) -> None:
    port = free_port()
    taken = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", port)
    async with taken, ithaca("serve", data_dir=tmp_path, port=port, media_port=0) as server:
        with pytest.raises(RuntimeError, match="address already in use"):
            await server.ready()
        assert await server.process.wait() == 4


@pytest.mark.needs_postgres
async def test_on_postgresql_it_waits_for_the_operator_to_migrate(
    postgres: Postgres, tmp_path: Path
) -> None:
    url = await postgres.clone("template0")
    common: dict[str, Any] = {"database_url": url, "data_dir": tmp_path, "media_port": 0}
    async with ithaca("serve", **common, port=0) as server:
        with pytest.raises(RuntimeError, match="Run `ithaca migrate` first"):
            await server.ready()
        assert await server.process.wait() == 3
    async with ithaca("migrate", **common) as migration:
        assert await asyncio.wait_for(migration.process.wait(), 60) == 0
    async with ithaca("serve", **common, port=0) as server:
        await server.ready()
        assert await server.stop() == 0
    await postgres.drop(url)


@pytest.mark.needs_postgres
async def test_an_unreachable_database_is_said_plainly(tmp_path: Path) -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    async with ithaca("serve", database_url=url, data_dir=tmp_path) as server:
        with pytest.raises(RuntimeError, match="The database cannot be used"):
            await server.ready()
        assert await server.process.wait() == 3


async def test_a_worker_runs_and_stops(tmp_path: Path) -> None:
    async with ithaca("worker", data_dir=tmp_path) as worker:
        await worker.ready()
        assert await worker.stop(signal.SIGINT) == 0
