"""Sessions planned against sessions held, month by month; refuses to count a pause as a debt.

A month is 30 days from the beginning of the mentorship, so that a whole one plans what was agreed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.mentorships.model import paused_within
from server.progress.model.facts import Facts

MONTH = timedelta(days=30)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a mentorship."""

    began_at: datetime
    ends_at: datetime
    """Of the last one, when it will."""
    planned: int
    """By what was agreed, less what a pause took."""
    held: int
    paused_days: int
    """Whole ones, begun ones counted."""
    is_over: bool


def months_of(facts: Facts, now: datetime) -> tuple[Month, ...]:
    """From the beginning to now, or to the end, oldest first; the last one may be under way."""
    until, began_at = facts.until(now), facts.mentorship.started_at
    months: list[Month] = []
    while began_at < until or not months:
        months.append(_month(facts, began_at, until))
        began_at += MONTH
    return tuple(months)


def due(facts: Facts, first: datetime, last: datetime) -> float:
    """Sessions that [first, last) planned, without its pauses."""
    going = max(last - first - paused_within(facts.pauses, first, last), timedelta())
    return facts.sessions_a_month * (going / MONTH)


def _month(facts: Facts, began_at: datetime, until: datetime) -> Month:
    ends_at = began_at + MONTH
    has_ended = facts.mentorship.ended_at is not None
    last = min(ends_at, until) if has_ended else ends_at
    paused = paused_within(facts.pauses, began_at, min(ends_at, until))
    return Month(
        began_at=began_at,
        ends_at=last,
        planned=round(due(facts, began_at, last)),
        held=sum(began_at <= one.at < ends_at for one in facts.met),
        paused_days=-(-paused // _DAY),
        is_over=until >= last,
    )
