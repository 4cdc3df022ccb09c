"""What somebody at the server makes of the streams that a room's browsers send."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from statistics import median

from aiortc.codecs import depayload
from aiortc.codecs.opus import OpusDecoder
from aiortc.codecs.vpx import Vp8Decoder
from aiortc.jitterbuffer import JitterBuffer, JitterFrame
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtp import HeaderExtensionsMap, RtpPacket
from av import AudioFrame, VideoFrame
from av.error import FFmpegError

from server.rooms.service import Rooms
from server.rooms.taps import Tap

VP8 = RTCRtpCodecParameters(mimeType="video/VP8", clockRate=90000, payloadType=101)
LISTEN_S = 2.5
SILENT = 40
"""16 bit samples as loud as this are what a microphone hears between two beeps."""


@dataclass(frozen=True)
class Overheard:
    """Of one stream: how much came, and how much of it is what the fake devices make."""

    packets: int
    true: int
    """Pictures that are the fake camera's green; silences between the fake microphone's beeps."""
    generations: frozenset[int]
    """Of the keys that the frames name behind themselves; empty when they are not sealed."""


async def eavesdrop(rooms: Rooms, room: str, kind: str, peer: str | None = None) -> Overheard:
    """Tap the first stream of a kind, of one peer or of anybody, and try to decode it."""
    views = [v for v in rooms.sfu.streams(room) if v.kind == kind and peer in {None, v.peer}]
    tap = rooms.sfu.taps.open(room, views[0].id)
    try:
        packets = await _heard(tap)
    finally:
        tap.close()
    ends = [packet.payload[-7:] for packet in packets]
    generations = frozenset(int.from_bytes(e[:2]) for e in ends if e.endswith(b"ith\x01"))
    true = _pictures(packets) if kind == "video" else _silences(packets)
    return Overheard(len(packets), true, generations)


async def _heard(tap: Tap) -> list[RtpPacket]:
    packets: list[RtpPacket] = []
    with suppress(TimeoutError):
        async with asyncio.timeout(LISTEN_S):
            while True:
                packets.append(RtpPacket.parse((await anext(tap)).packet, HeaderExtensionsMap()))
    return packets


def _pictures(packets: list[RtpPacket]) -> int:
    buffer, decoder, true = JitterBuffer(capacity=128, is_video=True), Vp8Decoder(), 0
    for packet in packets:
        packet._data = depayload(VP8, packet.payload)  # type: ignore[attr-defined]  # as its receiver does
        _, encoded = buffer.add(packet)
        if encoded is not None:
            with suppress(FFmpegError):
                true += sum(_is_cameras(picture) for picture in decoder.decode(encoded))
    return true


def _is_cameras(picture: object) -> bool:
    """Chromium's fake camera is one green with little on it."""
    assert isinstance(picture, VideoFrame)
    luma, blue, red = (bytes(plane) for plane in picture.planes[:3])
    flat = Counter(luma).most_common(1)[0][1] / len(luma)
    return flat > 0.3 and median(blue) < 110 and median(red) < 110


def _silences(packets: list[RtpPacket]) -> int:
    decoder, true = OpusDecoder(), 0
    for packet in packets:
        with suppress(FFmpegError):
            frames = decoder.decode(JitterFrame(packet.payload, packet.timestamp))
            true += sum(_is_silent(frame) for frame in frames)
    return true


def _is_silent(frame: object) -> bool:
    assert isinstance(frame, AudioFrame)
    samples = memoryview(bytes(frame.planes[0])).cast("h")
    return max(abs(sample) for sample in samples) < SILENT
