"""Signs and reads tokens for every domain; refuses whatever it cannot vouch for."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from server.accounts import tokens
from server.accounts.store import keys as store
from server.accounts.tokens import KeyState, SigningKey
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import Unauthenticated
from server.core.ids import new_id

KEY_AGE = timedelta(days=30)
# A key is known to every node and verifier this long before it signs.
KNOWN_BEFORE_USE = timedelta(hours=1)
LONGEST_LIFETIME = timedelta(hours=24)
# Retired keys read on until the last token they signed is over, with room for a slow job.
KEEP_RETIRED = LONGEST_LIFETIME * 2

_FRESH_S = 300.0  # how long this process trusts the keys it has loaded
_UNKNOWN_KID_PAUSE_S = 5.0  # a forged key name asks the database at most this often


class Signatures:
    """Tokens of this server, for any audience."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._keys: dict[str, SigningKey] = {}
        self._loaded_at = float("-inf")
        self._loading = asyncio.Lock()

    async def sign(self, audience: str, claims: dict[str, Any], lifetime: timedelta) -> str:
        """A token with these claims that only `read(audience, …)` accepts, until it expires."""
        if not timedelta() < lifetime <= LONGEST_LIFETIME:
            raise ValueError(f"a token lives at most {LONGEST_LIFETIME}, not {lifetime}")
        await self._refresh()
        now = self._clock.now()
        times = {"iat": int(now.timestamp()), "exp": int((now + lifetime).timestamp())}
        return tokens.sign(self._active(), {**claims, "aud": audience, **times})

    async def read(self, audience: str, token: str) -> dict[str, Any]:
        """The claims of a token of ours. Raises: Unauthenticated."""
        kid = tokens.kid_of(token)
        await self._refresh()
        if kid not in self._keys:
            await self._refresh(older_than_s=_UNKNOWN_KID_PAUSE_S)
        if kid not in self._keys:
            raise Unauthenticated
        return tokens.read(self._keys[kid], token, audience=audience, now=self._clock.now())

    async def published(self) -> list[dict[str, Any]]:
        """The public half of every key, as JSON Web Keys."""
        await self._refresh()
        return [tokens.public_jwk(key) for key in self._keys.values()]

    async def rotate(self) -> None:
        """Makes missing keys, retires an old one, forgets those that are long retired."""
        now = self._clock.now()
        async with self._database.write() as tx:
            await store.sweep(tx, retired_before=now - KEEP_RETIRED)
            await self._turn_over(tx, now)
        self._loaded_at = float("-inf")

    async def _turn_over(self, tx: Tx, now: datetime) -> None:
        by_state = {key.state: key for key in await store.all_keys(tx)}
        active, following = by_state.get(KeyState.ACTIVE), by_state.get(KeyState.NEXT)
        if active is None:
            await store.add(tx, new_id(), KeyState.ACTIVE, tokens.new_private(), now=now)
        elif (
            following is not None
            and now - active.changed_at >= KEY_AGE
            and now - following.created_at >= KNOWN_BEFORE_USE
        ):
            await store.set_state(tx, active.kid, KeyState.RETIRED, now=now)
            await store.set_state(tx, following.kid, KeyState.ACTIVE, now=now)
            following = None
        if following is None:
            await store.add(tx, new_id(), KeyState.NEXT, tokens.new_private(), now=now)

    async def _refresh(self, *, older_than_s: float = _FRESH_S) -> None:
        if self._clock.monotonic() - self._loaded_at < older_than_s:
            return
        async with self._loading:
            if self._clock.monotonic() - self._loaded_at < older_than_s:
                return
            keys = await self._load()
            if not any(key.state is KeyState.ACTIVE for key in keys):
                await self.rotate()
                keys = await self._load()
            self._keys = {key.kid: key for key in keys}
            self._loaded_at = self._clock.monotonic()

    async def _load(self) -> list[SigningKey]:
        async with self._database.read() as tx:
            return await store.all_keys(tx)

    def _active(self) -> SigningKey:
        return next(key for key in self._keys.values() if key.state is KeyState.ACTIVE)
