"""Ids and unguessable secrets; refuses counting numbers, which tell how many there are."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from base64 import b32hexencode

ID_PATTERN = "^[0-9a-v]{26}$"


def new_id() -> str:
    """A UUIDv7 (RFC 9562 §5.7) as 26 lower-case base32hex characters, which sort by time."""
    milliseconds = time.time_ns() // 1_000_000
    raw = bytearray(milliseconds.to_bytes(6, "big") + os.urandom(10))
    raw[6] = 0x70 | (raw[6] & 0x0F)
    raw[8] = 0x80 | (raw[8] & 0x3F)
    return b32hexencode(bytes(raw)).decode("ascii").rstrip("=").lower()


def new_secret(size_bytes: int = 32) -> str:
    """A url-safe secret of `size_bytes` bytes of randomness."""
    return secrets.token_urlsafe(size_bytes)


def digest(secret: str) -> str:
    """SHA-256 of a secret in hex: what a table keeps, so that a leaked table opens no door."""
    return hashlib.sha256(secret.encode()).hexdigest()
