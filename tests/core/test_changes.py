"""News of what changed: to every reader, once, in order; from other nodes by Redis."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from server.core.redis.changes import Changes
from server.core.redis.link import RedisLink
from tests.support.redis import RedisServer


async def test_a_reader_hears_each_name_once_until_it_is_read() -> None:
    changes = Changes(None, "people")
    one, two = changes.read(), changes.read()
    waiting = asyncio.ensure_future(anext(one)), asyncio.ensure_future(anext(two))
    await asyncio.sleep(0)
    for name in ("ana", "ben", "ana", "ben"):
        await changes.tell(name)
    assert [await first for first in waiting] == ["ana", "ana"]
    assert await anext(one) == "ben"
    await changes.tell("cleo")
    assert [await anext(two), await anext(two)] == ["ben", "cleo"]
    assert await anext(one) == "cleo"


async def test_nobody_who_does_not_read_costs_anything() -> None:
    changes = Changes(None, "people")
    for n in range(100):
        await changes.tell(str(n))
    reading = asyncio.ensure_future(anext(changes.read()))
    await asyncio.sleep(0)
    await changes.tell("now")
    assert await reading == "now"


@pytest.mark.needs_redis
async def test_another_node_hears_it_and_oneself_not_twice(redis_server: RedisServer) -> None:
    links = [RedisLink(redis_server.url) for _ in range(2)]
    here, there = (Changes(link, "people") for link in links)
    listening = [asyncio.create_task(one.run()) for one in (here, there)]
    heard_here, heard_there = here.read(), there.read()
    far = asyncio.ensure_future(anext(heard_there))
    near = asyncio.ensure_future(anext(heard_here))
    async with asyncio.timeout(10):
        await _both_subscribed(links[0])
        await here.tell("ana")
        assert (await near, await far) == ("ana", "ana")
        await there.tell("ben")
        assert (await anext(heard_here), await anext(heard_there)) == ("ben", "ben")
    for task in listening:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    for link in links:
        await link.close()


async def _both_subscribed(link: RedisLink) -> None:
    channel = "ithaca:changes:people"
    for _ in range(400):
        if await link.ask(lambda redis: redis.pubsub_numsub(channel)) == [(channel.encode(), 2)]:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nobody listens")
