"""Images on boards: content-addressed, checked, never in the document."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from server.boards.model.image import Image, require_room
from server.boards.pictures import examined
from server.boards.service.gate import Gate
from server.boards.store import images as store
from server.core.clock import Clock
from server.core.db import Database
from server.core.errors import NotFound

UNUSED_AFTER = timedelta(days=1)


class Images:
    """Use cases on images."""

    def __init__(self, database: Database, clock: Clock, gate: Gate) -> None:
        self._database = database
        self._clock = clock
        self._gate = gate

    async def put(self, person: str, board_id: str, sha256: str, raw: bytes) -> Image:
        """The same twice is one. Raises: NoDocument, ReadOnly, TooLarge, DigestDiffers, …"""
        _, access = await self._gate.board(person, board_id)
        access.require_write()
        image = await asyncio.to_thread(examined, raw, sha256)
        async with self._database.write() as tx:
            if await store.find(tx, board_id, sha256) is None:
                count, size_bytes = await store.weight(tx, board_id)
                require_room(count, size_bytes, len(raw))
                await store.add(tx, board_id, image, person, self._clock.now())
        return image

    async def get(self, person: str, board_id: str, sha256: str) -> Image:
        """Raises: NoDocument, NotFound."""
        await self._gate.board(person, board_id)
        async with self._database.read() as tx:
            found = await store.find(tx, board_id, sha256)
        if found is None:
            raise NotFound("There is no such image on this board.")
        return found

    async def remove_unused(self, now: datetime) -> int:
        """What no board has any more; how many."""
        async with self._database.write() as tx:
            return await store.remove_unused(tx, now - UNUSED_AFTER)
