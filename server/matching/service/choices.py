"""Favourites, and mentors set aside: a mentee's own, seen by nobody else."""

from __future__ import annotations

from datetime import datetime

from server.core.clock import Clock
from server.core.db import Database
from server.core.errors import NotFound
from server.matching.model import KEPT_LISTS, MOST_CHOICES, Choice, TooManyChoices
from server.matching.store import choices, shown
from server.profiles.model import Entry
from server.profiles.service import Profiles


class Choices:
    """Use cases of mentees on their own choices."""

    def __init__(self, *, database: Database, clock: Clock, profiles: Profiles) -> None:
        self._database = database
        self._clock = clock
        self._profiles = profiles

    async def all(self, mentee: str, made: Choice) -> list[Entry]:
        """The mentors somebody chose so, the latest first; who is gone is left out."""
        async with self._database.read() as tx:
            chosen = await choices.of_mentee(tx, mentee)
        ids = [mentor for mentor, one in chosen.items() if one is made]
        found = await self._profiles.several(ids)
        return [found[one] for one in ids if one in found]

    async def put(self, mentee: str, mentor: str, made: Choice) -> None:
        """Raises: NotFound for a mentor whom the mentee may not see, TooManyChoices."""
        if mentor == mentee:
            raise NotFound("You are not your own mentor.")
        await self._profiles.mentor(mentee, mentor)
        async with self._database.write() as tx:
            known = await choices.of_mentee(tx, mentee)
            if mentor not in known and len(known) >= MOST_CHOICES:
                raise TooManyChoices(f"At most {MOST_CHOICES}: let go of some first.")
            await choices.put(tx, mentee, mentor, made, self._clock.now())

    async def remove(self, mentee: str, mentor: str, made: Choice) -> None:
        """Idempotent."""
        async with self._database.write() as tx:
            await choices.remove(tx, mentee, mentor, made)

    async def sweep(self, now: datetime) -> None:
        """Forget lists that are too old to learn from."""
        async with self._database.write() as tx:
            await shown.forget(tx, now - KEPT_LISTS)
