"""Socket door of the live session: namespace /call."""

from server.signaling.sockets import (
    announcements,
    checks,
    companions,
    media,
    quality,
    recording,
    remarks,
    secrecy,
    session,
    timers,
)
from server.signaling.sockets.door import SIGNALING, door
from server.signaling.sockets.lifetime import run

__all__ = [
    "SIGNALING",
    "announcements",
    "checks",
    "companions",
    "door",
    "media",
    "quality",
    "recording",
    "remarks",
    "run",
    "secrecy",
    "session",
    "timers",
]
