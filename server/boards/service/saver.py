"""Saves what rooms have accepted, all rooms' together; refuses to call saved what is not.

While one commit runs the next gathers, so that a quiet server saves at once and a busy one in
few transactions.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import groupby

import structlog

from server.boards.model import Changed, Displaced, Gap, NotSaved
from server.boards.packing import pack
from server.boards.service.room import Change, Room
from server.boards.store import docs
from server.core.db import DATABASE_ERRORS, Database

BETWEEN_S = 0.1
"""Between two commits, so that a burst is one; an ack waits no longer than this and a commit."""
RETRY_S = 0.5
STALLED_S = 15.0
"""A document that cannot be saved for so long is closed, and what was not acked is lost to it."""
log = structlog.get_logger()

Batch = tuple[Room, list[Change]]


class Saver:
    """One writer for all open documents of a node."""

    def __init__(
        self,
        database: Database,
        *,
        saved: Callable[[Changed], None],
        lost: Callable[[Room, Exception], None],
    ) -> None:
        self._database = database
        self._saved = saved
        self._lost = lost
        self._dirty: set[Room] = set()
        self._is_any = asyncio.Event()
        self._failing_since_s: dict[Room, float] = {}
        self._one_at_a_time = asyncio.Lock()
        self._stopping = asyncio.Event()

    def save_soon(self, room: Room) -> None:
        """Something waits there."""
        self._dirty.add(room)
        self._is_any.set()

    async def run(self) -> None:
        """Saves until stopped."""
        while not self._stopping.is_set():
            await self._is_any.wait()
            has_failed = await self.save()
            await self._pause(RETRY_S if has_failed else BETWEEN_S)

    async def stop(self) -> None:
        """Saves what waits, and no more."""
        self._stopping.set()
        self._is_any.set()
        await self.save()

    async def _pause(self, longest_s: float) -> None:
        """More gathers meanwhile; who stops need not wait for it."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), longest_s)

    async def save(self) -> bool:
        """Saves what waits now; whether anything could not be.

        Whoever asks may give up waiting: the transaction goes on, for what is half known would be
        saved twice.
        """
        return await asyncio.shield(asyncio.ensure_future(self._save_in_turn()))

    async def _save_in_turn(self) -> bool:
        async with self._one_at_a_time:
            return await self._save_now()

    async def _save_now(self) -> bool:
        self._is_any.clear()
        rooms, self._dirty = self._dirty, set()
        batches = [(room, list(room.waiting)) for room in rooms if room.waiting]
        unsound = [room for room, _ in batches if not room.is_sound()]
        for room in unsound:
            self._lose(room, Gap("Something in it had not arrived. Please open it again."))
        batches = [one for one in batches if one[0] not in unsound]
        if not batches:
            return False
        try:
            await self._write(batches)
        except DATABASE_ERRORS as error:
            log.warning("boards.not_saved", error=type(error).__name__, rooms=len(batches))
            return await self._save_each(batches)
        return False

    async def _save_each(self, batches: Sequence[Batch]) -> bool:
        """One room's trouble is not the others'."""
        has_failed = False
        now_s = asyncio.get_running_loop().time()
        for batch in batches:
            try:
                await self._write([batch])
            except DATABASE_ERRORS:
                has_failed = True
                self._keep_trying(batch[0], now_s)
        return has_failed

    def _keep_trying(self, room: Room, now_s: float) -> None:
        since_s = self._failing_since_s.setdefault(room, now_s)
        if now_s - since_s > STALLED_S:
            self._lose(room, NotSaved("Please open it again in a moment."))
        else:
            self.save_soon(room)

    async def _write(self, batches: Sequence[Batch]) -> None:
        """Raises: DATABASE_ERRORS, and nothing of it is saved then."""
        additions = [_addition(room, changes) for room, changes in batches]
        async with self._database.write() as tx:
            displaced = await docs.append(tx, additions)
        for room, changes in batches:
            if room.key in displaced:
                self._lose(room, Displaced("It is open on another server now."))
            else:
                self._acknowledge(room, changes)

    def _acknowledge(self, room: Room, changes: list[Change]) -> None:
        self._failing_since_s.pop(room, None)
        del room.waiting[: len(changes)]
        room.owners.saved(room.clocks)
        for change in changes:
            if not change.saved.done():
                change.saved.set_result(change.seq)
        paths = frozenset().union(*(change.paths for change in changes))
        self._saved(Changed(room.key, changes[-1].seq, paths))
        if room.waiting:
            self.save_soon(room)

    def _lose(self, room: Room, why: Exception) -> None:
        self._failing_since_s.pop(room, None)
        self._lost(room, why)


def _addition(room: Room, changes: list[Change]) -> docs.Addition:
    rows: list[docs.Row] = []
    for person, group in groupby(changes, key=lambda one: one.person):
        own = list(group)
        data = pack(one.update for one in own)
        rows.append(docs.Row(own[-1].seq, len(own), person, own[-1].at, data))
    return docs.Addition(room.key, room.epoch, rows, room.claims())
