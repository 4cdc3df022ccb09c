"""What was revealed is passed on: to learning, to matching as standings, to the other as news.

Until the reveal nothing leaves the card, so that no figure can give it away.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from random import SystemRandom

import structlog

from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import Refusal
from server.feedback.figures import counts_at
from server.feedback.instruments import Instrument
from server.feedback.model import Card, Words, is_revealed, seen_of
from server.feedback.passing import of_card, of_survey, standing
from server.feedback.store import cards, surveys
from server.matching.model import PairFeedback
from server.matching.service import Learning, Records
from server.mentorships.model import Side
from server.mentorships.service import Mentorships
from server.notifications.model import Kind
from server.notifications.service import About, Notifications

AT_ONCE = 100
REMEMBERED = timedelta(days=3 * 365)
_LOTS = SystemRandom()
log = structlog.get_logger()


class Settling:
    """What the jobs call; each step may run twice."""

    def __init__(  # noqa: PLR0913 - one line for each service it stands on
        self,
        *,
        database: Database,
        clock: Clock,
        accounts: Accounts,
        notifications: Notifications,
        mentorships: Mentorships,
        learning: Learning,
        records: Records,
    ) -> None:
        self._database = database
        self._clock = clock
        self._accounts = accounts
        self._notifications = notifications
        self._mentorships = mentorships
        self._learning = learning
        self._records = records

    async def settle(self) -> int:
        """Everything that was revealed since; how many sessions and surveys."""
        sessions, moved = await self._settle_sessions()
        surveyed, asked = await self._settle_surveys()
        for programme in sorted(moved | asked):
            await self.renew(programme)
        return sessions + surveyed

    async def renew(self, programme: str) -> None:
        """How the mentors of a programme stand, from all that is known."""
        now = self._clock.now()
        async with self._database.read() as tx:
            said = await cards.settled_of_programme(tx, programme, now - REMEMBERED)
            fits = await surveys.of_mentees(tx, programme, Instrument.FIT)
        pairs = await self._mentorships.of_programme(programme)
        found = await asyncio.to_thread(standing, said, fits, pairs, now)
        await self._records.put_standings(programme, found)

    async def _settle_sessions(self) -> tuple[int, set[str]]:
        """How many, and the programmes whose mentors may stand elsewhere now."""
        count, moved = 0, set[str]()
        while True:
            async with self._database.read() as tx:
                due = await cards.to_settle(tx, self._clock.now(), limit=AT_ONCE)
            for booking in due:
                moved |= await self._settle_session(booking)
            count += len(due)
            if len(due) < AT_ONCE:
                return count, moved

    async def _settle_surveys(self) -> tuple[int, set[str]]:
        count, moved = 0, set[str]()
        while True:
            async with self._database.read() as tx:
                said = await surveys.to_settle(tx, limit=AT_ONCE)
            for one in said:
                await self._pass_on(of_survey(one))
                async with self._database.write() as tx:
                    await surveys.settle(tx, [one.id], self._clock.now())
            moved |= {one.programme for one in said if one.instrument is Instrument.FIT}
            count += len(said)
            if len(said) < AT_ONCE:
                return count, moved

    async def _settle_session(self, booking: str) -> set[str]:
        """The programme whose mentors may stand elsewhere now."""
        now = self._clock.now()
        async with self._database.read() as tx:
            both = await cards.of_booking(tx, booking)
        fresh = [
            one
            for one in both.values()
            if one.settled_at is None and is_revealed(one, both.get(one.other), now)
        ]
        for one in fresh:
            await self._pass_on(of_card(one))
        async with self._database.write() as tx:
            for one in fresh:
                await cards.settle(tx, one.id, now, counts_at(now, _LOTS.random()))
                await self._tell(tx, one, seen_of(one, both.get(one.other), now))
        return {one.programme for one in fresh if one.programme and one.side is Side.MENTEE}

    async def _pass_on(self, told: PairFeedback | None) -> None:
        if told is None:
            return
        try:
            await self._learning.record(told)
        except Refusal as refusal:  # somebody has deleted their account meanwhile
            log.info("feedback.left_out", reason=refusal.code)

    async def _tell(self, tx: Tx, mine: Card, seen: Words | None) -> None:
        """That there is something to read, if there is."""
        if seen is None or not (seen.tags or seen.appreciation or seen.note):
            return
        if mine.other in await self._mentorships.apart_in(tx, mine.person):
            return
        people = await self._accounts.several_in(tx, [mine.person, mine.other])
        if len(people) < 2:
            return
        facts = {"other": people[mine.other].name, "starts_at": mine.session_at.isoformat()}
        about = About(f"/feedback/sessions/{mine.booking}", facts)
        receiver = people[mine.person].receiver
        await self._notifications.tell(tx, Kind.FEEDBACK_REVEALED, receiver, about)
