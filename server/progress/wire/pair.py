"""How mentorships go, as HTTP speaks of it; numbers and days, no word of anybody."""

from __future__ import annotations

from datetime import date, datetime

from server.core.wire import Out
from server.progress.model import Part, Stage


class ProgressDay(Out):
    """From this day on, up to the next one: per cent of all goals, action items."""

    day: date
    percent: int | None
    done: int
    open: int


class ProgressMonth(Out):
    """30 days from the beginning of the mentorship on; sessions planned and held."""

    began_at: datetime
    ends_at: datetime
    planned: int
    held: int
    paused_days: int
    is_over: bool


class ProgressWeek(Out):
    """Whose check-in there is of the week from this Monday on."""

    monday: date
    is_mentors: bool
    is_mentees: bool
    is_paused: bool


class ProgressPause(Out):
    began_at: datetime
    ended_at: datetime | None


class SessionsKept(Out):
    """Sessions one was at, those of them one was late for, and those one missed."""

    kept: int
    late: int
    missed: int


class PairProgress(Out):
    """How a mentorship goes; the same for both."""

    stage: Stage
    started_at: datetime
    ends_at: datetime
    """When it is to end, or when it ended."""
    is_over: bool
    sessions_a_month: int
    is_agreement_signed: bool
    agreement_ends_at: datetime | None
    last_met_at: datetime | None
    next_at: datetime | None
    """When the next session begins that is asked for or booked."""
    goals: int
    days: list[ProgressDay]
    months: list[ProgressMonth]
    pauses: list[ProgressPause]
    weeks: list[ProgressWeek]
    weeks_in_a_row: int
    mentor: SessionsKept
    mentee: SessionsKept
    hints: list[Part]
    """What would help most, that first; empty: nothing stands out."""


class ProgressGlance(Out):
    """One of one's own mentorships at a glance."""

    mentorship: str
    stage: Stage
    last_met_at: datetime | None
    next_at: datetime | None
    goal_percent: int | None


class ProgressGlances(Out):
    mentorships: list[ProgressGlance]
