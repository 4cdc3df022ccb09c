"""VP9 out of RTP payloads (RFC 9628); refuses payloads that break off.

Layers of one picture share a timestamp and go into one frame with a superframe index (VP9
bitstream specification, Annex B); without it decoders of files read no further than the first.
"""

from collections.abc import Sequence

_MAX_REFERENCES = 3
_INDEX_MARK = 0b1100_0000
_SIZE_BYTES = 4


def is_start(payload: bytes) -> bool:
    """Whether a packet begins a picture: the first part of its lowest layer."""
    head = payload[0] if payload else 0
    has_picture_id, has_layers, begins = head & 0x80, head & 0x20, head & 0x08
    if not begins or not has_layers:
        return bool(begins)
    at = 1
    if has_picture_id:
        at += 2 if len(payload) > 1 and payload[1] & 0x80 else 1
    return len(payload) > at and (payload[at] >> 1) & 0x07 == 0


def frame(payloads: Sequence[bytes]) -> bytes:
    """The picture in these packets of one timestamp. Raises: ValueError."""
    layers: list[bytearray] = []
    for payload in payloads:
        begins, data = _parted(payload)
        if begins or not layers:
            layers.append(bytearray())
        layers[-1] += data
    if len(layers) == 1:
        return bytes(layers[0])
    mark = bytes([_INDEX_MARK | (_SIZE_BYTES - 1) << 3 | len(layers) - 1])
    sizes = b"".join(len(layer).to_bytes(_SIZE_BYTES, "little") for layer in layers)
    return b"".join(layers) + mark + sizes + mark


def is_key(picture: bytes) -> bool:
    """Whether a picture needs no earlier one (uncompressed header, VP9 specification §6.2)."""
    head = picture[0] if picture else 0
    if head >> 6 != 0b10:
        return False
    profile = (head >> 5 & 1) | (head >> 4 & 1) << 1
    shift = 1 if profile == 3 else 0  # a reserved bit
    shows_existing, is_inter = head >> (3 - shift) & 1, head >> (2 - shift) & 1
    return not shows_existing and not is_inter


def _parted(payload: bytes) -> tuple[bool, bytes]:
    """Whether a layer begins here, and the bytes after the payload descriptor."""
    try:
        return _cut(payload)
    except IndexError:
        raise ValueError("a VP9 payload breaks off") from None


def _cut(payload: bytes) -> tuple[bool, bytes]:
    head, at = payload[0], 1
    if head & 0x80:  # I: picture id, seven or fifteen bits
        at += 2 if payload[at] & 0x80 else 1
    is_flexible = bool(head & 0x10)
    if head & 0x20:  # L: layer indices, and TL0PICIDX outside flexible mode
        at += 1 if is_flexible else 2
    if is_flexible and head & 0x40:  # P: up to three reference indices
        for _ in range(_MAX_REFERENCES):
            more = payload[at] & 1
            at += 1
            if not more:
                break
    if head & 0x02:
        at = _after_structure(payload, at)
    if at >= len(payload):
        raise IndexError
    return bool(head & 0x08), payload[at:]


def _after_structure(payload: bytes, at: int) -> int:
    """Past the scalability structure (RFC 9628 §4.2.1)."""
    head = payload[at]
    at += 1
    if head & 0x10:  # Y: width and height of each spatial layer
        at += 4 * ((head >> 5) + 1)
    if head & 0x08:  # G: the group of pictures
        pictures = payload[at]
        at += 1
        for _ in range(pictures):
            at += 1 + (payload[at] >> 2 & 0x03)
    return at
