"""Makes one file of a recording's streams: `python -m server.recordings.compose FOLDER`.

A process of its own, because it decodes and encodes. It prints its progress, 0 to 1, a line each
time. The file appears under its name when it is whole; a second run makes it anew.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer

from server.recordings import index as indexes
from server.recordings.hearing import RATE, Hearing
from server.recordings.index import Index
from server.recordings.layout import HEIGHT, WIDTH
from server.recordings.sight import Sight

FRAME_RATE = 25
NICE = 15
_X264 = {"crf": "25", "preset": "veryfast", "threads": "2"}
_AAC_BITS = 128_000


def compose(folder: Path) -> Iterator[float]:
    """Make the file; yields how far it is, 0 to 1. Raises: OSError, FFmpegError, ValueError."""
    index = indexes.decode((folder / indexes.NAME).read_bytes())
    index.streams = [one for one in index.streams if (folder / one.file).exists()]
    if not index.streams:
        raise ValueError("nothing was recorded")
    unfinished = folder / f"{indexes.COMPOSED}.new"
    with open(unfinished, "wb", opener=_for_us_only) as file:
        options = {"movflags": "faststart"}
        with av.open(str(unfinished), "w", format="mp4", options=options) as container:
            yield from _write(folder, index, container)
        os.fsync(file.fileno())
    os.replace(unfinished, folder / indexes.COMPOSED)


def _for_us_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _write(folder: Path, index: Index, container: OutputContainer) -> Iterator[float]:
    """A second after the other: its pictures, then its sound."""
    video = container.add_stream("libx264", rate=FRAME_RATE, options=dict(_X264))
    video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    audio = container.add_stream("aac", rate=RATE, layout="stereo")
    audio.bit_rate = _AAC_BITS
    sight = Sight(folder, index.streams)
    hearing = Hearing(folder, index.streams, index.pauses)
    start_ms, end_ms = index.ends_ms()
    first = round(start_ms / 1000 * RATE)
    pictures = max(1, round((end_ms - start_ms) / 1000 * FRAME_RATE))
    for number in range(pictures):
        frame = sight.draw(_recorded_ms(index, start_ms + (number + 0.5) * 1000 / FRAME_RATE))
        frame.pts, frame.time_base = number, Fraction(1, FRAME_RATE)
        container.mux(video.encode(frame))
        sound = hearing.mix(first + number * RATE // FRAME_RATE, RATE // FRAME_RATE)
        sound.pts, sound.time_base = number * RATE // FRAME_RATE, Fraction(1, RATE)
        container.mux(audio.encode(sound))
        if number % FRAME_RATE == 0:
            yield number / pictures
    container.mux(video.encode(None))
    container.mux(audio.encode(None))


def _recorded_ms(index: Index, composed_ms: float) -> float:
    """The moment of the recording that a moment of the composed file shows."""
    for start_ms, end_ms in index.pauses:
        if composed_ms < start_ms:
            break
        composed_ms += end_ms - start_ms
    return composed_ms


def main() -> None:
    """The command."""
    os.nice(NICE)
    for progress in compose(Path(sys.argv[1])):
        sys.stdout.write(f"{progress:.3f}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
