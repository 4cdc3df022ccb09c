"""Taps and sources: the wheel's, the SFU's, and what aiortc makes of the packets."""

from __future__ import annotations

import asyncio
import fractions
import select
import struct
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import ithaca_media
import pytest
from aiortc.codecs import depayload
from aiortc.codecs.vpx import Vp8Decoder, Vp8Encoder
from aiortc.jitterbuffer import JitterBuffer
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtp import HeaderExtensionsMap, RtpPacket
from av import VideoFrame
from av.frame import Frame

from server.core.errors import NotFound
from server.core.settings import Settings
from server.rooms.model import (
    Kind,
    RoomNews,
    RtpCodecParameters,
    RtpEncodingParameters,
    RtpParameters,
    SourceChanged,
)
from server.rooms.sfu import Sfu
from server.rooms.taps import MAX_WAITING, Speaker
from tests.support.wheel import Consumer, Peer, Producer, Room, opus

VP8 = RTCRtpCodecParameters(mimeType="video/VP8", clockRate=90000, payloadType=101)


@pytest.fixture
def room() -> Iterator[Room]:
    worker = ithaca_media.Worker(listen=["127.0.0.1"])
    yield Room(worker)
    worker.close()


def _is_ready(room: Room, patience_ms: int) -> bool:
    waiting = select.poll()  # `select` takes no descriptor above 1023
    waiting.register(room.worker.tap_fileno(), select.POLLIN)
    return bool(waiting.poll(patience_ms))


def test_the_wheel_gives_what_was_tapped(room: Room) -> None:
    publisher = Peer(room, 1)
    publisher.connect()
    room.worker.open_producer(1, 10, Producer())
    room.worker.open_tap(30, 10)
    room.worker.request_stats(1)
    room.wait_for("stats")
    before_us = time.time() * 1e6
    for sequence in range(500, 505):
        publisher.send_rtp(opus(sequence, b"sound"))
    heard: list[tuple[int, int, bytes]] = []
    while len(heard) < 5:
        assert _is_ready(room, 5_000), heard
        heard += room.worker.poll_taps()
    assert room.worker.poll_taps() == []
    assert not _is_ready(room, 0)
    assert {tap for tap, _, _ in heard} == {30}
    assert all(before_us - 1e6 < at < time.time() * 1e6 + 1e6 for _, at, _ in heard)
    headers = [struct.unpack("!BBHII", packet[:12]) for _, _, packet in heard]
    assert [head[1:] for head in headers] == [(111, n, n * 960, 1000) for n in range(500, 505)]
    assert all(packet.endswith(b"sound") for _, _, packet in heard)
    room.worker.request_stats(2)
    figures = room.wait_for("stats")[2]
    assert isinstance(figures, dict)
    assert figures["taps"] == [{"tap": 30, "packets": 5, "dropped": 0}]
    room.worker.close_producer(10)
    assert room.wait_for("tap_ended") == ("tap_ended", 30)
    publisher.close()


def test_a_reader_that_sleeps_loses_packets_and_nobody_else_does(room: Room) -> None:
    subscriber = Peer(room, 2)
    subscriber.connect()
    room.worker.open_source(10, Producer())
    room.worker.open_consumer(2, 20, 10, Consumer())
    room.worker.open_tap(30, 10)
    count = 33_000
    for sequence in range(count):
        room.worker.inject(10, opus(sequence % 65536))
        if sequence % 100 == 99:  # no faster than the subscriber reads
            for _ in range(100):
                subscriber.receive_rtp()
    room.worker.request_stats(1)
    figures = room.wait_for("stats")[2]
    assert isinstance(figures, dict)
    [tap] = figures["taps"]
    assert tap["dropped"] > 0
    assert len(room.worker.poll_taps()) == tap["packets"] == count - tap["dropped"]
    subscriber.close()


@pytest.fixture
async def news() -> asyncio.Queue[RoomNews]:
    """What the SFU tells."""
    return asyncio.Queue()


@pytest.fixture
async def sfu(news: asyncio.Queue[RoomNews]) -> AsyncIterator[Sfu]:
    """An SFU on a free loopback port."""
    running = Sfu(Settings(media_listen=("127.0.0.1",), media_port=0, media_workers=1), news)
    async with running.run():
        yield running


def _source(sfu: Sfu, kind: Kind = "audio") -> Speaker:
    codec = {
        "audio": RtpCodecParameters("audio/opus", 100, 48000, channels=2),
        "video": RtpCodecParameters("video/VP8", 101, 90000),
    }[kind]
    parameters = RtpParameters(codecs=(codec,), encodings=(RtpEncodingParameters(ssrc=7),))
    return sfu.taps.open_source(
        "room", "announcer", kind=kind, source="microphone", parameters=parameters
    )


def _packet(sequence: int, timestamp: int, payload: bytes, payload_type: int = 100) -> bytes:
    return struct.pack("!BBHII", 0x80, payload_type, sequence, timestamp, 7) + payload


async def test_a_source_is_a_stream_of_the_room_until_it_is_closed(
    sfu: Sfu, news: asyncio.Queue[RoomNews]
) -> None:
    speaker = _source(sfu)
    change = await news.get()
    assert isinstance(change, SourceChanged)
    opened = change.opened
    assert opened is not None
    assert opened == sfu.streams("room")[0]
    assert (opened.id, opened.peer) == (speaker.id, "announcer")
    speaker.close()
    speaker.close()
    closed = await news.get()
    assert isinstance(closed, SourceChanged)
    assert closed.ended.producers == (opened,)
    assert sfu.streams("room") == []
    assert set(sfu.counts().values()) == {0}
    [worker] = await sfu.worker_stats()
    assert (worker["producers"], worker["rooms"]) == (0, 0)


async def test_a_tap_hears_a_stream_until_it_ends(sfu: Sfu) -> None:
    speaker = _source(sfu)
    tap = sfu.taps.open("room", speaker.id)
    before = datetime.now(UTC)
    for sequence in range(3):
        speaker.send(_packet(sequence, sequence * 960, b"%d" % sequence))
    heard = [await asyncio.wait_for(anext(tap), 20) for _ in range(3)]
    assert [packet.packet[12:] for packet in heard] == [b"0", b"1", b"2"]
    assert abs(heard[0].arrival - before) < timedelta(seconds=5)
    assert tap.clock is not None
    assert tap.clock.rtp_timestamp == 0
    assert abs(tap.clock.at - heard[0].arrival) < timedelta(seconds=1)
    speaker.close()
    with pytest.raises(StopAsyncIteration):
        await asyncio.wait_for(anext(tap), 20)
    tap.close()
    assert set(sfu.counts().values()) == {0}


async def test_a_closed_tap_ends_its_reader(sfu: Sfu) -> None:
    tap = sfu.taps.open("room", _source(sfu).id)
    reading = asyncio.create_task(anext(tap))
    await asyncio.sleep(0)
    tap.close()
    tap.close()
    with pytest.raises(StopAsyncIteration):
        await asyncio.wait_for(asyncio.gather(reading), 20)
    [worker] = await sfu.worker_stats()
    assert worker["taps"] == []


async def test_streams_of_other_rooms_cannot_be_tapped(sfu: Sfu) -> None:
    speaker = _source(sfu)
    with pytest.raises(NotFound):
        sfu.taps.open("another", speaker.id)


async def test_a_reader_that_does_not_read_loses_the_oldest(sfu: Sfu) -> None:
    speaker = _source(sfu)
    tap = sfu.taps.open("room", speaker.id)
    count = MAX_WAITING + 100
    for sequence in range(count):
        speaker.send(_packet(sequence, sequence * 960, b"x"))
        if sequence % 200 == 0:
            await sfu.worker_stats()  # the core has taken what was sent so far
    speaker.close()
    await sfu.worker_stats()
    heard = [packet async for packet in tap]
    assert (len(heard), tap.dropped) == (MAX_WAITING, 100)
    assert struct.unpack("!H", heard[0].packet[2:4]) == (100,)


async def test_key_frames_are_asked_for_both_ways(sfu: Sfu) -> None:
    speaker = _source(sfu, "video")
    tap = sfu.taps.open("room", speaker.id)
    tap.request_key_frame()
    await asyncio.wait_for(speaker.key_frame_wanted.wait(), 20)


def _picture(index: int) -> VideoFrame:
    """A grey that grows lighter."""
    frame = VideoFrame(160, 120, "yuv420p")
    for plane, value in zip(frame.planes, (_grey(index), 128, 128), strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    frame.pts, frame.time_base = index * 3000, fractions.Fraction(1, 90000)
    return frame


def _grey(index: int) -> int:
    return 20 + 8 * index


async def test_aiortc_decodes_a_tapped_picture(sfu: Sfu) -> None:
    speaker = _source(sfu, "video")
    tap = sfu.taps.open("room", speaker.id)
    encoder, sequence = Vp8Encoder(), 65500  # over the turn of the numbers
    for index in range(20):
        payloads, timestamp = encoder.encode(_picture(index), force_keyframe=index == 0)
        for payload in payloads:
            packet = RtpPacket(
                payload_type=101,
                marker=int(payload is payloads[-1]),
                sequence_number=sequence % 65536,
                timestamp=timestamp,
                ssrc=7,
                payload=payload,
            )
            speaker.send(packet.serialize(HeaderExtensionsMap()))
            sequence += 1
    speaker.send(_packet(sequence % 65536, 20 * 3000, b"\x10\x00", payload_type=101))
    buffer, decoder = JitterBuffer(capacity=128, is_video=True), Vp8Decoder()
    greys: list[int] = []
    while len(greys) < 20:
        tapped = await asyncio.wait_for(anext(tap), 20)
        packet = RtpPacket.parse(tapped.packet, HeaderExtensionsMap())
        packet._data = depayload(VP8, packet.payload)  # type: ignore[attr-defined]  # as its receiver does
        _, encoded = buffer.add(packet)
        if encoded is not None:
            greys += [_luma(picture) for picture in decoder.decode(encoded)]
    assert all(abs(grey - _grey(i)) < 6 for i, grey in enumerate(greys)), greys


def _luma(picture: Frame) -> int:
    assert isinstance(picture, VideoFrame)
    return bytes(picture.planes[0])[0]
