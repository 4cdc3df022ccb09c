"""What kept things are called and who is in them; refuses names of people who are gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.accounts.service import Accounts
from server.core.settings import Settings
from server.recordings.model import Recording
from server.rooms.service import Rooms


@dataclass(frozen=True, slots=True)
class Named:
    """Titles by room, and names by seat for each recording or transcript."""

    titles: dict[str, str]
    names: dict[str, dict[str, str]]


class Naming:
    """Asks rooms and accounts."""

    def __init__(self, settings: Settings, rooms: Rooms, accounts: Accounts) -> None:
        self._kept = timedelta(days=settings.recording_retention_days)
        self._rooms = rooms
        self._accounts = accounts

    def expires_at(self, one: Recording) -> datetime | None:
        """When it is deleted by itself; None while it goes on."""
        return None if one.ended_at is None else one.ended_at + self._kept

    async def of(self, found: Sequence[Recording]) -> Named:
        """For those who were in all of these."""
        titles = await self._rooms.titles([one.room for one in found])
        people = await self.people(
            agreed.person for one in found for agreed in one.consents if agreed.person
        )
        names = {
            one.id: {
                agreed.seat: people.get(agreed.person or "", agreed.guest_name or "")
                for agreed in one.consents
            }
            for one in found
        }
        return Named(titles, names)

    async def titles(self, rooms: Sequence[str]) -> dict[str, str]:
        """By room."""
        return await self._rooms.titles(rooms)

    async def people(self, ids: Iterable[str]) -> dict[str, str]:
        """Names by account, of those that are there."""
        found = await self._accounts.people(set(ids))
        return {person: one.name for person, one in found.items()}
