"""Recordings: what they are, who may see and delete them, and how they end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from server.core.errors import Conflict, NotFound

ANSWER_WITHIN_S = 120.0
"""For everybody to answer when the host asks; long enough to read what it means."""
LOST_AFTER = timedelta(seconds=30)
"""Without a sign of life its process is dead, and a job finishes what was recorded."""
SIGN_OF_LIFE_S = 5.0
MAX_ATTEMPTS = 3
"""To compose one file; a recording on which every try fails keeps its parts."""


class State(StrEnum):
    """How far a recording is."""

    RECORDING = "recording"
    PAUSED = "paused"
    FINISHING = "finishing"
    """It has ended; one file is to be made of its parts."""
    COMPOSING = "composing"
    READY = "ready"
    FAILED = "failed"
    """No file could be made of the parts; they can be had."""
    DELETED = "deleted"
    """Shown to nobody; the files go with the next run of a job."""


LIVE = (State.RECORDING, State.PAUSED)
OPEN_TO_JOBS = (State.FINISHING, State.COMPOSING)

EndReason = Literal[
    "stopped",
    "declined",
    "unanswered",
    "asker_left",
    "everybody_left",
    "too_long",
    "too_large",
    "disk",
    "failed",
    "server_stopped",
]


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody in the session; `person` is None for guests."""

    id: str
    name: str
    person: str | None


@dataclass(frozen=True, slots=True)
class Consent:
    """Who agreed to one recording, and when. Accounts by id, guests by the name they gave."""

    seat: str
    person: str | None
    guest_name: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a recording as it came in: one stream, or one stretch of it."""

    number: int
    seat: str
    source: str
    starts_ms: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording of a session."""

    id: str
    room: str
    state: State
    started_at: datetime
    ended_at: datetime | None
    alive_at: datetime
    duration_ms: int
    bytes: int
    progress: float
    """Of composing, 0 to 1."""
    attempts: int
    consents: tuple[Consent, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    def concerns(self, person: str) -> bool:
        """Whether they were recorded; the host, who asked for it, is one of them."""
        return any(one.person == person for one in self.consents)


@dataclass(frozen=True, slots=True)
class LiveView:
    """What everybody in a session is to know of its recording."""

    id: str
    room: str
    state: Literal["asked", "recording", "paused", "ended"]
    waiting: tuple[str, ...] = ()
    """Seats that have not answered yet."""
    recorded_ms: int = 0
    reason: EndReason | None = None
    """Why it ended."""


class RecordingsOff(Conflict):
    code = "recordings_off"


class AlreadyRecording(Conflict):
    code = "already_recording"


class NoRecording(Conflict):
    """There is none, or it is another one by now."""

    code = "no_recording"


class DiskFull(Conflict):
    code = "disk_full"


class StillRecording(Conflict):
    code = "still_recording"


def require_concerned(recording: Recording | None, person: str) -> Recording:
    """Raises: NotFound for whoever was not recorded."""
    if recording is None or recording.state is State.DELETED or not recording.concerns(person):
        raise NotFound("There is no such recording.")
    return recording


def require_over(recording: Recording) -> None:
    """Raises: StillRecording."""
    if recording.is_live:
        raise StillRecording("Stop the recording first.")


def next_state(attempts: int, *, is_composed: bool) -> State:
    """Where a recording goes after a try to make one file of it."""
    if is_composed:
        return State.READY
    return State.FAILED if attempts >= MAX_ATTEMPTS else State.FINISHING
