"""The sound of a composed recording, by PyAV and numpy: everybody's voices in one track."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.error import FFmpegError
from numpy.typing import NDArray

from server.recordings.index import Span, Stream
from server.recordings.timeline import moment_ms, without_pauses

RATE = 48_000
CHANNELS = 2
_SLACK = RATE // 50
"""20 ms: packets that are nearly one after the other are put so, or every seam would click."""
Samples = NDArray[np.float32]


class Voice:
    """One sound file, read forward."""

    def __init__(self, folder: Path, stream: Stream, pauses: Sequence[Span]) -> None:
        self._pieces = _placed(_pieces(folder / stream.file, stream, pauses))
        self._next = next(self._pieces, None)

    def add_to(self, window: Samples, start: int) -> None:
        """Add what sounds in a window that begins at a sample of the composed file."""
        end = start + window.shape[1]
        while self._next is not None and self._next[0] < end:
            at, samples = self._next
            skipped = max(0, start - at)
            fits = samples[:, skipped : end - at]
            window[:, at + skipped - start : at + skipped - start + fits.shape[1]] += fits
            if at + samples.shape[1] > end:
                self._next = end, samples[:, end - at :]
                return
            self._next = next(self._pieces, None)


class Hearing:
    """Mixes windows of the composed sound, in order of time."""

    def __init__(self, folder: Path, streams: Sequence[Stream], pauses: Sequence[Span]) -> None:
        sounds = [one for one in streams if one.codec == "opus"]
        self._voices = [Voice(folder, one, pauses) for one in sounds]

    def mix(self, start: int, count: int) -> av.AudioFrame:
        """`count` samples from sample `start` on."""
        window = np.zeros((CHANNELS, count), np.float32)
        for voice in self._voices:
            voice.add_to(window, start)
        np.clip(window, -1.0, 1.0, out=window)
        frame = av.AudioFrame.from_ndarray(window, "fltp", "stereo")
        frame.sample_rate, frame.pts = RATE, start
        return frame


def _placed(pieces: Iterator[tuple[int, Samples]]) -> Iterator[tuple[int, Samples]]:
    """The same pieces without the small gaps and overlaps that rounded times make."""
    position: int | None = None
    for at, samples in pieces:
        start = at if position is None or abs(at - position) > _SLACK else position
        doubled = max(0, (position or start) - start)
        rest = samples[:, doubled:]
        if rest.shape[1]:
            yield start + doubled, rest
            position = start + doubled + rest.shape[1]


def _pieces(path: Path, stream: Stream, pauses: Sequence[Span]) -> Iterator[tuple[int, Samples]]:
    """Decoded sound with the sample of the composed file at which it begins."""
    resampler = AudioResampler("fltp", "stereo", RATE)
    try:
        with av.open(str(path)) as container:
            for packet in container.demux(container.streams.audio[0]):
                try:
                    decoded = packet.decode()
                except FFmpegError:
                    continue  # a broken packet is a gap of 20 ms
                for frame in decoded:
                    file_ms = (frame.time or 0.0) * 1000
                    at_ms = without_pauses(pauses, moment_ms(stream.anchors, file_ms))
                    for whole in resampler.resample(frame):
                        if at_ms is not None:
                            yield round(at_ms * RATE / 1000), whole.to_ndarray().astype(np.float32)
    except (FFmpegError, OSError, IndexError):
        return  # an empty or cut-off file: what was read of it counts
