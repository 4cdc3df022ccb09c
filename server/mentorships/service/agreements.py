"""Agreements: written by one, signed by both, renewed as a new edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from server.core.clock import Clock
from server.core.db import Database, Tx
from server.mentorships.model.agreement import (
    Agreement,
    AgreementChanged,
    Draft,
    Pace,
    Signature,
    first_draft,
)
from server.mentorships.model.mentorship import Mentorship, NotInMentorship
from server.mentorships.model.request import WrongState
from server.mentorships.post import Post
from server.mentorships.store import agreements as store
from server.mentorships.store import mentorships as kept


@dataclass(frozen=True, slots=True)
class AgreementView:
    """The words to read, and the edition that holds now."""

    latest: Agreement | None
    signed: Agreement | None
    first: Draft
    """What to begin with."""


class Agreements:
    """Use cases on agreements."""

    def __init__(self, *, database: Database, clock: Clock, post: Post) -> None:
        self._database = database
        self._clock = clock
        self._post = post

    async def show(self, person: str, mentorship: str) -> AgreementView:
        """Raises: NotInMentorship."""
        async with self._database.read() as tx:
            return await self._view(tx, await self._find(tx, person, mentorship))

    async def write(
        self, person: str, mentorship: str, edition: int, draft: Draft
    ) -> AgreementView:
        """The next edition, signed by its writer; `edition` is the one it was written from.

        Raises: NotInMentorship, AgreementChanged, WrongState, Invalid.
        """
        clean, now = draft.checked(), self._clock.now()
        async with self._database.write() as tx:
            found = await self._find(tx, person, mentorship, is_to_change=True)
            editions = await store.editions(tx, mentorship)
            if (editions[0].edition if editions else 0) != edition:
                raise AgreementChanged("The other one has written something. Please read it first.")
            side = found.side_of(person)
            written = Agreement(
                mentorship=mentorship,
                edition=edition + 1,
                draft=clean,
                written_by=side,
                written_at=now,
                signatures=(Signature(side, now),),
            )
            await store.add(tx, written)
            await self._tell(tx, found, person, "agreement_written")
            return await self._view(tx, found)

    async def sign(self, person: str, mentorship: str, edition: int) -> AgreementView:
        """Raises: NotInMentorship, AgreementChanged, WrongState."""
        async with self._database.write() as tx:
            found = await self._find(tx, person, mentorship, is_to_change=True)
            editions = await store.editions(tx, mentorship)
            if not editions:
                raise AgreementChanged("There is nothing to sign yet.")
            signed = editions[0].signed(found.side_of(person), edition, self._clock.now())
            await store.sign(tx, signed, signed.signatures[-1])
            await self._tell(tx, found, person, "agreement_signed")
            return await self._view(tx, found)

    async def paces_in(self, tx: Tx, mentorships: Iterable[str]) -> dict[str, Pace]:
        """What both signed last, of those in which they did, for our own domains."""
        return await store.paces(tx, mentorships)

    async def _find(
        self, tx: Tx, person: str, mentorship: str, *, is_to_change: bool = False
    ) -> Mentorship:
        found = await kept.find(tx, mentorship, is_to_change=is_to_change)
        if found is None:
            raise NotInMentorship
        found.side_of(person)
        if is_to_change and not found.is_running:
            raise WrongState("This mentorship has ended.")
        return found

    async def _view(self, tx: Tx, found: Mentorship) -> AgreementView:
        editions = await store.editions(tx, found.id)
        signed = next((one for one in editions if one.is_signed), None)
        return AgreementView(editions[0] if editions else None, signed, first_draft(found))

    async def _tell(self, tx: Tx, found: Mentorship, person: str, kind: str) -> None:
        path = f"/mentorships/{found.id}/agreement"
        await self._post.tell(tx, kind, found.other_than(person), person, path)
