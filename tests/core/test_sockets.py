"""The socket door, spoken to by real Socket.IO clients and by rude ones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import msgpack  # type: ignore[import-untyped]
import pytest
import socketio
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType
from socketio import packet
from socketio.msgpack_packet import MsgPackPacket

from server.app import create_app
from server.core.errors import Conflict
from server.core.sockets import SOCKETS
from server.core.transport import MAX_QUEUED
from tests.conftest import test_settings
from tests.core.echoing import ANNA, Said, door, gone, identify
from tests.support.servers import LiveServer, serving
from tests.support.sockets import Client, connected


@pytest.fixture
async def echo(tmp_path: Path, sqlite_url: str) -> AsyncIterator[LiveServer]:
    settings = test_settings(tmp_path, sqlite_url)
    async with serving(create_app(settings, identify=identify, doors=(door,))) as live:
        yield live


@pytest.fixture
async def client(echo: LiveServer) -> AsyncIterator[Client]:
    async with connected(echo.url, "/echo") as one:
        yield one


async def test_an_event_is_acked_with_its_result(client: Client) -> None:
    assert await client.call("say", {"text": "hi"}) == {"ok": {"text": "hi", "whoSaid": None}}


async def test_an_event_without_result_is_acked_with_an_empty_object(client: Client) -> None:
    assert await client.call("enter_hall") == {"ok": {}}


async def test_an_unknown_event_is_refused_by_name(client: Client) -> None:
    answer = await client.call("fly")
    assert answer["error"]["code"] == "unknown_event"


@pytest.mark.parametrize("name", ["connect", "disconnect", "*", "__init__", "message"])
async def test_reserved_names_are_unknown_events(client: Client, name: str) -> None:
    assert (await client.call(name))["error"]["code"] == "unknown_event"


async def test_a_wrong_payload_is_refused_field_by_field(client: Client) -> None:
    answer = await client.call("say", {"text": 5, "pauseS": "x", "more": 1})
    assert answer["error"]["code"] == "invalid"
    assert set(answer["error"]["fields"]) == {"text", "pauseS", "more"}


@pytest.mark.parametrize("payload", ["text", 5, [1], b"bytes", None])
async def test_a_payload_that_is_no_object_is_refused(client: Client, payload: object) -> None:
    answer = await client.io.call("say", payload, namespace="/echo", timeout=5)
    assert answer["error"]["code"] == "invalid"


async def test_a_nul_character_is_refused(client: Client) -> None:
    assert (await client.call("say", {"text": "a\0"}))["error"]["code"] == "invalid"


async def test_a_domain_refusal_reaches_the_ack(client: Client) -> None:
    answer = await client.call("take")
    assert answer["error"] == {
        "code": "taken",
        "status": 409,
        "title": Conflict.title,
        "detail": "Somebody was faster.",
    }


async def test_a_bug_is_acked_without_details_and_the_socket_lives(client: Client) -> None:
    answer = await client.call("break")
    assert answer["error"]["code"] == "server_error"
    assert "purpose" not in str(answer)
    assert "ok" in await client.call("enter_hall")


async def test_too_many_of_one_event_are_refused(client: Client) -> None:
    codes = [(await client.call("take"))["error"]["code"] for _ in range(5)]
    assert codes == ["taken", "taken", "taken", "too_many", "too_many"]
    assert "ok" in await client.call("enter_hall")


async def test_strangers_may_not_send_private_events(client: Client) -> None:
    assert (await client.call("private"))["error"]["code"] == "unauthenticated"


async def test_a_signed_in_caller_is_known(echo: LiveServer) -> None:
    async with connected(echo.url, "/echo", ANNA) as anna:
        assert await anna.call("private") == {"ok": {}}
        assert (await anna.call("say", {"text": "x"}))["ok"]["whoSaid"] == "anna"


async def test_an_ended_sign_in_cannot_connect(echo: LiveServer) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        async with connected(echo.url, "/echo", {"Authorization": "expired"}):
            pass


async def test_an_unknown_namespace_is_refused(echo: LiveServer) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        async with connected(echo.url, "/nowhere"):
            pass


async def test_one_sockets_events_keep_their_order(client: Client) -> None:
    acks: asyncio.Queue[str] = asyncio.Queue()

    def note(answer: dict[str, dict[str, str]]) -> None:
        acks.put_nowait(answer["ok"]["text"])

    for text, pause in (("1", 0.2), ("2", 0.05), ("3", 0)):
        body = {"text": text, "pauseS": pause}
        await client.io.emit("say", body, namespace="/echo", callback=note)
    assert [await asyncio.wait_for(acks.get(), 5) for _ in range(3)] == ["1", "2", "3"]


async def test_a_slow_socket_does_not_hold_up_another(echo: LiveServer, client: Client) -> None:
    async with connected(echo.url, "/echo") as other:
        slow = asyncio.ensure_future(client.call("say", {"text": "slow", "pauseS": 1}))
        await other.call("say", {"text": "fast"})
        assert not slow.done()
        await slow


async def test_news_reach_the_room_but_not_the_skipped(echo: LiveServer, client: Client) -> None:
    async with connected(echo.url, "/echo") as other:
        await client.call("enter_hall")
        await other.call("enter_hall")
        await client.call("say", {"text": "hello"})
        assert (await other.told("said"))["text"] == "hello"
        assert client.news.empty()
        await other.call("leave_hall")
        await client.call("say", {"text": "again"})
        await other.call("enter_hall")
        assert other.news.empty()


async def test_a_closed_socket_gets_its_last_news_first(client: Client) -> None:
    await client.io.emit("throw_me_out", {}, namespace="/echo")
    assert (await client.told("said"))["text"] == "bye"
    await asyncio.wait_for(client.gone.wait(), 5)


async def test_the_door_hears_who_has_gone(echo: LiveServer) -> None:
    while not gone.empty():
        gone.get_nowait()
    async with connected(echo.url, "/echo") as one:
        own_id = one.io.get_sid("/echo")
        await one.io._send_packet(MsgPackPacket(packet.DISCONNECT, namespace="/echo"))
        heard, reason = await asyncio.wait_for(gone.get(), 5)
    assert heard == own_id
    assert reason == "client disconnect"


async def test_a_persons_sockets_can_be_closed(echo: LiveServer, client: Client) -> None:
    async with connected(echo.url, "/echo", ANNA) as one, connected(echo.url, "/echo", ANNA) as two:
        await echo.app[SOCKETS].close_person("anna")
        await asyncio.wait_for(one.gone.wait(), 5)
        await asyncio.wait_for(two.gone.wait(), 5)
        assert "ok" in await client.call("enter_hall")


async def test_another_sites_page_cannot_connect(echo: LiveServer) -> None:
    async with ClientSession() as session:
        address = f"{echo.url}/socket.io/?EIO=4&transport=websocket"
        answer = await session.get(address, headers={"Origin": "https://evil.example"})
        assert answer.status == 403
        assert (await answer.json())["code"] == "cross_site"


@pytest.mark.parametrize("query", ["EIO=4&transport=polling", "EIO=3&transport=websocket", ""])
async def test_other_transports_are_refused(echo: LiveServer, query: str) -> None:
    async with ClientSession() as session:
        assert (await session.get(f"{echo.url}/socket.io/?{query}")).status == 400


def _packed(**fields: object) -> bytes:
    packed: bytes = msgpack.packb(fields)
    return packed


RUDE: list[bytes | str] = [
    b"\xc1",
    b"",
    b"\x93\x01",
    "hello",
    "",
    "2",
    "4garbage",
    "b!!!",
    "9",
    _packed(type=2, nsp="/echo", data={}),
    _packed(type=2, nsp="/echo", data=[]),
    _packed(type=2, nsp="/echo", data=[5]),
    _packed(type=2, nsp={"a": 1}, data=["say"]),
    _packed(type=5, nsp="/echo", data=["say"]),
    _packed(type="x"),
    _packed(nsp="/echo"),
    msgpack.packb([1, 2]),
    msgpack.packb({1: 2}),
    _packed(type=2, nsp="/echo", id="x", data=["say"]),
    b"\x81" * 10_000,
    b"x" * 300_000,
]


@pytest.mark.parametrize("frame", RUDE, ids=range(len(RUDE)))
async def test_a_rude_frame_ends_only_its_own_connection(
    echo: LiveServer, client: Client, frame: bytes | str
) -> None:
    async with ClientSession() as session:
        address = f"{echo.url}/socket.io/?EIO=4&transport=websocket"
        async with session.ws_connect(address, max_msg_size=0) as rude:
            await rude.receive()
            if isinstance(frame, bytes):
                await rude.send_bytes(frame)
            else:
                await rude.send_str(frame)
            assert await _closed(rude)
    assert "ok" in await client.call("enter_hall")


async def test_an_event_before_entering_is_ignored(echo: LiveServer) -> None:
    async with ClientSession() as session:
        address = f"{echo.url}/socket.io/?EIO=4&transport=websocket"
        async with session.ws_connect(address) as rude:
            await rude.receive()
            await rude.send_bytes(_packed(type=2, nsp="/echo", id=1, data=["enter_hall", {}]))
            await rude.send_bytes(_packed(type=0, nsp="/echo"))
            answer = msgpack.unpackb((await rude.receive()).data)
            assert answer["type"] == 0


async def test_a_flood_closes_the_connection(echo: LiveServer, client: Client) -> None:
    async with connected(echo.url, "/echo") as flooder:
        for _ in range(400):
            await flooder.io.emit("fly", {}, namespace="/echo")
        await asyncio.wait_for(flooder.gone.wait(), 5)
    assert "ok" in await client.call("enter_hall")


async def _closed(ws: ClientWebSocketResponse) -> bool:
    async with asyncio.timeout(5):
        while True:
            message = await ws.receive()
            if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING):
                return True


async def test_a_vanished_network_is_noticed_within_twelve_seconds(echo: LiveServer) -> None:
    while not gone.empty():
        gone.get_nowait()
    async with ClientSession() as session:
        address = f"{echo.url}/socket.io/?EIO=4&transport=websocket"
        async with session.ws_connect(address) as mute:
            await mute.receive()
            await mute.send_bytes(_packed(type=0, nsp="/echo"))
            _, reason = await asyncio.wait_for(gone.get(), 12)  # no ping is ever answered
    assert reason in {"ping timeout", "transport close"}


async def test_a_reader_that_stops_reading_is_let_go(echo: LiveServer) -> None:
    while not gone.empty():
        gone.get_nowait()
    async with ClientSession() as session:
        address = f"{echo.url}/socket.io/?EIO=4&transport=websocket"
        async with session.ws_connect(address) as stalled:
            await stalled.receive()
            await stalled.send_bytes(_packed(type=0, nsp="/echo"))
            await stalled.receive()
            await stalled.send_bytes(_packed(type=2, nsp="/echo", data=["enter_hall", {}]))
            await asyncio.sleep(0.2)
            stalled._conn.protocol.pause_reading()  # type: ignore[union-attr]
            sockets = echo.app[SOCKETS]
            for _ in range(MAX_QUEUED * 2):
                await sockets.emit(Said(text="x" * 20_000, who_said=None), room="hall")
            await asyncio.wait_for(gone.get(), 5)
            assert len(sockets) == 0
            stalled._conn.protocol.resume_reading()  # type: ignore[union-attr]
