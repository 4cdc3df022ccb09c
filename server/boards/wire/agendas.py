"""Agendas as HTTP speaks of them."""

from __future__ import annotations

from datetime import datetime

from server.boards.wire.live import AccessName
from server.core.wire import Out
from server.scheduling.model import BookingState


class AgendaOut(Out):
    """The documents of a session, to be opened over the socket."""

    doc: str
    private_doc: str
    """For nobody but the caller."""
    role: AccessName
    mentorship_id: str | None
    """Whose goals its action items are among."""
    starts_at: datetime
    minutes: int


class TopicOut(Out):
    title: str
    is_done: bool


class SessionOut(Out):
    """One of a mentorship's."""

    booking_id: str
    state: BookingState
    starts_at: datetime
    ends_at: datetime
    minutes: int
    topics: list[TopicOut]
    """The first of its agenda."""
    topic_count: int


class SessionList(Out):
    """The latest first."""

    sessions: list[SessionOut]


class RoomSessionOut(Out):
    """What a room was made for, as far as it concerns the caller."""

    booking_id: str | None
    mentorship_id: str | None
