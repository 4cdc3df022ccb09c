"""Which starts are open with a host; one function lists, and the same one decides about an instant.

In the order that works: windows of the wall clock become instants, are joined, lose the busy times
with all buffers and holds, are cut by notice and horizon, lose the periods that are full, and are
stepped from the start of each window. Refuses to know why somebody is busy.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Literal

from server.scheduling.windows import Calendar, Hours, Piece, Stretch, calendar, pieces, union
from server.scheduling.zones import DAY, date_of, day_number, minute_at, minute_from

LONGEST_PERIOD = 32 * DAY
"""More than any month: how far around a range bookings count for its limits."""


Horizon = Literal["days", "days_with_hours", "date"]
"""How far ahead a host is booked. Days with hours are those of the rules, whatever is booked: a day
that is full must not open another one."""
FURTHEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many sessions, and so many minutes of them, in a period; None: no limit."""

    sessions: int | None = None
    minutes: int | None = None

    @property
    def is_set(self) -> bool:
        return self.sessions is not None or self.minutes is not None

    def is_over(self, sessions: int, minutes: int) -> bool:
        """Whether so much in one period would be too much."""
        return (self.sessions is not None and sessions > self.sessions) or (
            self.minutes is not None and minutes > self.minutes
        )


@dataclass(frozen=True, slots=True)
class Rules:
    """How a host is booked."""

    hours: Hours
    step_minutes: int = 30
    is_clock_anchored: bool = False
    """Starts at full steps of the clock instead of from the start of each window."""
    before_minutes: int = 0
    after_minutes: int = 0
    """Time to breathe around each session; that of both neighbours counts."""
    notice_minutes: int = 0
    """Elapsed time from now: three days are 72 hours, whatever the clock does."""
    horizon: Horizon = "days"
    horizon_days: int = 60
    """How many of the host's own dates after today may be booked, or of those with hours."""
    last_date: date | None = None
    """The host's own last date that may be booked, for a horizon that is a date."""
    daily: Limit = Limit()
    weekly: Limit = Limit()
    monthly: Limit = Limit()
    is_week_from_sunday: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """Time that is gone: [start, end) in minutes of UTC, and the buffers of what is there."""

    start: int
    end: int
    before: int = 0
    after: int = 0
    counts: bool = False
    """Whether it is a session of the host's, for the limits."""
    is_guests: bool = False
    """Of whoever asks, not of the host: no buffers apply."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Starts in [first, last), minutes of UTC, for sessions of so many minutes."""

    first: int
    last: int
    duration: int
    now: datetime


@dataclass(frozen=True, slots=True)
class _Full:
    """Periods in which no session more fits, by the host's own dates."""

    days: frozenset[int]
    weeks: frozenset[int]
    months: frozenset[int]
    week_shift: int

    def has(self, day: int) -> bool:
        return (
            day in self.days
            or _week(day, self.week_shift) in self.weeks
            or _month(day) in self.months
        )


def list_starts(rules: Rules, taken: Sequence[Taken], ask: Ask) -> list[int]:
    """Every open start, in order, in minutes of UTC.

    `taken` holds all that lies within the range and, where there are limits, `LONGEST_PERIOD`
    around it. Raises: ZoneInfoNotFoundError.
    """
    return starts_in(calendar_of(rules, ask), rules, taken, ask)


def calendar_of(rules: Rules, ask: Ask) -> Calendar:
    """The host's calendar for a question and its answer. Raises: ZoneInfoNotFoundError."""
    return calendar(rules.hours, min(ask.first, minute_at(ask.now)), ask.last)


def starts_in(days: Calendar, rules: Rules, taken: Sequence[Taken], ask: Ask) -> list[int]:
    """The same with a calendar at hand."""
    first = max(ask.first, minute_from(ask.now) + rules.notice_minutes)
    if first >= ask.last:
        return []
    # A session may reach beyond the range, and so must the hours it has to fit into.
    found = pieces(days, first, ask.last + ask.duration, is_clock_anchored=rules.is_clock_anchored)
    allowed = _allowed(union(found), _forbidden(rules, taken, ask.duration), ask.duration)
    starts = _stepped(found, allowed, rules.step_minutes, (first, ask.last))
    return _within_limits(rules, taken, ask, days, starts)


def is_open(
    rules: Rules, taken: Sequence[Taken], at: datetime, duration: int, now: datetime
) -> bool:
    """Whether one instant is an open start: whether the list of that minute has it."""
    if at.second or at.microsecond:
        return False
    minute = minute_at(at)
    return list_starts(rules, taken, Ask(minute, minute + 1, duration, now)) == [minute]


def _forbidden(rules: Rules, taken: Iterable[Taken], duration: int) -> list[Stretch]:
    """Where no session may begin because of what is there, in order and without overlap."""
    found = []
    before, after = rules.before_minutes, rules.after_minutes + duration - 1
    for one in taken:
        if one.start >= one.end:
            continue
        if one.is_guests:
            found.append((one.start - one.before - duration + 1, one.end + one.after))
        else:
            found.append((one.start - one.before - after, one.end + one.after + before))
    return union(found)


def _allowed(free: list[Stretch], forbidden: list[Stretch], duration: int) -> list[Stretch]:
    """Where a session may begin that ends in time: [start, end)."""
    found, at = [], 0
    for start, end in free:
        opens, closes = start, end - duration + 1
        while at < len(forbidden) and forbidden[at][1] <= opens:
            at += 1
        ahead = at
        while ahead < len(forbidden) and forbidden[ahead][0] < closes:
            if opens < forbidden[ahead][0]:
                found.append((opens, forbidden[ahead][0]))
            opens = max(opens, forbidden[ahead][1])
            ahead += 1
        if opens < closes:
            found.append((opens, closes))
    return found


def _stepped(
    found: list[Piece], allowed: list[Stretch], step: int, cut: tuple[int, int]
) -> list[int]:
    """Whole steps from each window's anchor where a session may begin."""
    ends = [end for _, end in allowed]
    starts: list[int] = []
    for start, end, anchor in found:
        opens = start if start > cut[0] else cut[0]
        closes = end if end < cut[1] else cut[1]
        for at in range(bisect_right(ends, opens), len(ends)):
            low, high = allowed[at]
            if low >= closes:
                break
            low = low if low > opens else opens
            high = high if high < closes else closes
            starts.extend(range(low + (anchor - low) % step, high, step))
    return sorted(set(starts))


def last_day_of(rules: Rules, days: Calendar, now: datetime) -> int:
    """The host's own last date that may be booked, in days since the epoch; at most a year on."""
    today = days.host_day(minute_at(now))
    if rules.horizon == "days":
        return today + rules.horizon_days
    furthest = today + FURTHEST_DAYS
    if rules.horizon == "date":
        return min(furthest, day_number(rules.last_date) if rules.last_date else furthest)
    with_hours = (day for day in range(today + 1, furthest + 1) if days.spans(day))
    return next(islice(with_hours, rules.horizon_days - 1, None), furthest)


def _within_limits(
    rules: Rules, taken: Sequence[Taken], ask: Ask, days: Calendar, starts: list[int]
) -> list[int]:
    if any(one.is_over(1, ask.duration) for one in (rules.daily, rules.weekly, rules.monthly)):
        return []
    last_day = last_day_of(rules, days, ask.now)
    full = _full(rules, taken, ask.duration, days)
    if full is not None:
        return [
            one for one in starts if (day := days.host_day(one)) <= last_day and not full.has(day)
        ]
    # Only the last dates can be beyond the horizon, whatever offsets are.
    sure = bisect_left(starts, (last_day - 2) * DAY)
    return starts[:sure] + [one for one in starts[sure:] if days.host_day(one) <= last_day]


def _full(rules: Rules, taken: Iterable[Taken], duration: int, days: Calendar) -> _Full | None:
    """None when nothing is limited."""
    if not (rules.daily.is_set or rules.weekly.is_set or rules.monthly.is_set):
        return None
    shift = 1 if rules.is_week_from_sunday else 0
    counted = [(days.host_day(one.start), one.end - one.start) for one in taken if one.counts]
    return _Full(
        days=_used_up(rules.daily, counted, duration),
        weeks=_used_up(rules.weekly, ((_week(d, shift), m) for d, m in counted), duration),
        months=_used_up(rules.monthly, ((_month(d), m) for d, m in counted), duration),
        week_shift=shift,
    )


def _used_up(limit: Limit, counted: Iterable[tuple[int, int]], duration: int) -> frozenset[int]:
    if not limit.is_set:
        return frozenset()
    sessions, minutes = Counter[int](), Counter[int]()
    for period, length in counted:
        sessions[period] += 1
        minutes[period] += length
    return frozenset(
        period
        for period in sessions
        if limit.is_over(sessions[period] + 1, minutes[period] + duration)
    )


def _week(day: int, shift: int) -> int:
    """Weeks since the epoch that begin on a Monday, or with a shift of 1 on a Sunday."""
    return (day + 3 + shift) // 7


def _month(day: int) -> int:
    found = date_of(day)
    return found.year * 12 + found.month
