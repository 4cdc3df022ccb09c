"""Seals secrets of people that must be sent on as they are; refuses to open what is not as it was.

AES-256-GCM. The key is never in the database: a copy of the database alone opens nothing. What is
sealed is bound to its place (`bound_to`), so that it cannot be moved to another.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.core.errors import Conflict
from server.core.settings import Settings

_FILE = "seal.key"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION = b"\x01"


class Unsealable(ValueError):  # noqa: N818 - what a text is, no error of ours
    """It was sealed with another key, for another place, or has been changed."""


class NoSeal(Conflict):
    """Several servers need one key, which nobody can make up for all of them."""

    code = "no_seal"
    title = "This server is not set up to keep passwords"


class Seal:
    """One key, made or read when it is first needed."""

    def __init__(self, settings: Settings) -> None:
        self._given = settings.seal_key
        self._file = settings.data_dir / _FILE
        self._is_alone = settings.node_name is None
        self._cipher: AESGCM | None = None

    def close(self, text: str, *, bound_to: str) -> bytes:
        """The sealed text, different each time. Raises: NoSeal."""
        nonce = os.urandom(_NONCE_BYTES)
        return _VERSION + nonce + self._key().encrypt(nonce, text.encode(), bound_to.encode())

    def open(self, sealed: bytes, *, bound_to: str) -> str:
        """Raises: Unsealable, NoSeal."""
        nonce, rest = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        if sealed[:1] != _VERSION or len(rest) < 16:
            raise Unsealable
        try:
            return self._key().decrypt(nonce, rest, bound_to.encode()).decode()
        except InvalidTag:
            raise Unsealable from None

    def _key(self) -> AESGCM:
        if self._cipher is None:
            self._cipher = AESGCM(self._found())
        return self._cipher

    def _found(self) -> bytes:
        if self._given is not None:
            derive = HKDF(SHA256(), _KEY_BYTES, salt=None, info=b"ithaca seal")
            return derive.derive(self._given.encode())
        if not self._is_alone:
            raise NoSeal("Whoever runs it must set ITHACA_SEAL_KEY, the same on every server.")
        return _kept(self._file)


def _kept(path: Path) -> bytes:
    """The key in a file that its owner alone may read; made when there is none."""
    if not path.exists():
        _make(path)
    found = path.read_bytes()
    if len(found) != _KEY_BYTES:
        raise NoSeal(f"{path.name} in the data folder of this server is damaged.")
    return found


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and linked: of two processes that begin at once, both read the same whole key.
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(_KEY_BYTES))
    with suppress(FileExistsError):
        os.link(aside, path)
    aside.unlink()
