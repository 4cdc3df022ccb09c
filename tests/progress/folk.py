"""A programme whose people come in numbers, without passwords and letters."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from server.accounts.model import ProfileChange, Role
from server.core.ids import new_id
from server.programmes.model import Membership, Programme, Standing
from server.programmes.store import members
from server.progress.model.groups import Asked, GroupQuestion
from server.progress.service import Groups
from server.progress.store.groups import answer
from server.services import Services
from tests.programmes.conftest import MENTEE


@dataclass
class Folk:
    """Who is there."""

    services: Services
    programme: str
    coordinator: str
    operator: str

    @property
    def groups(self) -> Groups:
        return self.services.progress.groups

    async def join(self, number: int, roles: frozenset[Role] = MENTEE) -> list[str]:
        """So many new people who take part."""
        registration, now = self.services.registration, self.services.clock.now()
        change = ProfileChange(name="Somebody", roles=roles)
        come = [registration.invitee(f"{new_id()}@example.org", change) for _ in range(number)]
        joined = [
            Membership(self.programme, one.id, roles, Standing.JOINED, joined_at=now)
            for one in come
        ]
        async with self.services.database.write() as tx:
            await registration.invite(tx, come)
            await members.add(tx, joined)
        return [one.id for one in come]

    async def ask(self, *asked: Asked) -> list[GroupQuestion]:
        told = await self.groups.ask(self.coordinator, self.programme, asked)
        return [one.question for one in told]

    async def own(self, person: str) -> list[tuple[bool, int | None]]:
        return [(one.is_answered, one.choice) for one in await self.groups.own(person)]

    async def sizes(self) -> dict[int, int]:
        """The groups of mentees that are told, by choice of the first question."""
        told = await self.groups.fairness(self.coordinator, self.programme)
        reports = [one.report for one in told[0].editions if one.report.side == "mentee"]
        return {row.choice: row.people for one in reports for row in one.rows}

    async def rows(self) -> set[str]:
        """Of whom an answer is kept."""
        async with self.services.database.read() as tx:
            return {row.person_id for row in await tx.execute(answer.select())}


@pytest.fixture
async def folk(services: Services, programme: Programme, coordinator: str, operator: str) -> Folk:
    return Folk(services, programme.id, coordinator, operator)
