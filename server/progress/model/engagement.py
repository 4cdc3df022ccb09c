"""How alive a mentorship is, in parts; refuses to be a grade, and to read anything they wrote.

Each part is a share of what would be good, or not known: what is not known yet, or is not to be
expected at the moment, does not count. The weights follow one reason: what both did together weighs
more than what one did alone, and that more than what they only noted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from server.boards.model import week_of
from server.mentorships.model import MentorshipState, Side
from server.progress.model.cadence import due
from server.progress.model.facts import Facts
from server.progress.model.stage import quiet_since

CADENCE_WINDOW = timedelta(days=60)
"""Two months: one that was full of holidays is evened out."""
SETTLING = timedelta(days=14)
"""So long a new mentorship may find its feet before anything is missed."""
BOOKING_TIME = timedelta(days=7)
"""So long after a meeting nobody minds that the next one is not booked."""
GOALS_FRESH, GOALS_STALE = timedelta(days=14), timedelta(days=60)
SILENCE_FINE, SILENCE_LONG = timedelta(days=7), timedelta(days=28)
CHECK_IN_WEEKS = 4
LEAST_KNOWN = 40
"""Of the whole weight of 100: below it is too early to say anything."""


class Part(StrEnum):
    """What is looked at."""

    CADENCE = "cadence"
    ATTENDANCE = "attendance"
    GOALS = "goals"
    BOOKED = "booked"
    CHECK_INS = "check_ins"
    ANSWERS = "answers"
    AGREEMENT = "agreement"


WEIGHTS: Mapping[Part, int] = {
    Part.CADENCE: 30,  # that they meet as agreed: what predicts best that a mentorship lasts
    Part.ATTENDANCE: 20,  # that whoever is expected comes: the other one's time is at stake
    Part.GOALS: 15,  # that something comes of it, as far as they keep it here
    Part.BOOKED: 15,  # that they know when they meet again: what is easiest to mend
    Part.CHECK_INS: 10,  # a habit that helps, but nobody's duty
    Part.ANSWERS: 5,  # many write elsewhere
    Part.AGREEMENT: 5,  # done once
}


@dataclass(frozen=True, slots=True)
class Engagement:
    """The parts at a moment, and what they come to."""

    parts: Mapping[Part, float | None]
    """From 0 to 1; None: not known."""

    @property
    def score(self) -> int | None:
        """From 0 to 100; None: too early to say."""
        return score_of(self.parts)


def score_of(parts: Mapping[Part, float | None]) -> int | None:
    """The weighted mean of what is known."""
    known = [(WEIGHTS[part], value) for part, value in parts.items() if value is not None]
    weight = sum(one for one, _ in known)
    if weight < LEAST_KNOWN:
        return None
    return round(100 * sum(one * value for one, value in known) / weight)


def engagement_of(facts: Facts, now: datetime) -> Engagement:
    """As it is at a moment, or as it was when the mentorship ended."""
    at = facts.until(now)
    return Engagement(
        {
            Part.CADENCE: _cadence(facts, at),
            Part.ATTENDANCE: _attendance(facts),
            Part.GOALS: _goals(facts, at),
            Part.BOOKED: _booked(facts, at),
            Part.CHECK_INS: _check_ins(facts, at),
            Part.ANSWERS: _answers(facts),
            Part.AGREEMENT: _agreement(facts, at),
        }
    )


def _cadence(facts: Facts, at: datetime) -> float | None:
    first = max(at - CADENCE_WINDOW, facts.mentorship.started_at)
    planned = int(due(facts, first, at))
    held = sum(first <= one.at <= at for one in facts.met)
    return min(1.0, held / planned) if planned else None


def _attendance(facts: Facts) -> float | None:
    kept = sum(one.kept for one in facts.kept.values())
    missed = sum(one.missed for one in facts.kept.values())
    return kept / (kept + missed) if kept + missed else None


def _goals(facts: Facts, at: datetime) -> float | None:
    if not facts.goals:
        return None if at - facts.mentorship.started_at < SETTLING else 0.0
    if facts.goals_changed_at is None:
        return (facts.goal_percent or 0) / 100
    age = max(at - facts.goals_changed_at, timedelta())
    return max((facts.goal_percent or 0) / 100, _fading(age, GOALS_FRESH, GOALS_STALE))


def _booked(facts: Facts, at: datetime) -> float | None:
    if facts.booked:
        return 1.0
    if facts.mentorship.state is not MentorshipState.ACTIVE:
        return None
    return None if at - quiet_since(facts) < BOOKING_TIME else 0.0


def _check_ins(facts: Facts, at: datetime) -> float | None:
    if facts.mentorship.state is MentorshipState.PAUSED:
        return None
    weeks = past_weeks(facts, at, CHECK_IN_WEEKS)
    if len(weeks) < CHECK_IN_WEEKS:
        return None
    written = sum(week in facts.check_ins.get(side, ()) for side in Side for week in weeks)
    return written / (len(weeks) * len(Side))


def past_weeks(facts: Facts, at: datetime, most: int) -> list[date]:
    """Mondays of the last whole weeks of a mentorship since its last pause, latest first."""
    monday = week_of(at, "UTC")
    begun = facts.going_since.date()
    weeks = (monday - timedelta(weeks=one) for one in range(1, most + 1))
    return [one for one in weeks if one >= begun]


def _answers(facts: Facts) -> float | None:
    """How much longer one has been silent than the other."""
    if not facts.wrote_at:
        return None
    began_at = facts.mentorship.started_at
    earlier, later = sorted(facts.wrote_at.get(side, began_at) for side in Side)
    return _fading(later - earlier, SILENCE_FINE, SILENCE_LONG)


def _agreement(facts: Facts, at: datetime) -> float | None:
    if facts.is_agreement_signed:
        return 1.0
    return None if at - facts.mentorship.started_at < SETTLING else 0.0


def _fading(age: timedelta, fine: timedelta, gone: timedelta) -> float:
    """1 up to one age, 0 from another on, evenly less between."""
    return min(1.0, max(0.0, (gone - age) / (gone - fine)))
