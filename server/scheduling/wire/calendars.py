"""Feeds, calendars from elsewhere and answers by letter as HTTP speaks of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from server.core.wire import In, Out
from server.scheduling.model import BookingState, BusySource, BusyTrouble, Kind

# Bounds of what is read at all; what is too long is said by the model.
Secret = Annotated[str, Meta(min_length=1, max_length=80, pattern="^[A-Za-z0-9_-]+$")]


class CalendarLinksOut(Out):
    """Each makes a copy that no later change reaches."""

    google: str
    outlook: str
    office365: str
    yahoo: str


class CalendarFeedOut(Out):
    """`since`: when the address was made; null: there is none."""

    since: datetime | None


class NewCalendarFeedOut(Out):
    """The address is shown this once; who has it sees the sessions."""

    address: str
    webcal: str
    since: datetime


class BusySourceIn(In):
    name: Annotated[str, Meta(max_length=240)]
    address: Annotated[str, Meta(max_length=4000)]


class CalDavAccountIn(In):
    """`address`: of the server; its name is enough."""

    address: Annotated[str, Meta(max_length=4000)]
    user_name: Annotated[str, Meta(max_length=1000)]
    password: Annotated[str, Meta(max_length=2000)]


class CalDavCalendar(In):
    """One of an account, as it was listed."""

    name: Annotated[str, Meta(max_length=240)]
    address: Annotated[str, Meta(max_length=4000)]


class CalDavCalendars(Out):
    calendars: list[CalDavCalendar]


class CalDavSourcesIn(In):
    """The chosen calendars; the password is kept sealed and never shown."""

    user_name: Annotated[str, Meta(max_length=1000)]
    password: Annotated[str, Meta(max_length=2000)]
    calendars: Annotated[list[CalDavCalendar], Meta(min_length=1, max_length=20)]


class BusySourcesMade(Out):
    """Without those that were there."""

    sources: list[BusySourceOut]


class BusySourceOut(Out):
    """`server`: all that is shown of the address. `countsUntil`: of one that cannot be read.

    `account`: the user name, where it is a calendar of a CalDAV account.
    """

    id: str
    name: str
    server: str
    account: str | None
    created_at: datetime
    read_at: datetime | None
    failing_since: datetime | None
    trouble: BusyTrouble
    counts_until: datetime | None
    is_counting: bool
    skipped: int

    @classmethod
    def of(cls, one: BusySource) -> BusySourceOut:
        """Without what only the server may know."""
        return cls(
            id=one.id,
            name=one.name,
            server=one.where,
            account=one.login.user_name if one.login else None,
            created_at=one.created_at,
            read_at=one.read_at,
            failing_since=one.failing_since,
            trouble=one.trouble,
            counts_until=one.counts_until,
            is_counting=one.is_counting,
            skipped=one.skipped,
        )


class BusySourceList(Out):
    """How often each is read, how long known times count, and how many there may be."""

    sources: list[BusySourceOut]
    every_minutes: int
    counts_days: int
    at_most: int


class AnswerLookIn(In):
    secret: Secret


class AnswerIn(In):
    secret: Secret
    say: Literal["yes", "no"]


class AnswerOut(Out):
    """What a link in a letter is about, and what may be said."""

    booking: str
    kind: Kind
    state: BookingState
    title: str
    name: str
    """Who is asked."""
    starts_at: datetime
    ends_at: datetime
    zone: str
    starts: str
    ends: str
    """As the clock on their wall shows them."""
    is_host: bool
    may_say_yes: bool
    is_over: bool
