"""One stream in one file (Matroska, by PyAV), as it came; refuses to decode or to hold it back.

A file that is cut off, by `kill -9` or a full disk, plays up to its last second: clusters are short
and each is written when it is whole.
"""

from __future__ import annotations

import os
from fractions import Fraction
from io import FileIO
from pathlib import Path
from typing import cast

import av
from av.container import OutputContainer
from av.stream import Stream

from server.recordings.codecs import Codec
from server.recordings.frames import Frame

CLUSTER_MS = 1000
_MILLISECOND = Fraction(1, 1000)
_OPTIONS = {"cluster_time_limit": str(CLUSTER_MS), "flush_packets": "1"}
_OPUS_RATE = 48_000
_DECODERS = {"av1": "libdav1d"}
"""Where FFmpeg's own decoder needs hardware."""


class TrackFile:
    """A file that grows by frames. Raises: OSError, from every method that writes."""

    def __init__(self, path: Path, codec: Codec) -> None:
        self._path = path
        self._codec = codec
        self._container: OutputContainer | None = None
        self._file: FileIO | None = None
        self._last_ms = -1
        self.written_bytes = 0
        """Of media, without what holds it together."""

    def write(self, frame: Frame, at_ms: float) -> None:
        """One frame, so many milliseconds after the first."""
        if self._container is None:
            self._container = self._open(frame)
        # Two frames in one millisecond, or a clock that was set back: the file only goes on.
        self._last_ms = max(round(at_ms), self._last_ms + 1)
        packet = av.Packet(frame.data)
        packet.stream = self._container.streams[0]
        packet.time_base = _MILLISECOND
        packet.pts = packet.dts = self._last_ms
        packet.is_keyframe = frame.is_key
        self._container.mux_one(packet)
        self.written_bytes += len(frame.data)

    def close(self) -> None:
        """Write what makes it seekable. Idempotent."""
        container, self._container = self._container, None
        file, self._file = self._file, None
        try:
            if container is not None:
                container.close()
        finally:
            if file is not None:
                file.close()

    def _open(self, first: Frame) -> OutputContainer:
        size = None if self._codec.name == "opus" else _size(self._codec, first.data)
        self._file = open(self._path, "xb", buffering=0, opener=_for_us_only)  # noqa: SIM115
        container = av.open(self._file, "w", format="matroska", options=_OPTIONS)
        if size is None:
            # It encodes nothing here: it brings the head that Opus in Matroska needs.
            stream: Stream = container.add_stream("libopus", rate=_OPUS_RATE, layout="stereo")
        else:
            stream = container.add_mux_stream(self._codec.name, width=size[0], height=size[1])
        stream.time_base = _MILLISECOND
        return container


def _for_us_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _size(codec: Codec, key_frame: bytes) -> tuple[int, int]:
    """Width and height, by decoding one picture."""
    decoder = cast(
        "av.VideoCodecContext", av.CodecContext.create(_DECODERS.get(codec.name, codec.name), "r")
    )
    pictures = [*decoder.decode(av.Packet(key_frame)), *decoder.decode(None)]
    if not pictures or not isinstance(pictures[0], av.VideoFrame):
        raise ValueError("a key frame that cannot be decoded")
    return pictures[0].width, pictures[0].height
