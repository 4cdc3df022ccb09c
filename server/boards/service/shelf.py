"""The boards of a mentorship or a programme: listed, made, renamed, put away."""

from __future__ import annotations

from collections.abc import Callable

from server.boards.model import Access, Board, BoardsFull, DocName, Kind, NoDocument, Place
from server.boards.model.board import MOST_BOARDS, clean_title
from server.boards.service.boards import Boards
from server.boards.service.gate import Gate
from server.boards.store import boards as store
from server.core.clock import Clock
from server.core.db import Database
from server.core.ids import new_id


class Shelf:
    """Use cases on whiteboards as such; what is on them is `Boards`'."""

    def __init__(self, database: Database, clock: Clock, gate: Gate, boards: Boards) -> None:
        self._database = database
        self._clock = clock
        self._gate = gate
        self._boards = boards

    async def of_place(self, person: str, place: Place) -> tuple[list[Board], Access]:
        """The last changed first, those put away too, and what `person` may do there.

        Raises: NoDocument.
        """
        access = await self._gate.place(person, place)
        async with self._database.read() as tx:
            return await store.of_place(tx, place, limit=MOST_BOARDS), access

    async def make(self, person: str, place: Place, title: str) -> Board:
        """Raises: NoDocument, ReadOnly, Forbidden, Invalid, BoardsFull."""
        await self._gate.keep(person, place)
        now = self._clock.now()
        made = Board(
            id=new_id(),
            place=place,
            title=clean_title(title),
            created_by=person,
            created_at=now,
            changed_at=now,
        )
        async with self._database.write() as tx:
            if await store.count(tx, place) >= MOST_BOARDS:
                raise BoardsFull(f"At most {MOST_BOARDS} boards.")
            await store.add(tx, made)
        return made

    async def show(self, person: str, board_id: str) -> tuple[Board, Access]:
        """Raises: NoDocument."""
        return await self._gate.board(person, board_id)

    async def rename(self, person: str, board_id: str, title: str) -> Board:
        """Raises: NoDocument, ReadOnly, Forbidden, Invalid."""
        return await self._change(person, board_id, lambda board: board.renamed(title))

    async def archive(self, person: str, board_id: str) -> Board:
        """Puts it away, also for who has it open. Raises: NoDocument, ReadOnly, Forbidden."""
        now = self._clock.now()
        return await self._change(person, board_id, lambda board: board.archived(now))

    async def restore(self, person: str, board_id: str) -> Board:
        """Takes it out again. Raises: NoDocument, ReadOnly, Forbidden."""
        return await self._change(person, board_id, Board.restored)

    async def _change(self, person: str, board_id: str, change: Callable[[Board], Board]) -> Board:
        found, _ = await self._gate.board(person, board_id)
        await self._gate.keep(person, found.place)
        async with self._database.write() as tx:
            current = await store.find(tx, board_id, is_to_change=True)
            if current is None:
                raise NoDocument
            changed = change(current)
            await store.put(tx, changed)
        await self._boards.recheck(str(DocName(Kind.BOARD, board_id)))
        return changed
