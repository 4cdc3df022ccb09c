"""Somebody in a session whose camera flashes and whose microphone beeps at the same moments.

Their streams are sources of the server under test, so that the packets are made here, one by one.
"""

from __future__ import annotations

import asyncio
import fractions
import math
import struct
import time

from aiortc.codecs.vpx import Vp8Encoder
from aiortc.rtp import HeaderExtensionsMap, RtpPacket
from av import AudioFrame, CodecContext, VideoFrame
from av.audio.codeccontext import AudioCodecContext

from server.rooms.model import Kind, RtpCodecParameters, RtpEncodingParameters, RtpParameters
from server.rooms.model import Source as SourceName
from server.rooms.taps import Speaker
from server.services import Services

FRAMES_PER_S, SOUNDS_PER_S = 20, 50
LIT, DARK, TONE_HZ = 235, 16, 1000
RATE, SAMPLES = 48_000, 48_000 // SOUNDS_PER_S
FLASH_S = 0.2
"""At the start of each second of the performance."""


def is_lit(at_s: float) -> bool:
    return at_s % 1.0 < FLASH_S


class Performer:
    """`perform` plays in real time; both streams begin together."""

    def __init__(self, services: Services, room: str, peer: str) -> None:
        self._taps = services.rooms.sfu.taps
        self._room, self._peer = room, peer
        self.camera = self._open("video", "camera", RtpCodecParameters("video/VP8", 101, 90000))
        opus = RtpCodecParameters("audio/opus", 100, RATE, channels=2)
        self.microphone = self._open("audio", "microphone", opus)
        self._pictures, self._sound = Vp8Encoder(), sound_encoder()
        self._sent: dict[Speaker, int] = {self.camera: 65_500, self.microphone: 65_500}
        self._frames = self._sounds = 0

    async def perform(self, seconds: float) -> None:
        """Play on for so long; both streams end together, however late the machine is."""
        started = time.monotonic()
        first_frame, first_sound = self._frames, self._sounds
        until_frame = first_frame + round(seconds * FRAMES_PER_S)
        until_sound = first_sound + round(seconds * SOUNDS_PER_S)
        while self._frames < until_frame or self._sounds < until_sound:
            passed = time.monotonic() - started
            frames = min(until_frame, first_frame + 1 + int(passed * FRAMES_PER_S))
            sounds = min(until_sound, first_sound + 1 + int(passed * SOUNDS_PER_S))
            if self._frames < frames:
                self._send_picture()
            while self._sounds < sounds:
                self._send_sound()
            await asyncio.sleep(0.005)

    def close(self) -> None:
        self.camera.close()
        self.microphone.close()

    def _send_picture(self) -> None:
        is_key = self._frames == 0 or self.camera.key_frame_wanted.is_set()
        self.camera.key_frame_wanted.clear()
        frame = picture(160, 120, LIT if is_lit(self._frames / FRAMES_PER_S) else DARK)
        ticks = self._frames * 90_000 // FRAMES_PER_S
        frame.pts = ticks
        frame.time_base = fractions.Fraction(1, 90_000)
        payloads, _ = self._pictures.encode(frame, force_keyframe=is_key)
        timestamp = (0xFFFF_0000 + ticks) % 0x1_0000_0000  # turns over while it plays
        for payload in payloads:
            self._send(self.camera, 101, timestamp, payload, marker=payload is payloads[-1])
        self._frames += 1

    def _send_sound(self) -> None:
        frame = tone(self._sounds) if is_lit(self._sounds / SOUNDS_PER_S) else silence()
        frame.pts = self._sounds * SAMPLES
        for packet in self._sound.encode(frame):
            timestamp = (0xFFFF_F000 + self._sounds * SAMPLES) % 0x1_0000_0000
            self._send(self.microphone, 100, timestamp, bytes(packet), marker=False)
        self._sounds += 1

    def _send(
        self, speaker: Speaker, payload_type: int, timestamp: int, payload: bytes, *, marker: bool
    ) -> None:
        sequence = self._sent[speaker] = (self._sent[speaker] + 1) % 0x1_0000
        packet = RtpPacket(payload_type, int(marker), sequence, timestamp, 7, payload)
        speaker.send(packet.serialize(HeaderExtensionsMap()))

    def _open(self, kind: Kind, source: SourceName, codec: RtpCodecParameters) -> Speaker:
        parameters = RtpParameters(codecs=(codec,), encodings=(RtpEncodingParameters(ssrc=7),))
        return self._taps.open_source(
            self._room, self._peer, kind=kind, source=source, parameters=parameters
        )


def picture(width: int, height: int, grey: int) -> VideoFrame:
    """A picture of one grey."""
    frame = VideoFrame(width, height, "yuv420p")
    for plane, value in zip(frame.planes, (grey, 128, 128), strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    return frame


def sound_encoder() -> AudioCodecContext:
    """Opus without the delay of its look-ahead."""
    encoder = CodecContext.create("libopus", "w")
    assert isinstance(encoder, AudioCodecContext)
    encoder.sample_rate, encoder.format, encoder.layout = RATE, "s16", "mono"
    encoder.options = {"application": "lowdelay"}
    return encoder


def tone(index: int) -> AudioFrame:
    turn = 2 * math.pi * TONE_HZ / RATE
    wave = [int(12_000 * math.sin(turn * (index * SAMPLES + at))) for at in range(SAMPLES)]
    return _samples(wave)


def silence() -> AudioFrame:
    return _samples([0] * SAMPLES)


def _samples(wave: list[int]) -> AudioFrame:
    frame = AudioFrame(format="s16", layout="mono", samples=SAMPLES)
    frame.planes[0].update(struct.pack(f"<{SAMPLES}h", *wave))
    frame.sample_rate = RATE
    return frame
