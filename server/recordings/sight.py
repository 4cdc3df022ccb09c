"""The pictures of a composed recording, by PyAV and numpy: who is seen when, and how large."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from server.recordings.index import Stream
from server.recordings.layout import HEIGHT, WIDTH, Box, beside_screen, fitted, grid
from server.recordings.names import name_card
from server.recordings.timeline import moment_ms

Planes = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]
STALE_MS = 3000.0
"""A camera that brings no picture for so long is off; a screen that does not move is not."""
_DARK = (26, 128, 128)  # a nearly black picture, in YUV


class Film:
    """One video file, read forward."""

    def __init__(self, folder: Path, stream: Stream) -> None:
        self.about = stream
        self.is_screen = stream.source == "screen"
        self._pictures = _pictures(folder / stream.file, stream)
        self._next = next(self._pictures, None)
        self._shown: av.VideoFrame | None = None
        self._shown_ms = 0.0
        self._turned = 0
        self._scaler = VideoReformatter()
        self._scaled: tuple[Box, Planes] | None = None

    def seek(self, at_ms: float) -> None:
        """Go forward to the picture that was seen at this moment."""
        while self._next is not None and self._next[0] <= at_ms:
            self._shown_ms, self._turned, self._shown = self._next
            self._scaled = None
            self._next = next(self._pictures, None)

    def is_visible(self, at_ms: float) -> bool:
        """Whether there is a picture to show at this moment."""
        if self._shown is None or at_ms > self.about.ends_ms + STALE_MS:
            return False
        if any(start <= at_ms and (end < 0 or at_ms < end) for start, end in self.about.off):
            return False
        return self.is_screen or at_ms - self._shown_ms < STALE_MS

    def draw(self, canvas: Planes, box: Box) -> None:
        """The picture, whole, in the middle of a box."""
        if self._shown is None:
            return
        size = self._shown.width, self._shown.height
        turns = self._turned // 90
        place = fitted(*(size[::-1] if turns % 2 else size), box)
        if self._scaled is None or self._scaled[0] != place:
            width, height = place.width, place.height
            lying = (height, width) if turns % 2 else (width, height)
            planes = planes_of(self._scaler.reformat(self._shown, *lying, "yuv420p"))
            y, u, v = (np.rot90(plane, -turns) for plane in planes)
            self._scaled = place, (y, u, v)
        paste(canvas, self._scaled[1], place)


class Person:
    """One participant: a camera or none, and a name."""

    def __init__(self, name: str, streams: Sequence[Stream], films: Sequence[Film]) -> None:
        self.films = [film for film in films if not film.is_screen]
        self._name = name
        self._streams = streams
        self._card: tuple[tuple[int, int, bool], Planes] | None = None

    def is_present(self, at_ms: float) -> bool:
        """Whether anything was heard or seen of them around this moment."""
        return any(
            one.starts_ms - STALE_MS <= at_ms <= one.ends_ms + STALE_MS for one in self._streams
        )

    def draw(self, canvas: Planes, box: Box, at_ms: float) -> None:
        film = next((one for one in self.films if one.is_visible(at_ms)), None)
        if film is not None:
            film.draw(canvas, box)
        self._caption(canvas, box, is_alone=film is None)

    def _caption(self, canvas: Planes, box: Box, *, is_alone: bool) -> None:
        key = (box.width, box.height, is_alone)
        if self._card is None or self._card[0] != key:
            self._card = key, name_card(self._name, box.width, box.height, is_large=is_alone)
        card = self._card[1]
        height = card[0].shape[0]
        y = box.y + (box.height - height) // 4 * 2 if is_alone else box.y + box.height - height
        width = card[0].shape[1]
        x = box.x + (box.width - width) // 4 * 2 if is_alone else box.x
        paste(canvas, card, Box(x, y, width, height))


class Sight:
    """Draws the whole picture of any moment, in order of time."""

    def __init__(self, folder: Path, streams: Sequence[Stream]) -> None:
        films = [Film(folder, one) for one in streams if one.source in {"camera", "screen"}]
        self._films = films
        self._screens = [film for film in films if film.is_screen]
        self._people = [
            Person(
                next(one.who for one in streams if one.seat == seat),
                [one for one in streams if one.seat == seat],
                [film for film in films if film.about.seat == seat],
            )
            for seat in dict.fromkeys(one.seat for one in streams)
        ]

    def draw(self, at_ms: float) -> av.VideoFrame:
        """The picture of a moment, in milliseconds since the recording's start."""
        for film in self._films:
            film.seek(at_ms)
        frame, canvas = _canvas()
        people = [one for one in self._people if one.is_present(at_ms)]
        screen = next((one for one in self._screens if one.is_visible(at_ms)), None)
        if screen is None:
            boxes = grid(len(people))
        else:
            box, boxes = beside_screen(len(people))
            screen.draw(canvas, box)
        for person, box in zip(people, boxes, strict=True):
            person.draw(canvas, box, at_ms)
        _fill(frame, canvas)
        return frame


def planes_of(frame: av.VideoFrame) -> Planes:
    """The three planes of a yuv420p picture, without their padding."""
    found = []
    for plane in frame.planes:
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
        found.append(rows[:, : plane.width].copy())
    return found[0], found[1], found[2]


def paste(canvas: Planes, picture: Planes, box: Box) -> None:
    for target, source, divisor in zip(canvas, picture, (1, 2, 2), strict=True):
        x, y = box.x // divisor, box.y // divisor
        height, width = source.shape
        target[y : y + height, x : x + width] = source


def _canvas() -> tuple[av.VideoFrame, Planes]:
    sizes = ((HEIGHT, WIDTH), (HEIGHT // 2, WIDTH // 2), (HEIGHT // 2, WIDTH // 2))
    planes = [np.full(size, value, np.uint8) for size, value in zip(sizes, _DARK, strict=True)]
    return av.VideoFrame(WIDTH, HEIGHT, "yuv420p"), (planes[0], planes[1], planes[2])


def _fill(frame: av.VideoFrame, canvas: Planes) -> None:
    for plane, pixels in zip(frame.planes, canvas, strict=True):
        rows = np.zeros((plane.height, plane.line_size), np.uint8)
        rows[:, : plane.width] = pixels
        plane.update(rows.tobytes())


def _pictures(path: Path, stream: Stream) -> Iterator[tuple[float, int, av.VideoFrame]]:
    """Every picture that can be decoded, with its moment and by how much it is to be turned.

    Of several in one packet the last: they are layers of one picture. The last packet is none, but
    brings what the decoder still holds.
    """
    try:
        with av.open(str(path)) as container:
            video = container.streams.video[0]
            for packet in container.demux(video):
                try:
                    decoded = packet.decode()
                except FFmpegError:
                    continue  # a broken picture; the next key frame is whole
                for picture in decoded[-1:] if packet.size else decoded:
                    file_ms = (picture.time or 0.0) * 1000
                    turned = [degrees for from_ms, degrees in stream.turns if from_ms <= file_ms]
                    yield moment_ms(stream.anchors, file_ms), [0, *turned][-1], picture
    except (FFmpegError, OSError, IndexError):
        return  # an empty or cut-off file: what was read of it counts
