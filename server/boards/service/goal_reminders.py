"""Reminds people of action items the day before they are due, once for each day they are set to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.accounts.model import Person
from server.accounts.service import Accounts
from server.boards.goals.items import Found, Owner
from server.boards.store import goals as store
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.mentorships.model.mentorship import Mentorship
from server.mentorships.service import Mentorships
from server.notifications.model import Kind
from server.notifications.service import About, Notifications

FROM_HOUR = 8
"""By the reader's clock, of the day before; quiet hours hold it back further."""


class GoalReminders:
    """Idempotent: whom it has told is noted with the telling."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        mentorships: Mentorships,
        accounts: Accounts,
        notifications: Notifications,
    ) -> None:
        self._database = database
        self._clock = clock
        self._mentorships = mentorships
        self._accounts = accounts
        self._notifications = notifications

    async def remind(self) -> int:
        """Tells whoever is to be told now; returns how many notices that were."""
        now = self._clock.now()
        today = now.date()
        # A day more on each side: for some people it is already tomorrow, for some yesterday.
        first, last = today - timedelta(days=1), today + timedelta(days=2)
        async with self._database.read() as tx:
            found = await store.due_between(tx, first, last)
            pairs = await self._mentorships.some_in(tx, {one.mentorship for one in found})
        running = {one.id: one for one in pairs if one.is_running}
        told = 0
        for one in found:
            if one.mentorship in running:
                async with self._database.write() as tx:
                    told += await self._tell(tx, one, running[one.mentorship], now)
        return told

    async def _tell(self, tx: Tx, one: Found, pair: Mentorship, now: datetime) -> int:
        people = await self._accounts.several_in(tx, [pair.mentee, pair.mentor])
        told = 0
        for person in _concerned(one, pair):
            is_due = person in people and _is_due(one.item.due, people[person], now)
            if not is_due or await store.is_reminded(tx, one, person):
                continue
            await store.note_reminded(tx, one, person)
            await self._notifications.tell(
                tx, Kind.GOAL_DUE, people[person].receiver, _about(one, pair, person, people)
            )
            told += 1
        return told


def _concerned(one: Found, pair: Mentorship) -> list[str]:
    sides = {Owner.MENTEE: [pair.mentee], Owner.MENTOR: [pair.mentor]}
    return sides[one.item.owner] if one.item.owner else [pair.mentee, pair.mentor]


def _is_due(due: date | None, person: Person, now: datetime) -> bool:
    local = now.astimezone(ZoneInfo(person.time_zone))
    if due is None or due < local.date():
        return False
    opens = datetime.combine(due - timedelta(days=1), datetime.min.time(), local.tzinfo)
    return local >= opens.replace(hour=FROM_HOUR)


def _about(one: Found, pair: Mentorship, person: str, people: dict[str, Person]) -> About:
    other = people.get(pair.other_than(person))
    due = one.item.due.isoformat() if one.item.due else ""
    facts = {"other": other.name if other else "", "title": one.item.title, "due": due}
    return About(f"/mentorships/{pair.id}/goals", facts)
