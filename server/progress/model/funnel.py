"""How far people of a programme have come, in counts and median days; refuses to name anybody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from statistics import median

from server.mentorships.model import EndReason, MentorshipState
from server.progress.model.cohorts import Cohorts, cohorts_of
from server.progress.model.facts import Facts
from server.progress.model.suppress import LEAST_COHORT, shown_counts

DAY_S = 86_400


class Step(StrEnum):
    """What somebody has done at least once, or is in now; the words beside each are the web's."""

    REGISTERED = "registered"
    READY = "ready"
    ASKED = "asked"
    MATCHED = "matched"
    MET = "met"
    ACTIVE = "active"
    STALLED = "stalled"
    PAUSED = "paused"
    ENDED = "ended"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One person of one side."""

    person: str
    joined_at: datetime | None
    """None: belongs to the programme without having joined."""
    steps: frozenset[Step]
    moments: Mapping[Step, datetime] = field(default_factory=dict)
    """When a step was made first, where that is known."""


@dataclass(frozen=True, slots=True)
class Row:
    """Of a month, or of all."""

    people: int
    counts: Mapping[Step, int]


@dataclass(frozen=True, slots=True)
class Funnel:
    """Of one side. `whole` is None where there are too few people for any figure."""

    whole: Row | None
    months: Mapping[str, Row]
    hidden: int
    """People in months that are too small to be shown."""
    days: Mapping[Step, float]
    """The median from the step before that has a date; only from enough people."""


_DATED = (Step.REGISTERED, Step.ASKED, Step.MATCHED, Step.MET, Step.COMPLETED)


def course_of(
    person: str,
    joined_at: datetime | None,
    asked_at: datetime | None,
    pairs: Sequence[Facts],
    stalled: Collection[str],
    *,
    is_ready: bool,
) -> Course:
    """What somebody's mentorships and first request say; `stalled`: ids of mentorships."""
    steps = {Step.REGISTERED}
    if is_ready:
        steps.add(Step.READY)
    moments = _moments(joined_at, asked_at, pairs)
    steps |= moments.keys()
    for one in pairs:
        steps |= _steps_of(one, stalled)
    return Course(person=person, joined_at=joined_at, steps=frozenset(steps), moments=moments)


def funnel_of(courses: Iterable[Course], now: datetime, window: int) -> Funnel:
    """By the month of joining."""
    by_month: Cohorts[Course] = cohorts_of(((one.joined_at, one) for one in courses), now, window)
    if len(by_month.all) < LEAST_COHORT:
        return Funnel(None, {}, len(by_month.all), {})
    months = {month: _row(of) for month, of in by_month.months.items()}
    return Funnel(_row(by_month.all), months, by_month.hidden, _days(by_month.all))


def reasons_of(pairs: Iterable[Facts]) -> dict[EndReason, int]:
    """Why mentorships ended before their time; no reason that fewer than five named.

    Who ends when is known by name. Ends are counted five at a time, that of one tells no reason.
    """
    ended = [one.mentorship for one in pairs if one.mentorship.state is MentorshipState.ENDED]
    ended.sort(key=lambda one: (one.ended_at or one.ends_at, one.id))
    counts = dict.fromkeys(EndReason, 0)
    for one in ended[: len(ended) // LEAST_COHORT * LEAST_COHORT]:
        counts[one.reason or EndReason.OTHER] += 1
    return shown_counts(counts, LEAST_COHORT)


def _moments(
    joined_at: datetime | None, asked_at: datetime | None, pairs: Sequence[Facts]
) -> dict[Step, datetime]:
    met = [one.met[0].at for one in pairs if one.met]
    over = [
        one.mentorship.ended_at
        for one in pairs
        if one.mentorship.state is MentorshipState.COMPLETED and one.mentorship.ended_at
    ]
    found = {
        Step.REGISTERED: joined_at,
        Step.ASKED: asked_at,
        Step.MATCHED: min((one.mentorship.started_at for one in pairs), default=None),
        Step.MET: min(met, default=None),
        Step.COMPLETED: min(over, default=None),
    }
    return {step: at for step, at in found.items() if at is not None}


def _steps_of(one: Facts, stalled: Collection[str]) -> set[Step]:
    match one.mentorship.state:
        case MentorshipState.ACTIVE:
            return {Step.STALLED if one.mentorship.id in stalled else Step.ACTIVE}
        case MentorshipState.PAUSED:
            return {Step.PAUSED}
        case MentorshipState.ENDED:
            return {Step.ENDED}
    return {Step.COMPLETED}


def _row(courses: Sequence[Course]) -> Row:
    counts = {step: sum(1 for one in courses if step in one.steps) for step in Step}
    return Row(len(courses), counts)


def _days(courses: Sequence[Course]) -> dict[Step, float]:
    found: dict[Step, list[float]] = {}
    for one in courses:
        dated = [step for step in _DATED if step in one.moments]
        for before, step in pairwise(dated):
            lasted = (one.moments[step] - one.moments[before]).total_seconds() / DAY_S
            if lasted >= 0:
                found.setdefault(step, []).append(lasted)
    return {step: round(median(of), 1) for step, of in found.items() if len(of) >= LEAST_COHORT}
