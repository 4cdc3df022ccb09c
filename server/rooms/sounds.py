"""Sound files as Opus packets, read by PyAV second by second; refuses what is no sound.

The format is told by the file's first bytes and nothing else is tried: a playlist would make
FFmpeg open other files. Opus goes through as it is, everything else is encoded.
"""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from server.core.errors import Invalid, TooLarge
from server.rooms.model import MAX_SOUND_BYTES
from server.rooms.opus import RATE_HZ, samples_of

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

LONGEST_S = 300
_SIGNS = (
    (0, b"OggS", "ogg"),
    (0, b"fLaC", "flac"),
    (0, b"\x1aE\xdf\xa3", "matroska"),
    (0, b"ID3", "mp3"),
    (4, b"ftyp", "mov"),
    (8, b"WAVE", "wav"),
    (8, b"AIFF", "aiff"),
    (8, b"AIFC", "aiff"),
)
"""Where in a file, which bytes, FFmpeg's name for it."""
_SILENCE = 127
_BITS_PER_SECOND = 64_000
_FRAME_SAMPLES = 960  # 20 ms
_LARGEST_PACKET_BYTES = 1200  # with its header below every usual MTU
_EVERY = 4  # of so many samples, one is enough to know how loud it is


@dataclass(frozen=True, slots=True)
class OpusPacket:
    """One packet with its length in samples of 48 kHz, and its level in -dBov (127: silence)."""

    payload: bytes
    samples: int
    level: int


class Sound:
    """A file that is being read. Its methods are slow: call them in a thread, one at a time."""

    def __init__(self, packets: Iterator[OpusPacket], duration_s: float) -> None:
        self._packets = packets
        self.duration_s = duration_s

    def read(self) -> list[OpusPacket]:
        """About the next second; empty at the end, or where the file is broken."""
        taken: list[OpusPacket] = []
        samples = 0
        try:
            while samples < RATE_HZ:
                packet = next(self._packets, None)
                if packet is None:
                    break
                taken.append(packet)
                samples += packet.samples
        except av.FFmpegError:
            self._packets = iter(())
        return taken


def open_sound(raw: bytes) -> Sound:
    """The sound in a file; slow. Raises: Invalid, TooLarge, in the user's words."""
    if len(raw) > MAX_SOUND_BYTES:
        raise TooLarge(f"The file is larger than {MAX_SOUND_BYTES // 1024 // 1024} MB.")
    kind = format_of(raw)
    if kind is None:
        raise _no_sound()
    try:
        duration_s, is_opus = _measure(raw, kind)
        if duration_s > LONGEST_S:
            raise Invalid(f"The sound is longer than {LONGEST_S // 60} minutes.")
        packets = _passed(raw, kind) if is_opus else _encoded(_decoded(raw, kind))
        first = next(packets, None)
    except (av.FFmpegError, ValueError, IndexError):
        raise _no_sound() from None
    if first is None:
        raise _no_sound()
    return Sound(_at_most(first, packets), duration_s)


def from_samples(samples: bytes) -> Sound:
    """A sound of 16-bit samples at 48 kHz, one channel."""
    frame = AudioFrame(format="s16", layout="mono", samples=len(samples) // 2)
    frame.planes[0].update(samples)
    frame.sample_rate, frame.pts = RATE_HZ, 0
    return Sound(_encoded(iter([frame])), len(samples) / 2 / RATE_HZ)


def format_of(raw: bytes) -> str | None:
    """FFmpeg's name of the format that the first bytes tell; None for none that is sound."""
    head = raw[:12]
    for at, sign, name in _SIGNS:
        if head[at : at + len(sign)] == sign:
            return name
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return "mp3" if head[1] & 0x06 else "aac"  # the layer; AAC has none
    return None


def _no_sound() -> Invalid:
    return Invalid("This is not a sound file that can be played. MP3, M4A, OGG, WAV and FLAC can.")


def _measure(raw: bytes, kind: str) -> tuple[float, bool]:
    """How long it is, and whether its packets can go out as they are. Decodes nothing."""
    with _open(raw, kind) as container:
        stream = _stream(container)
        is_opus = stream.codec_context.name.endswith("opus") and stream.codec_context.channels < 3
        ticks = 0
        for packet in container.demux(stream):
            if packet.size:
                ticks += packet.duration or 0
                is_opus = is_opus and packet.size <= _LARGEST_PACKET_BYTES
        told = container.duration / av.time_base if container.duration else 0.0
        counted = float(ticks * (stream.time_base or Fraction(0)))
        return max(counted, 0.0) or told, is_opus


def _open(raw: bytes, kind: str) -> "InputContainer":
    return av.open(io.BytesIO(raw), mode="r", format=kind)


def _stream(container: "InputContainer") -> "AudioStream":
    if not container.streams.audio:
        raise _no_sound()
    return container.streams.audio[0]


def _decoded(raw: bytes, kind: str) -> Iterator[AudioFrame]:
    with _open(raw, kind) as container:
        for frame in container.decode(_stream(container)):
            frame.pts = None  # what the file says of time is of no use: frames follow each other
            yield frame


def _passed(raw: bytes, kind: str) -> Iterator[OpusPacket]:
    """Each packet as it is; it is decoded to know how loud it is."""
    with _open(raw, kind) as container:
        stream, listening = _stream(container), AudioResampler("s16", "mono", RATE_HZ)
        for packet in container.demux(stream):
            payload = bytes(packet)
            if not payload:
                continue
            heard = [part for frame in packet.decode() for part in listening.resample(frame)]
            level = min((_level(part) for part in heard), default=_SILENCE)
            yield OpusPacket(payload, samples_of(payload), level)


def _encoded(frames: Iterator[AudioFrame]) -> Iterator[OpusPacket]:
    encoder = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = RATE_HZ, "stereo", "s16"
    encoder.bit_rate, encoder.time_base = _BITS_PER_SECOND, Fraction(1, RATE_HZ)
    shaping = AudioResampler("s16", "stereo", RATE_HZ, frame_size=_FRAME_SAMPLES)
    for frame in frames:
        for part in shaping.resample(frame):
            yield from _packets(encoder, part)
    for part in shaping.resample(None):
        yield from _packets(encoder, part)
    yield from (_packet(bytes(packet), _SILENCE) for packet in encoder.encode(None))


def _packets(encoder: AudioCodecContext, frame: AudioFrame) -> Iterator[OpusPacket]:
    level = _level(frame)
    frame.pts = None
    return (_packet(bytes(packet), level) for packet in encoder.encode(frame))


def _packet(payload: bytes, level: int) -> OpusPacket:
    return OpusPacket(payload, samples_of(payload), level)


def _level(frame: AudioFrame) -> int:
    """How loud, in -dBov (RFC 6464): 0 is the loudest."""
    values = memoryview(bytes(frame.planes[0])).cast("h")[::_EVERY]
    power = sum(value * value for value in values) / max(len(values), 1)
    if power < 1:
        return _SILENCE
    return max(0, min(_SILENCE, round(-10 * math.log10(power / 32768**2))))


def _at_most(first: OpusPacket, others: Iterator[OpusPacket]) -> Iterator[OpusPacket]:
    """Ends where a file turns out to be longer than it said."""
    left = (LONGEST_S + 1) * RATE_HZ - first.samples
    yield first
    for packet in others:
        left -= packet.samples
        if left < 0:
            return
        yield packet
