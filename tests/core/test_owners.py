"""Leases between nodes in a real Redis."""

from __future__ import annotations

import asyncio

import pytest

from server.core.redis.link import RedisLink
from server.core.redis.owners import Owners
from tests.support.redis import RedisServer

pytestmark = pytest.mark.needs_redis


async def test_one_node_has_it_until_it_gives_it_back(link: RedisLink) -> None:
    one, two = Owners(link, "a"), Owners(link, "b")
    assert await one.take("room:ithaca", 60) == "a"
    assert await two.take("room:ithaca", 60) == "a"
    await two.give_back("room:ithaca")
    assert await two.owner("room:ithaca") == "a"
    await one.give_back("room:ithaca")
    assert await two.owner("room:ithaca") is None
    assert await two.take("room:ithaca", 60) == "b"


async def test_what_is_not_renewed_is_free(link: RedisLink) -> None:
    one, two = Owners(link, "a"), Owners(link, "b")
    await one.take("room:ithaca", 0.05)
    await asyncio.sleep(0.1)
    assert await two.take("room:ithaca", 60) == "b"


async def test_each_node_goes_on_alone_while_redis_is_gone(
    redis_server: RedisServer, link: RedisLink
) -> None:
    one = Owners(link, "a")
    redis_server.stop()
    assert await one.take("room:ithaca", 60) == "a"
    assert await one.owner("room:ithaca") is None


async def test_a_node_without_a_name_shares_nothing(link: RedisLink) -> None:
    alone = Owners(link, None)
    assert await alone.take("room:ithaca", 60) is None
    assert await alone.owner("room:ithaca") is None
