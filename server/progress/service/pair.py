"""How a mentorship goes, for its two people alone; both see the same, and no grade."""

from __future__ import annotations

from dataclasses import dataclass

from server.progress.model import Month, Part, Stage, engagement_of, months_of, stage_of
from server.progress.model.day import Day
from server.progress.model.facts import Facts
from server.progress.model.help import hints_of
from server.progress.model.weeks import Week, in_a_row, weeks_of
from server.progress.service.days import Days
from server.progress.service.gathering import Below, Gathering


@dataclass(frozen=True, slots=True)
class PairView:
    """What follows of the facts of one mentorship."""

    facts: Facts
    stage: Stage
    days: tuple[Day, ...]
    months: tuple[Month, ...]
    weeks: tuple[Week, ...]
    in_a_row: int
    """Weeks with a check-in of either."""
    hints: tuple[Part, ...]
    """What would help most; nothing once it is over, and nothing of a pause."""


@dataclass(frozen=True, slots=True)
class Glance:
    """One of somebody's mentorships at a glance."""

    facts: Facts
    stage: Stage


class Pair:
    """Use cases on one's own mentorships."""

    def __init__(self, below: Below, gathering: Gathering, days: Days) -> None:
        self._mentorships = below.mentorships
        self._database = below.database
        self._clock = below.clock
        self._gathering = gathering
        self._days = days

    async def show(self, person: str, mentorship: str) -> PairView:
        """Raises: NotInMentorship."""
        one = await self._mentorships.one(person, mentorship)
        async with self._database.read() as tx:
            facts = (await self._gathering.facts_in(tx, [one]))[one.id]
            now = self._clock.now()
            days = await self._days.of(tx, facts, now)
        stage, weeks = stage_of(facts, now), weeks_of(facts, now)
        is_going = stage in {Stage.WAITING, Stage.ACTIVE, Stage.STALLED}
        hints = hints_of(engagement_of(facts, now)) if is_going else ()
        months = months_of(facts, now)
        return PairView(facts, stage, days, months, weeks, in_a_row(weeks), hints)

    async def of_person(self, person: str) -> list[Glance]:
        """Somebody's mentorships that run."""
        async with self._database.read() as tx:
            own = await self._mentorships.pairs_in(tx, person)
            running = [one for one in own if one.is_running]
            facts = await self._gathering.facts_in(tx, running)
        now = self._clock.now()
        return [Glance(facts[one.id], stage_of(facts[one.id], now)) for one in running]
