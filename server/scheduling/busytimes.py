"""When somebody is busy by a calendar from elsewhere: starts and ends, in minutes of UTC; no more.

As RFC 5545 says: a repeated time in a gap is no instance, a single one there is read with the
offset before it, an exact length stays exact across a change of clocks. What is free, cancelled or
our own is left out, what cannot be understood is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from server.scheduling.contentlines import Component, Line, calendars
from server.scheduling.feedzones import Zones
from server.scheduling.recurrence import Unreadable, instances
from server.scheduling.windows import Stretch, union
from server.scheduling.zones import DAY, Clockwork, date_of, day_number

_DURATION = re.compile(
    r"\+?P(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?"
    r"(?:T(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,8})S)?)?"
)
_LONGEST = 366 * DAY
_LONGEST_REPEATED = 40 * DAY
"""What repeats for ever is looked for so long before the time that is asked for."""
MOST_TIMES = 50_000
"""Of one calendar, before they are joined."""


class NoCalendar(ValueError):  # noqa: N818 - what a text is, no error of ours
    """There is no calendar in it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted of a calendar: times in [first, last), minutes of UTC."""

    home: str
    """The zone of its owner, for times without one."""
    own: str
    """Ids that end on this are our own sessions."""
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Busy:
    """In order, without overlap; and how many entries could not be understood."""

    times: list[Stretch]
    skipped: int


@dataclass(frozen=True, slots=True)
class _Start:
    """A point of a calendar: what its clock shows, and what clock that is."""

    wall: int
    clocks: Clockwork
    is_date: bool

    @property
    def minute(self) -> int:
        return self.clocks.minute_of(self.wall)

    def at(self, wall: int) -> int:
        """When its clock shows this."""
        return self.clocks.minute_of(wall)


@dataclass(slots=True)
class _Moved:
    """Instances of a repeating entry that have an entry of their own."""

    minutes: set[int] = field(default_factory=set)
    days: set[int] = field(default_factory=set)


_UTC = Clockwork("UTC", (-(10**9),), (0,))


def busy_times(raw: bytes, asked: Asked, on_entry: Callable[[], None] = lambda: None) -> Busy:
    """What a calendar says. `on_entry` is called before each, and may raise Unreadable in it.

    Raises: NoCalendar.
    """
    found = calendars(raw)
    if not found:
        raise NoCalendar
    times: list[Stretch] = []
    skipped = 0
    for calendar in found:
        zones = Zones(calendar, asked.home, asked.first, asked.last)
        moved = _moved(calendar, zones)
        for part in calendar.parts:
            try:
                on_entry()
                times += _times_of(part, zones, moved, asked)
            except (Unreadable, OverflowError):
                skipped += 1
            if len(times) > MOST_TIMES:
                times = union(times)
                if len(times) > MOST_TIMES:
                    raise Unreadable("too many times")
    inside = ((max(a, asked.first), min(b, asked.last)) for a, b in times)
    return Busy(union(one for one in inside if one[0] < one[1]), skipped)


def _times_of(
    part: Component, zones: Zones, moved: dict[str, _Moved], asked: Asked
) -> list[Stretch]:
    if part.name == "VFREEBUSY":
        return list(_free_busy(part, zones))
    if part.name != "VEVENT" or _is_free(part) or part.text("UID").endswith(asked.own):
        return []
    gone = _Moved() if part.first("RECURRENCE-ID") else moved.get(part.text("UID"), _Moved())
    found = _event(part, zones, gone, asked)
    return [one for one in found if one[1] > asked.first and one[0] < asked.last]


def _is_free(event: Component) -> bool:
    return (
        event.text("TRANSP").upper() == "TRANSPARENT"
        or event.text("STATUS").upper() == "CANCELLED"
        or event.text("X-MICROSOFT-CDO-BUSYSTATUS").upper() == "FREE"
    )


def _moved(calendar: Component, zones: Zones) -> dict[str, _Moved]:
    """By id: when the instances were to be that stand as entries of their own."""
    found: dict[str, _Moved] = {}
    for part in calendar.parts:
        line = part.first("RECURRENCE-ID") if part.name == "VEVENT" else None
        if line is None:
            continue
        try:
            _leave_out(found.setdefault(part.text("UID"), _Moved()), line, zones)
        except Unreadable:
            continue
    return found


def _leave_out(gone: _Moved, line: Line, zones: Zones) -> None:
    for value in line.value.split(","):
        start = _start(value, line, zones)
        if start.is_date:
            gone.days.add(start.wall // DAY)
        else:
            gone.minutes.add(start.minute)


def _event(event: Component, zones: Zones, gone: _Moved, asked: Asked) -> Iterator[Stretch]:
    line = event.first("DTSTART")
    if line is None:
        raise Unreadable("no start")
    start = _start(line.value, line, zones)
    rules = [one.value for one in event.all("RRULE")]
    if rules and zones.is_named and start.clocks is _UTC:
        # Some write repeating entries in UTC and say beside it whose clock they mean.
        start = _Start(zones.home.wall(start.wall), zones.home, is_date=False)
    length = _length(event, start, zones)
    out = _Moved(set(gone.minutes), set(gone.days))
    for one in event.all("EXDATE"):
        _leave_out(out, one, zones)
    walls = _walls(rules, start, asked)
    for wall in {start.wall, *walls}:
        minute = start.at(wall)
        if minute not in out.minutes and wall // DAY not in out.days:
            yield minute, length(wall)
    for one in event.all("RDATE"):
        yield from _dates(one, zones, length, out)


def _walls(rules: Iterable[str], start: _Start, asked: Asked) -> Iterator[int]:
    """What the clock shows at each instance of a rule, up to the end of what is asked."""
    clocks = start.clocks

    def is_shown(at: datetime) -> bool:
        return start.is_date or bool(clocks.minutes_of(_wall(at)))

    def on_the_wall(at: datetime) -> datetime:
        return _plain(clocks.wall(_wall(at)))

    within = _plain(asked.first - _LONGEST_REPEATED), _plain(asked.last + DAY)
    for rule in rules:
        found = instances(rule, _plain(start.wall), within, until_of=on_the_wall, counts=is_shown)
        for one in found:
            yield _wall(one)


def _length(event: Component, start: _Start, zones: Zones) -> Callable[[int], int]:
    """From what the clock shows at a beginning to the minute of its end."""
    end = event.first("DTEND")
    if end is not None:
        until = _start(end.value, end, zones)
        if start.is_date:
            return _days_on(start, max(1, until.wall // DAY - start.wall // DAY))
        exact = _bounded(until.minute - start.minute)
        return lambda wall: start.at(wall) + exact
    duration = event.first("DURATION")
    if duration is None:
        return _days_on(start, 1 if start.is_date else 0)
    days, minutes = _duration(duration.value)
    return lambda wall: start.at(wall + days * DAY) + minutes


def _days_on(start: _Start, days: int) -> Callable[[int], int]:
    _bounded(days * DAY)
    return lambda wall: start.at(wall + days * DAY)


def _dates(
    line: Line, zones: Zones, length: Callable[[int], int], out: _Moved
) -> Iterator[Stretch]:
    for value in line.value.split(","):
        first, slash, second = value.partition("/")
        one = _start(first, line, zones)
        if one.minute in out.minutes:
            continue
        if slash:
            yield one.minute, _period_end(one, second, line, zones)
        else:
            yield one.minute, length(one.wall)


def _free_busy(part: Component, zones: Zones) -> Iterator[Stretch]:
    for line in part.all("FREEBUSY"):
        if line.params.get("FBTYPE", "BUSY").upper() == "FREE":
            continue
        for value in line.value.split(","):
            first, _, second = value.partition("/")
            start = _start(first, line, zones)
            yield start.minute, _period_end(start, second, line, zones)


def _period_end(start: _Start, text: str, line: Line, zones: Zones) -> int:
    if text.strip().upper().lstrip("+").startswith("P"):
        days, minutes = _duration(text)
        return start.at(start.wall + days * DAY) + minutes
    end = _start(text, line, zones).minute
    _bounded(end - start.minute)
    return end


def _start(value: str, line: Line, zones: Zones) -> _Start:
    """Raises: Unreadable."""
    text = value.strip().upper()
    try:
        if len(text) == 8:
            return _Start(_wall(datetime.strptime(text, "%Y%m%d")), zones.home, is_date=True)  # noqa: DTZ007
        at = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    except ValueError:
        raise Unreadable("no time") from None
    if text.endswith("Z"):
        return _Start(_wall(at), _UTC, is_date=False)
    name = line.params.get("TZID")
    return _Start(_wall(at), zones.of(name) if name else zones.home, is_date=False)


def _duration(text: str) -> tuple[int, int]:
    """(days, minutes). Raises: Unreadable."""
    found = _DURATION.fullmatch(text.strip().upper())
    if found is None or not any(found.groups()):
        raise Unreadable("no duration")
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in found.groups())
    total = hours * 60 + minutes + -(-seconds // 60)
    _bounded((weeks * 7 + days) * DAY + total)
    return weeks * 7 + days, total


def _bounded(minutes: int) -> int:
    """Raises: Unreadable."""
    if not 0 <= minutes <= _LONGEST:
        raise Unreadable("too long, or ends before it begins")
    return minutes


def _wall(at: datetime) -> int:
    return day_number(at.date()) * DAY + at.hour * 60 + at.minute


def _plain(wall: int) -> datetime:
    day, minute = divmod(wall, DAY)
    return datetime.combine(date_of(day), datetime.min.time()) + timedelta(minutes=minute)
