"""What became of the mentorships that began in a month; refuses what single pairs said or did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from server.mentorships.model import MentorshipState
from server.progress.model.cohorts import Cohorts, cohorts_of
from server.progress.model.facts import Facts
from server.progress.model.suppress import LEAST_COHORT, coarse, shown_means

OFTEN = 3
"""Sessions after which a pair has got going."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Of the mentorships of a month, or of all."""

    pairs: int
    completed: int
    ended: int
    running: int
    met_thrice: int
    """Pairs that met three times or more."""
    sessions: int
    goal_percent: int | None
    """The mean, of those that have goals; None where they are too few."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """`whole` is None where there are too few pairs for any figure."""

    whole: Outcome | None
    months: Mapping[str, Outcome]
    hidden: int
    cohort: Mapping[str, str]
    """The month of each mentorship whose month is shown."""


def outcomes_of(pairs: Iterable[Facts], now: datetime, window: int) -> Outcomes:
    """By the month in which mentorships started."""
    started = ((one.mentorship.started_at, one) for one in pairs)
    by_month: Cohorts[Facts] = cohorts_of(started, now, window)
    if len(by_month.all) < LEAST_COHORT:
        return Outcomes(None, {}, len(by_month.all), {})
    goals, all_goals = _goals(by_month)
    return Outcomes(
        _outcome(by_month.all, all_goals),
        {month: _outcome(of, goals.get(month)) for month, of in by_month.months.items()},
        by_month.hidden,
        {one.mentorship.id: month for month, of in by_month.months.items() for one in of},
    )


def _goals(by_month: Cohorts[Facts]) -> tuple[dict[str, int], int | None]:
    shown = {one.mentorship.id for of in by_month.months.values() for one in of}
    rest = [one for one in by_month.all if one.mentorship.id not in shown]
    parts = {**by_month.months, "": rest}
    values = {
        month: [float(one.goal_percent) for one in of if one.goal_percent is not None]
        for month, of in parts.items()
    }
    means, whole = shown_means(values, LEAST_COHORT)
    return {month: coarse(one.mean) for month, one in means.items()}, (
        coarse(whole.mean) if whole else None
    )


def _outcome(pairs: Sequence[Facts], goal_percent: int | None) -> Outcome:
    states = [one.mentorship.state for one in pairs]
    return Outcome(
        pairs=len(pairs),
        completed=states.count(MentorshipState.COMPLETED),
        ended=states.count(MentorshipState.ENDED),
        running=sum(1 for one in pairs if one.mentorship.is_running),
        met_thrice=sum(1 for one in pairs if len(one.met) >= OFTEN),
        sessions=sum(len(one.met) for one in pairs),
        goal_percent=goal_percent,
    )
