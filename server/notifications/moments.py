"""Times in letters, as the reader's clock on the wall shows them; the zone is always said.

In English, as the letters are; which hour clock is for the region to say.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_TWELVE_HOURS = frozenset({"US", "CA", "AU", "NZ", "IN", "PH", "PK", "EG", "SA"})


def moment(at: str, zone: str, locale: str) -> str:
    """`Monday, 23 November 2026, 11:00 (Europe/Athens, UTC+02:00)`; `at` is an ISO time."""
    shown = _local(at, zone)
    return f"{_date(shown)}, {_time(shown, locale)} ({_place(shown, zone)})"


def span(starts: str, ends: str, zone: str, locale: str) -> str:
    """`Monday, 23 November 2026, 11:00\u201312:00 (…)`; the offset is that of the beginning."""
    first, last = _local(starts, zone), _local(ends, zone)
    until = _time(last, locale)
    if last.date() != first.date():
        until = f"{_date(last)}, {until}"
    return f"{_date(first)}, {_time(first, locale)}\u2013{until} ({_place(first, zone)})"


def day(due: str) -> str:
    """`Monday, 23 November 2026` of an ISO day, which is the same in all zones."""
    return _date(datetime.fromisoformat(due))


def shortly(at: str, zone: str, locale: str) -> str:
    """`Mon 23 Nov, 11:00`, where there is little room."""
    shown = _local(at, zone)
    day, month = _DAYS[shown.weekday()][:3], _MONTHS[shown.month - 1][:3]
    return f"{day} {shown.day} {month}, {_time(shown, locale)}"


def _local(at: str, zone: str) -> datetime:
    """On the reader's wall; the times come with an offset, whichever it is."""
    return datetime.fromisoformat(at).astimezone(ZoneInfo(zone))


def _date(at: datetime) -> str:
    return f"{_DAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]} {at.year}"


def _time(at: datetime, locale: str) -> str:
    if locale.rpartition("-")[2].upper() in _TWELVE_HOURS:
        return f"{at.hour % 12 or 12}:{at.minute:02} {'am' if at.hour < 12 else 'pm'}"
    return f"{at.hour:02}:{at.minute:02}"


def _place(at: datetime, zone: str) -> str:
    return f"{zone}, UTC{at.isoformat()[-6:]}"
