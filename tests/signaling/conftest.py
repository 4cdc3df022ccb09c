"""A small live session for the socket tests: a server, a host, a room."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from server.app import create_app
from tests.conftest import test_settings
from tests.support.calls import Guest, Person
from tests.support.clock import FixedClock
from tests.support.servers import LiveServer, serving

Arrive = Callable[[str], Awaitable[Person]]
MAX_PEERS, MAX_PRODUCERS = 3, 2


@pytest.fixture
async def live(tmp_path: Path, sqlite_url: str, clock: FixedClock) -> AsyncIterator[LiveServer]:
    """A server whose sessions are small."""
    settings = replace(
        test_settings(tmp_path, sqlite_url),
        max_peers_per_room=MAX_PEERS,
        max_producers_per_peer=MAX_PRODUCERS,
    )
    async with serving(create_app(settings, clock=clock)) as server:
        yield server


@pytest.fixture
async def arrive(live: LiveServer) -> AsyncIterator[Arrive]:
    """Brings a person with an account, an HTTP client and a socket."""
    async with AsyncExitStack() as stack:

        async def come(name: str) -> Person:
            return await stack.enter_async_context(Person.arriving(live, name))

        yield come


@pytest.fixture
async def host(arrive: Arrive) -> Person:
    """Who opened the room."""
    return await arrive("Penelope")


@pytest.fixture
async def room(host: Person) -> str:
    """A room with nobody in it."""
    return await host.open_room()


@pytest.fixture
async def guest(live: LiveServer) -> AsyncIterator[Guest]:
    """Somebody without an account."""
    async with Guest.arriving(live, "Telemachus") as guest:
        yield guest


async def admitted(host: Person, other: Guest, room: str) -> str:
    """Let somebody in who knocks; returns their token."""
    knock = await other.ask("knock", {"roomId": room, "name": other.name})
    await host.hear("knocked")
    await host.ask("answer_knock", {"knockId": knock["knockId"], "isAdmitted": True})
    token: str = (await other.hear("knock_answered"))["token"]
    return token


@pytest.fixture
async def pair(host: Person, guest: Guest, room: str) -> tuple[Person, Guest]:
    """A host and a guest in one session."""
    await host.join(room)
    joined = await guest.ask("join", {"token": await admitted(host, guest, room)})
    guest.peer = joined["peerId"]
    return host, guest
