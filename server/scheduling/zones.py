"""Time zones as tables of offsets, in whole minutes since 1970; refuses the machine's zone files.

Everything here counts minutes since the epoch: of UTC (`minute`), or of a wall clock as if it were
UTC (`wall`). `wall - offset = minute`. Offsets of our century are whole minutes. The rules come
from the pinned tzdata wheel alone (`server/__init__.py`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

import tzdata  # type: ignore[import-untyped]

VERSION: str = tzdata.IANA_VERSION
"""Of the rules in force, like 2026f."""

DAY = 1440
EPOCH_DAY = date(1970, 1, 1).toordinal()
WIDEST_OFFSET = 26 * 60
"""More than any zone is from UTC (+14:00), with the widest jump of a clock that ever was (24 h)."""
_LOOK_HOURS = 12  # between two looks at a clock; no zone changes it twice in that time


@dataclass(frozen=True, slots=True)
class Clockwork:
    """What one zone's clocks do: from minute `starts[n]` on they are `offsets[n]` ahead of UTC."""

    zone: str
    starts: tuple[int, ...]
    offsets: tuple[int, ...]

    def index(self, minute: int) -> int:
        """Which of its stretches a minute is in."""
        return max(0, bisect_right(self.starts, minute) - 1)

    def offset(self, minute: int) -> int:
        """Minutes ahead of UTC."""
        return self.offsets[self.index(minute)]

    def wall(self, minute: int) -> int:
        """What the clock on the wall shows, in minutes since the epoch."""
        return minute + self.offset(minute)

    def day(self, minute: int) -> int:
        """The local date, in days since the epoch."""
        return self.wall(minute) // DAY

    def steady(self, first: int, last: int) -> int | None:
        """The offset of all of [first, last]; None if the clocks change in it."""
        at = self.index(first)
        is_changing = at + 1 < len(self.starts) and self.starts[at + 1] <= last
        return None if is_changing else self.offsets[at]

    def stretches(self, first: int, last: int) -> Iterable[tuple[int, int, int]]:
        """(start, end, offset) of all that lies in [first, last)."""
        for at in range(self.index(first), self.index(last) + 1):
            start = first if at == 0 else self.starts[at]
            end = self.starts[at + 1] if at + 1 < len(self.starts) else last
            yield max(start, first), min(end, last), self.offsets[at]

    def minutes_of(self, wall: int) -> tuple[int, ...]:
        """When the clock shows this: once; never (a gap), or twice (a fold), earlier one first."""
        reach = range(
            self.index(wall - WIDEST_OFFSET),
            self.index(wall + WIDEST_OFFSET) + 1,
        )
        wanted = {wall - self.offsets[at] for at in reach}
        return tuple(sorted(one for one in wanted if self.wall(one) == wall))

    def minute_of(self, wall: int, *, fold: int = 0) -> int:
        """The instant somebody means (RFC 5545 §3.3.5).

        Shown twice, it is the first, unless `fold` is 1. Never shown, it is read with the offset
        before the gap: 02:30 of a spring night is 03:30.
        """
        found = self.minutes_of(wall)
        if found:
            return found[min(fold, len(found) - 1)]
        return wall - self.offset(wall - WIDEST_OFFSET)


def clockwork(zone: str, first: int, last: int) -> Clockwork:
    """A zone's clocks from some days before minute `first` to some after `last`.

    Raises: ZoneInfoNotFoundError.
    """
    return _clockwork(zone, _year(first - 4 * DAY), _year(last + 4 * DAY))


@lru_cache(maxsize=4096)
def _clockwork(zone: str, first_year: int, last_year: int) -> Clockwork:
    starts, offsets = [_first_minute(first_year)], [_offset(zone, _first_minute(first_year))]
    for year in range(first_year, last_year + 1):
        for start, offset in _changes(zone, year):
            starts.append(start)
            offsets.append(offset)
    return Clockwork(zone, tuple(starts), tuple(offsets))


@lru_cache(maxsize=8192)
def _changes(zone: str, year: int) -> tuple[tuple[int, int], ...]:
    """(minute, offset from then on) of each change of a zone's clocks in a UTC year."""
    found, step = [], _LOOK_HOURS * 60
    before = _offset(zone, _first_minute(year))
    for minute in range(_first_minute(year), _first_minute(year + 1), step):
        after = _offset(zone, minute + step)
        if after != before:
            found.append((_change_between(zone, minute, minute + step), after))
            before = after
    return tuple(found)


def _change_between(zone: str, low: int, high: int) -> int:
    """The first minute at which the offset of `high` holds."""
    after = _offset(zone, high)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, middle) == after:
            high = middle
        else:
            low = middle
    return high


def _offset(zone: str, minute: int) -> int:
    shown = time_of(minute).astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    return int(shown.total_seconds() // 60)


@cache
def _first_minute(year: int) -> int:
    return (date(year, 1, 1).toordinal() - EPOCH_DAY) * DAY


@lru_cache(maxsize=4096)
def _year_of_day(day: int) -> int:
    return date.fromordinal(day + EPOCH_DAY).year


def _year(minute: int) -> int:
    return _year_of_day(minute // DAY)


@cache
def _names() -> frozenset[str]:
    names = resources.files("tzdata").joinpath("zones").read_text("utf-8").split()
    return frozenset(names) - {"Factory"}


def is_zone(name: str) -> bool:
    """Whether the pinned rules know a zone of this name."""
    return name in _names()


# --- between minutes and what the rest of the program speaks of ---------------------------------


def minute_at(at: datetime) -> int:
    """The whole minute an aware time is in. Raises: ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("a naive time is refused: say which zone it is in")
    return int(at.timestamp() // 60)


def minute_from(at: datetime) -> int:
    """The first whole minute at or after an aware time."""
    return minute_at(at + timedelta(seconds=59, microseconds=999_999))


def time_of(minute: int) -> datetime:
    """A minute as an aware UTC time."""
    return datetime.fromtimestamp(minute * 60, UTC)


def day_number(day: date) -> int:
    """A date as days since the epoch."""
    return day.toordinal() - EPOCH_DAY


def date_of(day: int) -> date:
    """Days since the epoch as a date."""
    return date.fromordinal(day + EPOCH_DAY)


def wall_text(wall: int) -> str:
    """What a clock and a calendar on the wall show, like `2026-11-23T14:00`."""
    day, minute = divmod(wall, DAY)
    return f"{_day_text(day)}T{_TIMES[minute]}"


def wall_of(text: str) -> int:
    """The inverse. Raises: ValueError."""
    shown = datetime.fromisoformat(text)
    if shown.tzinfo is not None or shown.second or shown.microsecond:
        raise ValueError("a wall time is a date and a minute, without an offset")
    return day_number(shown.date()) * DAY + shown.hour * 60 + shown.minute


@lru_cache(maxsize=512)
def offset_text(offset: int) -> str:
    """Minutes ahead of UTC like `+05:45`."""
    hours, minutes = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"


@lru_cache(maxsize=4096)
def _day_text(day: int) -> str:
    return date_of(day).isoformat()


_TIMES = tuple(f"{minute // 60:02}:{minute % 60:02}" for minute in range(DAY))


def on_the_wall(at: datetime, zone: str) -> str:
    """`2026-11-23T11:00+02:00`, by the pinned rules."""
    minute = minute_at(at)
    clocks = clockwork(zone, minute, minute)
    return wall_text(clocks.wall(minute)) + offset_text(clocks.offset(minute))
