"""Which half-hours of the coming four weeks somebody has free, whatever the clocks do in them.

People mean hours as their own clock shows them; two of them meet in UTC. Weeks here are UTC weeks
from a Monday, so what was worked out stays good until the next one. Knows no calendar entries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

WEEKS = 4
SLOT_MINUTES = 30
SLOTS = 7 * 24 * 60 // SLOT_MINUTES
"""336 half-hours a week."""
WORDS = -(-SLOTS // 64)
_DAY_MINUTES = 1440
_WEEK_MINUTES = 7 * _DAY_MINUTES

Hours = NDArray[np.uint64]
"""[WEEKS, WORDS]: a bit for each half-hour, from Monday 0:00 UTC on."""


@dataclass(frozen=True, slots=True)
class Window:
    """Free every week from `start_minute` of a day (0 is Monday) up to `end_minute`.

    An end of 1440 is midnight; one at or before the start is on the next day.
    """

    weekday: int
    start_minute: int
    end_minute: int

    @property
    def minutes(self) -> int:
        """How long it is by a clock that does not change."""
        return (self.end_minute - self.start_minute - 1) % _DAY_MINUTES + 1


def monday_of(day: date) -> date:
    """The Monday at or before a day: from it on hours are worked out."""
    return day - timedelta(days=day.weekday())


def free_hours(windows: Iterable[Window], zone: str, first: date) -> Hours:
    """The half-hours that weekly windows in an IANA zone are, for four weeks from a Monday on.

    A window that begins within a half-hour counts from that one's beginning, and ends likewise,
    so that it keeps its length where the zone is 15 or 45 minutes off. Raises: ValueError for a
    day that is no Monday; ZoneInfoNotFoundError.
    """
    if first.weekday() != 0:
        raise ValueError("weeks begin on a Monday")
    given = tuple(windows)
    mondays = [first + timedelta(weeks=week) for week in range(WEEKS)]
    offsets = [_offset(zone, monday) for monday in mondays]
    even = {one: _even_week(given, one) for one in set(offsets) if one is not None}
    weeks = [
        _week(given, ZoneInfo(zone), monday) if offset is None else even[offset]
        for monday, offset in zip(mondays, offsets, strict=True)
    ]
    raw = b"".join(bits.to_bytes(WORDS * 8, "little") for bits in weeks)
    return np.frombuffer(raw, np.dtype("<u8")).astype(np.uint64).reshape(WEEKS, WORDS)


def no_hours() -> Hours:
    """Never free."""
    return np.zeros((WEEKS, WORDS), np.uint64)


def shared_hours(one: Hours, other: Hours) -> float:
    """Hours a week that both have free: of the four weeks, the one with fewest.

    The least and not the mean, because a promise to meet every week holds only as well as in the
    week after a clock change that parts two people.
    """
    return int(np.bitwise_count(one & other).sum(axis=1, dtype=np.int64).min()) / 2


def windows_of(hours: Hours, zone: str, first: date) -> tuple[Window, ...]:
    """The free stretches of the first week as a clock in `zone` shows them, within days."""
    begin = datetime.combine(first, time(), UTC)
    tz = ZoneInfo(zone)
    found: list[Window] = []
    for slot in np.flatnonzero(as_slots(hours[0])):
        local = (begin + timedelta(minutes=int(slot) * SLOT_MINUTES)).astimezone(tz)
        minute = local.hour * 60 + local.minute
        end = min(minute + SLOT_MINUTES, _DAY_MINUTES)
        last = found[-1] if found else None
        if last and (last.weekday, last.end_minute) == (local.weekday(), minute):
            found[-1] = Window(last.weekday, last.start_minute, end)
        else:
            found.append(Window(local.weekday(), minute, end))
    return tuple(sorted(found, key=lambda one: (one.weekday, one.start_minute)))


def as_slots(week: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """One week's words, [..., WORDS], as a 0 or 1 for each half-hour, [..., SLOTS]."""
    raw = np.ascontiguousarray(week, np.dtype("<u8")).view(np.uint8)
    return np.unpackbits(raw, axis=-1, bitorder="little")[..., :SLOTS]


@lru_cache(maxsize=4096)
def _offset(zone: str, monday: date) -> int | None:
    """Minutes from UTC all through a week and near it; None when clocks change."""
    begin, tz = datetime.combine(monday, time(), UTC), ZoneInfo(zone)
    offsets = {
        (begin + timedelta(days=days)).astimezone(tz).utcoffset() or timedelta()
        for days in range(-2, 10)
    }
    return offsets.pop() // timedelta(minutes=1) if len(offsets) == 1 else None


def _week(windows: tuple[Window, ...], tz: ZoneInfo, monday: date) -> int:
    """The bits of a week in which clocks change, as one number."""
    begin, bits = datetime.combine(monday, time(), UTC), 0
    for window in windows:
        for days in range(-2, 9):
            day = monday + timedelta(days=days)
            if day.weekday() == window.weekday:
                bits |= _bits(
                    _minute(begin, tz, day, window.start_minute),
                    _minute(begin, tz, day, window.start_minute + window.minutes),
                )
    return bits


def _even_week(windows: tuple[Window, ...], offset_minutes: int) -> int:
    """Without a clock change near it every week is the same, round and round."""
    bits = 0
    for window in windows:
        start = window.weekday * _DAY_MINUTES + window.start_minute - offset_minutes
        for turn in (-_WEEK_MINUTES, 0, _WEEK_MINUTES):
            bits |= _bits(start + turn, start + turn + window.minutes)
    return bits


def _minute(begin: datetime, tz: ZoneInfo, day: date, minute: int) -> int:
    """Minutes from the beginning of the week in UTC to a minute of a local day."""
    days, rest = divmod(minute, _DAY_MINUTES)
    local = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), tz)
    return (local.astimezone(UTC) - begin) // timedelta(minutes=1)


def _bits(start_minute: int, end_minute: int) -> int:
    start = min(max(start_minute // SLOT_MINUTES, 0), SLOTS)
    end = min(max(end_minute // SLOT_MINUTES, start), SLOTS)
    return (1 << end) - (1 << start)
