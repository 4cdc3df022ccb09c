"""One WebSocket of Engine.IO's, read and written without a task or a timer for each message.

It takes the place of Engine.IO's own loop, whose tasks were most of what a short message cost. It
refuses what Engine.IO says besides messages, but for the answer to a ping and a goodbye.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from aiohttp import WSMessage, web

GOING_AWAY, PROTOCOL_ERROR = 1001, 1002
CLOSE_PATIENCE_S = 0.4  # for the other side's half of a closing handshake

_PONG, _CLOSE = "3", "1"
logger = logging.getLogger("ithaca.sockets")


class EngineSocket(Protocol):
    """What Engine.IO knows of a connection, as far as it is needed here."""

    sid: str
    queue: Any
    server: Any
    connected: bool
    upgraded: bool

    def schedule_ping(self) -> None:
        """The answer to the last ping has come."""

    async def close(self, *, wait: bool, abort: bool, reason: str) -> None:
        """It is over."""


class Driver:
    """One connection; what Engine.IO calls its driver."""

    def __init__(
        self,
        socket: EngineSocket,
        drivers: dict[str, Driver],
        *,
        hear: Callable[[str, bytes], Awaitable[None]],
        most_bytes: int,
        patience_s: float,
    ) -> None:
        self._socket = socket
        self._drivers = drivers
        self._hear = hear
        self._patience_s = patience_s
        self._request: web.Request | None = None
        self._waits_since_s: float | None = None
        """Since when nothing has come; None while something is being handled."""
        self.close_code = GOING_AWAY
        self.ended = asyncio.Event()
        self._ws = web.WebSocketResponse(
            max_msg_size=most_bytes, compress=False, timeout=CLOSE_PATIENCE_S
        )

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        self._request = environ["aiohttp.request"]
        await self._ws.prepare(self._request)
        self._drivers[self._socket.sid] = self
        try:
            await self._converse()
        finally:
            del self._drivers[self._socket.sid]
            self.ended.set()
        return self._ws

    def abort(self) -> None:
        """Drops the connection at once, whatever is still to be written."""
        if self._request is not None and self._request.transport is not None:
            self._request.transport.abort()

    async def _converse(self) -> None:
        socket = self._socket
        socket.connected = socket.upgraded = True
        writing = asyncio.create_task(self._write())
        watching = asyncio.create_task(self._watch())
        try:
            await self._read()
        except asyncio.CancelledError:
            self.abort()
        finally:
            watching.cancel()
            socket.queue.put_nowait(None)
            await writing
            reason = socket.server.reason.TRANSPORT_CLOSE
            await socket.close(wait=False, abort=True, reason=reason)

    async def _read(self) -> None:
        """Until the other side goes, or says what is not ours."""
        loop = asyncio.get_running_loop()
        while True:
            self._waits_since_s = loop.time()
            message: WSMessage = await self._ws.receive()
            self._waits_since_s = None
            if isinstance(message.data, bytes) and message.data:
                await self._handle(message.data)
            elif message.data == _PONG:
                self._socket.schedule_ping()
            else:
                if message.data != _CLOSE:
                    self.close_code = PROTOCOL_ERROR
                return

    async def _handle(self, data: bytes) -> None:
        try:
            await self._hear(self._socket.sid, data)
        except Exception:
            logger.exception("a message was not handled")  # the next one may be

    async def _write(self) -> None:
        """What is queued, in its order, until there is a None."""
        queue = self._socket.queue
        try:
            while (packet := await queue.get()) is not None:
                data = packet.encode()
                if isinstance(data, bytes):
                    await self._ws.send_bytes(data)
                else:
                    await self._ws.send_str(data)
                queue.task_done()
        except (OSError, RuntimeError):
            pass  # it is closed, or closing
        await self._ws.close(code=self.close_code)

    async def _watch(self) -> None:
        """Lets go of whoever is silent for too long: not even answers to pings come."""
        loop = asyncio.get_running_loop()
        while True:
            now_s = loop.time()
            since_s = now_s if self._waits_since_s is None else self._waits_since_s
            if now_s - since_s >= self._patience_s:
                self.abort()  # the writer may hang on a dead network
                return
            await asyncio.sleep(since_s + self._patience_s - now_s)
