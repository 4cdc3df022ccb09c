"""A server with its open programme, a mentee who is ready, and mentors of several kinds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import text

from server.accounts.model import Language, Level, ProfileChange, Role
from server.accounts.service import Newcomer
from server.core.settings import Settings
from server.profiles.model import (
    About,
    Capacity,
    Goal,
    Industry,
    MenteeChange,
    MentorChange,
    Offer,
    Seniority,
    Window,
)
from server.programmes.model import State
from server.programmes.service.enrolment import LinkWish
from server.services import Services, assemble
from tests.support.clock import FixedClock

EVENINGS = tuple(Window(day, 18 * 60, 20 * 60) for day in range(5))


@dataclass
class Village:
    """Who is there, by name."""

    services: Services
    programme: str
    ids: dict[str, str] = field(default_factory=dict)

    async def arrive(self, name: str, *, tags: tuple[str, ...] = ("en",)) -> str:
        """An account with both roles."""
        newcomer = Newcomer(
            email=f"p{len(self.ids)}@example.org",
            password="a sail and a harbour",
            name=name,
            roles=frozenset(Role),
            time_zone="Europe/Athens",
        )
        spoken = ProfileChange(languages=tuple(Language(one, Level.FLUENT) for one in tags))
        self.ids[name] = (await self.services.registration.seed(newcomer, change=spoken)).id
        return self.ids[name]

    async def mentee(self, name: str, *goals: str) -> str:
        """Somebody who looks for a mentor, with all that is needed."""
        person = await self.arrive(name)
        change = MenteeChange(
            about=About((Industry.SOFTWARE,), Seniority.ENTRY),
            hours=EVENINGS,
            goals=tuple(Goal(one, Industry.SOFTWARE) for one in goals),
        )
        await self.services.profiles.change_mentee(person, change)
        return person

    async def mentor(self, name: str, *expertise: str, **more: object) -> str:
        """Somebody who offers that, with all that is needed."""
        tags = more.pop("tags", ("en",))
        assert isinstance(tags, tuple)
        person = await self.arrive(name, tags=tags)
        given: dict[str, object] = {
            "about": About((Industry.SOFTWARE,), Seniority.LEAD),
            "hours": EVENINGS,
            "offer": Offer(expertise),
            "capacity": Capacity(1),
        }
        await self.services.profiles.change_mentor(person, MentorChange(**(given | more)))  # type: ignore[arg-type]
        return person

    async def programme_of(self, *people: str) -> str:
        """A programme under way that these have joined."""
        operator, services = await self.arrive("Operator"), self.services
        services.accounts._operators = frozenset(
            {(await services.accounts.person(operator)).email_key}
        )
        async with services.database.write() as tx:
            await tx.execute(
                text("UPDATE person SET email_verified_at = created_at WHERE id = :id"),
                {"id": operator},
            )
        made = (await services.programmes.open(operator, "Voyages")).id
        await services.programmes.move(operator, made, State.ENROLMENT)
        expires_at = services.suggestions._clock.now() + timedelta(days=1)
        wish = LinkWish("", frozenset(Role), expires_at, None)
        _, address = await services.enrolment.add_link(operator, made, wish)
        for one in people:
            await services.enrolment.join(one, address.rpartition("/")[2])
        await services.suggestions._keeper.reload(made)
        return made

    async def leave(self, programme: str, person: str) -> None:
        """Somebody takes part no longer."""
        await self.services.enrolment.leave(person, programme)

    async def suggested(self, mentee: str, **more: int) -> list[str]:
        """The names on a mentee's list."""
        found = await self.services.suggestions.suggest(mentee, self.programme, **more)
        return [one.entry.person.name for one in found.cards]


@pytest.fixture
async def services(settings: Settings, clock: FixedClock) -> AsyncIterator[Services]:
    """All services by the test's clock, without doors or jobs; mentors are read in."""
    assembled = assemble(settings, clock)
    await assembled.suggestions.load()
    yield assembled
    await assembled.close()
    assembled.suggestions.leave()


@pytest.fixture
async def village(services: Services) -> Village:
    """With the open programme and nobody in it."""
    return Village(services, (await services.programmes.open_programme()).id)
