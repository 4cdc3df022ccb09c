"""Listens to a session while everybody agrees, and hands what it hears to the writer.

It taps streams of the seats it is given and no others; in a pause it holds no tap at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from server.core.errors import NotFound
from server.recordings.codecs import CODECS
from server.recordings.index import VERSION, Index, Span
from server.recordings.writer import Opening, Writer
from server.rooms.model import ProducerView
from server.rooms.service import Rooms, Tap

_MILLISECOND = timedelta(milliseconds=1)


class _Listening:
    """One open tap, and the task that reads it."""

    def __init__(self, number: int, tap: Tap, at_ms: Callable[[datetime], float]) -> None:
        self.number = number
        self.tap = tap
        self.is_off = False
        self._at_ms = at_ms

    async def hear(self, writer: Writer) -> None:
        """Hand on what comes until the tap ends."""
        told = None
        async for heard in self.tap:
            clock = self.tap.clock
            if clock is not None and clock is not told:
                told = clock
                writer.report(self.number, clock.rtp_timestamp, self._at_ms(clock.at))
            writer.take(self.number, heard.packet, self._at_ms(heard.arrival))
        writer.end(self.number)


class Recorder:
    """The capture of one recording, on the machine's own clock."""

    def __init__(self, rooms: Rooms, room: str, recording: str, folder: Path) -> None:
        self._taps = rooms.sfu.taps
        self._room = room
        self._started_at = datetime.now(UTC)
        self._open: dict[str, _Listening] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._opened = 0
        self._pauses: list[Span] = []
        self._paused_ms: float | None = None
        self.has_failed = False
        """The disk refused: nothing more is written."""
        about = Index(VERSION, recording, self._started_at.isoformat(), 0.0, [], [])
        self._writer = Writer(folder, about, self._ask_key_frame, self._fail)
        self._writer.start()

    @property
    def written_bytes(self) -> int:
        return self._writer.written_bytes

    @property
    def is_paused(self) -> bool:
        return self._paused_ms is not None

    def recorded_ms(self) -> int:
        """How long it has recorded, without pauses."""
        return round(self._end_ms() - sum(end - start for start, end in self._pauses))

    def pause(self) -> None:
        """Hear nothing from this moment on. Idempotent."""
        if self._paused_ms is None:
            self._paused_ms = self._now_ms()
            self._hush()

    def resume(self) -> None:
        """Hear again; `follow` says what."""
        if self._paused_ms is not None:
            self._pauses.append((self._paused_ms, self._now_ms()))
            self._paused_ms = None
            self._note_times()

    def follow(self, streams: Iterable[ProducerView], names: Mapping[str, str]) -> None:
        """Listen to these streams of the seats in `names`; end what is no longer among them."""
        if self.is_paused or self.has_failed:
            return
        wanted = {one.id: one for one in streams if one.peer in names}
        for producer in list(self._open):
            if producer not in wanted or not self._hears(producer):
                self._open.pop(producer).tap.close()
        for stream in wanted.values():
            if stream.id not in self._open:
                self._listen(stream, names[stream.peer])
            listening = self._open.get(stream.id)
            if listening is not None and listening.is_off != stream.is_paused:
                listening.is_off = stream.is_paused
                self._writer.switch(listening.number, self._now_ms(), is_off=stream.is_paused)
        self._note_times()

    async def close(self) -> None:
        """Hear nothing more, and write what was heard."""
        self.pause()
        if self._tasks:
            await asyncio.wait(self._tasks)
        self._note_times()
        await self._writer.close()

    def _hears(self, producer: str) -> bool:
        """Whether our tap is on the stream as it comes now; a room may move to another worker."""
        try:
            return self._taps.is_current(self._room, producer, self._open[producer].tap)
        except NotFound:
            return False

    def _listen(self, stream: ProducerView, who: str) -> None:
        try:
            tap = self._taps.open(self._room, stream.id)
        except NotFound:
            return
        if tap.mime_type not in CODECS:
            tap.close()
            return
        self._opened += 1
        listening = _Listening(self._opened, tap, self._at_ms)
        self._open[stream.id] = listening
        self._writer.open(
            Opening(
                number=self._opened,
                seat=stream.peer,
                who=who,
                source=stream.source,
                mime_type=tap.mime_type,
                payload_type=tap.payload_type,
                clock_rate=tap.clock_rate,
                orientation_id=tap.orientation_id,
            )
        )
        task = asyncio.create_task(listening.hear(self._writer))
        self._tasks.add(task)
        task.add_done_callback(lambda _: self._ended(task, stream.id, listening))

    def _ended(self, task: asyncio.Task[None], producer: str, listening: _Listening) -> None:
        """The tap is over, by us or with its stream."""
        self._tasks.discard(task)
        if self._open.get(producer) is listening:
            del self._open[producer]

    def _hush(self) -> None:
        for listening in self._open.values():
            listening.tap.close()
        self._open.clear()

    def _ask_key_frame(self, number: int) -> None:
        for listening in self._open.values():
            if listening.number == number:
                listening.tap.request_key_frame()

    def _fail(self) -> None:
        self.has_failed = True
        self._hush()

    def _note_times(self) -> None:
        self._writer.set_times(self._end_ms(), list(self._pauses))

    def _end_ms(self) -> float:
        return self._now_ms() if self._paused_ms is None else self._paused_ms

    def _now_ms(self) -> float:
        return self._at_ms(datetime.now(UTC))

    def _at_ms(self, moment: datetime) -> float:
        return (moment - self._started_at) / _MILLISECOND
