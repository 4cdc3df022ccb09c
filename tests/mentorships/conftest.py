"""A server with its open programme, a mentee and mentors who may be asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest

from server.accounts.model import Language, Level, Person, ProfileChange, Role
from server.accounts.service import Newcomer
from server.core.settings import Settings
from server.mentorships.model import Plan, Request
from server.mentorships.service.requests import Ask, Wish
from server.profiles.hours import Window
from server.profiles.industries import Industry
from server.profiles.model import About, Capacity, MentorChange, Offer
from server.profiles.seniority import Seniority
from server.services import Services, assemble
from tests.support.clock import FixedClock

PLAN = Plan("Find seed money for a clinic at sea.", 2, 12)
Arrive = Callable[[str], Awaitable[Person]]


@pytest.fixture
async def services(settings: Settings, clock: FixedClock) -> AsyncIterator[Services]:
    """All services by the test's clock, without doors or jobs."""
    assembled = assemble(settings, clock)
    yield assembled
    await assembled.close()


@pytest.fixture
def arrive(services: Services) -> Arrive:
    """Makes an account that is mentor and mentee, with a confirmed address."""

    async def make(name: str) -> Person:
        newcomer = Newcomer(
            email=f"{name.casefold()}@example.org",
            password="a sail and a harbour",
            name=name,
            roles=frozenset(Role),
            time_zone="Europe/Athens",
        )
        spoken = ProfileChange(languages=(Language("en", Level.NATIVE),))
        return await services.registration.seed(newcomer, change=spoken)

    return make


@dataclass
class Cast:
    """Who is there."""

    services: Services
    programme: str
    mentee: str
    others: dict[str, str]
    """Mentors by name."""

    async def ask(self, *mentors: str, mentee: str = "", is_draft: bool = False) -> list[Request]:
        """A line of requests to mentors by name."""
        wishes = [Wish(self.others[name], f"Dear {name}") for name in mentors]
        ask = Ask(self.programme, wishes, PLAN, is_draft)
        return await self.services.requests.ask(mentee or self.mentee, ask)

    async def line(self, mentee: str = "") -> list[str]:
        """The states of all the mentee's requests, in their order."""
        found = await self.services.requests.of_mentee(mentee or self.mentee)
        return [one.state.value for one in sorted(found, key=lambda one: one.id)]

    async def pair(self, mentor: str) -> str:
        """A mentorship with a mentor by name; its id."""
        [request] = await self.ask(mentor)
        await self.services.requests.agree(self.others[mentor], request.id)
        views = await self.services.mentorships.of_person(self.mentee)
        return views[0].mentorship.id


@pytest.fixture
async def cast(services: Services, arrive: Arrive) -> Cast:
    """Telemachus looks for a mentor; Mentor, Athena and Nestor have a place each."""
    programme = (await services.programmes.open_programme()).id
    mentee = (await arrive("Telemachus")).id
    others = {name: (await arrive(name)).id for name in ("Mentor", "Athena", "Nestor")}
    for person in others.values():
        await offer(services, person)
    return Cast(services, programme, mentee, others)


async def offer(services: Services, person: str, places: int = 1) -> None:
    """A mentor's profile with all that is needed."""
    change = MentorChange(
        about=About(industries=(Industry.SOFTWARE,), seniority=Seniority.SENIOR),
        hours=(Window(0, 9 * 60, 17 * 60),),
        offer=Offer(expertise=("Fundraising",)),
        capacity=Capacity(places=places, weekly_minutes=60),
    )
    await services.profiles.change_mentor(person, change)
