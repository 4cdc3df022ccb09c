"""Who was in a session, as HTTP speaks of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from server.core.wire import In, Out
from server.scheduling.model import Presence
from server.scheduling.wire.bookings import NamedOut

Note = Annotated[str, Meta(min_length=1, max_length=2000)]


class CorrectionIn(In):
    """How it was instead, and a note for the other one."""

    presence: Presence
    note: Note


class CorrectionOut(Out):
    """Who said what when; the note is empty for whom it is not meant."""

    person: NamedOut
    by: NamedOut | None
    """None: they have left."""
    presence: Presence
    note: str
    at: datetime


class MarkOut(Out):
    """How it was for one person: what counts, and what the room's log says."""

    person: NamedOut
    presence: Presence
    derived: Presence
    late_minutes: int
    early_minutes: int


class AttendanceOut(Out):
    """Who was in one session; the host is first."""

    booking: str
    title: str
    starts_at: datetime
    ends_at: datetime
    host: NamedOut
    marks: list[MarkOut]
    history: list[CorrectionOut]
    """Oldest first."""
    correctable_until: datetime


class AttendanceList(Out):
    attendance: list[AttendanceOut]
