"""A browser that takes pushes, and what is sent to it; refuses keys that are none."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from binascii import Error
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from server.core.errors import Invalid

MOST_DEVICES = 20
LONGEST_ENDPOINT = 1000
KEY_BYTES, AUTH_BYTES = 65, 16  # RFC 8291 §2.1 and §3.2


@dataclass(frozen=True, slots=True)
class Subscription:
    """One browser of one person."""

    id: str
    person: str
    endpoint: str = field(repr=False)  # whoever knows it and our key may write to the browser
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)
    device: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Push:
    """One message on its way to one browser."""

    id: str
    subscription: Subscription
    payload: str = field(repr=False)
    attempts: int
    expires_at: datetime


def clean_subscription(endpoint: str, p256dh: str, auth: str, *, schemes: frozenset[str]) -> None:
    """Raises: Invalid naming what is wrong."""
    parts = urlsplit(endpoint)
    if len(endpoint) > LONGEST_ENDPOINT or parts.scheme not in schemes or not parts.hostname:
        raise _no("endpoint", "This is no address of a push service.")
    if parts.username is not None or parts.password is not None:
        raise _no("endpoint", "The address of a push service holds no name or password.")
    if len(decoded(p256dh)) != KEY_BYTES or decoded(p256dh)[0] != 4:
        raise _no("p256dh", "This is no public key of a browser.")
    if len(decoded(auth)) != AUTH_BYTES:
        raise _no("auth", "This is no secret of a browser.")


def decoded(text: str) -> bytes:
    """Base64url with or without its padding; nothing for what is none."""
    try:
        return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    except (Error, ValueError):
        return b""


def _no(name: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={name: sentence})
