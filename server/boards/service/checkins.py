"""Written check-ins: put down by one of the two, told to the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from server.accounts.service import Accounts
from server.boards.model import goals_of
from server.boards.model.checkin import CheckIn, week_of
from server.boards.service.boards import Boards
from server.boards.store import checkins as store
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.mentorships.service import Mentorships
from server.notifications.model import Kind
from server.notifications.service import About, Notifications

MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class CheckIns:
    """Those of both people, newest first, and what week it is for the reader."""

    week: date
    written: list[CheckIn]


class Diary:
    """Use cases on check-ins."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        boards: Boards,
        mentorships: Mentorships,
        accounts: Accounts,
        notifications: Notifications,
    ) -> None:
        self._database = database
        self._clock = clock
        self._boards = boards
        self._mentorships = mentorships
        self._accounts = accounts
        self._notifications = notifications

    async def show(self, person: str, mentorship: str) -> CheckIns:
        """Raises: NoDocument."""
        await self._boards.access(person, goals_of(mentorship))
        async with self._database.read() as tx:
            written = await store.of_mentorship(tx, mentorship, MOST_SHOWN)
        return CheckIns(await self._week(person), written)

    async def weeks_in(
        self, tx: Tx, mentorships: Iterable[str], since: date
    ) -> dict[str, dict[str, frozenset[date]]]:
        """Of which weeks each person wrote, by mentorship, for our own domains."""
        return await store.weeks(tx, mentorships, since)

    async def write(
        self, person: str, mentorship: str, went_well: str, is_hard: str, comes_next: str
    ) -> CheckIn:
        """This week's, again if need be; the other one is told of the first.

        Raises: NoDocument, ReadOnly, Invalid.
        """
        (await self._boards.access(person, goals_of(mentorship))).require_write()
        pair, now = await self._mentorships.one(person, mentorship), self._clock.now()
        one = CheckIn(
            person=person,
            week=await self._week(person),
            went_well=went_well,
            is_hard=is_hard,
            comes_next=comes_next,
            written_at=now,
            changed_at=now,
        ).checked()
        async with self._database.write() as tx:
            before = await store.find(tx, mentorship, person, one.week)
            if before is not None:
                one = replace(one, written_at=before.written_at)
            await store.put(tx, mentorship, one)
            if before is None:
                people = await self._accounts.several_in(tx, [pair.mentor, pair.mentee])
                about = About(f"/mentorships/{mentorship}/goals", {"other": people[person].name})
                receiver = people[pair.other_than(person)].receiver
                await self._notifications.tell(tx, Kind.CHECK_IN_WRITTEN, receiver, about)
        return one

    async def _week(self, person: str) -> date:
        return week_of(self._clock.now(), (await self._accounts.person(person)).time_zone)
