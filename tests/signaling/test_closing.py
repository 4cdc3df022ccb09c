"""A thousand rooms come and go, with everything that can go wrong; then nothing is left.

docs/closing.md says who closes what; this is the proof. The dice are seeded.
"""

from __future__ import annotations

import asyncio
import gc
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
import pytest

from server.accounts.model import Role
from server.accounts.service import Newcomer
from server.app import create_app
from server.core.errors import Refusal
from server.rooms.graph import Consumer, Producer, Transport
from server.rooms.model import (
    Direction,
    DtlsFingerprint,
    DtlsParameters,
    RtpCapabilities,
    RtpParameters,
)
from server.services import SERVICES, Services
from server.signaling.model import Peer
from tests.conftest import test_settings
from tests.signaling.orders import CAPABILITIES, opus
from tests.support.browsers import until
from tests.support.clock import FixedClock
from tests.support.servers import serving

ROOMS = 1000
AT_ONCE = 25
STEPS = 16
DIRECTIONS: tuple[Direction, ...] = ("send", "recv")
PATIENCE_S = 60.0
BROWSER = DtlsParameters(fingerprints=(DtlsFingerprint(algorithm="sha-256", value="00"),))
PLAYS = msgspec.convert(CAPABILITIES, RtpCapabilities)
KINDS = (Peer, Transport, Producer, Consumer)


@pytest.fixture
async def services(tmp_path: Path, sqlite_url: str, clock: FixedClock) -> AsyncIterator[Services]:
    """A whole server whose clock stands still."""
    settings = replace(test_settings(tmp_path, sqlite_url), log_level="error")
    async with serving(create_app(settings, clock=clock)) as live:
        yield live.app[SERVICES]


@dataclass
class Somebody:
    """A peer and what it holds, as its browser would remember it."""

    socket: str
    token: str
    person: str | None
    seat: str = ""
    peer: str = ""
    transports: list[str] = field(default_factory=list)
    producers: list[str] = field(default_factory=list)
    consumers: list[str] = field(default_factory=list)


@dataclass
class Life:
    """One room from its opening to its end."""

    services: Services
    dice: random.Random
    host: str
    people: list[Somebody] = field(default_factory=list)

    async def live(self) -> None:
        rooms = self.services.rooms
        room = (await rooms.open_room(self.host, "A room of a thousand")).room.id
        for number in range(self.dice.randint(1, 4)):
            if number == 0:
                token, person = (await rooms.enter(self.host, room))[0], self.host
            else:
                token, person = await rooms.admit(self.host, room, None, "Guest"), None
            self.people.append(Somebody(f"{room}-{number}", token, person))
        for somebody in self.people:
            await self._join(somebody)
            await self._open_transport(somebody, "send")
            await self._open_transport(somebody, "recv")
        for _ in range(STEPS):
            await self._step(self.dice.choice(self.people))
        await self._end(room)

    async def _step(self, somebody: Somebody) -> None:
        steps: dict[Callable[[Somebody], Awaitable[None]], int] = {
            self._open_transport: 2,
            self._connect: 2,
            self._produce: 4,
            self._consume: 6,
            self._close: 3,
            self._join: 2,
            self._drop: 1,
            self._leave: 1,
            self._kick: 1,
        }
        step = self.dice.choices(list(steps), list(steps.values()))[0]
        with suppress(Refusal):  # half of what a lost page asks makes no sense any more
            await step(somebody)

    async def _join(self, somebody: Somebody) -> None:
        seated = await self.services.signaling.join(
            somebody.socket,
            somebody.token,
            seat_token=somebody.seat or None,
            is_fresh=self.dice.random() < 0.3,
        )
        somebody.seat, somebody.peer = seated.seat_token, seated.peer.id
        self.services.signaling.orders.set_capabilities(somebody.socket, PLAYS)

    async def _open_transport(self, somebody: Somebody, direction: Direction | None = None) -> None:
        orders = self.services.signaling.orders
        chosen = self.dice.choice(DIRECTIONS) if direction is None else direction
        made = orders.create_transport(somebody.socket, chosen)
        somebody.transports.append(made.transport_id)

    async def _connect(self, somebody: Somebody) -> None:
        if somebody.transports:
            transport = self.dice.choice(somebody.transports)
            orders = self.services.signaling.orders
            orders.connect_transport(somebody.socket, transport, BROWSER)

    async def _produce(self, somebody: Somebody) -> None:
        if somebody.transports:
            parameters = msgspec.convert(opus(self.dice.randint(1, 2**32 - 1)), RtpParameters)
            producer = self.services.signaling.orders.produce(
                somebody.socket,
                self.dice.choice(somebody.transports),
                kind="audio",
                source="microphone",
                parameters=parameters,
                is_paused=self.dice.random() < 0.5,
            )
            somebody.producers.append(producer)

    async def _consume(self, somebody: Somebody) -> None:
        offered = [producer for other in self.people for producer in other.producers]
        if offered:
            made = self.services.signaling.orders.consume(
                somebody.socket, self.dice.choice(offered)
            )
            somebody.consumers.append(made.consumer_id)

    async def _close(self, somebody: Somebody) -> None:
        orders = self.services.signaling.orders
        held: list[tuple[list[str], Callable[[str, str], None]]] = [
            (somebody.transports, orders.close_transport),
            (somebody.producers, orders.close_producer),
            (somebody.consumers, orders.close_consumer),
        ]
        kept, close = self.dice.choice(held)
        if kept:
            close(somebody.socket, self.dice.choice(kept))

    async def _drop(self, somebody: Somebody) -> None:
        if self.dice.random() < 0.5:
            self.services.signaling.going_away(somebody.socket)
        self.services.signaling.disconnected(somebody.socket)

    async def _leave(self, somebody: Somebody) -> None:
        await self.services.signaling.leave(somebody.socket)

    async def _kick(self, somebody: Somebody) -> None:
        await self.services.signaling.remove(self.people[0].socket, somebody.peer)

    async def _end(self, room: str) -> None:
        """Some rooms are ended; elsewhere people leave or lose their connection."""
        if self.dice.random() < 0.3:
            await self.services.rooms.end(self.host, room)
        for somebody in self.people:
            if self.dice.random() < 0.5:
                self.services.signaling.disconnected(somebody.socket)
            else:
                with suppress(Refusal):
                    await self.services.signaling.leave(somebody.socket)


async def _host(services: Services) -> str:
    penelope = Newcomer(
        name="Penelope",
        email="penelope@example.org",
        password="a sail and a harbour",
        roles=frozenset({Role.MENTOR}),
        time_zone="Europe/Athens",
    )
    return (await services.registration.seed(penelope)).id


def _alive() -> Counter[str]:
    gc.collect()
    return Counter(type(one).__name__ for one in gc.get_objects() if isinstance(one, KINDS))


@pytest.mark.timeout(600)
async def test_after_a_thousand_rooms_nothing_is_left(
    services: Services, clock: FixedClock
) -> None:
    dice = random.Random(20261122)
    host = await _host(services)
    tasks, alive = len(asyncio.all_tasks()), _alive()
    lives = [Life(services, random.Random(dice.random()), host) for _ in range(ROOMS)]
    for first in range(0, ROOMS, AT_ONCE):
        await asyncio.gather(*(life.live() for life in lives[first : first + AT_ONCE]))
        clock.forward(seconds=2)
    held = sum(len(somebody.consumers) for life in lives for somebody in life.people)
    assert held > ROOMS / 2, "the lives were too dull to prove anything"
    lives.clear()
    clock.forward(minutes=5)
    await until(lambda: _open(services, tasks), 0, "what is open still", PATIENCE_S)
    for core in await services.rooms.sfu.worker_stats():
        open_there = [core[kind] for kind in ("rooms", "transports", "producers", "consumers")]
        assert open_there == [0, 0, 0, 0]
    assert not _alive() - alive


async def _open(services: Services, tasks: int) -> int:
    return sum(services.signaling.counts().values()) + max(0, len(asyncio.all_tasks()) - tasks)
