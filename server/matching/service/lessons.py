"""What a worker learns at night, or when a coordinator asks: weights proposed, or used at once.

A worker that dies leaves a programme unlooked at: the next one looks. Looking twice is harmless,
a later proposal takes the place of the one before.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import DATABASE_ERRORS, Database, Tx
from server.core.errors import NotFound, Refusal
from server.core.ids import new_id
from server.core.settings import Settings
from server.matching.model import PairFeedback
from server.matching.proposal import (
    Check,
    Lesson,
    Outcome,
    Proposal,
    ProposalState,
    is_declined,
    is_enough,
    is_news,
    night_before,
    proposed_weights,
)
from server.matching.service.learning import LEARNED_FROM, Learning
from server.matching.store import effects, feedback, learning
from server.matching.teach import Taught, teach
from server.mentorships.model import Mentorship, Side
from server.mentorships.service import Mentorships
from server.notifications.model import Kind
from server.notifications.service import About, Notifications
from server.profiles.model import Criterion
from server.programmes.model import Author, Programme, Weights, WeightsVersion, Why
from server.programmes.model import Learning as Way
from server.programmes.service import Programmes, Weighing

AT_NIGHT = 3
"""The hour from which on it is learned, in UTC."""
PAGE_ROWS = 2000
PROGRAMMES_AT_ONCE = 500
_MISFIT = "mentorship:"
_LEARNED = frozenset({Author.LEARNING, Author.AUTOMATIC})
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Look:
    """What a programme is taught against."""

    programme: Programme
    base: int
    origin: Mapping[Criterion, float]
    taught: Taught | None
    is_asked: bool

    @property
    def is_automatic(self) -> bool:
        return self.programme.settings.learning is Way.AUTOMATIC


class Lessons:
    """Looks at what people said."""

    def __init__(  # noqa: PLR0913 - one line for each service it stands on
        self,
        *,
        settings: Settings,
        clock: Clock,
        database: Database,
        accounts: Accounts,
        notifications: Notifications,
        programmes: Programmes,
        weighing: Weighing,
        mentorships: Mentorships,
        learning: Learning,
    ) -> None:
        self._clock = clock
        self._database = database
        self._accounts = accounts
        self._notifications = notifications
        self._programmes = programmes
        self._weighing = weighing
        self._mentorships = mentorships
        self._learning = learning

    async def answer(self) -> int:
        """Look where a coordinator has asked to; at how many programmes."""
        async with self._database.read() as tx:
            asked = await learning.asked(tx, limit=PROGRAMMES_AT_ONCE)
        for one in asked:
            await self._try(one, is_asked=True)
        return len(asked)

    async def nightly(self) -> int:
        """Look at all programmes under way that were not looked at since last night."""
        night = night_before(self._clock.now(), AT_NIGHT)
        every = [one.id for one in await self._programmes.under_way()]
        due: list[str] = []
        for start in range(0, len(every), PROGRAMMES_AT_ONCE):
            batch = every[start : start + PROGRAMMES_AT_ONCE]
            async with self._database.read() as tx:
                done = await learning.checked_since(tx, batch, night)
            due += [one for one in batch if one not in done]
        for one in due:
            await self._try(one)
        return len(due)

    async def look(self, programme_id: str, *, is_asked: bool = False) -> Outcome | None:
        """What a programme's answers come to; None if its weights were changed meanwhile.

        Raises: NotFound.
        """
        programme = await self._programmes.programme(programme_id)
        await self._note_misfits(programme)
        async with self._database.read() as tx:
            versions = await self._weighing.versions(tx, programme)
        said = await self._said(programme_id)
        base, origin = versions[0], _origin(versions)
        taught = None
        if is_enough(len(said), len({one.rater for one in said})):
            taught = await asyncio.to_thread(
                teach, said, _shares(origin), _shares(base), self._clock.now()
            )
        look = _Look(programme, base.number, _shares(origin), taught, is_asked)
        async with self._database.write() as tx:
            outcome = await self._conclude(tx, look)
        if taught is not None:  # of mentors something is known, whatever becomes of the weights
            await self._programmes.tell(programme_id)
        log.info("learning.looked", programme=programme_id, outcome=outcome, rows=len(said))
        return outcome

    async def _try(self, programme_id: str, *, is_asked: bool = False) -> None:
        """One programme that cannot be looked at keeps no other from it, nor itself for ever."""
        try:
            await self.look(programme_id, is_asked=is_asked)
        except NotFound:
            log.info("learning.gone", programme=programme_id)
        except DATABASE_ERRORS:
            raise
        except Exception:
            log.exception("learning.failed", programme=programme_id)
            async with self._database.write() as tx:
                before = await learning.check_of(tx, programme_id)
                now = self._clock.now()
                failed = replace(before, asked_at=None, checked_at=now, outcome=Outcome.FAILED)
                await learning.put_check(tx, programme_id, failed)

    async def _said(self, programme_id: str) -> list[PairFeedback]:
        found: list[PairFeedback] = []
        since, after = self._clock.now() - LEARNED_FROM, ""
        while True:
            async with self._database.read() as tx:
                page = await feedback.page(tx, programme_id, since, after, limit=PAGE_ROWS)
            found += page
            if len(page) < PAGE_ROWS:
                return found
            after = page[-1].id

    async def _conclude(self, tx: Tx, look: _Look) -> Outcome | None:
        """Writes what was found, if it still stands on the weights in use."""
        programme = await self._weighing.lock(tx, look.programme.id)
        if (await self._weighing.versions(tx, programme))[0].number != look.base:
            return None
        now, taught = self._clock.now(), look.taught
        outcome = await self._settle(tx, replace(look, programme=programme), now)
        check = Check(None, now, outcome, taught.sigma if taught else 0.0)
        await learning.put_check(tx, programme.id, check)
        await effects.learned.put(tx, programme.id, taught.effects if taught else {}, now)
        return outcome

    async def _settle(self, tx: Tx, look: _Look, now: datetime) -> Outcome:
        last = await learning.latest(tx, look.programme.id, *ProposalState)
        refused = _refused(look, last)
        if refused is Outcome.PROPOSED:
            return refused
        was_waiting = await learning.replace_waiting(tx, look.programme.id, now)
        if look.taught is None or refused is not None:
            return refused or Outcome.TOO_FEW
        one = _proposal(look, look.taught.lesson, now)
        await learning.add(tx, one)
        is_applied = one.state is ProposalState.APPLIED
        if is_applied:
            why = Why(Author.AUTOMATIC, None, one.lesson.as_evidence())
            await self._weighing.put(tx, look.programme, proposed_weights(one), why, base=one.base)
        if is_applied or not was_waiting:
            await self._write_to(tx, look.programme, one)
        return Outcome.APPLIED if is_applied else Outcome.PROPOSED

    async def _write_to(self, tx: Tx, programme: Programme, one: Proposal) -> None:
        """To each coordinator."""
        coordinators = await self._programmes.looked_after_by(tx, programme.id)
        people = await self._accounts.several_in(tx, coordinators)
        facts = {
            "programme": programme.name,
            "step": one.state.value,
            "sessions": str(one.lesson.sessions),
        }
        about = About(f"/programmes/{programme.id}/manage?tab=learning", facts)
        told = [(person.receiver, about) for person in people.values()]
        await self._notifications.tell_many(tx, Kind.WEIGHTS_LEARNED, told)

    async def _note_misfits(self, programme: Programme) -> None:
        """Who met and parted as not the right fit has said so: not again, and why."""
        async with self._database.read() as tx:
            known = await feedback.occasions(tx, programme.id, _MISFIT)
        since = self._clock.now() - LEARNED_FROM
        for one in await self._mentorships.misfits(programme.id, since):
            told = _misfit(one)
            if told is None or told.occasion in known:
                continue
            try:
                await self._learning.record(told)
            except Refusal as refusal:  # somebody has deleted their account meanwhile
                log.info("learning.left_out", reason=refusal.code)


def _misfit(one: Mentorship) -> PairFeedback | None:
    if one.ended_at is None or one.ended_by is None:
        return None
    return PairFeedback(
        programme=one.programme,
        mentorship=one.id,
        mentor=one.mentor,
        mentee=one.mentee,
        rater=one.mentee if one.ended_by is Side.MENTEE else one.mentor,
        occasion=_MISFIT + one.id,
        again=1,
        misfit=one.fit_reasons,
        at=one.ended_at,
    )


def _origin(versions: list[WeightsVersion]) -> WeightsVersion:
    """The last weights that a coordinator meant; learning is held near them."""
    return next(one for one in versions if one.why.author not in _LEARNED)


def _shares(version: WeightsVersion) -> dict[Criterion, float]:
    weights: Weights = version.weights
    return {Criterion(name): share for name, share in weights.as_shares().items()}


def _refused(look: _Look, last: Proposal | None) -> Outcome | None:
    """Why there is no new proposal; None if there is one."""
    if look.taught is None:
        return Outcome.TOO_FEW
    lesson, is_automatic = look.taught.lesson, look.is_automatic
    if last is not None and last.still_holds(look.base, lesson.sessions) and not is_automatic:
        return Outcome.PROPOSED
    if not is_news(last, lesson.sessions):
        return Outcome.NO_NEWS
    if not lesson.is_worth_it:
        return Outcome.NO_BETTER
    if not look.is_asked and is_declined(last, lesson.sessions):
        return Outcome.DECLINED
    return None


def _proposal(look: _Look, lesson: Lesson, now: datetime) -> Proposal:
    is_automatic = look.is_automatic
    return Proposal(
        id=new_id(),
        programme=look.programme.id,
        state=ProposalState.APPLIED if is_automatic else ProposalState.WAITING,
        made_at=now,
        base=look.base,
        lesson=lesson,
        decided_at=now if is_automatic else None,
    )
