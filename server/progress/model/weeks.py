"""Weeks with and without a check-in; refuses blame: a week without one is a week, not a miss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from server.boards.model import week_of
from server.mentorships.model import Side, paused_within
from server.progress.model.facts import Facts

MOST_WEEKS = 26
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Week:
    """Whose check-in there is of it."""

    monday: date
    written: frozenset[Side]
    is_paused: bool
    """For most of it."""


def weeks_of(facts: Facts, now: datetime) -> tuple[Week, ...]:
    """From the beginning to this week, or to the end, oldest first; half a year at most."""
    last = week_of(facts.until(now), "UTC")
    written = [week for weeks in facts.check_ins.values() for week in weeks]
    # For somebody east of here it may be Monday already.
    last = max([last, *written])
    first = max(week_of(facts.mentorship.started_at, "UTC"), last - (MOST_WEEKS - 1) * _WEEK)
    count = (last - first) // _WEEK + 1
    return tuple(_week(facts, first + one * _WEEK) for one in range(count))


def in_a_row(weeks: Sequence[Week]) -> int:
    """How many weeks up to now had a check-in; pauses and the week under way break nothing."""
    expected = [one for one in weeks if one.written or not one.is_paused]
    if expected and not expected[-1].written:
        expected.pop()
    count = 0
    for one in reversed(expected):
        if not one.written:
            break
        count += 1
    return count


def _week(facts: Facts, monday: date) -> Week:
    first = datetime.combine(monday, time(), UTC)
    paused = paused_within(facts.pauses, first, first + _WEEK)
    written = frozenset(side for side in Side if monday in facts.check_ins.get(side, ()))
    return Week(monday, written, paused > _WEEK / 2)
