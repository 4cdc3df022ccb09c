"""The keys of this domain: made at first use, kept in the database, the same on every node."""

from __future__ import annotations

from collections.abc import Callable

from server.core.clock import Clock
from server.core.db import Database
from server.core.ids import new_secret
from server.notifications.store import secrets as store
from server.notifications.webpush import VapidKey

UNSUBSCRIBING = "unsubscribing"
VAPID = "vapid"
_MAKERS: dict[str, Callable[[], bytes]] = {
    UNSUBSCRIBING: lambda: new_secret().encode(),
    VAPID: VapidKey.fresh,
}


class Secrets:
    """Keeps what it has read; neither key ever changes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: dict[str, bytes] = {}

    async def get(self, name: str) -> bytes:
        """The key of this name. Never inside a writing transaction: it may need one of its own."""
        if name not in self._known:
            self._known[name] = await self._read(name)
        return self._known[name]

    async def _read(self, name: str) -> bytes:
        async with self._database.read() as tx:
            found = await store.find(tx, name)
        if found is not None:
            return bytes(found)
        async with self._database.write() as tx:
            return await store.keep(tx, name, _MAKERS[name](), self._clock.now())
