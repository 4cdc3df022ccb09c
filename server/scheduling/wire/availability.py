"""Availability as HTTP speaks of it; refuses a time without an offset."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from server.core.wire import In, Out
from server.scheduling.model import Availability
from server.scheduling.model.availability import USUAL_SHARE
from server.scheduling.slots import Horizon, Limit, Rules
from server.scheduling.windows import Holiday, Hours, Span, Travel

# Times without an offset are refused before a handler sees them (RFC 3339).
Instant = Annotated[datetime, Meta(tz=True)]
# Dates far away are nobody's plan, and overflow what counts minutes.
Minutes = Annotated[int, Meta(ge=0, le=100_000)]
Zone = Annotated[str, Meta(min_length=1, max_length=64)]
Weekday = Annotated[int, Meta(ge=0, le=6)]
DayMinute = Annotated[int, Meta(ge=0, le=1440)]
Count = Annotated[int, Meta(ge=1, le=10_000)]


class WindowIn(In):
    """From one minute of a day to another: 1440 is midnight; an earlier end is on the next day."""

    start_minute: DayMinute
    end_minute: DayMinute


class WeeklyWindowIn(In):
    """The same every week; weekday 0 is Monday."""

    weekday: Weekday
    start_minute: DayMinute
    end_minute: DayMinute


class OverrideIn(In):
    """What holds on a date instead; no windows: not free."""

    date: date
    windows: Annotated[tuple[WindowIn, ...], Meta(max_length=70)]


class TravelIn(In):
    """In another zone from one date to another."""

    first: date
    last: date
    zone: Zone


class HolidayIn(In):
    """No hours from one date to another."""

    first: date
    last: date


class LimitIn(In):
    """At most so many sessions, and minutes of them; nothing: no limit."""

    sessions: Count | None = None
    minutes: Count | None = None


class AvailabilityIn(In):
    """When and how a host is booked, as a whole."""

    zone: Zone
    weekly: Annotated[tuple[WeeklyWindowIn, ...], Meta(max_length=200)]
    overrides: Annotated[tuple[OverrideIn, ...], Meta(max_length=1000)] = ()
    travels: Annotated[tuple[TravelIn, ...], Meta(max_length=200)] = ()
    holidays: Annotated[tuple[HolidayIn, ...], Meta(max_length=200)] = ()
    durations: Annotated[tuple[Minutes, ...], Meta(max_length=50)] = (30, 60)
    step_minutes: Minutes = 30
    is_clock_anchored: bool = False
    before_minutes: Minutes = 0
    after_minutes: Minutes = 0
    notice_minutes: Minutes = 1440
    horizon: Horizon = "days"
    """`horizonDays` from today on, only those with hours, or until `lastDate`."""
    horizon_days: Minutes = 60
    last_date: date | None = None
    daily: LimitIn = LimitIn()
    weekly_limit: LimitIn = LimitIn()
    monthly: LimitIn = LimitIn()
    is_week_from_sunday: bool = False
    is_confirmed_first: bool = True
    is_pending_blocking: bool = True
    share: Annotated[int, Meta(ge=0, le=100)] = USUAL_SHARE
    """How often, beside others, sessions that any of several may take: 1 to 4."""
    version: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 0

    def meant(self) -> Availability:
        """As the model has it, not checked yet."""
        weekly: dict[int, tuple[Span, ...]] = {}
        for one in self.weekly:
            span = Span(one.start_minute, one.end_minute)
            weekly[one.weekday] = (*weekly.get(one.weekday, ()), span)
        overrides: dict[date, tuple[Span, ...]] = {}
        for day in self.overrides:
            spans = tuple(Span(one.start_minute, one.end_minute) for one in day.windows)
            overrides[day.date] = (*overrides.get(day.date, ()), *spans)
        rules = Rules(
            hours=Hours(
                self.zone,
                weekly,
                overrides,
                tuple(Travel(one.first, one.last, one.zone) for one in self.travels),
                tuple(Holiday(one.first, one.last) for one in self.holidays),
            ),
            step_minutes=self.step_minutes,
            is_clock_anchored=self.is_clock_anchored,
            before_minutes=self.before_minutes,
            after_minutes=self.after_minutes,
            notice_minutes=self.notice_minutes,
            horizon=self.horizon,
            horizon_days=self.horizon_days,
            last_date=self.last_date,
            daily=Limit(self.daily.sessions, self.daily.minutes),
            weekly=Limit(self.weekly_limit.sessions, self.weekly_limit.minutes),
            monthly=Limit(self.monthly.sessions, self.monthly.minutes),
            is_week_from_sunday=self.is_week_from_sunday,
        )
        return Availability(
            rules,
            self.durations,
            self.is_confirmed_first,
            self.is_pending_blocking,
            self.version,
            self.share,
        )


class WindowOut(Out):
    start_minute: int
    end_minute: int


class WeeklyWindowOut(Out):
    weekday: int
    start_minute: int
    end_minute: int


class OverrideOut(Out):
    date: date
    windows: list[WindowOut]


class TravelOut(Out):
    first: date
    last: date
    zone: str


class HolidayOut(Out):
    first: date
    last: date


class LimitOut(Out):
    sessions: int | None
    minutes: int | None


class AvailabilityOut(Out):
    """`version` 0: never saved, taken from the hours of the profile."""

    zone: str
    weekly: list[WeeklyWindowOut]
    overrides: list[OverrideOut]
    travels: list[TravelOut]
    holidays: list[HolidayOut]
    durations: list[int]
    step_minutes: int
    is_clock_anchored: bool
    before_minutes: int
    after_minutes: int
    notice_minutes: int
    horizon: Horizon
    horizon_days: int
    last_date: date | None
    daily: LimitOut
    weekly_limit: LimitOut
    monthly: LimitOut
    is_week_from_sunday: bool
    is_confirmed_first: bool
    is_pending_blocking: bool
    share: int
    version: int

    @classmethod
    def of(cls, one: Availability) -> AvailabilityOut:
        rules, hours = one.rules, one.rules.hours
        return cls(
            zone=hours.zone,
            weekly=[
                WeeklyWindowOut(weekday=day, start_minute=span.start, end_minute=span.end)
                for day, spans in sorted(hours.weekly.items())
                for span in spans
            ],
            overrides=[
                OverrideOut(
                    date=day,
                    windows=[WindowOut(start_minute=s.start, end_minute=s.end) for s in spans],
                )
                for day, spans in sorted(hours.overrides.items())
            ],
            travels=[TravelOut(first=t.first, last=t.last, zone=t.zone) for t in hours.travels],
            holidays=[HolidayOut(first=h.first, last=h.last) for h in hours.holidays],
            durations=list(one.durations),
            step_minutes=rules.step_minutes,
            is_clock_anchored=rules.is_clock_anchored,
            before_minutes=rules.before_minutes,
            after_minutes=rules.after_minutes,
            notice_minutes=rules.notice_minutes,
            horizon=rules.horizon,
            horizon_days=rules.horizon_days,
            last_date=rules.last_date,
            daily=_limit(rules.daily),
            weekly_limit=_limit(rules.weekly),
            monthly=_limit(rules.monthly),
            is_week_from_sunday=rules.is_week_from_sunday,
            is_confirmed_first=one.is_confirmed_first,
            is_pending_blocking=one.is_pending_blocking,
            share=one.share,
            version=one.version,
        )


def _limit(one: Limit) -> LimitOut:
    return LimitOut(sessions=one.sessions, minutes=one.minutes)
