"""Several media workers: rooms are spread over them, none is split, and one may die."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from server.core.settings import Settings
from server.rooms.model import RoomMoved, RoomNews, TransportFailed
from server.rooms.sfu import Sfu
from tests.support.programs import free_ports

PATIENCE_S = 20


@pytest.fixture
async def news() -> asyncio.Queue[RoomNews]:
    """What the SFU tells."""
    return asyncio.Queue()


@pytest.fixture
async def sfu(news: asyncio.Queue[RoomNews]) -> AsyncIterator[Sfu]:
    """An SFU of two workers on free loopback ports."""
    settings = Settings(media_listen=("127.0.0.1",), media_port=0, media_workers=2)
    running = Sfu(settings, news)
    async with running.run():
        yield running


def _port(sfu: Sfu, room: str, peer: str) -> int:
    """The port of a new transport: that of the worker it is on."""
    return sfu.transports.create(room, peer, "send").ice_candidates[0].port


async def _on_workers(sfu: Sfu, figure: str) -> list[object]:
    return [one[figure] for one in await sfu.worker_stats()]


async def test_a_room_that_cannot_move_stays_what_its_worker_knows_it_by() -> None:
    settings = Settings(media_listen=("127.0.0.1",), media_port=0, media_workers=1)
    alone = Sfu(settings, asyncio.Queue())
    async with alone.run():
        place = alone.engines.place("ithaca")
        assert alone.relieve() == 0
        assert alone.engines.place("ithaca") == place


async def test_a_second_room_goes_to_the_other_worker(sfu: Sfu) -> None:
    assert _port(sfu, "ithaca", "penelope") != _port(sfu, "ogygia", "calypso")
    assert await _on_workers(sfu, "transports") == [1, 1]


async def test_everybody_in_a_room_is_on_one_worker(sfu: Sfu) -> None:
    _port(sfu, "ogygia", "calypso")
    ports = {_port(sfu, "ithaca", f"suitor {number}") for number in range(20)}
    assert len(ports) == 1
    assert sorted(map(str, await _on_workers(sfu, "transports"))) == ["1", "20"]


async def test_a_room_that_emptied_leaves_its_place(sfu: Sfu) -> None:
    first = _port(sfu, "ithaca", "penelope")
    _port(sfu, "ogygia", "calypso")
    sfu.close_peer("penelope")
    assert await _on_workers(sfu, "rooms") == [0, 1]
    assert _port(sfu, "scheria", "nausicaa") == first


async def test_a_dead_worker_takes_only_its_own_rooms_with_it(
    sfu: Sfu, news: asyncio.Queue[RoomNews]
) -> None:
    _port(sfu, "ithaca", "penelope")
    _port(sfu, "ogygia", "calypso")
    sfu.engines.of("ithaca").worker.crash()
    told = await asyncio.wait_for(news.get(), PATIENCE_S)
    assert told == RoomMoved("ithaca", "worker_lost")
    assert news.empty()
    assert await _on_workers(sfu, "transports") == [0, 1]


async def test_a_dead_worker_is_replaced_and_its_room_begins_anew(
    sfu: Sfu, news: asyncio.Queue[RoomNews]
) -> None:
    _port(sfu, "ithaca", "penelope")
    sfu.engines.of("ithaca").worker.crash()
    await asyncio.wait_for(news.get(), PATIENCE_S)
    _port(sfu, "ithaca", "penelope")
    assert sum(not engine.is_lost for engine in sfu.engines.all) == 2
    assert await _on_workers(sfu, "transports") == [1, 0]


async def test_each_further_worker_takes_the_next_port() -> None:
    first = free_ports(3, socket.SOCK_DGRAM)
    settings = Settings(media_listen=("127.0.0.1",), media_port=first, media_workers=3)
    sfu = Sfu(settings, asyncio.Queue())
    async with sfu.run():
        assert [one.worker.port for one in sfu.engines.all] == [first, first + 1, first + 2]


async def test_a_room_moves_off_the_busiest_worker(sfu: Sfu, news: asyncio.Queue[RoomNews]) -> None:
    old = _port(sfu, "ithaca", "penelope")
    assert sfu.relieve() == 1
    assert news.get_nowait() == RoomMoved("ithaca", "drain")
    assert _port(sfu, "ithaca", "penelope") != old
    assert await _on_workers(sfu, "transports") == [1, 1]  # the old one serves until all follow


async def test_what_was_not_moved_in_time_is_closed(
    sfu: Sfu, news: asyncio.Queue[RoomNews], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.rooms.moves.MOVED_WITHIN_S", 0.05)
    left = sfu.transports.create("ithaca", "penelope", "recv")
    sfu.relieve()
    news.get_nowait()
    told = await asyncio.wait_for(news.get(), PATIENCE_S)
    assert isinstance(told, TransportFailed)
    assert told.transport == left.transport_id


async def test_one_worker_alone_moves_nothing(news: asyncio.Queue[RoomNews]) -> None:
    alone = Sfu(Settings(media_listen=("127.0.0.1",), media_port=0, media_workers=1), news)
    async with alone.run():
        alone.transports.create("ithaca", "penelope", "send")
        assert alone.relieve() == 0
        assert news.empty()


async def test_a_room_that_emptied_while_it_moved_leaves_its_place(
    sfu: Sfu, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.rooms.moves.MOVED_WITHIN_S", 0.05)
    _port(sfu, "ithaca", "penelope")
    sfu.relieve()
    sfu.close_peer("penelope")
    await asyncio.sleep(0.1)
    assert await _on_workers(sfu, "rooms") == [0, 0]
