"""Availability and open slots as HTTP speaks of them; refuses a time without an offset."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType, field

from server.core.wire import Id, In, Out
from server.scheduling.fair import Cell, Parting
from server.scheduling.model import Availability
from server.scheduling.slots import Limit, Rules
from server.scheduling.windows import Holiday, Hours, Span, Travel
from server.scheduling.zones import Clockwork, offset_text, time_of, wall_text

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
    horizon_days: Minutes = 60
    daily: LimitIn = LimitIn()
    weekly_limit: LimitIn = LimitIn()
    monthly: LimitIn = LimitIn()
    is_week_from_sunday: bool = False
    is_confirmed_first: bool = True
    is_pending_blocking: bool = True
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
            horizon_days=self.horizon_days,
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
    horizon_days: int
    daily: LimitOut
    weekly_limit: LimitOut
    monthly: LimitOut
    is_week_from_sunday: bool
    is_confirmed_first: bool
    is_pending_blocking: bool
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
            horizon_days=rules.horizon_days,
            daily=_limit(rules.daily),
            weekly_limit=_limit(rules.weekly),
            monthly=_limit(rules.monthly),
            is_week_from_sunday=rules.is_week_from_sunday,
            is_confirmed_first=one.is_confirmed_first,
            is_pending_blocking=one.is_pending_blocking,
            version=one.version,
        )


class SlotsQuery(In):
    """Starts in [from, to), of sessions of `minutes`, shown in `zone` too."""

    from_at: Instant = field(name="from")
    to_at: Instant = field(name="to")
    minutes: Minutes
    zone: Zone | UnsetType = UNSET
    """Nothing: the zone of the caller's account."""
    moving: Id | UnsetType = UNSET
    """A booking of the caller's with this host that is to be moved: it is not in its own way."""


class AnySlotsQuery(In):
    """The same with any of these mentors."""

    mentor: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=1000)]
    from_at: Instant = field(name="from")
    to_at: Instant = field(name="to")
    minutes: Minutes
    zone: Zone | UnsetType = UNSET


class FairQuery(In):
    minutes: Minutes


class PreviewIn(In):
    """What mentees would see if this were saved."""

    availability: AvailabilityIn
    from_at: Instant = field(name="from")
    to_at: Instant = field(name="to")
    minutes: Minutes
    zone: Zone | UnsetType = UNSET
    """Where the mentee is who looks; nothing: in the host's zone."""


class LocalOut(Out):
    """What the clock on the wall shows by this server's rules of zones, and how far from UTC."""

    local: str
    offset: str


class SlotOut(Out):
    """An open start as host and viewer see it."""

    starts_at: datetime
    host: LocalOut
    viewer: LocalOut


class HostSlotsOut(Out):
    """`tzdata`: by which rules of zones all this is shown."""

    host: str
    host_zone: str
    viewer_zone: str
    minutes: int
    slots: list[SlotOut]
    tzdata: str


class HostTermsOut(Out):
    """How a host is booked, as far as whoever books must know."""

    host: str
    host_zone: str
    durations: list[int]
    is_confirmed_first: bool
    notice_minutes: int
    horizon_days: int

    @classmethod
    def of(cls, host: str, one: Availability) -> HostTermsOut:
        return cls(
            host=host,
            host_zone=one.rules.hours.zone,
            durations=list(one.durations),
            is_confirmed_first=one.is_confirmed_first,
            notice_minutes=one.rules.notice_minutes,
            horizon_days=one.rules.horizon_days,
        )


class AnySlotsOut(Out):
    hosts: list[HostSlotsOut]


class CellOut(Out):
    """One start: how hard it is for either, 0 (office hours) to 1 (night)."""

    starts_at: datetime
    mine: float
    theirs: float
    is_humane: bool
    viewer: LocalOut
    host: LocalOut

    @classmethod
    def of(cls, one: Cell, mine: Clockwork, theirs: Clockwork) -> CellOut:
        return cls(
            starts_at=time_of(one.minute),
            mine=round(one.one, 3),
            theirs=round(one.other, 3),
            is_humane=one.is_humane,
            viewer=local(mine, one.minute),
            host=local(theirs, one.minute),
        )


class PartingOut(Out):
    """From then on the two clocks are another time apart: the other's minus the viewer's."""

    at: datetime
    before_minutes: int
    after_minutes: int
    who: Literal["viewer", "host", "both"]

    @classmethod
    def of(cls, one: Parting) -> PartingOut:
        names: dict[str, Literal["viewer", "host", "both"]]
        names = {"one": "viewer", "other": "host", "both": "both"}
        return cls(
            at=time_of(one.minute),
            before_minutes=one.before_minutes,
            after_minutes=one.after_minutes,
            who=names[one.who],
        )


class FairOut(Out):
    """`cells`: a week of half-hours; `turns`: one open start a week, so that both bear the same."""

    viewer_zone: str
    host_zone: str
    cells: list[CellOut]
    turns: list[CellOut | None]
    partings: list[PartingOut]


def local(clocks: Clockwork, minute: int) -> LocalOut:
    """An instant as these clocks show it."""
    offset = clocks.offset(minute)
    return LocalOut(local=wall_text(minute + offset), offset=offset_text(offset))


def locals_of(clocks: Clockwork, minutes: Sequence[int]) -> list[LocalOut]:
    """The same for many in order: most lists have one offset."""
    offset = clocks.steady(minutes[0], minutes[-1]) if minutes else None
    if offset is None:
        return [local(clocks, one) for one in minutes]
    text = offset_text(offset)
    return [LocalOut(local=wall_text(one + offset), offset=text) for one in minutes]


def slots_out(
    starts: Sequence[int], host: Sequence[LocalOut], viewer: Sequence[LocalOut]
) -> list[SlotOut]:
    """Starts beside what the clocks of both show."""
    return [
        SlotOut(starts_at=time_of(one), host=mine, viewer=theirs)
        for one, mine, theirs in zip(starts, host, viewer, strict=True)
    ]


def _limit(one: Limit) -> LimitOut:
    return LimitOut(sessions=one.sessions, minutes=one.minutes)
