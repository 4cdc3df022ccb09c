"""A host's own rules: read, and saved as a whole."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from server.core.db import Tx
from server.scheduling.model import Availability, ChangedElsewhere, clean_availability
from server.scheduling.service.ledger import Ledger
from server.scheduling.store import availability as saved


class Availabilities:
    """A host's own rules."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database
        self._clock = ledger.clock

    async def own(self, person: str) -> Availability:
        """As saved, else as the profile suggests. Raises: NotFound."""
        return await self._ledger.availability(person)

    async def save(self, person: str, given: Availability) -> Availability:
        """What is booked already stays as it is. Raises: Invalid, ChangedElsewhere."""
        cleaned = clean_availability(given)
        async with self._database.write() as tx:
            if not await saved.put(tx, person, cleaned, self._clock.now()):
                raise ChangedElsewhere("Load them again to see what is there now.")
        return replace(cleaned, version=cleaned.version + 1)

    async def away_in(self, tx: Tx, people: Collection[str]) -> dict[str, list[tuple[date, date]]]:
        """The holidays of these hosts, from day to day by their own clock."""
        return {
            person: [(one.first, one.last) for one in found.rules.hours.holidays]
            for person, found in (await saved.several(tx, people)).items()
        }
