"""News of documents on their way up: notices for sockets, changes for whoever reads documents."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from server.boards.model import Changed
from server.boards.model.live import Notice


class Fanout:
    """Gathers news until they are read."""

    def __init__(self) -> None:
        self._notices: asyncio.Queue[Notice] = asyncio.Queue()
        self._readers: set[_Reader] = set()

    def tell(self, notice: Notice) -> None:
        """For sockets, in this order."""
        self._notices.put_nowait(notice)

    async def notices(self) -> AsyncIterator[Notice]:
        """For one reader."""
        while True:
            yield await self._notices.get()

    def publish(self, changed: Changed) -> None:
        """For every reader of `changes`."""
        for reader in self._readers:
            reader.hear(changed)

    async def changes(self) -> AsyncIterator[Changed]:
        """From the first step of the iteration on."""
        reader = _Reader()
        self._readers.add(reader)
        try:
            while True:
                yield await reader.next()
        finally:
            self._readers.discard(reader)


class _Reader:
    """What one reader has not read yet: one entry a document, however often it changes."""

    def __init__(self) -> None:
        self._waiting: dict[str, Changed] = {}
        self._is_any = asyncio.Event()

    def hear(self, changed: Changed) -> None:
        before = self._waiting.get(changed.doc)
        paths = changed.paths | before.paths if before else changed.paths
        self._waiting[changed.doc] = Changed(changed.doc, changed.seq, paths)
        self._is_any.set()

    async def next(self) -> Changed:
        await self._is_any.wait()
        name = next(iter(self._waiting))
        changed = self._waiting.pop(name)
        if not self._waiting:
            self._is_any.clear()
        return changed
