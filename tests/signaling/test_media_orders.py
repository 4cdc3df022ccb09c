"""Media orders over the socket: what is refused, what others hear; garbage harms nobody."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.ids import new_id
from server.signaling.sockets import door
from tests.signaling.conftest import MAX_PRODUCERS, Arrive
from tests.signaling.orders import code_of, produce, receive, send
from tests.support.calls import Guest, Person, RefusedError

PACE_S = 0.02
"""Slower than the limit of one event, 50 a second, so that every body is looked at."""


async def test_the_others_hear_of_a_new_stream(pair: tuple[Person, Guest]) -> None:
    host, guest = pair
    producer = await send(host)
    news = await guest.hear("producer_added")
    assert news["peerId"] == host.peer
    assert news["producer"] == {
        "producerId": producer,
        "kind": "audio",
        "source": "microphone",
        "isPaused": False,
    }


async def test_a_consumer_carries_the_routers_numbers(pair: tuple[Person, Guest]) -> None:
    host, guest = pair
    consumer = await receive(guest, await send(host))
    assert consumer["rtpParameters"]["codecs"][0]["payloadType"] == 100
    assert consumer["rtpParameters"]["rtcp"]["cname"] == host.peer
    assert consumer["type"] == "simple"


async def test_muting_and_closing_are_heard(pair: tuple[Person, Guest]) -> None:
    host, guest = pair
    producer = await send(host)
    consumer = await receive(guest, producer)
    await host.ask("pause_producer", {"producerId": producer})
    assert (await guest.hear("producer_paused"))["producerId"] == producer
    await host.ask("resume_producer", {"producerId": producer})
    assert (await guest.hear("producer_resumed"))["producerId"] == producer
    await host.ask("close_producer", {"producerId": producer})
    assert (await guest.hear("producer_closed"))["producerId"] == producer
    assert (await guest.hear("consumer_closed"))["consumerId"] == consumer["consumerId"]


async def test_a_closed_transport_ends_its_streams_for_the_others(
    pair: tuple[Person, Guest],
) -> None:
    host, guest = pair
    made = await host.ask("create_transport", {"direction": "send"})
    producer = await produce(host, made["transportId"], 1)
    await host.ask("close_transport", {"transportId": made["transportId"]})
    assert (await guest.hear("producer_closed"))["producerId"] == producer


async def test_a_stream_of_another_room_cannot_be_consumed(
    pair: tuple[Person, Guest], arrive: Arrive
) -> None:
    host, _ = pair
    producer = await send(host)
    elsewhere = await arrive("Antinous")
    await elsewhere.join(await elsewhere.open_room())
    with pytest.raises(RefusedError) as refused:
        await receive(elsewhere, producer)
    assert refused.value.code == "not_found"


async def test_a_stream_is_consumed_once(pair: tuple[Person, Guest]) -> None:
    host, guest = pair
    producer = await send(host)
    await receive(guest, producer)
    assert await code_of(guest, "consume", {"producerId": producer}) == "conflict"


async def test_a_peer_sends_no_more_streams_than_it_may(pair: tuple[Person, Guest]) -> None:
    host, _ = pair
    made = await host.ask("create_transport", {"direction": "send"})
    for number in range(MAX_PRODUCERS):
        await produce(host, made["transportId"], 100 + number)
    with pytest.raises(RefusedError) as refused:
        await produce(host, made["transportId"], 999)
    assert refused.value.code == "too_many_streams"


async def test_a_peer_opens_no_more_than_four_transports(pair: tuple[Person, Guest]) -> None:
    host, _ = pair
    for _ in range(4):
        await host.ask("create_transport", {"direction": "recv"})
    order = {"direction": "recv"}
    assert await code_of(host, "create_transport", order) == "too_many_streams"


async def test_nothing_is_produced_on_a_transport_for_receiving(
    pair: tuple[Person, Guest],
) -> None:
    host, _ = pair
    made = await host.ask("create_transport", {"direction": "recv"})
    with pytest.raises(RefusedError) as refused:
        await produce(host, made["transportId"], 5)
    assert refused.value.code == "not_found"


async def test_a_subscriber_without_the_codec_is_told_so(pair: tuple[Person, Guest]) -> None:
    host, guest = pair
    producer = await send(host)
    await guest.ask("set_capabilities", {"rtpCapabilities": {"codecs": []}})
    await guest.ask("create_transport", {"direction": "recv"})
    assert await code_of(guest, "consume", {"producerId": producer}) == "cannot_consume"


GARBAGE: list[Any] = [
    {"unknown": 1},
    {"transportId": 5},
    {"transportId": "x" * 1000},
    {"transportId": "../../etc"},
    {"producerId": None},
    {"consumerId": {"$ne": 1}},
    {"rtpCapabilities": {"codecs": [{"kind": "video"}] * 500}},
    {"rtpParameters": {"codecs": []}},
    {"token": "x" * 5000},
    {"roomId": "'; DROP TABLE room; --", "name": "\u202eevil"},
    [],
    "text",
    7,
    b"\x00\xff",
]


@pytest.mark.parametrize("event", sorted(door.events))
async def test_garbage_is_refused_and_the_session_goes_on(
    pair: tuple[Person, Guest], event: str
) -> None:
    host, guest = pair
    for body in GARBAGE:
        code = await code_of(guest, event, body)
        assert code in {"invalid", "malformed", "room_token_refused", "too_many"}, body
    await host.ask("get_stats")


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(max_size=20)
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=12,
)
PAYLOADS = [event.payload for event in door.events.values()]
NAMES = sorted({name for payload in PAYLOADS for name in payload.__struct_encode_fields__})


async def test_no_shape_of_body_makes_a_bug(pair: tuple[Person, Guest]) -> None:
    host, _ = pair
    bodies: list[tuple[str, Any]] = []

    @settings(max_examples=200, database=None, deadline=None)
    @given(st.sampled_from(sorted(door.events)), st.dictionaries(st.sampled_from(NAMES), ANYTHING))
    def gather(event: str, body: Any) -> None:
        bodies.append((event, body))

    gather()
    for event, body in bodies:
        if event == "leave":
            continue
        assert await code_of(host, event, body) != "server_error", (event, body)
        await asyncio.sleep(PACE_S)
    assert await code_of(host, "consume", {"producerId": new_id()}) in {"conflict", "not_found"}
