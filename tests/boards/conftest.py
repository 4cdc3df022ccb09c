"""A server on which a mentor, a mentee and a stranger have accounts, and the two a mentorship."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest

from server.services import Services
from tests.boards.scribes import Scribe, account, pair, services_of
from tests.support.servers import LiveServer


@dataclass
class Cast:
    """Who is there."""

    live: LiveServer
    services: Services
    mentor: Scribe
    mentee: Scribe
    stranger: Scribe
    mentorship: str

    @property
    def goals(self) -> str:
        return f"goals:{self.mentorship}"

    async def board(self, title: str = "Chart of the sea") -> str:
        """A new whiteboard of the two; its id."""
        path = f"/api/mentorships/{self.mentorship}/boards"
        async with self.mentor.http.post(path, json={"title": title}) as answer:
            assert answer.status == 201, await answer.text()
            found: str = (await answer.json())["id"]
            return found


@pytest.fixture
async def cast(server: LiveServer) -> AsyncIterator[Cast]:
    """Mentor and Telemachus have a mentorship; Antinous is nobody's."""
    services = services_of(server)
    mentor, mentee = await account(services, "Mentor"), await account(services, "Telemachus")
    await account(services, "Antinous")
    mentorship = await pair(services, mentee, mentor)
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        first = await enter(Scribe.signed_in(server, "Mentor"))
        second = await enter(Scribe.signed_in(server, "Telemachus"))
        stranger = await enter(Scribe.signed_in(server, "Antinous"))
        yield Cast(server, services, first, second, stranger, mentorship)
