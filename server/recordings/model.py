"""Recordings and transcripts: what they are, who may see and delete them, and how they end."""

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


Kind = Literal["media", "text"]
"""What is kept of a session: voices and pictures, or what was said as text (a transcript)."""
KINDS: tuple[Kind, ...] = ("media", "text")
MAX_LINES = 20_000
"""Of one transcript: some ten hours of lively talk."""
MAX_TEXT_BYTES = 4_000_000


class State(StrEnum):
    """How far a recording is; a transcript is never composed."""

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
    "revoked",
]
"""`revoked`: somebody took back, outside of the session, what they had agreed to."""
Gone = Literal["revoked", "deleted", "expired", "empty"]
"""Why there is nothing any more of what somebody agreed to; `empty`: there never was."""


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
    """One recording of a session, or one transcript."""

    id: str
    room: str
    kind: Kind
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
    kind: Kind
    state: Literal["asked", "recording", "paused", "ended"]
    waiting: tuple[str, ...] = ()
    """Seats that have not answered yet."""
    recorded_ms: int = 0
    reason: EndReason | None = None
    """Why it ended."""
    stretch: int = 0
    """How often it has begun or gone on: what is said belongs to one stretch or to none."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A line of captions as its writer's browser has it so far, meant for a transcript."""

    transcript: str
    stretch: int
    """The stretch in which the browser heard all of it; another one's is not kept."""
    number: int
    """The writer's own count: a line is told again, longer or corrected, until it is final."""
    is_final: bool
    language: str
    """BCP 47."""
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a transcript."""

    number: int
    seat: str
    person: str | None
    """None: a guest."""
    said_at: datetime
    """When its first word was told."""
    duration_ms: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """That somebody agreed to be recorded, or to have their words kept; outlives what was kept."""

    recording: str
    person: str
    kind: Kind
    room: str | None
    """None: the room is gone."""
    agreed_at: datetime
    revoked_at: datetime | None
    gone_at: datetime | None
    gone: Gone | None


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


def require_concerned(recording: Recording | None, person: str, kind: Kind = "media") -> Recording:
    """Raises: NotFound for whoever was not recorded."""
    is_there = recording is not None and recording.state is not State.DELETED
    if recording is None or not is_there or recording.kind != kind:
        raise NotFound(_NO_SUCH[kind])
    if not recording.concerns(person):
        raise NotFound(_NO_SUCH[kind])
    return recording


_NO_SUCH: dict[Kind, str] = {
    "media": "There is no such recording.",
    "text": "There is no such transcript.",
}


def require_over(recording: Recording) -> None:
    """Raises: StillRecording."""
    if recording.is_live:
        raise StillRecording(_STOP_FIRST[recording.kind])


_STOP_FIRST: dict[Kind, str] = {
    "media": "Stop the recording first.",
    "text": "Stop keeping text in the session first.",
}


def next_state(attempts: int, *, is_composed: bool) -> State:
    """Where a recording goes after a try to make one file of it."""
    if is_composed:
        return State.READY
    return State.FAILED if attempts >= MAX_ATTEMPTS else State.FINISHING
