"""Engine.IO and Socket.IO made strict: websocket and msgpack only, no deflate, no bad packet twice.

It overrides private methods of python-socketio and python-engineio, which are pinned exactly.
"""

# mypy: disable-error-code="no-untyped-call"
# (its classes are extended here, and they carry no annotations)

from __future__ import annotations

import asyncio
import logging
from asyncio import Future
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Protocol

import engineio
import msgpack  # type: ignore[import-untyped]
import socketio
from aiohttp import web
from engineio import packet as engine_packet
from engineio.async_drivers import aiohttp as engine_aiohttp
from socketio import packet

from server.core.websocket import Driver

MAX_MESSAGE_BYTES = 262_144
MAX_QUEUED = 2_000  # packets one slow reader may have waiting before it is let go
MAX_QUEUED_VOLATILE = 256  # from then on it is spared what will soon be outdated
PING_S = 5  # a vanished network is noticed within PING_S + PONG_S
PONG_S = 5
GOING_AWAY, RESTARTING = 1001, 1012

logger = logging.getLogger("ithaca.sockets")


class Malformed(Exception):  # noqa: N818 - named like the refusal it stands for
    """A packet that no Socket.IO client of ours would send."""


class Ears(Protocol):
    """Who hears what arrives on a socket."""

    async def came(self, engine_id: str, namespace: str, request: web.Request) -> Any:
        """A wish to enter a namespace; returns an error to refuse it, or None."""

    async def heard(self, socket_id: str, namespace: str, event: str, data: list[Any]) -> Any:
        """An event; returns the ack, or the future of one that comes later."""

    async def went(self, socket_id: str, namespace: str, reason: str) -> None:
        """The socket has gone."""


class Engine(engineio.AsyncServer):
    """Engine.IO that remembers its open WebSockets, and reads and writes them by our driver."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._async = {**engine_aiohttp._async, "websocket": self._driver}
        self.drivers: dict[str, Driver] = {}

    def _driver(self, handler: Any, _server: Any) -> Driver:
        return Driver(
            handler.__self__,
            self.drivers,
            hear=self.handlers["message"],
            most_bytes=MAX_MESSAGE_BYTES,
            patience_s=PING_S + PONG_S,
        )


class StrictServer(socketio.AsyncServer):
    """Socket.IO with one pair of ears instead of handlers by name."""

    def __init__(self, ears: Ears, namespaces: list[str], manager: Any = None) -> None:
        super().__init__(
            client_manager=manager,
            serializer="msgpack",
            namespaces=namespaces,
            async_handlers=False,  # one socket's events in their order
            async_mode="aiohttp",
            transports=["websocket"],
            cors_allowed_origins=[],  # the origin is checked before a request gets here
            max_http_buffer_size=MAX_MESSAGE_BYTES,
            ping_interval=PING_S,
            ping_timeout=PONG_S,
            http_compression=False,
            logger=logger,
            engineio_logger=logger,
        )
        self._ears = ears

    def _engineio_server_class(self) -> type[Engine]:
        return Engine

    async def end(self, engine_id: str, *, code: int) -> None:
        """Closes a connection after everything queued for it has been written."""
        driver, socket = self.eio.drivers.get(engine_id), self.eio.sockets.get(engine_id)
        if driver and socket:  # a client that has just gone may have left its driver behind
            driver.close_code = code
            await socket.queue.put(None)

    async def welcome(self, engine_id: str, namespace: str, sid: str) -> None:
        """Tells a client that it is in."""
        hello = self.packet_class(packet.CONNECT, {"sid": sid}, namespace=namespace)
        await self._send_packet(engine_id, hello)
        await self.manager.connect(sid, namespace)

    async def say_goodbye(self, engine_id: str, namespace: str) -> None:
        """Tells a client that it is out, so that it does not come back by itself."""
        goodbye = self.packet_class(packet.DISCONNECT, namespace=namespace)
        await self._send_packet(engine_id, goodbye)

    async def enter(self, socket_id: str, namespace: str, room: str) -> None:
        """Lets a socket hear a room."""
        await self.enter_room(socket_id, room, namespace=namespace)

    async def exit(self, socket_id: str, namespace: str, room: str) -> None:
        """Ends that."""
        await self.leave_room(socket_id, room, namespace=namespace)

    async def tell(
        self, namespace: str, name: str, content: Any, *, room: str | None, skip: str | None = None
    ) -> None:
        """Sends news to a room or to one socket, on whichever node they are."""
        await self.emit(name, content, room=room, skip_sid=skip, namespace=namespace)

    def fan_out(
        self, namespace: str, name: str, content: Any, to: Iterable[str], *, is_volatile: bool
    ) -> None:
        """Sends news to connections of this process: encoded once, no task and no wait for each."""
        event = self.packet_class(packet.EVENT, namespace=namespace, data=[name, content])
        frame = engine_packet.Packet(engine_packet.MESSAGE, event.encode())
        for engine_id in to:
            self._put(engine_id, frame, is_volatile=is_volatile)

    async def tell_all_here(self, namespace: str, name: str, content: Any) -> None:
        """Sends news to every socket of this process."""
        await self.manager.emit(name, content, namespace=namespace, ignore_queue=True)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Runs one connection from its handshake to its end."""
        answer: web.StreamResponse = await self.handle_request(request)
        return answer

    async def drain(self, patience_s: float) -> None:
        """Closes every connection so that clients come back; waits a little for them to do so."""
        drivers = list(self.eio.drivers.items())
        for engine_id, _ in drivers:
            await self.end(engine_id, code=RESTARTING)
        if drivers:
            await asyncio.wait(
                [asyncio.ensure_future(driver.ended.wait()) for _, driver in drivers],
                timeout=patience_s,
            )
        await self.shutdown()

    async def _handle_eio_message(  # type: ignore[override]
        self, eio_sid: str, data: Any
    ) -> None:
        try:
            kind, namespace, number, content = _decode(data)
        except Malformed:
            await self.end(eio_sid, code=1002)
            return
        if kind == packet.CONNECT:
            await self._handle_connect(eio_sid, namespace, content)
        elif kind == packet.DISCONNECT:
            await self._handle_disconnect(eio_sid, namespace, self.reason.CLIENT_DISCONNECT)
        elif kind == packet.EVENT:
            await self._event(eio_sid, namespace, number, content)

    async def _handle_connect(self, eio_sid: str, namespace: str, _data: Any) -> None:
        if self.manager.sid_from_eio_sid(eio_sid, namespace) is not None:
            return
        request = self.environ[eio_sid]["aiohttp.request"]
        error = await self._ears.came(eio_sid, namespace, request)
        if error is not None:
            refused = self.packet_class(packet.CONNECT_ERROR, data=error, namespace=namespace)
            await self._send_packet(eio_sid, refused)

    async def _event(
        self, eio_sid: str, namespace: str, number: int | None, content: list[Any]
    ) -> None:
        sid = self.manager.sid_from_eio_sid(eio_sid, namespace)
        if sid is None or not self.manager.is_connected(sid, namespace):
            return
        ack = await self._ears.heard(sid, namespace, content[0], content[1:])
        if isinstance(ack, Future):
            ack.add_done_callback(lambda done: self._ack_late(eio_sid, namespace, number, done))
        else:
            self._ack(eio_sid, namespace, number, ack)

    def _ack_late(
        self, eio_sid: str, namespace: str, number: int | None, done: Future[Any]
    ) -> None:
        with suppress(asyncio.CancelledError):
            self._ack(eio_sid, namespace, number, done.result())

    def _ack(self, eio_sid: str, namespace: str, number: int | None, ack: Any) -> None:
        if number is not None and ack is not None:
            answer = self.packet_class(packet.ACK, namespace=namespace, id=number, data=[ack])
            self._put(eio_sid, engine_packet.Packet(engine_packet.MESSAGE, answer.encode()))

    def _put(self, engine_id: str, frame: Any, *, is_volatile: bool = False) -> None:
        """Behind what was told before; who reads too slowly is spared it, or let go."""
        socket = self.eio.sockets.get(engine_id)
        if socket is None or socket.closed:
            return
        if socket.queue.qsize() <= (MAX_QUEUED_VOLATILE if is_volatile else MAX_QUEUED):
            socket.queue.put_nowait(frame)
        elif not is_volatile:
            self._let_go(engine_id)

    async def _trigger_event(self, event: str, namespace: str, *args: Any) -> None:
        if event == "disconnect":
            await self._ears.went(args[0], namespace, str(args[1]))

    async def _send_eio_packet(self, eio_sid: str, eio_pkt: Any) -> None:
        socket = self.eio.sockets.get(eio_sid)
        if socket is not None and socket.queue.qsize() > MAX_QUEUED:
            self._let_go(eio_sid)
            return
        await super()._send_eio_packet(eio_sid, eio_pkt)

    def _let_go(self, engine_id: str) -> None:
        logger.warning("a slow reader was let go")
        if driver := self.eio.drivers.get(engine_id):
            driver.abort()


def _decode(data: Any) -> tuple[int, str, int | None, Any]:
    """A Socket.IO packet as (kind, namespace, ack number, content). Raises: Malformed."""
    if not isinstance(data, bytes):
        raise Malformed
    try:
        fields = msgpack.unpackb(data)
    except (ValueError, TypeError, msgpack.UnpackException):
        raise Malformed from None
    if not isinstance(fields, dict):
        raise Malformed
    kind, namespace = fields.get("type"), fields.get("nsp") or "/"
    number, content = fields.get("id"), fields.get("data")
    if kind not in (packet.CONNECT, packet.DISCONNECT, packet.EVENT, packet.ACK):
        raise Malformed
    if not isinstance(namespace, str) or not isinstance(number, int | None):
        raise Malformed
    if kind == packet.EVENT and not _is_event(content):
        raise Malformed
    return kind, namespace, number, content


def _is_event(content: Any) -> bool:
    return isinstance(content, list) and bool(content) and isinstance(content[0], str)
