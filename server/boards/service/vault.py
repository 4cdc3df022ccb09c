"""Documents in and out of the database: owned by one node at a time, loaded, put together anew."""

from __future__ import annotations

import asyncio
import secrets
from datetime import datetime, timedelta

import structlog

from server.boards.crdt import Broken, Document
from server.boards.model import DocName, Elsewhere, Kind, NoDocument, NotSaved
from server.boards.ownership import SERVER, Ownership
from server.boards.packing import pressed, unpack, unpressed
from server.boards.service.room import Loaded
from server.boards.store import docs
from server.core.clock import Clock
from server.core.db import Database, Tx

ALONE = "alone"
"""The owner where there is one node: whoever starts again takes over what it had at once."""
HELD_S = 15.0
"""A node that died holds its documents for so long."""
MOST_BAD = 20
"""Rows that are left out when a document is loaded, before it counts as lost."""
KEPT_ROWS = 4_000
KEPT_BYTES = 4 * 1024 * 1024
"""Of the log, for the time line; beyond twice that the older half is forgotten."""
log = structlog.get_logger()


class Vault:
    """The documents of one node as the database has them."""

    def __init__(self, database: Database, clock: Clock, node: str | None) -> None:
        self.database = database
        self.clock = clock
        self._owner = node or ALONE

    async def open(self, name: DocName) -> Loaded:
        """Makes it ours and loads it. Raises: Elsewhere, NoDocument, NotSaved."""
        now = self.clock.now()
        async with self.database.write() as tx:
            await docs.add(tx, name, now)
            is_ours = await docs.take(tx, str(name), self._owner, now, self._until(now))
            head = await docs.head(tx, str(name))
        if head is None:
            raise NoDocument
        if not is_ours:
            sentence = "This document is open on another server. You are taken there."
            raise Elsewhere(sentence, fields={"url": f"/node/{head.owner}"})
        return await self.load(name)

    async def load(self, name: DocName) -> Loaded:
        """As it is saved. Raises: NoDocument, NotSaved when it cannot be read."""
        async with self.database.read() as tx:
            head = await docs.head(tx, str(name))
            if head is None:
                raise NoDocument
            kept = await docs.state(tx, str(name))
            rows = await docs.log(tx, str(name), head.state_seq)
            known = await docs.clients(tx, str(name))
        updates = unpressed(kept)
        updates += [one for row in rows for one in unpack(row.data)]
        client_id = secrets.randbits(32) | 1
        owners = Ownership(known)
        if owners.owner(client_id) is None:
            owners.claim([client_id], SERVER)
        document = built(name.kind, updates, client_id)
        size_bytes = sum(map(len, updates))
        return Loaded(document, owners, head.epoch, head.head_seq, size_bytes)

    async def glimpse(self, name: DocName) -> Document:
        """What is saved, whoever owns it; to be closed. Empty if nobody has opened it yet."""
        async with self.database.read() as tx:
            head = await docs.head(tx, str(name))
            if head is None:
                return built(name.kind, [])
            kept = await docs.state(tx, str(name))
            rows = await docs.log(tx, str(name), head.state_seq)
        return built(name.kind, unpressed(kept) + [u for row in rows for u in unpack(row.data)])

    async def renew(self, epochs: dict[str, int]) -> None:
        """Goes on having these, by epoch."""
        if epochs:
            async with self.database.write() as tx:
                await docs.keep(tx, epochs, self._until(self.clock.now()))

    async def let_go(self, name: str, epoch: int) -> None:
        """Another node may have it at once."""
        async with self.database.write() as tx:
            await docs.let_go(tx, name, epoch, self.clock.now())

    async def compact(self, name: DocName, epoch: int, seq: int, whole: bytes) -> None:
        """Keeps the whole as of the saved change `seq`, so that loading is quick again."""
        kept = await asyncio.to_thread(pressed, whole)
        async with self.database.write() as tx:
            if not await docs.put_state(tx, str(name), epoch, seq, kept):
                return
        async with self.database.read() as tx:
            rows, size = await docs.weight(tx, str(name))
        if rows > 2 * KEPT_ROWS or size > 2 * KEPT_BYTES:
            await self._forget(name, rows, size)

    async def _forget(self, name: DocName, rows: int, size_bytes: int) -> None:
        """The older part of the log goes; what it had come to is kept."""
        async with self.database.read() as tx:
            first, base = await docs.base(tx, str(name))
            too_old = await docs.log(tx, str(name), first, limit=rows // 2)
        if not too_old:
            return
        whole = await asyncio.to_thread(put_together, name.kind, base, too_old)
        async with self.database.write() as tx:
            await docs.put_base(tx, str(name), too_old[-1].seq, whole)
        log.info("boards.log_trimmed", rows=len(too_old), bytes_before=size_bytes)

    def _until(self, now: datetime) -> datetime:
        return now + timedelta(seconds=HELD_S)


async def as_of(tx: Tx, name: DocName, seq: int) -> tuple[int, bytes, list[docs.Row]]:
    """What a document was after change `seq` is put together from: base, and rows up to it."""
    first, base = await docs.base(tx, str(name))
    return first, base, await docs.log(tx, str(name), first, until=seq)


def put_together(kind: Kind, base: bytes, rows: list[docs.Row]) -> bytes:
    """What rows come to on a base, both compressed; for a thread. Raises: NotSaved."""
    document = built(kind, unpressed(base) + [u for row in rows for u in unpack(row.data)])
    try:
        return pressed(document.state())
    finally:
        document.close()


def built(kind: Kind, updates: list[bytes], client_id: int = 1) -> Document:
    """A document of these, without those that the library cannot take. Raises: NotSaved."""
    for _ in range(MOST_BAD):
        try:
            return Document(kind, updates, client_id=client_id)
        except Broken:
            bad = _first_bad(kind, updates)
            log.exception("boards.bad_update_left_out", at=bad, of=len(updates))
            updates = updates[:bad] + updates[bad + 1 :]
    raise NotSaved("This document cannot be read. Whoever runs the server finds why in its log.")


def _first_bad(kind: Kind, updates: list[bytes]) -> int:
    """The shortest beginning that breaks ends with it."""
    low, high = 0, len(updates)
    while high - low > 1:
        middle = (low + high) // 2
        if _is_sound(kind, updates[:middle]):
            low = middle
        else:
            high = middle
    return high - 1


def _is_sound(kind: Kind, updates: list[bytes]) -> bool:
    try:
        Document(kind, updates).close()
    except Broken:
        return False
    return True
