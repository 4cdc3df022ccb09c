"""A running server with a clock that tests move, browsers, and the mails it wrote."""

from __future__ import annotations

import asyncio
import email
import email.policy
import re
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession

from server.app import create_app
from server.core.settings import Settings
from server.services import SERVICES, Services
from tests.support.clock import FixedClock
from tests.support.servers import LiveServer, browsing, serving

ANA: dict[str, Any] = {
    "email": "ana@example.org",
    "password": "purple lanterns",
    "name": "Ana",
    "roles": ["mentee"],
    "timeZone": "Europe/Athens",
}


class Mailbox:
    """The mails the server kept, oldest first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[EmailMessage]:
        """Every mail so far."""
        return [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in sorted(self._folder.glob("*.eml"))
        ]

    async def wait(self, subject: str, *, count: int = 1) -> EmailMessage:
        """The newest mail whose subject holds these words, once there are `count`."""
        for _ in range(1000):
            found = [one for one in self.all() if subject in one["Subject"]]
            if len(found) >= count:
                return found[-1]
            await asyncio.sleep(0.02)
        raise AssertionError(f"no mail about {subject!r}: {[m['Subject'] for m in self.all()]}")

    async def token(self, subject: str, *, count: int = 1) -> str:
        """The secret in the link of such a mail."""
        return token_in(await self.wait(subject, count=count))


def token_in(message: EmailMessage) -> str:
    """The secret in the link of a mail."""
    body = message.get_body(("plain",))
    assert body is not None
    match = re.search(r"token=([\w-]+)", body.get_content())
    assert match is not None
    return match[1]


async def sign_up(client: ClientSession, **changes: Any) -> dict[str, Any]:
    """Signs Ana (or who else is described) up in this browser."""
    async with client.post("/api/auth/sign-up", json=ANA | changes) as response:
        assert response.status == 201, await response.text()
        body: dict[str, Any] = await response.json()
        return body


async def problem(response: ClientResponse) -> tuple[int, str]:
    """Status and code of a refusal."""
    assert response.content_type == "application/problem+json", await response.text()
    body = await response.json()
    assert body["detail"]
    return response.status, body["code"]


@pytest.fixture
async def live(settings: Settings, clock: FixedClock) -> AsyncIterator[LiveServer]:
    """The whole application by the test's clock."""
    async with serving(create_app(settings, clock=clock)) as server:
        yield server


@pytest.fixture
def services(live: LiveServer) -> Services:
    """The services inside."""
    return live.app[SERVICES]


@pytest.fixture
async def browser(live: LiveServer) -> AsyncIterator[ClientSession]:
    """A signed-out browser."""
    async with browsing(live) as session:
        yield session


@pytest.fixture
async def other(live: LiveServer) -> AsyncIterator[ClientSession]:
    """Another browser."""
    async with browsing(live) as session:
        yield session


@pytest.fixture
def mailbox(settings: Settings) -> Mailbox:
    """What was mailed."""
    return Mailbox(settings.data_dir / "mail")
