"""Recordings as HTTP speaks of them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from server.core.wire import Out

RecordingState = Literal["recording", "paused", "finishing", "composing", "ready", "failed"]


class RecordingPartOut(Out):
    """One stream in a file of its own."""

    number: int
    who: str
    source: str
    starts_ms: int
    """After the recording's start."""
    bytes: int


class RecordedOut(Out):
    """A recording in which the caller was recorded."""

    id: str
    room_id: str
    title: str
    """Of the session."""
    state: RecordingState
    started_at: datetime
    ended_at: datetime | None
    expires_at: datetime | None
    """When it is deleted by itself."""
    duration_ms: int
    """Without pauses."""
    bytes: int
    progress: float
    """Of making one file, 0 to 1."""
    people: list[str]
    """The names of everybody who agreed."""
    parts: list[RecordingPartOut]


class RecordingList(Out):
    recordings: list[RecordedOut]


class RoomRecordingOut(Out):
    """Whether a session is being recorded at this moment."""

    is_recorded: bool
    retention_days: int
