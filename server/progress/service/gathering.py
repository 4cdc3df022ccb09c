"""Gathers the facts of many mentorships by few statements; refuses one statement a mentorship.

Every lower domain tells what it knows of all of them at once, in numbers and instants.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from server.accounts.service import Accounts
from server.boards.service import Diary, Goals, Standing
from server.chat.model import Wrote
from server.chat.service import Chat
from server.core.clock import Clock
from server.core.db import MOST_IDS, Database, Tx
from server.mentorships.model import Meeting, Mentorship, Pace, Pause, Side
from server.mentorships.service import Agreements, Mentorships
from server.notifications.service import Centre, Notifications
from server.programmes.service import Programmes
from server.progress.model.facts import Action, Facts, Met
from server.scheduling.model import Tally
from server.scheduling.service import Attendances, Availabilities, Bookings

CHECK_INS_COUNT = timedelta(weeks=26)
T = TypeVar("T")
_SIDES = (Side.MENTOR, Side.MENTEE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """Where facts come from."""

    database: Database
    clock: Clock
    mentorships: Mentorships
    agreements: Agreements
    bookings: Bookings
    attendances: Attendances
    goals: Goals
    diary: Diary
    chat: Chat
    accounts: Accounts
    programmes: Programmes
    availabilities: Availabilities
    centre: Centre
    notifications: Notifications


@dataclass(frozen=True, slots=True)
class _Gathered:
    """Each by mentorship; what is by person, by person in it."""

    met: Mapping[str, Sequence[Meeting]]
    paces: Mapping[str, Pace]
    pauses: Mapping[str, tuple[Pause, ...]]
    ahead: Mapping[str, Sequence[datetime]]
    tallies: Mapping[str, Mapping[str, Tally]]
    standings: Mapping[str, Standing]
    weeks: Mapping[str, Mapping[str, frozenset[date]]]
    wrote: Mapping[str, Mapping[str, Wrote]]


class Gathering:
    """Facts as they are now; for our own code alone: it asks nobody who they are."""

    def __init__(self, below: Below) -> None:
        self._below = below
        self._database = below.database

    async def facts(self, mentorships: Collection[Mentorship]) -> dict[str, Facts]:
        """Of each of these, by id, as one moment has them."""
        async with self._database.read() as tx:
            return await self.facts_in(tx, mentorships)

    async def facts_in(self, tx: Tx, mentorships: Collection[Mentorship]) -> dict[str, Facts]:
        """The same, as the caller's transaction sees it."""
        found = await self._gathered(tx, [one.id for one in mentorships])
        return {one.id: _facts(one, found) for one in mentorships}

    async def running(self, page: int = MOST_IDS) -> AsyncIterator[dict[str, Facts]]:
        """Those of all running mentorships, so many at a time, in the order of their ids."""
        last = ""
        while True:
            async with self._database.read() as tx:
                some = await self._below.mentorships.running_after(tx, last, limit=page)
                found = await self.facts_in(tx, some)
            if not some:
                return
            last = some[-1].id
            yield found

    async def of_programme(self, programme: str) -> dict[str, Facts]:
        """Of all mentorships of a programme, running and past."""
        return await self.facts(await self._below.mentorships.of_programme(programme))

    async def _gathered(self, tx: Tx, ids: Sequence[str]) -> _Gathered:
        below, now = self._below, self._below.clock.now()
        return _Gathered(
            met=await below.mentorships.meetings_in(tx, ids),
            paces=await below.agreements.paces_in(tx, ids),
            pauses=await below.mentorships.pauses_in(tx, ids),
            ahead=await below.bookings.ahead_in(tx, ids, now),
            tallies=await below.attendances.tallies_in(tx, ids),
            standings=await below.goals.standings_in(tx, ids),
            weeks=await below.diary.weeks_in(tx, ids, (now - CHECK_INS_COUNT).date()),
            wrote=await below.chat.wrote_in(tx, ids),
        )


def _facts(one: Mentorship, found: _Gathered) -> Facts:
    pace = found.paces.get(one.id)
    standing = found.standings[one.id]
    wrote = _by_side(one, found.wrote)
    return Facts(
        mentorship=one,
        sessions_a_month=pace.sessions_a_month if pace else one.plan.sessions_a_month,
        is_agreement_signed=pace is not None,
        agreement_ends_at=pace.ends_at if pace else None,
        pauses=found.pauses.get(one.id, ()),
        met=_met(found.met[one.id]),
        booked=tuple(found.ahead.get(one.id, ())),
        kept=_by_side(one, found.tallies),
        goals=standing.goals,
        goal_percent=standing.percent,
        goals_changed_at=standing.changed_at,
        open_actions=tuple(Action(open_.id, open_.owner, open_.due) for open_ in standing.open),
        done_actions=standing.done,
        check_ins=_by_side(one, found.weeks),
        wrote_at={side: of.last_at for side, of in wrote.items()},
        unanswered={side: of.unanswered for side, of in wrote.items() if of.unanswered},
    )


def _met(meetings: Iterable[Meeting]) -> tuple[Met, ...]:
    return tuple(Met(one.met_at, one.minutes) for one in meetings)


def _by_side(one: Mentorship, found: Mapping[str, Mapping[str, T]]) -> dict[Side, T]:
    """What is known of the two of a mentorship, and of nobody else."""
    of = found.get(one.id, {})
    return {side: of[person] for side in _SIDES if (person := one.person_on(side)) in of}
