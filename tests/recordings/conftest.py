"""A session to be recorded: a host and a guest, on a server with real media."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from server.app import create_app
from server.core.settings import Settings
from server.services import SERVICES, Services
from tests.conftest import test_settings
from tests.support.calls import Guest, Person
from tests.support.servers import LiveServer, serving

Arrive = Callable[[str], Awaitable[Person]]


@pytest.fixture
def media_settings(tmp_path: Path, sqlite_url: str) -> Settings:
    """Settings of the server under test."""
    return test_settings(tmp_path, sqlite_url)


@pytest.fixture
async def live(media_settings: Settings) -> AsyncIterator[LiveServer]:
    async with serving(create_app(media_settings)) as server:
        yield server


@pytest.fixture
def services(live: LiveServer) -> Services:
    return live.app[SERVICES]


@pytest.fixture
async def arrive(live: LiveServer) -> AsyncIterator[Arrive]:
    """Brings a person with an account, an HTTP client and a socket."""
    async with AsyncExitStack() as stack:

        async def come(name: str) -> Person:
            return await stack.enter_async_context(Person.arriving(live, name))

        yield come


@dataclass
class Cast:
    """Who is in the session."""

    host: Person
    friend: Person
    guest: Guest
    room: str

    async def admit(self, other: Guest) -> dict[str, Any]:
        """Let somebody in who knocks; returns what `join` tells them."""
        knock = await other.ask("knock", {"roomId": self.room, "name": other.name})
        await self.host.ask("answer_knock", {"knockId": knock["knockId"], "isAdmitted": True})
        token = (await other.hear("knock_answered"))["token"]
        joined: dict[str, Any] = await other.ask("join", {"token": token})
        other.peer = joined["peerId"]
        return joined


@pytest.fixture
async def cast(live: LiveServer, arrive: Arrive) -> AsyncIterator[Cast]:
    """A host and a friend in a session; a guest before the door."""
    host, friend = await arrive("Penelope"), await arrive("Odysseus")
    async with Guest.arriving(live, "Telemachus") as guest:
        cast = Cast(host, friend, guest, await host.open_room(protection="transport"))
        await host.join(cast.room)
        await cast.admit(friend)
        yield cast


async def state_of(who: Guest, wanted: str) -> dict[str, Any]:
    """The first news of a recording in this state."""
    while True:
        news = await who.hear("recording")
        if news["state"] == wanted:
            return news


async def agreed(cast: Cast) -> str:
    """The host asks, everybody agrees; returns the recording's id."""
    recording: str = (await cast.host.ask("ask_recording"))["recordingId"]
    await cast.friend.ask("answer_recording", {"recordingId": recording, "isAgreed": True})
    await state_of(cast.host, "recording")
    return recording
