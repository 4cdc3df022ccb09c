"""Writes the goals documents into rows, soon after each change; refuses to be asked for the truth.

A row of the table depends on its row of the document alone, and is read when it is written: so it
does not matter how often or in which order that happens, and whoever starts again looks for
documents that went on without their rows.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

import structlog
from pycrdt import Doc

from server.boards.goals import document
from server.boards.goals.items import Item, Kind
from server.boards.model import Changed, DocName, NoDocument, goals_of
from server.boards.model import Kind as DocKind
from server.boards.service.boards import Boards
from server.boards.store import goals as store
from server.core.db import Database
from server.core.errors import Refusal

SETTLES_S = 0.3
_AT_ONCE = 100
log = structlog.get_logger()
Row = tuple[Kind, str]


@dataclass(slots=True)
class _Waiting:
    rows: set[Row] = field(default_factory=set)
    is_all: bool = False
    seq: int = 0


@dataclass(frozen=True, slots=True)
class _Look:
    items: list[Item]
    bent: list[Row]
    """Rows in which something does not fit."""


class Projector:
    """One a process; the documents that are open here are its concern."""

    def __init__(self, database: Database, boards: Boards) -> None:
        self._database = database
        self._boards = boards
        self._waiting: defaultdict[str, _Waiting] = defaultdict(_Waiting)
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def run(self) -> None:
        """Hears of changes until cancelled."""
        try:
            async for news in self._boards.changes():
                self._hear(news)
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def project(self, mentorship: str, rows: Collection[Row], seq: int = 0) -> None:
        """These rows as they are now; repairs what does not fit. Raises: Elsewhere."""
        name = goals_of(mentorship)
        # What is read first is written first, or older values would stand for good.
        async with self._turns.setdefault(mentorship, asyncio.Lock()):
            seen = await self._boards.read(name, lambda doc: _look(doc, rows))
            async with self._database.write() as tx:
                await store.put(tx, mentorship, rows, seen.items, seq)
        if seen.bent:
            await self._boards.edit(name, None, lambda doc: document.repair(doc, seen.bent))

    async def rebuild(self, mentorship: str, seq: int = 0) -> None:
        """Every row anew. Raises: Elsewhere."""
        async with self._turns.setdefault(mentorship, asyncio.Lock()):
            while True:
                items = await self._boards.read(goals_of(mentorship), document.items_of)
                async with self._database.write() as tx:
                    known = await store.seq_of(tx, mentorship)
                    if known <= seq:
                        return await store.replace_all(tx, mentorship, items, seq)
                # A server that runs beside this has written newer rows than these may be.
                seq = known

    async def rebuild_all(self) -> int:
        """For operators: all rows of all mentorships anew; returns of how many."""
        async with self._database.read() as tx:
            found = await store.every(tx)
        return await self._rebuild(found)

    async def catch_up(self) -> int:
        """Documents that went on without their rows, as when a process died; returns how many."""
        async with self._database.read() as tx:
            found = await store.behind(tx, _AT_ONCE)
        waiting = set(self._waiting)
        return await self._rebuild([(one, seq) for one, seq in found if one not in waiting])

    async def _rebuild(self, found: Iterable[tuple[str, int]]) -> int:
        done = 0
        for mentorship, seq in found:
            try:
                await self.rebuild(mentorship, seq)
                done += 1
            except Refusal as refusal:  # another node has it open, and projects it itself
                log.info("goals.not_rebuilt", mentorship=mentorship, code=refusal.code)
        return done

    def _hear(self, news: Changed) -> None:
        try:
            name = DocName.of(news.doc)
        except NoDocument:
            return
        if name.kind is not DocKind.GOALS:
            return
        is_new = name.subject not in self._waiting
        waiting = self._waiting[name.subject]
        for path in news.paths:
            touched = document.row_at(path)
            waiting.rows |= touched
            waiting.is_all |= not touched
        waiting.seq = max(waiting.seq, news.seq)
        if is_new:
            task = asyncio.create_task(self._settle(name.subject))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _settle(self, mentorship: str) -> None:
        await asyncio.sleep(SETTLES_S)
        waiting = self._waiting.pop(mentorship)
        try:
            if waiting.is_all:
                await self.rebuild(mentorship, waiting.seq)
            await self.project(mentorship, waiting.rows, waiting.seq)
        except Exception:
            log.exception("goals.not_projected", mentorship=mentorship)  # `catch_up` finds it


def _look(doc: Doc[Any], rows: Collection[Row]) -> _Look:
    look = _Look([], [])
    for kind, row in rows:
        reading = document.read_row(doc, kind, row)
        if reading is not None and reading.item is not None:
            look.items.append(reading.item)
        if document.needs_repair(doc, kind, row):
            look.bent.append((kind, row))
    return look
