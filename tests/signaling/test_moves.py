"""A live room moves to another media worker: what each browser is told and may do meanwhile."""

from __future__ import annotations

import pytest

from server.services import SERVICES
from tests.signaling.orders import CAPABILITIES, code_of, opus, receive, send
from tests.support.calls import Guest, Person
from tests.support.servers import LiveServer

pytestmark = pytest.mark.usefixtures("pair")


def _move(live: LiveServer) -> None:
    assert live.app[SERVICES].rooms.sfu.relieve() == 1


async def _send_again(who: Guest, producer: str, ssrc: int) -> str:
    made = await who.ask("create_transport", {"direction": "send"})
    order = {
        "transportId": made["transportId"],
        "kind": "audio",
        "source": "microphone",
        "rtpParameters": opus(ssrc),
        "replaces": producer,
    }
    again: str = (await who.ask("produce", order))["producerId"]
    return again


async def test_a_stream_keeps_its_id_and_is_received_anew(
    host: Person, guest: Guest, live: LiveServer
) -> None:
    producer = await send(host)
    old = await receive(guest, producer)
    _move(live)
    assert (await guest.hear("move"))["reason"] == "drain"
    made = await guest.ask("create_transport", {"direction": "recv"})
    order = {"producerId": producer, "transportId": made["transportId"]}
    assert await code_of(guest, "consume", order) == "not_moved_yet"
    assert await _send_again(host, producer, 2222) == producer
    assert (await guest.hear("producer_moved"))["producerId"] == producer
    new = await guest.ask("consume", order)
    assert new["consumerId"] != old["consumerId"]
    assert guest.heard("producer_closed") == []


async def test_the_old_path_ends_when_nobody_receives_by_it(
    host: Person, guest: Guest, live: LiveServer
) -> None:
    sending = await host.ask("create_transport", {"direction": "send"})
    order = {
        "transportId": sending["transportId"],
        "kind": "audio",
        "source": "microphone",
        "rtpParameters": opus(1111),
    }
    producer = (await host.ask("produce", order))["producerId"]
    await guest.ask("set_capabilities", {"rtpCapabilities": CAPABILITIES})
    receiving = await guest.ask("create_transport", {"direction": "recv"})
    await guest.ask("consume", {"producerId": producer})
    _move(live)
    await _send_again(host, producer, 2222)
    made = await guest.ask("create_transport", {"direction": "recv"})
    await guest.ask("consume", {"producerId": producer, "transportId": made["transportId"]})
    assert live.app[SERVICES].signaling.counts()["transports"] == 4
    await guest.ask("close_transport", {"transportId": receiving["transportId"]})
    assert (await host.hear("transport_closed"))["transportId"] == sending["transportId"]
    assert guest.heard("producer_closed") == []
    assert live.app[SERVICES].signaling.counts()["transports"] == 2


async def test_muting_while_it_moves_mutes_both_paths(
    host: Person, guest: Guest, live: LiveServer
) -> None:
    producer = await send(host)
    await receive(guest, producer)
    _move(live)
    await _send_again(host, producer, 2222)
    await host.ask("pause_producer", {"producerId": producer})
    assert (await guest.hear("producer_paused"))["producerId"] == producer
    await host.ask("close_producer", {"producerId": producer})
    assert (await guest.hear("producer_closed"))["producerId"] == producer
    assert live.app[SERVICES].signaling.counts()["producers"] == 0


async def test_nobody_takes_over_the_stream_of_somebody_else(
    host: Person, guest: Guest, live: LiveServer
) -> None:
    producer = await send(host)
    _move(live)
    assert await _send_again(guest, producer, 2222) != producer
    assert (await host.hear("producer_added"))["peerId"] != host.peer
