"""RTP packets of one stream into whole frames; refuses to pass on a picture that lacks a part.

Packets wait for what was lost to be sent again; a picture with a hole is left out, and with it all
that build on it, until a key frame comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

PATIENCE_MS = 1000
"""For a lost packet: longer than its repairs are asked for, and little in a file."""
MAX_WAITING = 2048
"""Packets behind a hole; more than a second of the largest picture."""
KEY_FRAME_EVERY_MS = 1000
"""How often to ask while none comes."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one RTP packet brings."""

    sequence: int
    """16 bits."""
    timestamp: int
    """32 bits."""
    ends_frame: bool
    payload: bytes
    at_ms: float
    """When it came."""
    turned: int | None = None
    """Degrees by which the picture is to be turned clockwise, where the packet says so."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole picture, or one packet of sound."""

    timestamp: int
    data: bytes
    is_key: bool
    turned: int | None = None


class Codec(Protocol):
    """What pictures need to know of their codec."""

    def is_start(self, payload: bytes, /) -> bool:
        """Whether a payload begins a frame."""

    def frame(self, payloads: Sequence[bytes], /) -> bytes:
        """The frame in the payloads of one timestamp. Raises: ValueError."""

    def is_key(self, frame: bytes, /) -> bool:
        """Whether a frame needs no earlier one."""


class Ordered:
    """Gives packets in the order they were sent, after waiting for what is missing."""

    def __init__(self) -> None:
        self._waiting: dict[int, Part] = {}
        self._next: int | None = None
        self.lost = 0
        """Packets that never came."""

    def add(self, part: Part) -> Iterator[tuple[Part, bool]]:
        """What can be read now, and whether something is missing before it."""
        number = self._number(part.sequence)
        if number < (self._next or 0) or number in self._waiting:
            return  # too late, or a second time
        self._waiting[number] = part
        yield from self._ready()
        while self._waiting and self._is_over(part.at_ms):
            yield from self._skip()

    def flush(self) -> Iterator[tuple[Part, bool]]:
        """Everything that still waits; for the end of the stream."""
        while self._waiting:
            yield from self._skip()

    def _number(self, sequence: int) -> int:
        """The sequence number without its turns."""
        if self._next is None:
            self._next = sequence + 0x1_0000  # so that what comes before it has a number too
        ahead = (sequence - self._next + 0x8000) % 0x1_0000 - 0x8000
        return self._next + ahead

    def _is_over(self, now_ms: float) -> bool:
        oldest = self._waiting[min(self._waiting)]
        return len(self._waiting) > MAX_WAITING or now_ms - oldest.at_ms >= PATIENCE_MS

    def _skip(self) -> Iterator[tuple[Part, bool]]:
        first = min(self._waiting)
        self.lost += first - (self._next or 0)
        self._next = first
        yield from self._ready(is_after_loss=True)

    def _ready(self, *, is_after_loss: bool = False) -> Iterator[tuple[Part, bool]]:
        while self._next in self._waiting:
            yield self._waiting.pop(self._next), is_after_loss
            self._next += 1
            is_after_loss = False


class Pictures:
    """Video: whole frames only, beginning anew with a key frame after every loss."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._ordered = Ordered()
        self._parts: list[Part] = []
        self._is_whole = False
        """The frame that is being gathered began with its first packet."""
        self._needs_key = True
        self._asked_at_ms: float | None = None

    @property
    def lost(self) -> int:
        return self._ordered.lost

    def add(self, part: Part) -> list[Frame]:
        """The frames that are whole now."""
        return self._gather(self._ordered.add(part))

    def flush(self) -> list[Frame]:
        """What is left at the end of the stream."""
        frames = self._gather(self._ordered.flush())
        return frames + self._take()

    def wants_key_frame(self, now_ms: float) -> bool:
        """Whether to ask the sender now: nothing can be kept until a key frame comes."""
        if not self._needs_key:
            return False
        if self._asked_at_ms is None:  # one is on its way: streams begin with it
            self._asked_at_ms = now_ms
        if now_ms - self._asked_at_ms < KEY_FRAME_EVERY_MS:
            return False
        self._asked_at_ms = now_ms
        return True

    def _gather(self, parts: Iterator[tuple[Part, bool]]) -> list[Frame]:
        frames: list[Frame] = []
        for part, is_after_loss in parts:
            if is_after_loss:
                self._parts, self._is_whole = [], False
                self._lose(part.at_ms)
            if self._parts and self._parts[0].timestamp != part.timestamp:
                frames += self._take()
            if not self._parts:
                self._is_whole = self._codec.is_start(part.payload)
            self._parts.append(part)
            if part.ends_frame:
                frames += self._take()
        return frames

    def _take(self) -> list[Frame]:
        parts, self._parts = self._parts, []
        if not parts:
            return []
        try:
            data = self._codec.frame([part.payload for part in parts]) if self._is_whole else b""
            is_key = bool(data) and self._codec.is_key(data)
        except ValueError:
            data, is_key = b"", False
        if not data:
            self._lose(parts[-1].at_ms)
        if not data or (self._needs_key and not is_key):
            return []
        self._needs_key, self._asked_at_ms = False, None
        turned = next((part.turned for part in parts[::-1] if part.turned is not None), None)
        return [Frame(parts[0].timestamp, data, is_key, turned)]

    def _lose(self, now_ms: float) -> None:
        if not self._needs_key:
            self._needs_key, self._asked_at_ms = True, now_ms - KEY_FRAME_EVERY_MS


class Sounds:
    """Audio: every packet is a frame; what is lost is a gap."""

    def __init__(self) -> None:
        self._ordered = Ordered()

    @property
    def lost(self) -> int:
        return self._ordered.lost

    def add(self, part: Part) -> list[Frame]:
        """The frames that are next."""
        return _sounds(self._ordered.add(part))

    def flush(self) -> list[Frame]:
        """What is left at the end of the stream."""
        return _sounds(self._ordered.flush())

    def wants_key_frame(self, _now_ms: float) -> bool:
        """Sound needs none."""
        return False


def _sounds(parts: Iterator[tuple[Part, bool]]) -> list[Frame]:
    return [Frame(part.timestamp, part.payload, True) for part, _ in parts if part.payload]
