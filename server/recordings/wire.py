"""Recordings, transcripts and receipts as HTTP speaks of them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from server.core.wire import Out
from server.recordings.model import Gone, Kind

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
    transcript_id: str | None
    """What was said at the same time, where that was kept too."""
    parts: list[RecordingPartOut]


class RecordingList(Out):
    recordings: list[RecordedOut]


class RoomRecordingOut(Out):
    """What is being kept of a session at this moment."""

    is_recorded: bool
    is_text_kept: bool
    retention_days: int


class SpeakerOut(Out):
    """Somebody who agreed that what they say is kept."""

    id: str
    """Within the transcript."""
    name: str
    """Empty: their account is gone, and their words with it."""
    is_you: bool


class TranscriptLineOut(Out):
    """A line of a transcript."""

    speaker_id: str
    starts_ms: int
    """After the transcript's start."""
    duration_ms: int
    language: str
    """BCP 47."""
    text: str


class TranscriptBriefOut(Out):
    """A transcript in a list."""

    id: str
    room_id: str
    title: str
    """Of the session."""
    is_live: bool
    started_at: datetime
    ended_at: datetime | None
    expires_at: datetime | None
    """When it is deleted by itself."""
    duration_ms: int
    """Without pauses."""
    line_count: int
    people: list[str]
    """The names of everybody who agreed."""
    recording_id: str | None
    """The recording of the same time."""


class TranscriptOut(TranscriptBriefOut):
    """A transcript with all its lines."""

    speakers: list[SpeakerOut]
    lines: list[TranscriptLineOut]


class TranscriptList(Out):
    transcripts: list[TranscriptBriefOut]


class OwnWordsGone(Out):
    """How many of one's own lines were deleted."""

    lines: int


class OwnWordOut(Out):
    """A line that the caller said."""

    transcript_id: str
    said_at: datetime
    language: str
    text: str


class OwnWordsOut(Out):
    """All that the caller said and is kept."""

    exported_at: datetime
    words: list[OwnWordOut]


class ConsentOut(Out):
    """That the caller agreed to something, and what has become of it."""

    id: str
    """Of the recording or transcript."""
    kind: Kind
    title: str
    """Of the session; empty: it is gone."""
    people: list[str]
    """Everybody with an account who agreed, the caller too."""
    agreed_at: datetime
    revoked_at: datetime | None
    is_live: bool
    expires_at: datetime | None
    gone_at: datetime | None
    gone: Gone | None
    """Why nothing is left of it; None: it is there."""


class ConsentList(Out):
    consents: list[ConsentOut]
