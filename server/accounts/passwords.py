"""Hashes and checks passwords off the event loop; refuses to be quicker for an unknown person."""

from __future__ import annotations

import asyncio

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from server.accounts.strength import normal

# OWASP's second choice for Argon2id: 50 ms a hash here, where the library's default takes 295 ms.
_TIME_COST = 2
_MEMORY_KIB = 19 * 1024
_LANES = 1
# More hashes at once than this would starve the event loop's own core and the memory.
_AT_ONCE = 2


class Passwords:
    """One per process: it bounds how many hashes run at once."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(_TIME_COST, _MEMORY_KIB, _LANES, type=Type.ID)
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """A salted hash that carries its own parameters."""
        async with self._room:
            return await asyncio.to_thread(self._hasher.hash, normal(password))

    async def is_right(self, known: str | None, password: str) -> bool:
        """Whether `password` made the hash `known`; equally slow when `known` is None."""
        if known is None:
            if self._nobody is None:
                self._nobody = await self.hash("the password of nobody")
            await self._compare(self._nobody, password)
            return False
        return await self._compare(known, password)

    def is_outdated(self, known: str) -> bool:
        """Whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(known)

    async def _compare(self, known: str, password: str) -> bool:
        async with self._room:
            return await asyncio.to_thread(self._verify, known, normal(password))

    def _verify(self, known: str, password: str) -> bool:
        try:
            return self._hasher.verify(known, password)
        except (VerificationError, InvalidHashError):
            return False
