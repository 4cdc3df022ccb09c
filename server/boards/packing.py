"""Several updates in one row, in order, each as it came; refuses to merge what need not be."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

_SIZE_BYTES = 4


def pack(updates: Iterable[bytes]) -> bytes:
    """One after the other, each behind its length."""
    return b"".join(len(one).to_bytes(_SIZE_BYTES, "big") + one for one in updates)


def unpack(data: bytes) -> list[bytes]:
    """What was packed."""
    found: list[bytes] = []
    at = 0
    while at < len(data):
        start = at + _SIZE_BYTES
        at = start + int.from_bytes(data[at:start], "big")
        found.append(data[start:at])
    return found


def pressed(whole: bytes) -> bytes:
    """A whole document as it is kept; slow for large ones, so call it in a thread."""
    return zlib.compress(whole, 6)


def unpressed(kept: bytes) -> list[bytes]:
    """As updates to begin with: none if nothing was kept."""
    return [zlib.decompress(kept)] if kept else []
