"""Two real servers, one Redis, one PostgreSQL: a session is on one of them and outlives it."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser

from tests.e2e.conftest import meet
from tests.support.balancer import Balancer, balancing
from tests.support.browsers import Visitor, until, visiting
from tests.support.postgres import Postgres
from tests.support.processes import Ithaca, ithaca
from tests.support.redis import RedisServer, running_redis

pytestmark = [pytest.mark.alone, pytest.mark.needs_redis]

BACK_S = 40
"""A lease of nine seconds, and a browser on a machine with much to do."""


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    with running_redis(tmp_path) as server:
        yield server


@dataclass(frozen=True)
class Fleet:
    """Two nodes behind one address."""

    balancer: Balancer
    nodes: dict[str, Ithaca]


@pytest.fixture
async def fleet(
    tmp_path: Path, postgres: Postgres, redis_server: RedisServer
) -> AsyncIterator[Fleet]:
    url = await postgres.clone()
    async with balancing() as balancer, AsyncExitStack() as stack:
        nodes = {}
        for name in ("a", "b"):
            started = ithaca(
                "serve",
                database_url=url,
                redis_url=redis_server.url,
                node_name=name,
                data_dir=tmp_path / name,
                port=0,
                media_port=0,
                media_workers=1,
                media_listen="127.0.0.1",
            )
            nodes[name] = await stack.enter_async_context(started)
            await nodes[name].ready()
            balancer.nodes[name] = nodes[name].url
        yield Fleet(balancer, nodes)
    await postgres.drop(url)


@pytest.fixture
async def pair(browser: Browser, fleet: Fleet) -> AsyncIterator[tuple[Visitor, Visitor]]:
    """Two people; the second one's page is given by the other node."""
    async with (
        visiting(browser, fleet.balancer.url, "Penelope") as host,
        visiting(browser, fleet.balancer.url, "Odysseus") as guest,
    ):
        await host.sign_up()
        await guest.sign_up()
        yield host, guest


async def _both_see(*visitors: Visitor) -> None:
    for one in visitors:
        await one.sees(1)
        await one.hears(1)


async def _peers(node: Ithaca) -> int:
    async with ClientSession() as http, http.get(f"{node.url}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    return int(float(next(line.split()[1] for line in lines if line.startswith("ithaca_peers "))))


def _turn(fleet: Fleet) -> None:
    """From now on the other node is asked first."""
    fleet.balancer.nodes = dict(reversed(list(fleet.balancer.nodes.items())))


async def test_who_comes_to_the_other_node_is_taken_to_the_session(
    fleet: Fleet, pair: tuple[Visitor, Visitor]
) -> None:
    host, guest = pair
    link = await host.open_session()
    await host.enter(link)
    _turn(fleet)
    await guest.knock(link)
    await host.find("knock-admit").click()
    await guest.come_in()
    await _both_see(host, guest)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
async def test_a_call_goes_on_with_its_seats_when_its_node_goes(
    fleet: Fleet, pair: tuple[Visitor, Visitor], number: signal.Signals
) -> None:
    host, guest = pair
    await meet(host, guest)
    await _both_see(host, guest)
    seat = await host.tiles().first.get_attribute("data-peer-id")
    await fleet.nodes["a"].stop(number)
    await until(lambda: _peers(fleet.nodes["b"]), 2, "seats on the other node", BACK_S)
    tile = host.page.locator("[data-testid=tile][data-self=false][data-connection=live]")
    await tile.wait_for(timeout=BACK_S * 1000)
    await _both_see(host, guest)
    assert await host.tiles().count() == 1
    assert await tile.get_attribute("data-peer-id") == seat
