"""What the server itself hears and says in rooms: taps on streams, and sources of its own.

A tap gives one stream's RTP packets as its publisher sent them, a source takes RTP packets and is
a producer like any other. Nothing is decoded here, and who may listen is decided above.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Self

from server.core.ids import new_id
from server.rooms import ortc
from server.rooms.engine import Engine
from server.rooms.engines import Engines
from server.rooms.graph import Graph, Producer
from server.rooms.model import (
    Ended,
    Kind,
    RoomNews,
    RtpParameters,
    Source,
    SourceChanged,
)
from server.rooms.specs import producer_spec

MAX_WAITING = 4096
"""Packets of one tap that nobody took: some ten seconds of video."""
_ORIENTATION = "urn:3gpp:video-orientation"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TappedPacket:
    """One decrypted RTP packet and when it came."""

    arrival: datetime
    packet: bytes


@dataclass(frozen=True, slots=True)
class TapClock:
    """The moment that a timestamp of the tapped stream stands for, by this host's clock.

    All streams of one publisher are related as the publisher reported, so they play in sync.
    """

    rtp_timestamp: int
    at: datetime


class Tap(AsyncIterator[TappedPacket]):
    """The packets of one producer for one reader; ends with the producer, or by `close`.

    Simulcast is the highest stream that is being sent, under one SSRC and without a seam; video
    begins with a key frame. A reader that is too slow loses the oldest packets.
    """

    def __init__(self, producer: Producer, forget: Callable[[int], None]) -> None:
        codec = producer.producible.sent.codecs[0]
        self.mime_type = codec.mime_type.lower()
        self.payload_type, self.clock_rate = codec.payload_type, codec.clock_rate
        self.orientation_id = _orientation_id(producer.producible.sent)
        """Of the header extension that says how a picture is turned; None without it."""
        self.engine = producer.engine
        self._producer = producer.number
        self._forget = forget
        self._waiting: deque[TappedPacket] = deque()
        self._news = asyncio.Event()
        self._is_over = False
        self.clock: TapClock | None = None
        """The last word of the publisher on its clock; None until its first sender report."""
        self.dropped = 0
        """Packets lost because nobody took them in time."""
        self.number = self.engine.open_tap(producer.number, self._take)

    def hears(self, producer: Producer) -> bool:
        """Whether it was opened on this producer, on the worker that carries it now."""
        return self._producer == producer.number

    def request_key_frame(self) -> None:
        """Ask the publisher, because what came cannot be decoded."""
        self.engine.worker.request_producer_key_frame(self._producer)

    def close(self) -> None:
        """Hear no more; what waits can still be read. Idempotent."""
        if not self._is_over:
            self.engine.close_tap(self.number)
            self.end()

    def end(self) -> None:
        """The producer is gone."""
        self._is_over = True
        self._forget(self.number)
        self._news.set()

    def note_clock(self, rtp_timestamp: int, unix_us: int) -> None:
        self.clock = TapClock(rtp_timestamp, _moment(unix_us))

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> TappedPacket:
        while not self._waiting:
            if self._is_over:
                raise StopAsyncIteration
            self._news.clear()
            await self._news.wait()
        return self._waiting.popleft()

    def _take(self, unix_us: int, packet: bytes) -> None:
        if len(self._waiting) >= MAX_WAITING:
            self._waiting.popleft()
            self.dropped += 1
        self._waiting.append(TappedPacket(_moment(unix_us), packet))
        self._news.set()


class Speaker:
    """A source: what it is given is heard in the room. Owned by whoever opened it."""

    def __init__(self, producer: Producer, close: Callable[[Producer], None]) -> None:
        self._producer = producer
        self._close = close
        self.id, self.engine = producer.id, producer.engine
        codec = producer.producible.sent.codecs[0]
        self.payload_type, self.clock_rate = codec.payload_type, codec.clock_rate
        self.key_frame_wanted = asyncio.Event()
        """Set when somebody cannot decode without a key frame; the owner clears it."""

    def send(self, packet: bytes) -> None:
        """One RTP packet of at most 1400 bytes, at the time it is to be heard."""
        for producer in (self._producer, *self._producer.peer.retired):
            if producer.id == self.id:
                producer.engine.worker.inject(producer.number, packet)

    def move(self, producer: Producer) -> None:
        """Speak by another worker as well, and only by it once all have followed."""
        self._producer, self.engine = producer, producer.engine

    def close(self) -> None:
        """End it for everybody. Idempotent."""
        self._close(self._producer)


class Taps:
    """The taps and sources of this process."""

    def __init__(
        self,
        engines: Engines,
        graph: Graph,
        news: asyncio.Queue[RoomNews],
        release: Callable[[str], None],
    ) -> None:
        self._engines = engines
        self._release = release
        self._graph = graph
        self._news = news
        self._taps: dict[int, Tap] = {}
        self._sources: dict[int, Speaker] = {}

    def open(self, room: str, producer: str) -> Tap:
        """Listen to a stream of a room. Raises: NotFound."""
        chosen = self._graph.producer_in(room, producer)
        tap = Tap(chosen, self._forget)
        self._taps[tap.number] = tap
        return tap

    def is_current(self, room: str, producer: str, tap: Tap) -> bool:
        """Whether a tap still hears this stream; one that has moved is to be tapped anew.

        Raises: NotFound.
        """
        return tap.hears(self._graph.producer_in(room, producer))

    def open_source(
        self, room: str, peer: str, *, kind: Kind, source: Source, parameters: RtpParameters
    ) -> Speaker:
        """Speak in a room under a name of the caller's that no participant has.

        It is a producer like any other: `SourceChanged` goes to the news. Packets
        carry the payload type of the first codec and the ssrc of the first encoding of
        `parameters`. Raises: Invalid.
        """
        producible = ortc.produce(kind, parameters)
        owner = self._graph.open(room, peer)
        engine = self._engines.of(room)
        number = engine.number()
        producer = Producer(
            new_id(), number, engine, None, owner, producible, source, is_paused=False
        )
        self._graph.add_producer(producer)
        engine.worker.open_source(number, producer_spec(producible))
        speaker = Speaker(producer, self._close_source)
        self._sources[number] = speaker
        self._news.put_nowait(SourceChanged(room, producer.view()))
        return speaker

    def move(self, room: str) -> None:
        """Sources of a room speak by its new worker; until all follow, by the old one too."""
        for number, speaker in list(self._sources.items()):
            old = self._graph.producers[number]
            engine = self._engines.of(room)
            if old.peer.room != room or old.engine is engine:
                continue
            new = replace(old, number=engine.number(), engine=engine, consumers={})
            engine.worker.open_source(new.number, producer_spec(new.producible))
            self._graph.replace_producer(new)
            del self._sources[number]
            self._sources[new.number] = speaker
            speaker.move(new)

    def leave(self, room: str) -> None:
        """All have followed: sources speak by the new worker only."""
        for peer in self._graph.in_room(room):
            left = [one for one in peer.retired if one.transport is None]
            for producer in left:
                producer.engine.worker.close_producer(producer.number)
            self._graph.remove_producers(left)

    def note_clock(self, number: int, rtp_timestamp: int, unix_us: int) -> None:
        """The core's word on a tap's clock."""
        if number in self._taps:
            self._taps[number].note_clock(rtp_timestamp, unix_us)

    def note_end(self, number: int) -> None:
        """The core's word that a tap's producer is gone."""
        if number in self._taps:
            self._taps[number].engine.forget_tap(number)
            self._taps[number].end()

    def note_key_frame_wanted(self, producer: int) -> None:
        """The core's word that a source is to begin anew."""
        if producer in self._sources:
            self._sources[producer].key_frame_wanted.set()

    def lose(self, engine: Engine) -> None:
        """A worker died: end what was on it."""
        for tap in [tap for tap in self._taps.values() if tap.engine is engine]:
            tap.close()
        for speaker in [one for one in self._sources.values() if one.engine is engine]:
            speaker.close()

    def close_all(self) -> None:
        """End everything, for the end of the process."""
        for tap in list(self._taps.values()):
            tap.close()
        for speaker in list(self._sources.values()):
            speaker.close()

    def counts(self) -> dict[str, int]:
        """How many taps and sources are open."""
        return {"taps": len(self._taps), "sources": len(self._sources)}

    def _forget(self, number: int) -> None:
        self._taps.pop(number, None)

    def _close_source(self, producer: Producer) -> None:
        if self._sources.pop(producer.number, None) is None:
            return
        ended = Ended()
        if producer.number in self._graph.producers:
            all_of_it = producer.peer.producers_of(producer.id)
            for one in all_of_it:
                one.engine.worker.close_producer(one.number)
            ended = self._graph.remove_producers(all_of_it)
        if not producer.peer.producers and not producer.peer.transports:
            self._graph.remove_peer(producer.peer)
        self._release(producer.peer.room)
        self._news.put_nowait(SourceChanged(producer.peer.room, None, ended))


def _orientation_id(sent: RtpParameters) -> int | None:
    return next((one.id for one in sent.header_extensions if one.uri == _ORIENTATION), None)


def _moment(unix_us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=unix_us)
