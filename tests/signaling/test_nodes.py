"""Two nodes on one database and one real Redis: what is decided at one is done at the other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from server.app import create_app
from server.services import SERVICES
from tests.conftest import test_settings
from tests.support.calls import Person, RefusedError
from tests.support.redis import RedisServer, running_redis
from tests.support.servers import LiveServer, serving

pytestmark = pytest.mark.needs_redis


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    with running_redis(tmp_path) as server:
        yield server


@pytest.fixture
async def nodes(
    tmp_path: Path, sqlite_url: str, redis_server: RedisServer
) -> AsyncIterator[tuple[LiveServer, LiveServer]]:
    """Nodes a and b; in life a proxy stands before them."""
    settings = replace(test_settings(tmp_path, sqlite_url), redis_url=redis_server.url)
    async with AsyncExitStack() as stack:
        a, b = [
            await stack.enter_async_context(serving(create_app(replace(settings, node_name=name))))
            for name in ("a", "b")
        ]
        yield a, b


@pytest.fixture
async def pair(
    nodes: tuple[LiveServer, LiveServer],
) -> AsyncIterator[tuple[Person, Person, str]]:
    """Host and participant in a session on node a."""
    async with Person.arriving(nodes[0], "Penelope") as host:
        async with Person.arriving(nodes[0], "Odysseus") as other:
            room = await host.open_room()
            await host.join(room)
            knock = await other.ask("knock", {"roomId": room, "name": "Odysseus"})
            await host.ask("answer_knock", {"knockId": knock["knockId"], "isAdmitted": True})
            await other.join(room)
            yield host, other, room


async def test_a_session_ended_at_another_node_ends(
    nodes: tuple[LiveServer, LiveServer], pair: tuple[Person, Person, str]
) -> None:
    a, b = nodes
    host, other, room = pair
    origin = {"Origin": b.url}
    async with host.http.post(f"{b.url}/api/rooms/{room}/end", headers=origin) as answer:
        assert answer.status == 200
    for one in (host, other):
        await one.hear("room_ended")
        with pytest.raises(RefusedError, match="Join the session first"):
            await one.ask("create_transport", {"direction": "send"})
    assert a.app[SERVICES].signaling.counts()["peers"] == 0


async def test_who_is_removed_at_another_node_is_sent_out(
    nodes: tuple[LiveServer, LiveServer], pair: tuple[Person, Person, str]
) -> None:
    b = nodes[1]
    host, other, room = pair
    me = await (await other.http.get("/api/me")).json()
    url = f"{b.url}/api/rooms/{room}/participants/{me['id']}"
    async with host.http.delete(url, headers={"Origin": b.url}) as answer:
        assert answer.status == 200
    await other.hear("removed")
    assert (await host.hear("peer_left"))["reason"] == "removed"
