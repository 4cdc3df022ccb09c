"""The index of a recording, a JSON file beside its streams: who, what, when, on one clock.

Times are milliseconds since the recording's start, pauses included. Refuses to know what is inside
the files.
"""

from __future__ import annotations

import msgspec

from server.recordings.timeline import Anchor, moment_ms, squeezed

NAME = "index.json"
COMPOSED = "session.mp4"
VERSION = 1

Span = tuple[float, float]


class Stream(msgspec.Struct, rename="camel", omit_defaults=True):
    """One file: a stream from when it was first heard until it ended or the recording paused."""

    number: int
    file: str
    seat: str
    who: str
    source: str
    codec: str
    anchors: list[Anchor] = []
    """Pairs of milliseconds in the file and in the recording."""
    turns: list[tuple[float, int]] = []
    """From which millisecond of the file on a picture is to be turned, in degrees clockwise."""
    off: list[Span] = []
    """While the camera or microphone was off."""
    ends_ms: float = 0.0
    bytes: int = 0
    lost: int = 0
    """Packets that never came."""

    @property
    def starts_ms(self) -> float:
        return moment_ms(self.anchors, 0.0)


class Index(msgspec.Struct, rename="camel"):
    """What composing needs to know beside the files."""

    version: int
    recording: str
    started_at: str
    duration_ms: float
    pauses: list[Span]
    streams: list[Stream]

    def ends_ms(self) -> tuple[float, float]:
        """From the first to the last moment of any stream, pauses cut out."""
        starts = min(squeezed(self.pauses, one.starts_ms) for one in self.streams)
        ends = max(squeezed(self.pauses, one.ends_ms) for one in self.streams)
        return max(0.0, starts), max(0.0, ends)


def encode(index: Index) -> bytes:
    return msgspec.json.format(msgspec.json.encode(index), indent=1)


def decode(raw: bytes) -> Index:
    """Raises: msgspec.DecodeError."""
    return msgspec.json.decode(raw, type=Index)
