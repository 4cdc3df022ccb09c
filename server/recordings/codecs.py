"""What is to be known of each codec to keep it in a file; refuses codecs that rooms do not carry.

RTP headers, VP8 and H264 are read by aiortc.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from struct import unpack_from

from aiortc.codecs.h264 import H264PayloadDescriptor
from aiortc.codecs.vpx import VpxPayloadDescriptor
from aiortc.rtp import HeaderExtensionsMap, RtpPacket, unpack_header_extensions

from server.recordings import av1, vp9
from server.recordings.frames import Part

_SPS, _PPS, _IDR = 7, 8, 5
_START_CODE = b"\0\0\0\1"


@dataclass(frozen=True, slots=True)
class Codec:
    """How packets become frames, and frames a track."""

    name: str
    """As FFmpeg calls it."""
    is_start: Callable[[bytes], bool]
    """Whether a payload begins a frame."""
    frame: Callable[[Sequence[bytes]], bytes]
    """The frame in the payloads of one timestamp. Raises: ValueError."""
    is_key: Callable[[bytes], bool]


def _vp8_is_start(payload: bytes) -> bool:
    try:
        head, _ = VpxPayloadDescriptor.parse(payload)
    except ValueError:
        return False
    return head.partition_start == 1 and head.partition_id == 0


def _vp8_frame(payloads: Sequence[bytes]) -> bytes:
    return b"".join(VpxPayloadDescriptor.parse(payload)[1] for payload in payloads)


def _vp8_is_key(frame: bytes) -> bool:
    return bool(frame) and not frame[0] & 1  # RFC 6386 §9.1


def _h264_is_start(payload: bytes) -> bool:
    try:
        head, _ = H264PayloadDescriptor.parse(payload)
    except ValueError:
        return False
    return bool(head.first_fragment)


def _h264_frame(payloads: Sequence[bytes]) -> bytes:
    return b"".join(H264PayloadDescriptor.parse(payload)[1] for payload in payloads)


def _h264_is_key(frame: bytes) -> bool:
    """Whether it brings its parameters and a picture that needs no other."""
    kinds = {unit[0] & 0x1F for unit in frame.split(_START_CODE)[1:] if unit}
    return {_SPS, _PPS, _IDR} <= kinds


CODECS = {
    "audio/opus": Codec("opus", lambda _payload: True, b"".join, lambda _frame: True),
    "video/vp8": Codec("vp8", _vp8_is_start, _vp8_frame, _vp8_is_key),
    "video/h264": Codec("h264", _h264_is_start, _h264_frame, _h264_is_key),
    "video/vp9": Codec("vp9", vp9.is_start, vp9.frame, vp9.is_key),
    "video/av1": Codec("av1", av1.is_start, av1.frame, av1.is_key),
}
"""By MIME type in lower case: what rooms can carry."""

_NO_EXTENSIONS = HeaderExtensionsMap()


def part_of(packet: bytes, at_ms: float, orientation_id: int | None = None) -> tuple[int, Part]:
    """The payload type of an RTP packet and what it brings. Raises: ValueError."""
    parsed = RtpPacket.parse(packet, _NO_EXTENSIONS)
    part = Part(
        sequence=parsed.sequence_number,
        timestamp=parsed.timestamp,
        ends_frame=bool(parsed.marker),
        payload=parsed.payload,
        at_ms=at_ms,
        turned=_turned(packet, orientation_id),
    )
    return parsed.payload_type, part


def _turned(packet: bytes, orientation_id: int | None) -> int | None:
    """What the coordination of video orientation says (3GPP TS 26.114 §7.4.5); None: nothing."""
    if orientation_id is None or not packet[0] & 0x10:
        return None
    at = 12 + 4 * (packet[0] & 0x0F)
    profile, words = unpack_from("!HH", packet, at)
    values = unpack_header_extensions(profile, packet[at + 4 : at + 4 + 4 * words])
    found = next((value for number, value in values if number == orientation_id and value), None)
    return None if found is None else 90 * (found[0] & 0x03)
