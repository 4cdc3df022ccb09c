"""Notes how far goals are, day by day; refuses a row that says what the one before says.

Idempotent: a day is written over by what it became. A mentorship of which nothing is noted yet is
brought back from the versions of its goals that were kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import structlog

from server.core.db import Tx
from server.core.errors import Refusal
from server.progress.model.day import Day
from server.progress.model.facts import Facts
from server.progress.service.gathering import Below, Gathering
from server.progress.store import days as store

log = structlog.get_logger()


class Days:
    """Of all running mentorships."""

    def __init__(self, below: Below, gathering: Gathering) -> None:
        self._below = below
        self._database = below.database
        self._gathering = gathering

    async def note(self) -> int:
        """Notes what has changed since; of how many mentorships."""
        noted = 0
        async for page in self._gathering.running():
            noted += await self._note(page)
        return noted

    async def of(self, tx: Tx, facts: Facts, now: datetime) -> tuple[Day, ...]:
        """Of one, oldest first; the last is as it stands, or stood at its end."""
        known = await store.of_mentorship(tx, facts.mentorship.id)
        last = Day.of(facts, facts.until(now).date())
        before = [one for one in known if one.day < last.day]
        return (*before, last)

    async def _note(self, page: dict[str, Facts]) -> int:
        today = self._below.clock.now().date()
        async with self._database.read() as tx:
            latest = await store.latest(tx, list(page))
        changed: dict[str, list[Day]] = {}
        for mentorship, facts in page.items():
            one = Day.of(facts, today)
            if mentorship not in latest:
                changed[mentorship] = [*await self._past(mentorship, one), one]
            elif not one.is_as(latest[mentorship]):
                changed[mentorship] = [one]
        if changed:
            async with self._database.write() as tx:
                await store.put(tx, changed)
        return len(changed)

    async def _past(self, mentorship: str, today: Day) -> list[Day]:
        """What kept versions know of earlier days; a version that cannot be read is left out."""
        try:
            past = await self._below.goals.past(mentorship)
        except Refusal as refusal:
            log.warning("progress.past_unread", mentorship=mentorship, code=refusal.code)
            return []
        found = (Day(at.date(), one.percent, one.done, len(one.open)) for at, one in past)
        return _steps(one for one in found if one.day < today.day)


def _steps(days: Iterable[Day]) -> list[Day]:
    """The last one of each day, of those that are another than the day before."""
    last_of = {one.day: one for one in days}
    steps: list[Day] = []
    for one in last_of.values():
        if not one.is_as(steps[-1] if steps else None):
            steps.append(one)
    return steps
