"""Open slots by asking every minute, straight from the words of the specification; slow and plain.

Shares nothing with what it checks but the shapes of the question: times come from `zoneinfo`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.scheduling.slots import Ask, Limit, Rules, Taken
from server.scheduling.windows import Span

_DAY = timedelta(days=1)


class Brute:
    """One question, minute by minute."""

    def __init__(self, rules: Rules, taken: Sequence[Taken], ask: Ask) -> None:
        self.rules, self.taken, self.ask = rules, taken, ask
        self._travels = [(one.first, one.last, one.zone) for one in rules.hours.travels]
        self._places = [(-1, ZoneInfo(rules.hours.zone))] + [
            (at, ZoneInfo(zone)) for at, (_, _, zone) in enumerate(self._travels)
        ]
        self._anchors = {
            minute: self._anchors_of(minute) for minute in range(ask.first, ask.last + ask.duration)
        }

    def starts(self) -> list[int]:
        """Every open start."""
        return [one for one in range(self.ask.first, self.ask.last) if self._is_open(one)]

    def _is_open(self, start: int) -> bool:
        if not any(gone % self.rules.step_minutes == 0 for gone in self._anchors[start]):
            return False
        end, now = start + self.ask.duration, self.ask.now
        begins_at = datetime.fromtimestamp(start * 60, UTC)
        if begins_at < now + timedelta(minutes=self.rules.notice_minutes):
            return False
        if self._is_too_far(self._host_date(begins_at), self._host_date(now)):
            return False
        if not all(self._anchors[minute] for minute in range(start, end)):
            return False
        if any(self._meets(one, start, end) for one in self.taken):
            return False
        return self._is_within_limits(begins_at)

    def _is_too_far(self, wanted: date, today: date) -> bool:
        rules = self.rules
        if rules.horizon == "days":
            return wanted > today + _DAY * rules.horizon_days
        if rules.horizon == "date":
            return rules.last_date is not None and wanted > rules.last_date
        # It is too far when so many other days with hours lie between.
        between = (today + _DAY * gone for gone in range(1, (wanted - today).days))
        return sum(bool(self._spans(day)) for day in between) >= rules.horizon_days

    def _meets(self, one: Taken, start: int, end: int) -> bool:
        before = 0 if one.is_guests else self.rules.before_minutes
        after = 0 if one.is_guests else self.rules.after_minutes
        if one.start >= one.end:
            return False
        opens, closes = one.start - one.before, one.end + one.after
        return start - before < closes and opens < end + after

    def _is_within_limits(self, begins_at: datetime) -> bool:
        rules, wanted = self.rules, self._host_date(begins_at)
        counted = [one for one in self.taken if one.counts]
        dates = [self._host_date(datetime.fromtimestamp(one.start * 60, UTC)) for one in counted]
        shift = timedelta(days=1) if rules.is_week_from_sunday else timedelta()

        def fits(limit: Limit, is_same: list[bool]) -> bool:
            same = [one for one, is_in in zip(counted, is_same, strict=True) if is_in]
            minutes = sum(one.end - one.start for one in same) + self.ask.duration
            return not (limit.sessions is not None and len(same) + 1 > limit.sessions) and not (
                limit.minutes is not None and minutes > limit.minutes
            )

        def week(day: date) -> tuple[int, int]:
            return (day + shift).isocalendar()[:2]

        return (
            fits(rules.daily, [one == wanted for one in dates])
            and fits(rules.weekly, [week(one) == week(wanted) for one in dates])
            and fits(
                rules.monthly,
                [(one.year, one.month) == (wanted.year, wanted.month) for one in dates],
            )
        )

    def _host_date(self, at: datetime) -> date:
        home = at.astimezone(self._places[0][1]).date()
        return at.astimezone(dict(self._places)[self._place(home)]).date()

    def _place(self, day: date) -> int:
        for at, (first, last, _) in enumerate(self._travels):
            if first <= day <= last:
                return at
        return -1

    def _is_own(self, day: date) -> bool:
        hours = self.rules.hours
        return day in hours.overrides or any(o.first <= day <= o.last for o in hours.holidays)

    def _spans(self, day: date) -> tuple[Span, ...]:
        hours = self.rules.hours
        if any(one.first <= day <= one.last for one in hours.holidays):
            return ()
        return hours.overrides.get(day, hours.weekly.get(day.weekday(), ()))

    def _anchors_of(self, minute: int) -> list[int]:
        """Of each window in which this minute is: how far it is from its anchor."""
        found = []
        for place, zone in self._places:
            shown = datetime.fromtimestamp(minute * 60, zone)
            day, wall = shown.date(), shown.hour * 60 + shown.minute
            if self._place(day) == place:
                found += [
                    wall - self._anchor(one)
                    for one in self._spans(day)
                    if one.start <= wall and (one.end <= one.start or wall < one.end)
                ]
            before = day - _DAY
            if self._place(before) == place and not self._is_own(day):
                found += [
                    wall + 1440 - self._anchor(one)
                    for one in self._spans(before)
                    if one.end <= one.start and wall < one.end
                ]
        return found

    def _anchor(self, span: Span) -> int:
        return 0 if self.rules.is_clock_anchored else span.start
