"""Open slots and fair times as HTTP speaks of them, each by the clocks of both people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType, field

from server.core.wire import Id, In, Out
from server.scheduling.fair import Cell, Parting
from server.scheduling.model import Availability
from server.scheduling.slots import FURTHEST_DAYS, last_day_of
from server.scheduling.windows import calendar
from server.scheduling.wire.availability import AvailabilityIn, Instant, Minutes, Zone
from server.scheduling.zones import DAY, Clockwork, minute_at, offset_text, time_of, wall_text


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
    """How many days from today on there can be times."""

    @classmethod
    def of(cls, host: str, one: Availability, now: datetime) -> HostTermsOut:
        minute = minute_at(now)
        days = calendar(one.rules.hours, minute, minute + FURTHEST_DAYS * DAY)
        return cls(
            host=host,
            host_zone=one.rules.hours.zone,
            durations=list(one.durations),
            is_confirmed_first=one.is_confirmed_first,
            notice_minutes=one.rules.notice_minutes,
            horizon_days=max(0, last_day_of(one.rules, days, now) - days.host_day(minute)),
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
