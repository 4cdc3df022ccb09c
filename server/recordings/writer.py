"""The thread that writes one recording's files; refuses to make the event loop wait for a disk.

What comes faster than it is written is dropped and counted, as a lost packet would be.
"""

from __future__ import annotations

import asyncio
import os
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from av.error import FFmpegError

from server.recordings import index as indexes
from server.recordings.codecs import CODECS, Codec, part_of
from server.recordings.frames import Frame, Pictures, Sounds
from server.recordings.index import Index, Stream
from server.recordings.timeline import Timeline, moment_ms
from server.recordings.tracks import TrackFile

MAX_QUEUED = 20_000
"""Packets: some four seconds of a room of fifty, while a disk is busy."""
INDEX_EVERY_S = 2.0
JOIN_S = 10.0
log = structlog.get_logger()


@dataclass(slots=True)
class _Track:
    """A stream that is being written."""

    about: Stream
    codec: Codec
    gather: Pictures | Sounds
    timeline: Timeline
    file: TrackFile
    payload_type: int
    orientation_id: int | None
    last_ms: float = 0.0
    """Of the last frame, in the file."""
    heard_ms: float = 0.0
    """When the last packet came."""
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """A stream to be written from now on."""

    number: int
    seat: str
    who: str
    source: str
    mime_type: str
    payload_type: int
    clock_rate: int
    orientation_id: int | None


@dataclass(slots=True)
class Writer:
    """Takes orders from the loop's thread, in order. `ask_key_frame(number)` and `fail()` are
    called in the loop's thread.
    """

    folder: Path
    about: Index
    ask_key_frame: Callable[[int], None]
    fail: Callable[[], None]
    dropped: int = 0
    written_bytes: int = 0
    _orders: queue.SimpleQueue[Callable[[], None] | None] = field(default_factory=queue.SimpleQueue)
    _tracks: dict[int, _Track] = field(default_factory=dict)
    _thread: threading.Thread | None = None
    _loop: asyncio.AbstractEventLoop | None = None
    _indexed_at: float = 0.0

    def start(self) -> None:
        """Begin; the folder must exist."""
        self._loop = asyncio.get_running_loop()
        name = f"recording-{self.about.recording}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    async def close(self) -> None:
        """Write everything that was ordered, and end. Idempotent."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._orders.put(None)
            await asyncio.to_thread(thread.join, JOIN_S)

    def open(self, opening: Opening) -> None:
        self._orders.put(lambda: self._open(opening))

    def take(self, number: int, packet: bytes, at_ms: float) -> None:
        """An RTP packet that came at this moment of the recording."""
        if self._orders.qsize() >= MAX_QUEUED:
            self.dropped += 1
            return
        self._orders.put(lambda: self._take(number, packet, at_ms))

    def report(self, number: int, timestamp: int, at_ms: float) -> None:
        """The publisher's word on its clock."""
        self._orders.put(lambda: self._tracks[number].timeline.hear_report(timestamp, at_ms))

    def switch(self, number: int, at_ms: float, *, is_off: bool) -> None:
        """The camera or microphone was turned off or on."""
        self._orders.put(lambda: self._switch(number, at_ms, is_off=is_off))

    def end(self, number: int) -> None:
        self._orders.put(lambda: self._end(number))

    def set_times(self, duration_ms: float, pauses: list[indexes.Span]) -> None:
        """How long it is by now, pauses included."""

        def note() -> None:
            self.about.duration_ms, self.about.pauses = duration_ms, pauses

        self._orders.put(note)

    def _run(self) -> None:
        try:
            while (order := self._next()) is not None:
                order()
        except (OSError, FFmpegError) as error:
            log.warning("recording.failed", recording=self.about.recording, reason=str(error))
            self._fail()
        except Exception:
            log.exception("recording.bug", recording=self.about.recording)
            self._fail()
        self._finish()

    def _next(self) -> Callable[[], None] | None:
        if time.monotonic() - self._indexed_at >= INDEX_EVERY_S:
            self._indexed_at = time.monotonic()
            self._write_index()
        try:
            return self._orders.get(timeout=INDEX_EVERY_S)
        except queue.Empty:
            return lambda: None

    def _open(self, one: Opening) -> None:
        codec = CODECS[one.mime_type]
        file = f"{one.number:04d}.mkv"
        about = Stream(one.number, file, one.seat, one.who, one.source, codec.name)
        self.about.streams.append(about)
        self._tracks[one.number] = _Track(
            about=about,
            codec=codec,
            gather=Sounds() if codec.name == "opus" else Pictures(codec),
            timeline=Timeline(one.clock_rate),
            file=TrackFile(self.folder / file, codec),
            payload_type=one.payload_type,
            orientation_id=one.orientation_id,
        )

    def _take(self, number: int, packet: bytes, at_ms: float) -> None:
        track = self._tracks[number]
        try:
            payload_type, part = part_of(packet, at_ms, track.orientation_id)
        except ValueError:
            return
        if payload_type != track.payload_type:
            return
        track.heard_ms = at_ms
        self._write(track, track.gather.add(part))
        if track.gather.wants_key_frame(at_ms):
            self._tell(self.ask_key_frame, number)

    def _write(self, track: _Track, frames: list[Frame]) -> None:
        for frame in frames:
            file_ms = track.timeline.at(frame.timestamp)
            track.timeline.hear_arrival(file_ms, track.heard_ms)
            try:
                track.file.write(frame, file_ms)
            except ValueError:
                continue  # a first picture that cannot be decoded: the next key frame is the first
            turns = track.about.turns
            if frame.turned is not None and frame.turned != (turns[-1][1] if turns else 0):
                turns.append((file_ms, frame.turned))
            track.last_ms = max(track.last_ms, file_ms)
            self.written_bytes += len(frame.data)

    def _switch(self, number: int, at_ms: float, *, is_off: bool) -> None:
        track = self._tracks[number]
        if is_off and not track.is_off:
            track.about.off.append((at_ms, -1.0))
        elif track.is_off and not is_off:
            track.about.off[-1] = (track.about.off[-1][0], at_ms)
        track.is_off = is_off

    def _end(self, number: int) -> None:
        track = self._tracks[number]
        self._write(track, track.gather.flush())
        track.file.close()
        self._describe(track)
        del self._tracks[number]

    def _finish(self) -> None:
        """Whatever can still be saved is."""
        for number in list(self._tracks):
            try:
                self._end(number)
            except (OSError, FFmpegError):
                log.warning("recording.unfinished_file", recording=self.about.recording)
        try:
            self._write_index()
        except OSError:
            log.warning("recording.no_index", recording=self.about.recording)

    def _describe(self, track: _Track) -> None:
        about = track.about
        about.anchors = track.timeline.anchors
        about.bytes, about.lost = track.file.written_bytes, track.gather.lost
        about.ends_ms = moment_ms(about.anchors, track.last_ms)

    def _write_index(self) -> None:
        for track in self._tracks.values():
            self._describe(track)
        new = self.folder / f"{indexes.NAME}.new"
        new.touch(mode=0o600)
        new.write_bytes(indexes.encode(self.about))
        os.replace(new, self.folder / indexes.NAME)

    def _fail(self) -> None:
        self._tell(self.fail)

    def _tell(self, call: Callable[..., None], *arguments: int) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call, *arguments)
