"""When something repeats (RFC 5545 §3.3.10), on the wall; refuses rules of seconds and minutes.

The walking itself is dateutil's, on naive wall times: what a zone makes of them, above all that
a time which the clock never shows is no instance, is for the caller to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from dateutil import rrule

MOST_STEPS = 100_000
"""Instances walked through, before now as well; an hourly rule of eleven years."""
_FREQUENCIES = {
    "YEARLY": rrule.YEARLY,
    "MONTHLY": rrule.MONTHLY,
    "WEEKLY": rrule.WEEKLY,
    "DAILY": rrule.DAILY,
    "HOURLY": rrule.HOURLY,
}
_DAYS = dict(
    zip(
        ("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
        (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU),
        strict=True,
    )
)
_LISTS = {
    "BYSETPOS": (1, 366),
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (1, 31),
    "BYYEARDAY": (1, 366),
    "BYWEEKNO": (1, 53),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
    "BYSECOND": (0, 59),
}
_SIGNED = frozenset({"BYSETPOS", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"})


class Unreadable(ValueError):  # noqa: N818 - what a text is, no error of ours
    """This says no time, or none that can be worked out."""


def instances(
    rule: str,
    start: datetime,
    within: tuple[datetime, datetime],
    *,
    until_of: Callable[[datetime], datetime],
    counts: Callable[[datetime], bool] = lambda _at: True,
) -> Iterator[datetime]:
    """Naive wall times of a rule that begins at `start`; those that do not count are left out.

    within: all in it are given, none after it; some before it may be. until_of: a UTC end as the
    clock on the wall shows it. Raises: Unreadable.
    """
    parts, (first, last) = _parts(rule), within
    start = _forward(parts, start, first)
    count = _number(parts.get("COUNT", str(10**9)), 1, 10**9)
    until = _until(parts.get("UNTIL"), until_of)
    found = 0
    for steps, one in enumerate(_walk(parts, start)):
        if one >= last or (until is not None and one > until) or found >= count:
            return
        if steps >= MOST_STEPS:
            raise Unreadable("too many instances")
        if counts(one):
            found += 1
            yield one


def _forward(parts: dict[str, str], start: datetime, first: datetime) -> datetime:
    """A later beginning with the same instances from `first` on: nobody walks through years."""
    days = {"WEEKLY": 7, "DAILY": 1, "HOURLY": 1}.get(parts.get("FREQ", "").upper())
    if days is None or "COUNT" in parts or start >= first:
        return start
    step = timedelta(days=days * _number(parts.get("INTERVAL", "1"), 1, 10_000))
    return start + max(0, (first - start) // step - 1) * step


def _walk(parts: dict[str, str], start: datetime) -> Iterator[datetime]:
    options: dict[str, Any] = {"interval": _number(parts.get("INTERVAL", "1"), 1, 10_000)}
    for name, bounds in _LISTS.items():
        if name in parts:
            options[name.lower()] = _numbers(name, parts[name], bounds)
    if "BYDAY" in parts:
        options["byweekday"] = [_weekday(one) for one in parts["BYDAY"].upper().split(",")]
    if "WKST" in parts:
        options["wkst"] = _weekday(parts["WKST"].upper())
    frequency = _FREQUENCIES.get(parts.get("FREQ", "").upper())
    if frequency is None:
        raise Unreadable("no frequency of calendars")
    try:
        walking: Iterator[datetime] = iter(
            rrule.rrule(frequency, dtstart=start, **options)  # type: ignore[no-untyped-call]
        )
    except (ValueError, TypeError, OverflowError):
        raise Unreadable("no rule") from None
    return walking


def _parts(rule: str) -> dict[str, str]:
    parts = {}
    for one in rule.strip().rstrip(";").split(";"):
        name, equals, value = one.partition("=")
        if not equals:
            raise Unreadable("no rule")
        parts[name.strip().upper()] = value.strip()
    return parts


def _until(value: str | None, until_of: Callable[[datetime], datetime]) -> datetime | None:
    if not value:
        return None
    try:
        if len(value) == 8:
            return datetime.strptime(value, "%Y%m%d") + timedelta(days=1, seconds=-1)  # noqa: DTZ007
        plain = datetime.strptime(value.rstrip("Zz"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
        return until_of(plain) if value[-1] in "Zz" else plain
    except (ValueError, OverflowError):
        raise Unreadable("no end") from None


def _numbers(name: str, values: str, bounds: tuple[int, int]) -> list[int]:
    least, most = bounds
    found = [_number(one, -most, most) for one in values.split(",")]
    for one in found:
        if not least <= abs(one) <= most or (one < 0 and name not in _SIGNED):
            raise Unreadable("out of bounds")
    return found


def _number(value: str, least: int, most: int) -> int:
    text = value.strip()
    if not text.lstrip("+-").isdecimal() or len(text) > 11:
        raise Unreadable("no number")
    found = int(text)
    if not least <= found <= most:
        raise Unreadable("out of bounds")
    return found


def _weekday(value: str) -> rrule.weekday:
    day = _DAYS.get(value.strip()[-2:])
    if day is None:
        raise Unreadable("no weekday")
    ordinal = value.strip()[:-2]
    return day(_ordinal(ordinal)) if ordinal else day


def _ordinal(value: str) -> int:
    found = _number(value, -53, 53)
    if not found:
        raise Unreadable("no weekday")
    return found
