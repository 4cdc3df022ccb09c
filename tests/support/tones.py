"""Sound files of one tone, and the tone that packets of Opus hold."""

from __future__ import annotations

import array
import io
import math
import wave
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import av
from av.audio.codeccontext import AudioCodecContext
from av.packet import Packet

if TYPE_CHECKING:
    from av.audio.stream import AudioStream

RATE_HZ = 48_000


def wav(tone_hz: float, seconds: float, *, rate_hz: int = 22_050, peak: int = 8_000) -> bytes:
    """A WAV file, one channel."""
    step = 2 * math.pi * tone_hz / rate_hz
    samples = (round(peak * math.sin(step * at)) for at in range(round(rate_hz * seconds)))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate_hz)
        out.writeframes(array.array("h", samples).tobytes())
    return file.getvalue()


def recoded(raw: bytes, codec: str, container: str) -> bytes:
    """The same sound in another format."""
    file = io.BytesIO()
    with av.open(io.BytesIO(raw), "r") as source, av.open(file, "w", format=container) as out:
        stream = cast("AudioStream", out.add_stream(codec, rate=RATE_HZ, layout="stereo"))
        for frame in source.decode(source.streams.audio[0]):
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()


def heard_hz(packets: Iterable[bytes]) -> float:
    """The tone in payloads of Opus, by its zero crossings."""
    decoder = AudioCodecContext.create("opus", "r")
    samples: list[float] = []
    for payload in packets:
        for frame in decoder.decode(Packet(payload)):
            samples += memoryview(bytes(frame.planes[0])).cast("f")[: frame.samples]
    samples = samples[len(samples) // 4 : -len(samples) // 8]  # without its beginning and end
    crossings = sum(a < 0 <= b for a, b in pairwise(samples))
    return crossings * RATE_HZ / len(samples)
