"""What relaying costs y-websocket and Hocuspocus at the load of our room, where Node has them.

Refuses to make figures up: they are None without Node or the packages, which `npm ci` brings in
`bench/boards/rivals`. Both send each change to its sender as well (a share of 20/19), and
neither guards, saves nor acks anything here, which ours does.
"""

from __future__ import annotations

import asyncio
import secrets
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from bench.boards.drawing import Drawing
from bench.boards.relay import ROOM_PER_S, ROOM_TABS, SECONDS, WARM_UP_S

FOLDER = Path(__file__).parent / "rivals"
PACKAGES = {"y_websocket": "y-websocket", "hocuspocus": "@hocuspocus/server"}
ROOM = b"chart"
SYNC, AUTHENTICATE = b"\x00", b"\x02\x00\x01t"
UPDATE = b"\x02"
STEP_1 = b"\x00\x01\x00"
"""With an empty state vector."""


@dataclass
class Heard:
    """Updates that came from others."""

    updates: int = 0


def measure() -> dict[str, float | int | None]:
    """Microseconds of the server's processor time for each update that one other is to see."""
    return asyncio.run(_measure())


async def _measure() -> dict[str, float | int | None]:
    figures: dict[str, float | int | None] = {}
    for kind, package in PACKAGES.items():
        is_there = shutil.which("node") and (FOLDER / "node_modules" / package).is_dir()
        cost_us, share = await _relay(kind) if is_there else (None, None)
        figures[f"{kind}_us_per_delivery_room20"] = cost_us
        figures[f"{kind}_delivered_share"] = share
    return figures


async def _relay(kind: str) -> tuple[float, float]:
    # Hocuspocus names the document in each message, y-websocket in the address.
    name = bytes([len(ROOM)]) + ROOM if kind == "hocuspocus" else b""
    async with _serving(kind) as (process, port), AsyncExitStack() as stack:
        http = await stack.enter_async_context(ClientSession())
        heard, senders = Heard(), []
        for _ in range(ROOM_TABS):
            url = f"ws://127.0.0.1:{port}/{ROOM.decode()}"
            ws = await stack.enter_async_context(http.ws_connect(url, max_msg_size=0))
            reading = asyncio.create_task(_hear(ws, name, heard))
            stack.callback(reading.cancel)
            if name:
                await ws.send_bytes(name + AUTHENTICATE)
            await ws.send_bytes(name + SYNC + STEP_1)
            senders.append((ws, Drawing(seed=secrets.randbits(30))))
        for ws, drawing in senders:
            await ws.send_bytes(_framed(name, drawing.sticky(str(drawing.client_id))))
        await _draw(senders, name, WARM_UP_S)
        heard.updates, before = 0, process.cpu_times()
        sent = await _draw(senders, name, SECONDS)
        await asyncio.sleep(0.3)
        after = process.cpu_times()
    cpu_s = after.user + after.system - before.user - before.system
    deliveries = sent * (ROOM_TABS - 1)
    return round(cpu_s / deliveries * 1e6, 1), round(heard.updates / deliveries, 3)


@asynccontextmanager
async def _serving(kind: str) -> AsyncIterator[tuple[psutil.Process, int]]:
    process = await asyncio.create_subprocess_exec(
        "node", "serve.mjs", kind, cwd=FOLDER, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        port = int(await asyncio.wait_for(process.stdout.readline(), 30))
        yield psutil.Process(process.pid), port
    finally:
        process.kill()
        await process.wait()


async def _draw(
    senders: list[tuple[ClientWebSocketResponse, Drawing]], name: bytes, seconds: float
) -> int:
    """How many updates were sent."""
    until_s = time.perf_counter() + seconds
    return sum(await asyncio.gather(*(_drag(*one, name, until_s) for one in senders)))


async def _drag(ws: ClientWebSocketResponse, drawing: Drawing, name: bytes, until_s: float) -> int:
    sent, due_s = 0, time.perf_counter() + secrets.randbelow(1000) / 1000 / ROOM_PER_S
    while due_s < until_s:
        await asyncio.sleep(max(0.0, due_s - time.perf_counter()))
        due_s += 1 / ROOM_PER_S
        await ws.send_bytes(_framed(name, drawing.frame(str(drawing.client_id))))
        sent += 1
    return sent


async def _hear(ws: ClientWebSocketResponse, name: bytes, heard: Heard) -> None:
    start = name + SYNC + UPDATE
    async for message in ws:
        if message.type is WSMsgType.BINARY and message.data.startswith(start):
            heard.updates += 1


def _framed(name: bytes, update: bytes) -> bytes:
    return name + SYNC + UPDATE + _varint(len(update)) + update


def _varint(number: int) -> bytes:
    """As lib0 writes it."""
    out = bytearray()
    while number > 0x7F:
        out.append(0x80 | (number & 0x7F))
        number >>= 7
    out.append(number)
    return bytes(out)
