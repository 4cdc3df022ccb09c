"""People who are signed up, a small list of skills, and profiles of theirs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from server.accounts.model import Language, Level, ProfileChange, Role
from server.accounts.service import Newcomer
from server.app import create_app
from server.core.settings import Settings
from server.profiles.model import as_compared
from server.services import SERVICES, Services
from tests.support.clock import FixedClock
from tests.support.servers import LiveServer, serving

SignUp = Callable[..., Awaitable[str]]


NAMES = {"javascript": "t:js", "js": "t:js", "fundraising": "t:fund", "raising funds": "t:fund"}


@dataclass(frozen=True)
class Concept:
    """A skill of the list."""

    id: str
    label: str


class SmallList:
    """A list of skills as a server may have one, of three."""

    CONCEPTS = (
        Concept("t:js", "JavaScript"),
        Concept("t:fund", "raising funds"),
        Concept("t:sail", "sailing"),
    )

    def find(self, text: str, /) -> Concept | None:
        known = NAMES.get(as_compared(text))
        return self.get(known) if known else None

    def suggest(self, prefix: str, limit: int, /) -> list[Concept]:
        wanted = as_compared(prefix)
        words = ((one, as_compared(one.label).split()) for one in self.CONCEPTS)
        return [one for one, names in words if any(n.startswith(wanted) for n in names)][:limit]

    def get(self, concept: str, /) -> Concept | None:
        return next((one for one in self.CONCEPTS if one.id == concept), None)


@pytest.fixture
async def live(settings: Settings, clock: FixedClock) -> AsyncIterator[LiveServer]:
    """The whole application by the test's clock, with the small list."""
    app = create_app(settings, clock=clock)
    app[SERVICES].profiles.skills._thesaurus = SmallList()
    async with serving(app) as server:
        yield server


@pytest.fixture
def services(live: LiveServer) -> Services:
    return live.app[SERVICES]


@pytest.fixture
def sign_up(services: Services) -> SignUp:
    """Makes an account; returns the person's id."""
    count = 0

    async def make(name: str = "Ana", *, roles: tuple[Role, ...] = tuple(Role), **more: Any) -> str:
        nonlocal count
        count += 1
        newcomer = Newcomer(
            email=f"p{count}@example.org",
            password="a sail and a harbour",
            name=name,
            roles=frozenset(roles),
            time_zone=more.pop("time_zone", "Europe/Athens"),
        )
        languages = more.pop("languages", (Language("en", Level.FLUENT),))
        change = ProfileChange(languages=languages, **more)
        return (await services.registration.seed(newcomer, change=change)).id

    return make
