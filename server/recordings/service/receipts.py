"""What people agreed to, to be seen and taken back; what was kept by it is gone then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from server.core.clock import Clock
from server.core.db import Database
from server.core.errors import NotFound
from server.mentorships.service import Mentorships
from server.recordings.model import Receipt, Recording
from server.recordings.service.naming import Naming
from server.recordings.store import receipts
from server.recordings.store import recordings as store

MAX_LISTED = 200
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt as its holder sees it."""

    receipt: Receipt
    title: str
    """Of the session; empty: its room is gone."""
    people: tuple[str, ...]
    """Names of everybody with an account who agreed, the holder too."""
    is_live: bool
    expires_at: datetime | None


class Receipts:
    """Use cases on receipts."""

    def __init__(
        self, clock: Clock, database: Database, mentorships: Mentorships, naming: Naming
    ) -> None:
        self._clock = clock
        self._database = database
        self._mentorships = mentorships
        self._naming = naming

    async def of_person(self, person: str) -> list[ReceiptView]:
        """All that somebody agreed to, newest first, at most 200."""
        async with self._database.read() as tx:
            found = await receipts.of_person(tx, person, limit=MAX_LISTED)
        return await self._views(found)

    async def of_mentorship(self, person: str, mentorship: str) -> list[ReceiptView]:
        """What one of the two agreed to with the other since they began. Raises: NotFound."""
        pair = await self._mentorships.one(person, mentorship)
        async with self._database.read() as tx:
            found = await receipts.of_both(
                tx, person, pair.other_than(person), since=pair.started_at, limit=MAX_LISTED
            )
        return await self._views(found)

    async def revoke(self, person: str, recording: str) -> Receipt:
        """Take back one's consent: what was kept is gone for all. Raises: NotFound."""
        now = self._clock.now()
        async with self._database.write() as tx:
            found = await receipts.find(tx, person, recording)
            if found is None:
                raise NotFound("There is no such consent of yours.")
            if found.revoked_at is None and found.gone_at is None:
                await receipts.revoke(tx, person, recording, now)
                kept = await store.find(tx, recording)
                is_at_rest = kept is None or not kept.is_live
                await store.erase(tx, [recording], "revoked", now, is_at_rest=is_at_rest)
        log.info("consent.revoked", recording=recording, kind=found.kind)
        return found

    async def _views(self, found: Sequence[Receipt]) -> list[ReceiptView]:
        ids = [one.recording for one in found]
        async with self._database.read() as tx:
            there = {one.id: one for one in await store.some(tx, ids)}
            partners = await receipts.partners(tx, ids)
        titles = await self._naming.titles([one.room for one in found if one.room])
        people = await self._naming.people(
            person for agreed in partners.values() for person in agreed
        )
        return [
            ReceiptView(
                receipt=one,
                title=titles.get(one.room or "", ""),
                people=tuple(people[who] for who in partners[one.recording] if who in people),
                is_live=_is_live(there.get(one.recording)),
                expires_at=self._expires_at(there.get(one.recording)),
            )
            for one in found
        ]

    def _expires_at(self, kept: Recording | None) -> datetime | None:
        return None if kept is None else self._naming.expires_at(kept)


def _is_live(kept: Recording | None) -> bool:
    return kept is not None and kept.is_live
