"""Which clocks a zone of somebody else's calendar means; the pinned rules go before its own.

A name is looked up as the IANA has it, behind the prefixes that programs put before it, and among
the names that Windows uses. Only then does the definition count that the calendar brings along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from server.scheduling.contentlines import Component
from server.scheduling.recurrence import Unreadable, instances
from server.scheduling.zones import (
    DAY,
    Clockwork,
    clockwork,
    date_of,
    day_number,
    is_zone,
)

_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})(?:\d{2})?")
_NAMED_OFFSET = re.compile(r"(?:UTC|GMT)([+-]\d{2}:?\d{2})", re.IGNORECASE)
_BEFORE_ALL = -(10**9)
_LONG_AGO = day_number(date(2010, 1, 1)) * DAY


class Zones:
    """The clocks of one calendar, for a stretch of time."""

    def __init__(self, calendar: Component, home: str, first: int, last: int) -> None:
        """home: the zone of whoever the calendar belongs to; first, last: minutes of UTC."""
        # Entries that still repeat may have begun long ago.
        first = min(first, _LONG_AGO)
        self._reach = (first, last)
        self._own = {part.text("TZID"): part for part in calendar.parts if part.name == "VTIMEZONE"}
        self._known: dict[str, Clockwork] = {}
        named = calendar.text("X-WR-TIMEZONE")
        self.is_named = _iana(named) is not None
        self.home = clockwork(_iana(named) or home, first, last)

    def of(self, name: str) -> Clockwork:
        """What a TZID means; a name that means nothing is the calendar's own zone."""
        if name not in self._known:
            self._known[name] = self._found(name)
        return self._known[name]

    def _found(self, name: str) -> Clockwork:
        own = self._own.get(name)
        located = own.text("X-LIC-LOCATION") if own else ""
        zone = _iana(name) or _iana(located)
        if zone is not None:
            return clockwork(zone, *self._reach)
        if own is not None and (defined := _defined(own, self._reach)) is not None:
            return defined
        offset = _NAMED_OFFSET.fullmatch(name.strip())
        if offset is not None:
            return Clockwork(name, (_BEFORE_ALL,), (_minutes(offset[1]),))
        return self.home


def _iana(name: str) -> str | None:
    """`/mozilla.org/20050126_1/Europe/Athens` and `GTB Standard Time` as the IANA has them."""
    words = [one for one in name.strip().strip('"').split("/") if one]
    for length in (3, 2, 1):
        candidate = "/".join(words[-length:])
        if candidate and is_zone(candidate):
            return candidate
    windows = WINDOWS_TO_OLSON.get(name.strip())
    return windows if windows is not None and is_zone(windows) else None


def _defined(zone: Component, reach: tuple[int, int]) -> Clockwork | None:
    """A VTIMEZONE's own rules; None when there is nothing to go by."""
    last = _plain(reach[1]) + timedelta(days=366)
    changes: list[tuple[int, int, int]] = []
    for part in zone.parts:
        if part.name not in {"STANDARD", "DAYLIGHT"}:
            continue
        try:
            before, after = (_minutes(part.text(f"TZOFFSET{way}")) for way in ("FROM", "TO"))
            changes += [(_wall(one) - before, before, after) for one in _onsets(part, last)]
        except Unreadable:
            continue
    if not changes:
        return None
    changes.sort()
    starts = (_BEFORE_ALL, *(start for start, _, _ in changes))
    return Clockwork(zone.text("TZID"), starts, (changes[0][1], *(after for *_, after in changes)))


def _onsets(part: Component, last: datetime) -> Iterable[datetime]:
    """When a STANDARD or DAYLIGHT begins, on the clock that it ends."""
    try:
        start = datetime.strptime(part.text("DTSTART"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    except ValueError:
        raise Unreadable from None
    yield start
    rule = part.text("RRULE")
    if rule:
        # UNTIL is in UTC here; a day more or less moves no change of a clock into our time.
        yield from instances(rule, start, (start, last), until_of=lambda at: at + timedelta(days=1))
    for line in part.all("RDATE"):
        for value in line.value.split(","):
            yield datetime.strptime(value.strip()[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007


def _minutes(offset: str) -> int:
    """`+0530` in minutes. Raises: Unreadable."""
    found = _OFFSET.fullmatch(offset.strip())
    if found is None:
        raise Unreadable
    size = int(found[2]) * 60 + int(found[3])
    if size > 26 * 60:
        raise Unreadable
    return -size if found[1] == "-" else size


def _wall(at: datetime) -> int:
    return day_number(at.date()) * DAY + at.hour * 60 + at.minute


def _plain(minute: int) -> datetime:
    day, rest = divmod(minute, DAY)
    return datetime.combine(date_of(day), datetime.min.time()) + timedelta(minutes=rest)
