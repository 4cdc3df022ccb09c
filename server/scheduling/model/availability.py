"""What a host says about when and how they are booked; refuses windows that overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from server.core.errors import Conflict, Invalid
from server.scheduling.slots import Limit, Rules
from server.scheduling.windows import Holiday, Hours, Span, Travel
from server.scheduling.zones import DAY, is_zone

WEEK_MINUTES = 7 * DAY
MOST_WINDOWS = 70
MOST_DATES = 400
MOST_STRETCHES = 50
MOST_DURATIONS = 6
SHORTEST_MINUTES, LONGEST_MINUTES = 10, 480
FIRST_DURATIONS = (30, 60)
USUAL_SHARE, MOST_SHARE = 2, 4


class ChangedElsewhere(Conflict):
    """Somebody saved with an older version in hand."""

    code = "changed_elsewhere"
    title = "Your hours were changed elsewhere"


@dataclass(frozen=True, slots=True)
class Availability:
    """One host's rules; `version` 0: never saved, made from the hours of their profile."""

    rules: Rules
    durations: tuple[int, ...] = FIRST_DURATIONS
    """Minutes a session may have."""
    is_confirmed_first: bool = True
    """Whether the host says yes to each booking."""
    is_pending_blocking: bool = True
    """Whether one that waits for that keeps its time free of others."""
    version: int = field(default=0, compare=False)
    share: int = USUAL_SHARE
    """How often a session that any of several may take goes to this host, beside the others."""


def first_availability(zone: str, windows: Iterable[tuple[int, int, int]]) -> Availability:
    """What holds until a host says more: the free hours of their profile, each booking confirmed.

    `windows`: (weekday, start, end) in minutes of a day.
    """
    weekly: dict[int, tuple[Span, ...]] = {}
    for weekday, start, end in windows:
        weekly[weekday] = (*weekly.get(weekday, ()), Span(start, end))
    return Availability(Rules(Hours(zone, weekly), notice_minutes=DAY))


def clean_availability(given: Availability) -> Availability:
    """The same in order. Raises: Invalid naming every bad field."""
    problems = dict(_problems(given))
    if problems:
        raise Invalid(next(iter(problems.values())), fields=problems)
    hours = given.rules.hours
    ordered = Hours(
        hours.zone,
        {day: tuple(sorted(hours.weekly[day])) for day in sorted(hours.weekly)},
        {day: tuple(sorted(hours.overrides[day])) for day in sorted(hours.overrides)},
        tuple(sorted(hours.travels, key=lambda one: one.first)),
        tuple(sorted(hours.holidays, key=lambda one: one.first)),
    )
    return Availability(
        rules=replace(given.rules, hours=ordered),
        durations=tuple(sorted(set(given.durations))),
        is_confirmed_first=given.is_confirmed_first,
        is_pending_blocking=given.is_pending_blocking,
        version=given.version,
        share=given.share,
    )


def require_duration(availability: Availability, minutes: int) -> None:
    """Raises: Invalid."""
    if minutes not in availability.durations:
        choices = " or ".join(str(one) for one in availability.durations)
        sentence = f"Sessions here last {choices} minutes."
        raise Invalid(sentence, fields={"minutes": sentence})


def _problems(given: Availability) -> Iterator[tuple[str, str]]:
    hours = given.rules.hours
    yield from _of_zones(hours)
    yield from _of_week(hours.weekly)
    yield from _of_dates(hours.overrides)
    yield from _of_stretches("travels", hours.travels)
    yield from _of_stretches("holidays", hours.holidays)
    yield from _of_numbers(given.rules)
    # By the names they are given under: the weekly hours are called weekly, too.
    for name, part in (("daily", "daily"), ("weeklyLimit", "weekly"), ("monthly", "monthly")):
        yield from _of_limit(name, getattr(given.rules, part))
    yield from _of_durations(given.durations)
    if not 1 <= given.share <= MOST_SHARE:
        yield "share", f"From 1 to {MOST_SHARE}."


def _of_zones(hours: Hours) -> Iterator[tuple[str, str]]:
    named = [("zone", hours.zone)]
    named += [(f"travels[{at}].zone", one.zone) for at, one in enumerate(hours.travels)]
    for name, zone in named:
        if not is_zone(zone):
            yield name, "This time zone does not exist. It should look like Europe/Athens."


def _of_week(weekly: Mapping[int, tuple[Span, ...]]) -> Iterator[tuple[str, str]]:
    if sum(len(spans) for spans in weekly.values()) > MOST_WINDOWS:
        yield "weekly", f"At most {MOST_WINDOWS} windows a week."
    named = [
        (f"weekly.{day}[{at}]", day, span)
        for day, spans in sorted(weekly.items())
        for at, span in enumerate(spans)
    ]
    for name, _, span in named:
        if word := _wrong(span):
            yield name, word
            return
    placed = sorted((day * DAY + span.start, day * DAY + span.until, n) for n, day, span in named)
    # Sunday's last window may reach into Monday's first.
    again = [(start + WEEK_MINUTES, end, name) for start, end, name in placed[:1]]
    for (_, end, _), (start, _, name) in pairwise(placed + (again if len(placed) > 1 else [])):
        if start < end:
            yield name, "This overlaps with another window."


def _of_dates(overrides: Mapping[date, tuple[Span, ...]]) -> Iterator[tuple[str, str]]:
    if len(overrides) > MOST_DATES:
        yield "overrides", f"At most {MOST_DATES} dates."
    for day, spans in overrides.items():
        name = f"overrides.{day.isoformat()}"
        words = [word for span in spans if (word := _wrong(span))]
        if words:
            yield name, words[0]
        elif any(later.start < early.until for early, later in pairwise(sorted(spans))):
            yield name, "Two windows of this date overlap."


def _wrong(span: Span) -> str:
    if not (0 <= span.start < DAY and 0 <= span.end <= DAY):
        return "Minutes of a day go from 0 to 1440; 1440 is midnight at its end."
    return "This ends when it begins." if span.start == span.end else ""


def _of_stretches(
    name: str, given: tuple[Travel, ...] | tuple[Holiday, ...]
) -> Iterator[tuple[str, str]]:
    dates = [(one.first, one.last) for one in given]
    if len(dates) > MOST_STRETCHES:
        yield name, f"At most {MOST_STRETCHES}."
    for at, (first, last) in enumerate(dates):
        if last < first:
            yield f"{name}[{at}]", "This ends before it begins."
    if any(later[0] <= early[1] for early, later in pairwise(sorted(dates))):
        yield name, "Two of these overlap."


def _of_numbers(rules: Rules) -> Iterator[tuple[str, str]]:
    bounds = {
        "stepMinutes": (rules.step_minutes, 5, 240),
        "beforeMinutes": (rules.before_minutes, 0, 240),
        "afterMinutes": (rules.after_minutes, 0, 240),
        "noticeMinutes": (rules.notice_minutes, 0, 60 * DAY),
        "horizonDays": (rules.horizon_days, 1, 366),
    }
    if rules.horizon == "date" and rules.last_date is None:
        yield "lastDate", "Which is the last day?"
    for name, (value, least, most) in bounds.items():
        if not least <= value <= most:
            yield name, f"From {least} to {most:,}."


def _of_limit(name: str, limit: Limit) -> Iterator[tuple[str, str]]:
    if any(value is not None and value < 1 for value in (limit.sessions, limit.minutes)):
        yield name, "At least 1, or nothing for no limit."


def _of_durations(durations: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    if not 1 <= len(durations) <= MOST_DURATIONS:
        yield "durations", f"Name one to {MOST_DURATIONS} lengths."
    if not all(SHORTEST_MINUTES <= one <= LONGEST_MINUTES for one in durations):
        yield "durations", f"Sessions last from {SHORTEST_MINUTES} to {LONGEST_MINUTES} minutes."
