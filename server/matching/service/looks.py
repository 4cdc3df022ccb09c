"""Notes which lists were shown; the same look again is not another list, and costs no write."""

from __future__ import annotations

from server.core.db import Database
from server.matching.model import ShownList
from server.matching.recent import Recent
from server.matching.store import shown

_REMEMBERED = 10_000


class Looks:
    """The last list of each mentee is remembered here, and looked up where it is not."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last: Recent[tuple[str, str], ShownList] = Recent(_REMEMBERED)

    async def note(self, one: ShownList) -> None:
        """Keeps a list, unless it is the one before."""
        whose = (one.mentee, one.programme)
        last = self._last.get(whose)
        if last is not None and one.is_same_look(last):
            return
        async with self._database.write() as tx:
            before = await shown.latest(tx, one.mentee, one.programme)
            is_new = before is None or not one.is_same_look(before)
            if is_new:
                await shown.add(tx, one)
        self._last.put(whose, one if is_new or before is None else before)
