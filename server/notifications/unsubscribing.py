"""Tokens in letters that end one kind without a sign-in (RFC 8058); refuses any other use."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode

from server.notifications.model import Kind, switchable

_MAC_BYTES = 18
_ID_CHARS = 26
# Between its parts stands "~": with a dot at its end an address would look like a file's.


def token_of(secret: bytes, person: str, kind: Kind) -> str:
    """For one person and one kind; it never runs out, as letters are kept for years."""
    return f"{person}~{kind.value}~{_mac(secret, person, kind.value)}"


def read_token(secret: bytes, token: str) -> tuple[str, Kind] | None:
    """Whose and what; None for what is not ours."""
    person, _, rest = token.partition("~")
    name, _, mac = rest.partition("~")
    if len(person) != _ID_CHARS or not token.isascii():
        return None
    if not hmac.compare_digest(mac, _mac(secret, person, name)):
        return None
    known = {kind.value for kind in Kind if switchable(kind)}
    return (person, Kind(name)) if name in known else None


def _mac(secret: bytes, person: str, kind: str) -> str:
    made = hmac.digest(secret, f"unsubscribe\0{person}\0{kind}".encode(), "sha256")
    return urlsafe_b64encode(made[:_MAC_BYTES]).decode("ascii")
