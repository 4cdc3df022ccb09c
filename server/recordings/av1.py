"""AV1 out of RTP payloads (RTP Payload Format For AV1, AOM, v1.0); refuses payloads that break off.

OBUs come without sizes and in fragments; files want them whole, each with its size (low-overhead
format, AV1 specification §5.2), and without temporal delimiters.
"""

from collections.abc import Iterator, Sequence

_SEQUENCE_HEADER, _TEMPORAL_DELIMITER, _TILE_LIST, _PADDING = 1, 2, 8, 15
_UNWANTED = {_TEMPORAL_DELIMITER, _TILE_LIST, _PADDING}


def is_start(payload: bytes) -> bool:
    """Whether a packet begins with a whole OBU, which the first of a picture does."""
    return bool(payload) and not payload[0] & 0x80


def frame(payloads: Sequence[bytes]) -> bytes:
    """The temporal unit in these packets of one timestamp. Raises: ValueError."""
    units: list[bytearray] = []
    is_open = False
    for payload in payloads:
        continues, goes_on, elements = _elements(payload)
        if continues != is_open:
            raise ValueError("a fragment of an AV1 unit is missing")
        for index, element in enumerate(elements):
            if index == 0 and continues:
                units[-1] += element
            else:
                units.append(bytearray(element))
        is_open = goes_on
    if is_open:
        raise ValueError("the end of an AV1 unit is missing")
    return b"".join(_sized(bytes(unit)) for unit in units if unit)


def is_key(picture: bytes) -> bool:
    """Whether a picture begins a coded sequence: it brings a sequence header."""
    return any(kind == _SEQUENCE_HEADER for kind in _kinds(picture))


def _elements(payload: bytes) -> tuple[bool, bool, list[bytes]]:
    """The aggregation header's Z and Y, and the OBU elements."""
    if len(payload) < 2:
        raise ValueError("an AV1 payload breaks off")
    head, at, count = payload[0], 1, payload[0] >> 4 & 0x03
    elements: list[bytes] = []
    while at < len(payload):
        size = len(payload) - at
        if not count or len(elements) < count - 1:  # the last of a counted few has no size
            size, at = _leb128(payload, at)
        if at + size > len(payload):
            raise ValueError("an AV1 element breaks off")
        elements.append(payload[at : at + size])
        at += size
    return bool(head & 0x80), bool(head & 0x40), elements


def _sized(unit: bytes) -> bytes:
    """An OBU with its size, or nothing where a file wants none of its kind."""
    head = unit[0]
    if head >> 3 & 0x0F in _UNWANTED:
        return b""
    if head & 0x02:
        return unit
    header = 2 if head & 0x04 else 1
    body = unit[header:]
    return bytes([head | 0x02]) + unit[1:header] + _leb128_of(len(body)) + body


def _kinds(picture: bytes) -> Iterator[int]:
    """The types of the OBUs in a picture."""
    at = 0
    while at < len(picture):
        head = picture[at]
        size, body = _leb128(picture, at + (2 if head & 0x04 else 1))
        yield head >> 3 & 0x0F
        at = body + size


def _leb128(data: bytes, at: int) -> tuple[int, int]:
    """The number at a place, and the place after it (AV1 specification §4.10.5)."""
    value = 0
    for index in range(8):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << 7 * index
        if not byte & 0x80:
            return value, at
    raise ValueError("an AV1 size breaks off")


def _leb128_of(value: int) -> bytes:
    out = bytearray()
    while True:
        byte, value = value & 0x7F, value >> 7
        out.append(byte | (0x80 if value else 0))
        if not value:
            return bytes(out)
