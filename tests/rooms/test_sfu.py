"""Transports as the media core sees them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import pytest

from server.core.settings import Settings
from server.rooms.model import (
    DtlsFingerprint,
    DtlsParameters,
    RoomNews,
    TransportFailed,
    TransportStepped,
)
from server.rooms.sfu import Sfu

BROWSER = DtlsParameters(fingerprints=(DtlsFingerprint(algorithm="sha-256", value="00"),))


@pytest.fixture
async def news() -> asyncio.Queue[RoomNews]:
    """What the SFU tells."""
    return asyncio.Queue()


@pytest.fixture
async def sfu(news: asyncio.Queue[RoomNews]) -> AsyncIterator[Sfu]:
    """An SFU on a free loopback port."""
    running = Sfu(Settings(media_listen=("127.0.0.1",), media_port=0), news)
    async with running.run():
        yield running


async def _in_core(sfu: Sfu) -> object:
    await asyncio.sleep(0.05)  # for tasks that were cancelled
    return sum(cast("int", one["transports"]) for one in await sfu.worker_stats())


async def test_an_open_transport_is_open_in_the_core(sfu: Sfu) -> None:
    sfu.transports.create("room", "peer", "send")
    assert await _in_core(sfu) == 1


async def test_a_transport_closed_before_its_handshake_leaves_the_core(sfu: Sfu) -> None:
    made = sfu.transports.create("room", "peer", "send")
    sfu.transports.connect("peer", made.transport_id, BROWSER)
    sfu.close_peer("peer")  # the handshake's task has not taken its first step yet
    assert await _in_core(sfu) == 0


async def test_a_transport_closed_while_it_waits_leaves_the_core(sfu: Sfu) -> None:
    made = sfu.transports.create("room", "peer", "recv")
    sfu.transports.connect("peer", made.transport_id, BROWSER)
    await asyncio.sleep(0.05)
    sfu.close_transport("peer", made.transport_id)
    assert await _in_core(sfu) == 0
    assert sfu.counts()["transports"] == 0


async def test_a_handshake_that_never_ends_is_told_and_leaves_the_core(
    sfu: Sfu, news: asyncio.Queue[RoomNews], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.rooms.dtls.HANDSHAKE_TIMEOUT_S", 0.05)
    made = sfu.transports.create("room", "peer", "send")
    sfu.transports.connect("peer", made.transport_id, BROWSER)
    assert await asyncio.wait_for(news.get(), 20) == TransportStepped("peer", is_up=False)
    told = await asyncio.wait_for(news.get(), 20)
    assert isinstance(told, TransportFailed)
    assert told.transport == made.transport_id
    assert await _in_core(sfu) == 0


async def test_every_address_of_the_host_is_a_candidate_and_loopback_comes_last() -> None:
    anywhere = Sfu(Settings(media_listen=("0.0.0.0",), media_port=0), asyncio.Queue())
    async with anywhere.run():
        made = anywhere.transports.create("room", "peer", "send")
        addresses = [candidate.address for candidate in made.ice_candidates]
        assert addresses[-1] == "127.0.0.1"
        priorities = [candidate.priority for candidate in made.ice_candidates]
        assert priorities == sorted(priorities, reverse=True)
