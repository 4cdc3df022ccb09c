"""What relaying costs a real server, guard and log included, and how soon the others see it."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from aiohttp import ClientSession, CookieJar

from bench.boards.drawing import Drawing
from bench.boards.tabs import Tab, tab
from server.boards.model import Place
from server.core.clock import Clock
from server.core.db import Database
from server.core.settings import Settings
from server.migrations import migrate
from server.services import Services, assemble
from tests.boards.scribes import account, address, pair
from tests.support.browsers import PASSWORD
from tests.support.processes import Ithaca, ithaca

SECONDS = 10.0
WARM_UP_S = 2.0
ROOM_TABS, ROOM_PER_S = 20, 20
PAIRS, PAIR_PER_S = 20, 5


@dataclass
class Load:
    """What is sent and what has come."""

    sent_at_s: dict[bytes, float] = field(default_factory=dict)
    """By update: to one other it is relayed as it came."""
    sent: int = 0
    frames: int = 0
    delays_s: list[float] = field(default_factory=list)
    acks_s: list[float] = field(default_factory=list)
    refused: int = 0

    def hear(self, event: str, news: dict[str, Any], at_s: float) -> None:
        if event == "board_updated":
            self.frames += 1
            started = self.sent_at_s.get(news["update"])
            if started is not None:
                self.delays_s.append(at_s - started)


@dataclass
class Sender:
    """A tab that drags something about."""

    tab: Tab
    doc: str
    drawing: Drawing
    per_s: float
    n: int = 0

    async def join(self) -> None:
        order = {"doc": self.doc, "sv": b"\0", "clientId": self.drawing.client_id}
        await self.tab.ask("join_board", order)
        await self.send(self.drawing.sticky(str(self.drawing.client_id)), Load())

    async def run(self, load: Load, until_s: float) -> None:
        """Sends at its rate until then, as evenly as it can."""
        due_s = time.perf_counter() + secrets.randbelow(1000) / 1000 / self.per_s
        while due_s < until_s:
            await asyncio.sleep(max(0.0, due_s - time.perf_counter()))
            due_s += 1 / self.per_s
            await self.send(self.drawing.frame(str(self.drawing.client_id)), load)

    async def send(self, update: bytes, load: Load) -> None:
        self.n += 1
        load.sent_at_s[update] = started = time.perf_counter()
        order = {"doc": self.doc, "n": self.n, "update": update}
        ack = await self.tab.send("update_board", order)
        load.sent += 1
        ack.add_done_callback(lambda done: _note(done.result(), started, load))


def _note(ack: dict[str, Any], started: float, load: Load) -> None:
    if "error" in ack:
        load.refused += 1
    else:
        load.acks_s.append(time.perf_counter() - started)


def measure() -> dict[str, float | int]:
    """Microseconds of the server's processor time, milliseconds of waiting."""
    return asyncio.run(_measure())


async def _measure() -> dict[str, float | int]:
    with tempfile.TemporaryDirectory() as folder:
        database_url = f"sqlite:///{folder}/ithaca.sqlite3"
        room, pairs = await _prepare(Path(folder), database_url)
        common: dict[str, Any] = {"data_dir": folder, "database_url": database_url, "port": 0}
        media: dict[str, Any] = {"media_listen": "127.0.0.1", "media_port": 0, "encoder": "tfidf"}
        async with ithaca("serve", **common, **media, log_level="warning") as process:
            await process.ready()
            draining = asyncio.create_task(_drain(process))
            figures = await _room(process, room) | await _pairs(process, pairs)
            draining.cancel()
            await asyncio.wait([draining])
        return figures


async def _prepare(folder: Path, database_url: str) -> tuple[str, list[str]]:
    """Two people, and boards of theirs."""
    database = Database(database_url)
    await migrate(database)
    await database.close()
    services = assemble(Settings(data_dir=folder, database_url=database_url), Clock())
    mentor, mentee = await account(services, "Mentor"), await account(services, "Telemachus")
    mentorship = await pair(services, mentee, mentor)
    boards = [await _board(services, mentor, mentorship) for _ in range(PAIRS + 1)]
    await services.close()
    return boards[0], boards[1:]


async def _board(services: Services, mentor: str, mentorship: str) -> str:
    place = Place(mentorship=mentorship)
    return f"board:{(await services.boards.shelf.make(mentor, place, 'Chart')).id}"


async def _room(process: Ithaca, board: str) -> dict[str, float | int]:
    load, cpu_s = await _run(process, [board] * ROOM_TABS, ROOM_PER_S)
    deliveries = load.sent * (ROOM_TABS - 1)
    return {
        "relay_us_per_delivery_room20": round(cpu_s / deliveries * 1e6, 1),
        "relay_frames_per_delivery_room20": round(load.frames / deliveries, 3),
        "room20_refused": load.refused,
        "room20_updates_per_s": round(load.sent / SECONDS),
    }


async def _pairs(process: Ithaca, boards: list[str]) -> dict[str, float | int]:
    load, cpu_s = await _run(process, [one for one in boards for _ in range(2)], PAIR_PER_S)
    delays, acks = sorted(load.delays_s), sorted(load.acks_s)
    return {
        "pair_us_per_update": round(cpu_s / load.sent * 1e6),
        "latency_p50_ms": round(delays[len(delays) // 2] * 1e3, 1),
        "latency_p99_ms": round(delays[int(len(delays) * 0.99)] * 1e3, 1),
        "saved_p50_ms": round(acks[len(acks) // 2] * 1e3, 1),
        "saved_p99_ms": round(acks[int(len(acks) * 0.99)] * 1e3, 1),
        "pairs_refused": load.refused,
        "pairs_updates_per_s": round(load.sent / SECONDS),
        "pairs_delivered_share": round(load.frames / load.sent, 3),
    }


async def _run(process: Ithaca, docs: list[str], per_s: float) -> tuple[Load, float]:
    """The load of `SECONDS`, and what processor time the server spent on it."""
    load, warming = Load(), Load()
    hearing = [warming]

    def hear(event: str, news: dict[str, Any], at_s: float) -> None:
        hearing[0].hear(event, news, at_s)

    async with AsyncExitStack() as stack:
        https = [await _signed_in(stack, process.url, who) for who in ("Mentor", "Telemachus")]
        senders = []
        for at, doc in enumerate(docs):
            one = await stack.enter_async_context(tab(https[at % 2], process.url, hear))
            senders.append(Sender(one, doc, Drawing(seed=secrets.randbits(30)), per_s))
            await senders[-1].join()
        await _all(senders, warming, WARM_UP_S)
        server = psutil.Process(process.process.pid)
        before = server.cpu_times()
        hearing[0] = load
        await _all(senders, load, SECONDS)
        await asyncio.sleep(0.3)
        after = server.cpu_times()
    return load, after.user + after.system - before.user - before.system


async def _all(senders: list[Sender], load: Load, seconds: float) -> None:
    until_s = time.perf_counter() + seconds
    await asyncio.gather(*(one.run(load, until_s) for one in senders))


async def _signed_in(stack: AsyncExitStack, url: str, who: str) -> ClientSession:
    http = await stack.enter_async_context(ClientSession(cookie_jar=CookieJar(unsafe=True)))
    credentials = {"email": address(who), "password": PASSWORD}
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": url}
    async with http.post(f"{url}/api/auth/sign-in", json=credentials, headers=headers) as answer:
        answer.raise_for_status()
    return http


async def _drain(process: Ithaca) -> None:
    """Its log is read, or it would stand still."""
    assert process.process.stdout is not None
    while await process.process.stdout.readline():
        pass
