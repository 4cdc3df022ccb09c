"""Browser tabs on a document, as light as can be: a WebSocket and msgpack, no replica."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgpack  # type: ignore[import-untyped]
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

NAMESPACE = "/boards"
Heard = Callable[[str, dict[str, Any], float], None]


class Tab:
    """One socket; `heard` is called with each news and when it came."""

    def __init__(self, ws: ClientWebSocketResponse, heard: Heard) -> None:
        self._ws = ws
        self._heard = heard
        self._number = 0
        self._acks: dict[int, asyncio.Future[Any]] = {}
        self.is_in = asyncio.Event()

    async def ask(self, event: str, body: dict[str, Any]) -> Any:
        """The ack's content. Raises: RuntimeError when refused."""
        ack = await (await self.send(event, body))
        if "error" in ack:
            raise RuntimeError(ack["error"]["detail"])
        return ack["ok"]

    async def send(self, event: str, body: dict[str, Any]) -> asyncio.Future[Any]:
        """Sends; the ack comes by the future."""
        self._number += 1
        ack = self._acks[self._number] = asyncio.get_running_loop().create_future()
        await self._write({"type": 2, "data": [event, body], "id": self._number})
        return ack

    async def run(self) -> None:
        """Reads until closed."""
        async for message in self._ws:
            if message.type is WSMsgType.TEXT:
                await self._engine(message.data)
            elif message.type is WSMsgType.BINARY:
                self._packet(msgpack.unpackb(message.data), time.perf_counter())

    async def _engine(self, text: str) -> None:
        if text.startswith("0"):
            await self._write({"type": 0})
        elif text == "2":
            await self._ws.send_str("3")

    def _packet(self, packet: dict[str, Any], at_s: float) -> None:
        if packet["type"] == 0:
            self.is_in.set()
        elif packet["type"] == 2:
            self._heard(packet["data"][0], packet["data"][1], at_s)
        elif packet["type"] == 3 and (ack := self._acks.pop(packet["id"], None)):
            ack.set_result(packet["data"][0])

    async def _write(self, packet: dict[str, Any]) -> None:
        await self._ws.send_bytes(msgpack.packb({**packet, "nsp": NAMESPACE}))


@asynccontextmanager
async def tab(http: ClientSession, url: str, heard: Heard) -> AsyncIterator[Tab]:
    """One that is in, with the cookies of `http`."""
    address = f"{url}/socket.io/?EIO=4&transport=websocket"
    async with http.ws_connect(address, headers={"Origin": url}, max_msg_size=0) as ws:
        one = Tab(ws, heard)
        reading = asyncio.create_task(one.run())
        await asyncio.wait_for(one.is_in.wait(), 30)
        try:
            yield one
        finally:
            reading.cancel()
            await asyncio.wait([reading])
