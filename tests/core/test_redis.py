"""What nodes share through a real Redis, also when it is stopped and started again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientSession

from server.app import create_app
from server.core.errors import TooMany
from server.core.limits import Limits
from server.core.redis.link import PAUSE_S, RedisLink
from server.core.redis.presence import LocalPresence, Presence, SharedPresence
from server.core.sockets import SOCKETS
from tests.conftest import test_settings
from tests.core.echoing import ANNA, door, identify
from tests.support.redis import RedisServer
from tests.support.servers import LiveServer, serving
from tests.support.sockets import connected

pytestmark = pytest.mark.needs_redis


@asynccontextmanager
async def node(folder: Path, database_url: str, redis_url: str) -> AsyncIterator[LiveServer]:
    settings = replace(test_settings(folder, database_url), redis_url=redis_url)
    async with serving(create_app(settings, identify=identify, doors=(door,))) as live:
        yield live


async def test_two_nodes_share_a_rate_limit(redis_server: RedisServer) -> None:
    links = [RedisLink(redis_server.url) for _ in range(2)]
    one, two = (Limits(link) for link in links)
    for _ in range(2):
        await one.hit("4/minute", "mail", "anna")
        await two.hit("4/minute", "mail", "anna")
    with pytest.raises(TooMany) as refused:
        await two.hit("4/minute", "mail", "anna")
    assert 1 <= refused.value.retry_after_s <= 60
    await one.hit("4/minute", "mail", "ben")
    for link in links:
        await link.close()


async def test_limits_count_on_in_memory_while_redis_is_gone(
    redis_server: RedisServer, link: RedisLink
) -> None:
    limits = Limits(link)
    redis_server.stop()
    for _ in range(3):
        await limits.hit("3/minute", "x")
    with pytest.raises(TooMany):
        await limits.hit("3/minute", "x")


async def test_limits_use_redis_again_when_it_is_back(
    redis_server: RedisServer, link: RedisLink
) -> None:
    limits = Limits(link)
    redis_server.stop()
    await limits.hit("9/minute", "x")
    redis_server.start()
    await asyncio.sleep(PAUSE_S + 0.1)
    await limits.hit("9/minute", "x")
    with redis_server.client() as client:
        assert client.keys("ithaca:limit*")


async def test_a_gone_redis_costs_a_caller_almost_no_time(
    redis_server: RedisServer, link: RedisLink
) -> None:
    limits = Limits(link)
    redis_server.stop()
    started = asyncio.get_running_loop().time()
    for _ in range(50):
        await limits.hit("100/minute", "x")
    assert asyncio.get_running_loop().time() - started < 1.5


@pytest.fixture(params=["here", "shared"])
def presence(request: pytest.FixtureRequest) -> Presence:
    if request.param == "here":
        return LocalPresence()
    return SharedPresence(request.getfixturevalue("link"))


async def test_presence_lists_who_was_added(presence: Presence) -> None:
    await presence.add("room:1", "anna", 30)
    await presence.add("room:1", "ben", 30)
    await presence.add("room:2", "cleo", 30)
    await presence.remove("room:1", "ben")
    assert await presence.members("room:1") == {"anna"}
    assert await presence.members("room:3") == set()


async def test_presence_forgets_who_is_not_renewed(presence: Presence) -> None:
    await presence.add("room:1", "anna", 0.3)
    await presence.add("room:1", "ben", 0.3)
    await presence.add("room:1", "ben", 30)
    await asyncio.sleep(0.4)
    assert await presence.members("room:1") == {"ben"}


async def test_presence_goes_on_here_without_redis_and_returns_with_it(
    redis_server: RedisServer, link: RedisLink
) -> None:
    shared = SharedPresence(link)
    await shared.add("room:1", "anna", 30)
    redis_server.stop()
    assert await shared.members("room:1") == {"anna"}
    await shared.add("room:1", "ben", 30)
    redis_server.start()
    await asyncio.sleep(PAUSE_S + 0.1)
    await shared.add("room:1", "ben", 30)
    assert await shared.members("room:1") == {"ben"}


async def test_news_reach_sockets_on_another_node(
    redis_server: RedisServer, tmp_path: Path, sqlite_url: str
) -> None:
    async with (
        node(tmp_path, sqlite_url, redis_server.url) as one,
        node(tmp_path, sqlite_url, redis_server.url) as two,
        connected(one.url, "/echo") as here,
        connected(two.url, "/echo") as there,
    ):
        await there.call("enter_hall")
        await asyncio.sleep(0.3)  # until the nodes have subscribed
        await here.call("say", {"text": "hello"})
        assert (await there.told("said"))["text"] == "hello"


async def test_a_persons_sockets_close_on_every_node(
    redis_server: RedisServer, tmp_path: Path, sqlite_url: str
) -> None:
    async with (
        node(tmp_path, sqlite_url, redis_server.url) as one,
        node(tmp_path, sqlite_url, redis_server.url) as two,
        connected(one.url, "/echo", ANNA) as here,
        connected(two.url, "/echo", ANNA) as there,
        connected(two.url, "/echo") as stranger,
    ):
        await asyncio.sleep(0.3)
        await one.app[SOCKETS].close_person("anna")
        await asyncio.wait_for(here.gone.wait(), 20)
        await asyncio.wait_for(there.gone.wait(), 20)
        assert "ok" in await stranger.call("enter_hall")


async def test_news_survive_a_stopped_and_restarted_redis(
    redis_server: RedisServer, tmp_path: Path, sqlite_url: str
) -> None:
    async with (
        node(tmp_path, sqlite_url, redis_server.url) as one,
        node(tmp_path, sqlite_url, redis_server.url) as two,
        connected(one.url, "/echo") as here,
        connected(one.url, "/echo") as beside,
        connected(two.url, "/echo") as there,
    ):
        await beside.call("enter_hall")
        await there.call("enter_hall")
        redis_server.stop()
        await here.call("say", {"text": "local"})
        assert (await beside.told("said"))["text"] == "local"
        redis_server.start()
        await asyncio.sleep(2.5)
        await here.call("say", {"text": "again"})
        assert (await there.told("said"))["text"] == "again"


async def test_readiness_follows_redis(
    redis_server: RedisServer, tmp_path: Path, sqlite_url: str
) -> None:
    async with node(tmp_path, sqlite_url, redis_server.url) as one, ClientSession() as session:
        assert (await session.get(f"{one.url}/readyz")).status == 200
        redis_server.stop()
        answer = await session.get(f"{one.url}/readyz")
        assert answer.status == 503
        assert (await answer.json())["checks"]["redis"] is False
        assert (await session.get(f"{one.url}/healthz")).status == 200
