"""Hours that somebody has free, as their own clock shows them, and which instants these are.

A minute is free when the wall clock shows a minute of a window; from this one sentence follows all
that clocks do: a window over a gap loses the minutes that no clock shows, one over a fold has them
twice. A window belongs to the local date it begins on, in that date's zone, even after midnight.
Knows no bookings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from server.scheduling.zones import (
    DAY,
    WIDEST_OFFSET,
    Clockwork,
    clockwork,
    day_number,
)

WEEK = 7
_REACH_DAYS = 3
"""How far a local date may be from the UTC dates of its minutes, with a window over midnight."""

Stretch = tuple[int, int]
"""[start, end) in minutes of UTC."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From minute `start` of a day (0 to 1439) to `end`: 1440 is midnight.

    An end at or before the start is on the next day; so is none of a whole day, 0 to 1440.
    """

    start: int
    end: int

    @property
    def until(self) -> int:
        """Its end, counted on from its own day's midnight: at most 2879."""
        return self.end if self.end > self.start else self.end + DAY


@dataclass(frozen=True, slots=True)
class Travel:
    """From date `first` to `last` somebody is in another zone, and their hours with them."""

    first: date
    last: date
    zone: str


@dataclass(frozen=True, slots=True)
class Holiday:
    """From date `first` to `last` somebody has no hours."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody is free: every week, but for single dates, and where they are then."""

    zone: str
    weekly: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    """By weekday; 0 is Monday."""
    overrides: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    """What holds on a date instead of the weekly hours; nothing: not free."""
    travels: tuple[Travel, ...] = ()
    holidays: tuple[Holiday, ...] = ()


Piece = tuple[int, int, int]
"""Minutes of one window between two changes of the clock: [start, end), and an anchor: slots that
begin in it are whole steps from there, which may lie before its start."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Hours made ready for questions about single dates, which are days since the epoch here."""

    weekly: tuple[tuple[Span, ...], ...]
    overrides: Mapping[int, tuple[Span, ...]]
    holidays: tuple[tuple[int, int], ...]
    home: Clockwork
    travels: tuple[tuple[int, int, Clockwork], ...]

    def is_overridden(self, day: int) -> bool:
        """Whether a date has rules of its own."""
        return day in self.overrides or any(a <= day <= b for a, b in self.holidays)

    def spans(self, day: int) -> tuple[Span, ...]:
        """The windows that begin on a date."""
        if self.holidays and any(first <= day <= last for first, last in self.holidays):
            return ()
        found = self.overrides.get(day)
        return self.weekly[(day + 3) % WEEK] if found is None else found  # day 0 was a Thursday

    def clocks(self, day: int) -> Clockwork:
        """By which clock a date goes."""
        for first, last, clocks in self.travels:
            if first <= day <= last:
                return clocks
        return self.home

    def host_clocks(self, minute: int) -> Clockwork:
        """By which clock they live at an instant: that of the date it is at home."""
        return self.clocks(self.home.day(minute)) if self.travels else self.home

    def host_day(self, minute: int) -> int:
        """The date it is for them."""
        return self.host_clocks(minute).day(minute)


def calendar(hours: Hours, first: int, last: int) -> Calendar:
    """Ready for minutes from `first` to `last`. Raises: ZoneInfoNotFoundError."""
    return Calendar(
        weekly=tuple(hours.weekly.get(weekday, ()) for weekday in range(WEEK)),
        overrides={day_number(day): spans for day, spans in hours.overrides.items()},
        holidays=tuple((day_number(one.first), day_number(one.last)) for one in hours.holidays),
        home=clockwork(hours.zone, first, last),
        travels=tuple(
            (day_number(one.first), day_number(one.last), clockwork(one.zone, first, last))
            for one in hours.travels
        ),
    )


def pieces(days: Calendar, first: int, last: int, *, is_clock_anchored: bool) -> list[Piece]:
    """The free minutes of all dates that touch [first, last), in no order, perhaps overlapping.

    With `is_clock_anchored` steps are counted from midnight, else from the start of the window.
    """
    found: list[Piece] = []
    for day in range(first // DAY - _REACH_DAYS, last // DAY + _REACH_DAYS + 1):
        spans = days.spans(day)
        if not spans:
            continue
        begin, clocks = day * DAY, days.clocks(day)
        low, high = begin - WIDEST_OFFSET, begin + 2 * DAY + WIDEST_OFFSET
        offset = clocks.steady(low, high)
        for span in spans:
            start, until = begin + span.start, begin + span.until
            if until > begin + DAY and days.is_overridden(day + 1):
                until = begin + DAY
            anchor = begin if is_clock_anchored else start
            if offset is None:
                found += _exact(clocks, (start, until), anchor, (low, high))
            else:
                found.append((start - offset, until - offset, anchor - offset))
    return found


def _exact(
    clocks: Clockwork, window: tuple[int, int], anchor: int, reach: tuple[int, int]
) -> Iterator[Piece]:
    """The same around a change of the clock: each stretch of one offset by itself."""
    for start, end, offset in clocks.stretches(*reach):
        opens, closes = max(window[0] - offset, start), min(window[1] - offset, end)
        if opens < closes:
            yield opens, closes, anchor - offset


def union(found: Iterable[Stretch] | Iterable[Piece]) -> list[Stretch]:
    """Stretches without overlap, in order; what touches is one."""
    merged: list[Stretch] = []
    for one in sorted(found):
        start, end = one[0], one[1]
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged
