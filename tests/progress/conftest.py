"""A mentor with two mentees and a stranger, whose mentorships go as a test has them go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.accounts.model import ProfileChange
from server.boards.goals.items import Kind
from server.chat.model import Draft
from server.core.caller import Caller
from server.mentorships.model import Mentorship
from server.progress.model import Facts
from tests.feedback.conftest import MONDAY, Cast, Stage, cast, services, stage
from tests.support.clock import FixedClock

__all__ = ["MONDAY", "Cast", "Pair", "Stage", "cast", "pair", "services", "stage"]


@dataclass
class Pair:
    """Mentor and Telemachus."""

    stage: Stage
    mentorship: Mentorship

    @property
    def cast(self) -> Cast:
        return self.stage.cast

    @property
    def clock(self) -> FixedClock:
        return self.stage.clock

    @property
    def id(self) -> str:
        return self.mentorship.id

    async def facts(self) -> Facts:
        """As they are gathered now."""
        services = self.cast.services
        async with services.database.read() as tx:
            found = await services.mentorships.some_in(tx, [self.id])
        return (await services.progress.gathering.facts(found))[self.id]

    async def meet(self, days_ago: float = 0, minutes: int = 45) -> None:
        at = self.clock.now() - timedelta(days=days_ago)
        await self.cast.services.mentorships.note_meeting(self.cast.mentee, self.id, at, minutes)

    async def goal(self, title: str = "Learn to sail", **more: str | int | None) -> str:
        add = self.cast.services.goals.goals.add
        return await add(self.cast.mentee, self.id, Kind.GOAL, {"title": title, **more})

    async def action(self, goal: str, **more: str | int | None) -> str:
        values = {"title": "Buy rope", "parent": goal, **more}
        return await self.cast.services.goals.goals.add(
            self.cast.mentee, self.id, Kind.ACTION, values
        )

    async def change(self, row: str, **values: str | int | None) -> None:
        await self.cast.services.goals.goals.change(self.cast.mentee, self.id, row, values)

    async def check_in(self, person: str) -> None:
        await self.cast.services.goals.diary.write(person, self.id, "A secret joy", "", "")

    async def write(self, person: str, key: str = "one") -> None:
        draft = Draft(text="A secret message", key=key)
        await self.cast.services.chat.send(person, self.id, draft)

    async def sign(self, sessions_a_month: int = 4) -> None:
        """An agreement, written by the mentee and signed by the mentor."""
        agreements = self.cast.services.agreements
        view = await agreements.show(self.cast.mentee, self.id)
        before = view.latest.edition if view.latest else 0
        words = replace(view.first, sessions_a_month=sessions_a_month)
        await agreements.write(self.cast.mentee, self.id, before, words)
        await agreements.sign(self.cast.mentor, self.id, before + 1)


@pytest.fixture
async def pair(stage: Stage) -> AsyncIterator[Pair]:
    """Documents are saved as in a server that runs."""
    async with stage.cast.services.database.read() as tx:
        [one] = await stage.cast.services.mentorships.pairs_in(tx, stage.cast.mentee)
    async with stage.cast.services.boards.live.run():
        yield Pair(stage, one)


ATHENS = "Europe/Athens"


def morning(clock: FixedClock, weekday: int = 1, hour: float = 9.5, zone: str = ATHENS) -> None:
    """On to the next such weekday at this hour by a wall."""
    local = clock.now().astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=(weekday - local.weekday()) % 7)
    at = datetime.combine(day, datetime.min.time(), local.tzinfo) + timedelta(hours=hour)
    if at <= local:
        at += timedelta(days=7)
    clock.forward(seconds=(at.astimezone(UTC) - clock.now()).total_seconds())


async def live_in(pair: Pair, zone: str) -> None:
    change = ProfileChange(time_zone=zone)
    await pair.cast.services.accounts.edit(Caller(pair.cast.mentee, "tab"), change)


async def quiet_weeks(pair: Pair, days: int = 30) -> None:
    """Nothing happens for some weeks, until a morning."""
    pair.clock.forward(days=days)
    morning(pair.clock)
