"""A programme's report for its coordinators; refuses content, and figures of a few people.

By name they see what they see elsewhere: who is matched with whom, since when, and how far the
two are. Nothing of it says what somebody wrote, answered, or thought.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from server.accounts.model import PersonCard
from server.accounts.service import Accounts
from server.core.errors import Invalid
from server.feedback.service import GatheringAnswers, Sums, Surveys, Worths
from server.mentorships.model import EndReason, Side
from server.programmes.service import Programmes
from server.progress.model import Facts
from server.progress.model.cohorts import WINDOWS
from server.progress.model.engaged import Engaged, engaged_of
from server.progress.model.funnel import Funnel, funnel_of, reasons_of
from server.progress.model.outcomes import Outcomes, outcomes_of
from server.progress.model.rounds import RoundOutcome, rounds_of
from server.progress.model.stage import Stage, quiet_since, stage_of
from server.progress.service.populace import Registry


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Of one programme and window."""

    at: datetime
    window: int
    funnels: Mapping[Side, Funnel]
    reasons: Mapping[EndReason, int]
    outcomes: Outcomes
    rounds: tuple[RoundOutcome, ...]
    """Of all time, whatever the window."""
    sums: Sums
    worths: Worths | None
    """Of gatherings, of all time; None: too few answers."""
    engaged: Engaged | None
    """None: too few pairs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairState:
    """One mentorship, with as much of it as a coordinator sees. Days are in UTC."""

    mentorship: str
    mentor: PersonCard | None
    mentee: PersonCard | None
    stage: Stage
    started_on: date
    last_met_on: date | None
    quiet_days: int | None
    """Since they last met, or began; None for pairs that do not run."""
    ends_on: date
    """Or ended."""


class Evaluations:
    """Use cases of coordinators."""

    def __init__(
        self,
        *,
        registry: Registry,
        accounts: Accounts,
        programmes: Programmes,
        surveys: Surveys,
        gatherings: GatheringAnswers,
    ) -> None:
        self._registry = registry
        self._accounts = accounts
        self._programmes = programmes
        self._surveys = surveys
        self._gatherings = gatherings

    async def show(self, coordinator: str, programme: str, window: int) -> Evaluation:
        """`window`: months, 0 for all time. Raises: NotFound, Invalid."""
        if window not in WINDOWS:
            sentence = "Choose one of the time spans that are offered."
            raise Invalid(sentence, fields={"window": sentence})
        await self._programmes.require_coordinator(coordinator, programme)
        there = await self._registry.populace(programme)
        outcomes = outcomes_of(there.pairs, there.now, window)
        stalled = frozenset(
            one.mentorship.id for one in there.pairs if stage_of(one, there.now) is Stage.STALLED
        )
        return Evaluation(
            at=there.now,
            window=window,
            funnels={
                side: funnel_of(there.courses(side, stalled), there.now, window) for side in Side
            },
            reasons=reasons_of(there.pairs),
            outcomes=outcomes,
            rounds=rounds_of(there.pairs, there.rounds, there.now),
            sums=await self._surveys.sums(programme, outcomes.cohort),
            worths=await self._gatherings.of_programme(programme),
            engaged=engaged_of(there.pairs, there.now),
        )

    async def pairs(self, coordinator: str, programme: str) -> list[PairState]:
        """Who is with whom and how far they are, the quietest first. Raises: NotFound."""
        await self._programmes.require_coordinator(coordinator, programme)
        pairs, now = await self._registry.pairs(programme)
        ids = {p for one in pairs for p in (one.mentorship.mentor, one.mentorship.mentee)}
        people = await self._accounts.people(ids)
        views = [_view(one, people, now) for one in pairs]
        return sorted(views, key=_quiet, reverse=True)


def _view(one: Facts, people: Mapping[str, PersonCard], now: datetime) -> PairState:
    pair = one.mentorship
    return PairState(
        mentorship=pair.id,
        mentor=people.get(pair.mentor),
        mentee=people.get(pair.mentee),
        stage=stage_of(one, now),
        started_on=pair.started_at.date(),
        last_met_on=one.met[-1].at.date() if one.met else None,
        quiet_days=(now - quiet_since(one)).days if pair.is_running else None,
        ends_on=(pair.ended_at or pair.ends_at).date(),
    )


def _quiet(one: PairState) -> tuple[int, date]:
    return (-1 if one.quiet_days is None else one.quiet_days), one.ends_on
