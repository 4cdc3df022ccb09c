"""A server with an operator, a programme of theirs, and people who come and go."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest

from server.accounts.model import Language, Level, Person, ProfileChange, Role
from server.accounts.service import Newcomer
from server.core.settings import Settings
from server.programmes.model import Programme, State
from server.programmes.service.enrolment import LinkWish
from server.services import Services, assemble
from tests.accounts.conftest import Mailbox
from tests.support.clock import FixedClock

BOTH = frozenset(Role)
MENTEE, MENTOR = frozenset({Role.MENTEE}), frozenset({Role.MENTOR})
SignUp = Callable[..., Awaitable[Person]]


@pytest.fixture
async def services(settings: Settings, clock: FixedClock) -> AsyncIterator[Services]:
    """All services by the test's clock, without doors or jobs."""
    assembled = assemble(settings, clock)
    yield assembled
    await assembled.close()


@pytest.fixture
def sign_up(services: Services) -> SignUp:
    """Makes an account with a confirmed address."""

    async def make(name: str = "Ana", roles: frozenset[Role] = MENTEE) -> Person:
        newcomer = Newcomer(
            email=f"{name.casefold()}@example.org",
            password="a sail and a harbour",
            name=name,
            roles=roles,
            time_zone="Europe/Athens",
        )
        languages = (Language("en", Level.NATIVE),)
        change = ProfileChange(languages=languages)
        return await services.registration.seed(newcomer, change=change)

    return make


@pytest.fixture
async def operator(services: Services, sign_up: SignUp) -> str:
    """Whoever runs the server."""
    one = await sign_up("Athena")
    services.accounts._operators = frozenset({one.email_key})
    return one.id


@pytest.fixture
async def coordinator(services: Services, sign_up: SignUp) -> str:
    return (await sign_up("Mentes")).id


@pytest.fixture
async def draft(services: Services, operator: str, coordinator: str) -> Programme:
    """A programme that the coordinator looks after, and nobody else."""
    made = await services.programmes.open(operator, "Voyages", "A year at sea.")
    await services.programmes.appoint(operator, made.id, "mentes@example.org")
    await services.programmes.dismiss(operator, made.id, operator)
    return made


@pytest.fixture
async def programme(services: Services, coordinator: str, draft: Programme) -> Programme:
    """The same with its enrolment open."""
    desk = await services.programmes.move(coordinator, draft.id, State.ENROLMENT)
    return desk.programme


@pytest.fixture
async def secret(
    services: Services, coordinator: str, programme: Programme, clock: FixedClock
) -> str:
    """What a link for both roles ends with."""
    wish = LinkWish("all", BOTH, clock.now() + timedelta(days=7), None)
    _, address = await services.enrolment.add_link(coordinator, programme.id, wish)
    return address.rpartition("/")[2]


@pytest.fixture
def mailbox(settings: Settings) -> Mailbox:
    """What was mailed."""
    return Mailbox(settings.data_dir / "mail")
