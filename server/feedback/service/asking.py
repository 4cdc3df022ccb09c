"""Who is asked what, and when: cards after sessions, surveys at their moments, one reminder each.

Runs by the clock and may run twice: what was asked is noted in the same transaction. Whether a
letter or a push goes with it, and at which hour, is decided by the reader's own settings.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.ids import new_id
from server.feedback.instruments import Instrument
from server.feedback.model import WINDOW, Card, Survey
from server.feedback.model.surveys import FIT_AFTER, OPEN_FOR, Moment, moments_of
from server.feedback.service.cards import Cards
from server.feedback.store import cards, surveys
from server.mentorships.model import Mentorship
from server.mentorships.service import Mentorships
from server.notifications.model import Kind
from server.notifications.service import About, Notifications
from server.programmes.service import Programmes
from server.scheduling.service import Account, Attendances

AT_ONCE = 200
LOOK_BACK = timedelta(minutes=10)
"""Longer than two transactions that derive attendance may overlap."""
REMIND_CARD, REMIND_SURVEY = timedelta(days=3), timedelta(days=7)


class Asking:
    """What the jobs call."""

    def __init__(  # noqa: PLR0913 - one line for each service it stands on
        self,
        *,
        database: Database,
        clock: Clock,
        accounts: Accounts,
        notifications: Notifications,
        programmes: Programmes,
        mentorships: Mentorships,
        attendances: Attendances,
        cards: Cards,
    ) -> None:
        self._database = database
        self._clock = clock
        self._accounts = accounts
        self._notifications = notifications
        self._programmes = programmes
        self._mentorships = mentorships
        self._attendances = attendances
        self._cards = cards

    async def ask_after_sessions(self) -> int:
        """Cards of sessions whose attendance is known by now; of how many sessions."""
        floor = self._clock.now() - WINDOW
        async with self._database.read() as tx:
            known = await cards.known_until(tx)
        since, made = max(floor, known - LOOK_BACK) if known else floor, 0
        while True:
            found = await self._attendances.known_since(since, limit=AT_ONCE)
            for one in found:
                made += await self._ask_after(one)
            last = max((one.marks[0].derived_at for one in found), default=since)
            if len(found) < AT_ONCE or last <= since:
                return made
            since = last

    async def ask_at_moments(self) -> int:
        """Pulses, alliance forms and closing surveys that are due; how many of a pair each."""
        made = 0
        for programme in await self._programmes.under_way():
            pairs = await self._mentorships.of_programme(programme.id)
            async with self._database.read() as tx:
                asked = await surveys.asked(tx, programme.id)
            now = self._clock.now()
            due = [
                (pair, moment)
                for pair in pairs
                for moment in moments_of(pair, now)
                if (pair.id, moment.occasion) not in asked
            ]
            for pair, moment in due:
                async with self._database.write() as tx:
                    made += await self._ask(tx, pair, moment)
        return made

    async def tell(self) -> int:
        """Tells and reminds whoever has something to answer; how many."""
        now = self._clock.now()
        async with self._database.read() as tx:
            open_cards = await cards.to_tell(tx, now, now - REMIND_CARD, limit=AT_ONCE)
            open_surveys = await surveys.to_tell(tx, now, now - REMIND_SURVEY, limit=AT_ONCE)
        for one in open_cards:
            await self._tell_card(one, now)
        for one in open_surveys:
            await self._tell_survey(one, now)
        return len(open_cards) + len(open_surveys)

    async def _ask_after(self, account: Account) -> bool:
        booking = account.booking
        async with self._database.write() as tx:
            is_new = await self._cards.make(tx, account)
            kept = await cards.of_booking(tx, booking.id)
            if booking.mentorship and any(one.is_held for one in kept.values()):
                for pair in await self._mentorships.some_in(tx, [booking.mentorship]):
                    due_at = booking.ends_at + FIT_AFTER
                    await self._ask(tx, pair, Moment(Instrument.FIT, "fit", due_at))
        return is_new

    async def _ask(self, tx: Tx, pair: Mentorship, moment: Moment) -> bool:
        if await surveys.is_asked(tx, pair.id, moment.occasion):
            return False
        for person in (pair.mentee, pair.mentor):
            one = Survey(
                id=new_id(),
                mentorship=pair.id,
                programme=pair.programme,
                person=person,
                other=pair.other_than(person),
                side=pair.side_of(person),
                instrument=moment.instrument,
                occasion=moment.occasion,
                due_at=moment.due_at,
                closes_at=max(moment.due_at, self._clock.now()) + OPEN_FOR,
            )
            await surveys.add(tx, one)
        return True

    async def _tell_card(self, card_id: str, now: datetime) -> None:
        async with self._database.write() as tx:
            found = await cards.find(tx, card_id)
            kept = await cards.of_booking(tx, found.booking, is_to_change=True) if found else {}
            mine = kept.get(found.person) if found else None
            if mine is None or mine.answers is not None:
                return
            noted = _noted_card(mine, now)
            await cards.save(tx, noted)
            facts = {"starts_at": mine.session_at.isoformat(), "step": _step(mine.told_at)}
            path = f"/feedback/sessions/{mine.booking}"
            await self._tell(tx, Kind.SESSION_FEEDBACK, mine, About(path, facts))

    async def _tell_survey(self, survey_id: str, now: datetime) -> None:
        async with self._database.write() as tx:
            mine = await surveys.find(tx, survey_id, is_to_change=True)
            if mine is None or mine.answers is not None:
                return
            is_first = mine.told_at is None
            noted = replace(mine, told_at=now) if is_first else replace(mine, reminded_at=now)
            await surveys.save(tx, noted)
            facts = {"event": mine.instrument.value, "step": _step(mine.told_at)}
            about = About(f"/feedback/surveys/{mine.id}", facts)
            await self._tell(tx, Kind.SURVEY_ASKED, mine, about)

    async def _tell(self, tx: Tx, kind: Kind, one: Card | Survey, about: About) -> None:
        people = await self._accounts.several_in(tx, [one.person, one.other])
        if one.person not in people or one.other not in people:
            return
        facts = {**about.facts, "other": people[one.other].name}
        receiver = people[one.person].receiver
        await self._notifications.tell(tx, kind, receiver, replace(about, facts=facts))


def _step(told_at: datetime | None) -> str:
    return "first" if told_at is None else "again"


def _noted_card(card: Card, now: datetime) -> Card:
    return replace(card, told_at=now) if card.told_at is None else replace(card, reminded_at=now)
