"""Socket door of the live session: namespace /call."""

from server.signaling.sockets import (
    announcements,
    checks,
    media,
    quality,
    recording,
    secrecy,
    session,
)
from server.signaling.sockets.door import SIGNALING, door
from server.signaling.sockets.lifetime import run

__all__ = [
    "SIGNALING",
    "announcements",
    "checks",
    "door",
    "media",
    "quality",
    "recording",
    "run",
    "secrecy",
    "session",
]
