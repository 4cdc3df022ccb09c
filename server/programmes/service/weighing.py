"""What a programme weighs by, and every set of weights it had: set, learned, taken back."""

from __future__ import annotations

from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import NotFound
from server.programmes.model import (
    Author,
    Programme,
    ProgrammeChange,
    Weights,
    WeightsMoved,
    WeightsVersion,
    Why,
)
from server.programmes.service.programmes import Programmes
from server.programmes.store import programmes as kept
from server.programmes.store import weights as versions


class Weighing:
    """Use cases on the weights of programmes."""

    def __init__(self, *, clock: Clock, database: Database, programmes: Programmes) -> None:
        self._clock = clock
        self._database = database
        self._programmes = programmes

    async def versions(self, tx: Tx, programme: Programme) -> list[WeightsVersion]:
        """All of them, the one in use first; for our own domains."""
        return await versions.of_programme(tx, programme)

    async def history(self, coordinator: str, programme_id: str) -> list[WeightsVersion]:
        """All of them, the one in use first. Raises: NotFound."""
        async with self._database.read() as tx:
            programme = await self._programmes.coordinated(tx, coordinator, programme_id)
            return await versions.of_programme(tx, programme)

    async def lock(self, tx: Tx, programme_id: str) -> Programme:
        """The programme; nobody changes it until `tx` ends. Raises: NotFound."""
        found = await kept.find(tx, programme_id, is_to_change=True)
        if found is None:
            raise NotFound("There is no such programme.")
        return found

    async def put(
        self, tx: Tx, programme: Programme, weights: Weights, why: Why, *, base: int
    ) -> Programme:
        """Other weights for a programme that is locked, if version `base` is in use still.

        `Programmes.tell` makes it news once it is committed. Raises: WeightsMoved, Invalid.
        """
        now = await versions.of_programme(tx, programme)
        if now[0].number != base:
            raise WeightsMoved("Somebody has set other weights since. Please look again.")
        made = ProgrammeChange(weights=weights).onto(programme)
        await self._programmes.put(tx, programme, made, why)
        return made

    async def restore(self, coordinator: str, programme_id: str, number: int, *, base: int) -> None:
        """The weights of an earlier version again; `base` is the one that was looked at.

        Raises: NotFound, WeightsMoved.
        """
        async with self._database.write() as tx:
            found = await self._programmes.coordinated(
                tx, coordinator, programme_id, is_to_change=True
            )
            known = await versions.of_programme(tx, found)
            wanted = next((one for one in known if one.number == number), None)
            if wanted is None:
                raise NotFound("The programme never had this version.")
            why = Why(Author.ROLLBACK, coordinator, {}, number)
            await self.put(tx, found, wanted.weights, why, base=base)
        await self._programmes.tell(programme_id)
