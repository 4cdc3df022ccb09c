"""Socket door of the live session: namespace /call."""

from server.signaling.sockets import media, quality, recording, session
from server.signaling.sockets.door import SIGNALING, door
from server.signaling.sockets.lifetime import run

__all__ = ["SIGNALING", "door", "media", "quality", "recording", "run", "session"]
