"""A server with people at browsers of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from server.accounts.model import Role
from server.app import create_app
from server.core.settings import Settings
from server.services import SERVICES
from tests.conftest import test_settings
from tests.mentorships.conftest import offer
from tests.scheduling.conftest import arrive, pair
from tests.support.clock import FixedClock
from tests.support.servers import LiveServer, browsing, serving

PASSWORD = "a sail and a harbour"
WEEKLY = [{"weekday": day, "startMinute": 660, "endMinute": 900} for day in range(5)]
HOURS: dict[str, Any] = {
    "zone": "Europe/Athens",
    "weekly": WEEKLY,
    "noticeMinutes": 0,
    "isConfirmedFirst": False,
}
MONDAY = "2026-11-23T09:00:00Z"


@dataclass
class House:
    """A server with a mentor, a mentee in New York and a stranger, each at a browser."""

    live: LiveServer
    http: dict[str, ClientSession]
    ids: dict[str, str]

    async def ask(
        self, who: str, method: str, path: str, body: Any = None, **query: Any
    ) -> tuple[int, Any]:
        async with self.http[who].request(method, path, json=body, params=query) as answer:
            text = await answer.text()
            return answer.status, (await answer.json() if text else None)

    async def got(self, who: str, method: str, path: str, body: Any = None, **query: Any) -> Any:
        status, answer = await self.ask(who, method, path, body, **query)
        assert status < 300, answer
        return answer

    def wish(self, **more: Any) -> dict[str, Any]:
        made = {"host": self.ids["Mentor"], "startsAt": MONDAY, "minutes": 60, "key": "one-of-them"}
        return made | more

    async def booked(self, **more: Any) -> dict[str, Any]:
        made: dict[str, Any] = await self.got("Ino", "POST", "/api/bookings", self.wish(**more))
        return made


@asynccontextmanager
async def furnished(settings: Settings, clock: FixedClock) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        live = await stack.enter_async_context(serving(create_app(settings, clock=clock)))
        services = live.app[SERVICES]
        house = House(live, {}, {})
        for name, zone in (
            ("Mentor", "Europe/Athens"),
            ("Ino", "America/New_York"),
            ("Antinous", "Asia/Kathmandu"),
        ):
            house.ids[name] = await arrive(services, name, *Role, zone=zone)
            house.http[name] = await stack.enter_async_context(browsing(live))
            credentials = {"email": f"{name}@example.org", "password": PASSWORD}
            await house.got(name, "POST", "/api/auth/sign-in", credentials)
        await offer(services, house.ids["Mentor"], places=5)
        await pair(services, house.ids["Ino"], house.ids["Mentor"])
        await house.got("Mentor", "PUT", "/api/availability", HOURS)
        yield house


@pytest.fixture
async def house(tmp_path: Path, sqlite_url: str, clock: FixedClock) -> AsyncIterator[House]:
    """On one kind of database: what is stored is the services', which are tested on both."""
    async with furnished(test_settings(tmp_path, sqlite_url), clock) as one:
        yield one


@pytest.fixture
async def either_house(settings: Settings, clock: FixedClock) -> AsyncIterator[House]:
    """On each kind."""
    async with furnished(settings, clock) as one:
        yield one
