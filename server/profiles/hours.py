"""The hours of a week that somebody has free, as their own clock shows them; refuses overlaps.

Wall time in the person's zone is what people mean and what is kept. What it is in UTC depends on
the week, because clocks change; whoever compares two people works that out for the weeks ahead.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from server.core.errors import Invalid

DAY_MINUTES = 1440
STEP_MINUTES = 15
MOST_WINDOWS = 70
"""Ten a day: more is a pattern of pixels, not a week."""
FIELD = "hours"


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Free from `start_minute` up to but not including `end_minute` of a day, 0 to 1440.

    `weekday` 0 is Monday.
    """

    weekday: int
    start_minute: int
    end_minute: int

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end_minute - self.start_minute


def clean_hours(windows: Iterable[Window]) -> tuple[Window, ...]:
    """In order, over midnight cut in two, neighbours joined. Raises: Invalid naming each window.

    A window that ends at or before its start ends on the next day.
    """
    given = tuple(windows)
    if len(given) > MOST_WINDOWS:
        raise _no(FIELD, f"At most {MOST_WINDOWS} stretches of time a week.")
    problems = {f"{FIELD}[{at}]": word for at, one in enumerate(given) if (word := _wrong(one))}
    if problems:
        raise Invalid(next(iter(problems.values())), fields=problems)
    placed = sorted((part, at) for at, one in enumerate(given) for part in _within_days(one))
    for (earlier, _), (later, at) in pairwise(placed):
        if earlier.weekday == later.weekday and later.start_minute < earlier.end_minute:
            raise _no(f"{FIELD}[{at}]", "This overlaps with other hours of the same day.")
    return _joined(part for part, _ in placed)


def total_minutes(windows: Iterable[Window]) -> int:
    """Free minutes a week."""
    return sum(one.minutes for one in windows)


def _wrong(one: Window) -> str:
    if not 0 <= one.weekday <= 6:
        return "A weekday is a number from 0 (Monday) to 6 (Sunday)."
    if not (0 <= one.start_minute < DAY_MINUTES and 0 <= one.end_minute <= DAY_MINUTES):
        return "Minutes of a day go from 0 to 1440."
    if one.start_minute % STEP_MINUTES or one.end_minute % STEP_MINUTES:
        return f"Hours begin and end at full {STEP_MINUTES} minutes."
    if one.start_minute == one.end_minute:
        return "This ends when it begins."
    return ""


def _within_days(one: Window) -> tuple[Window, ...]:
    if one.start_minute < one.end_minute:
        return (one,)
    before = Window(one.weekday, one.start_minute, DAY_MINUTES)
    after = Window((one.weekday + 1) % 7, 0, one.end_minute)
    return (before, after) if one.end_minute else (before,)


def _joined(windows: Iterable[Window]) -> tuple[Window, ...]:
    joined: list[Window] = []
    for one in windows:
        last = joined[-1] if joined else None
        if last and (last.weekday, last.end_minute) == (one.weekday, one.start_minute):
            joined[-1] = Window(last.weekday, last.start_minute, one.end_minute)
        else:
            joined.append(one)
    return tuple(joined)


def _no(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: sentence})
