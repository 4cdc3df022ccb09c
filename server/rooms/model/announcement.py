"""What the server plays into a room, and who may stop it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from server.core.errors import Conflict
from server.core.line import clean_line

MAX_TITLE_CHARACTERS = 80
MAX_SOUND_BYTES = 10 * 1024 * 1024

AnnouncementKind = Literal["file", "recording_started", "recording_stopped"]


@dataclass(frozen=True, slots=True)
class Announcement:
    """A sound that everybody in a room hears."""

    id: str
    """Of its producer."""
    peer: str
    """The name under which it is sent; no participant has it."""
    room: str
    kind: AnnouncementKind
    title: str
    by: str | None
    """The seat of whoever began it; None: the server itself."""
    by_name: str
    began_at: datetime
    duration_s: float


@dataclass(frozen=True, slots=True)
class AnnouncementsChanged:
    """All that is being played into a room now."""

    room: str
    playing: tuple[Announcement, ...]


class AnnouncementPlaying(Conflict):
    code = "announcement_playing"


class SealedRoom(Conflict):
    """The server cannot speak where only participants have the keys."""

    code = "end_to_end_encrypted"


def clean_sound_title(title: str) -> str:
    """A file's name as one tidy line. Raises: Invalid."""
    return clean_line(title, field="title", at_least=1, at_most=MAX_TITLE_CHARACTERS)
