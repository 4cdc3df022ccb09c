"""What an Opus packet tells of itself (RFC 6716 §3.1): how long it plays. Pure; decodes nothing."""

RATE_HZ = 48_000
"""Opus counts samples of this rate whatever its source had."""
_SILK_MS = (10.0, 20.0, 40.0, 60.0)
_HYBRID_MS = (10.0, 20.0)
_CELT_MS = (2.5, 5.0, 10.0, 20.0)


def samples_of(packet: bytes) -> int:
    """Samples at 48 kHz. Raises: IndexError for an empty or a cut packet."""
    config, code = packet[0] >> 3, packet[0] & 3
    if config < 12:
        frame_ms = _SILK_MS[config & 3]
    elif config < 16:
        frame_ms = _HYBRID_MS[config & 1]
    else:
        frame_ms = _CELT_MS[config & 3]
    count = packet[1] & 0x3F if code == 3 else (1, 2, 2)[code]
    return int(frame_ms * RATE_HZ / 1000) * count
