"""Taking part: joining by a link, saying yes or no to an invitation, answering, leaving."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from server.accounts.model import Role
from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import NotFound
from server.core.ids import digest, new_id, new_secret
from server.core.settings import Settings
from server.programmes.model import (
    SHOWN,
    Answer,
    Link,
    LinkSpent,
    Membership,
    Programme,
    Standing,
    chosen_roles,
    clean_answers,
    new_link,
    require_closed_circle,
    require_enrolling,
    require_room,
)
from server.programmes.service.programmes import GONE, Programmes
from server.programmes.store import members, programmes


@dataclass(frozen=True, slots=True)
class LinkWish:
    """A link to be made."""

    label: str
    roles: frozenset[Role]
    expires_at: datetime
    most_uses: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a link tells whoever has it."""

    programme: Programme
    roles: frozenset[Role]
    membership: Membership | None
    """Of the caller, when they are signed in and have to do with it already."""


class Enrolment:
    """Use cases on links, and on one's own part in a programme."""

    def __init__(
        self,
        *,
        settings: Settings,
        clock: Clock,
        database: Database,
        accounts: Accounts,
        programmes: Programmes,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._database = database
        self._accounts = accounts
        self._programmes = programmes

    # --- links ---------------------------------------------------------------------------

    async def links(self, coordinator: str, programme_id: str) -> list[Link]:
        """Links that were not withdrawn. Raises: NotFound."""
        async with self._database.read() as tx:
            await self._programmes.coordinated(tx, coordinator, programme_id)
            return await members.links(tx, programme_id)

    async def add_link(
        self, coordinator: str, programme_id: str, wish: LinkWish
    ) -> tuple[Link, str]:
        """A link and its address, which is told this once. Raises: NotFound, Invalid, Conflict."""
        now, secret = self._clock.now(), new_secret(24)
        async with self._database.write() as tx:
            found = await self._programmes.coordinated(tx, coordinator, programme_id)
            require_closed_circle(found)
            open_links = [one for one in await members.links(tx, found.id) if one.is_good(now)]
            require_room(len(open_links))
            made = new_link(
                Link(
                    id=new_id(),
                    programme=found.id,
                    label=wish.label,
                    roles=wish.roles,
                    created_at=now,
                    expires_at=wish.expires_at,
                    most_uses=wish.most_uses,
                    uses=0,
                    revoked_at=None,
                ),
                now,
            )
            await members.add_link(tx, made, digest(secret))
        return made, f"{self._settings.effective_public_url}/join/{secret}"

    async def revoke_link(self, coordinator: str, programme_id: str, link_id: str) -> None:
        """It lets nobody in from now on. Raises: NotFound."""
        async with self._database.write() as tx:
            await self._programmes.coordinated(tx, coordinator, programme_id)
            if not await members.revoke_link(tx, programme_id, link_id, self._clock.now()):
                raise NotFound("There is no such link, or it was withdrawn already.")

    async def look(self, secret: str, person: str | None) -> Seen:
        """What a link leads to. Raises: LinkSpent."""
        async with self._database.read() as tx:
            programme, link = await self._good_link(tx, secret)
            one = await members.get(tx, programme.id, person) if person else None
        known = one if one and one.standing in SHOWN else None
        return Seen(programme, link.roles, known)

    async def join(
        self,
        person: str,
        secret: str,
        roles: Iterable[Role] = (),
        answers: Mapping[str, Answer] | None = None,
    ) -> Programme:
        """Take part by a link, or in a further role; a second time changes nothing.

        Raises: LinkSpent, WrongState, Invalid.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            programme, link = await self._good_link(tx, secret)
            require_enrolling(programme, now)
            taken = chosen_roles(link.roles, roles)
            before = await members.get(tx, programme.id, person, is_to_change=True)
            if before is not None and before.is_in and taken <= before.roles:
                return programme
            if not await members.use_link(tx, link.id, now):
                raise LinkSpent
            await self._enter(tx, programme, before, person, taken, answers or {})
        await self._programmes.tell(programme.id, person)
        return programme

    # --- one's own part ------------------------------------------------------------------

    async def accept(
        self,
        person: str,
        programme_id: str,
        roles: Iterable[Role] = (),
        answers: Mapping[str, Answer] | None = None,
    ) -> None:
        """Say yes to an invitation. Raises: NotFound, EmailUnverified, WrongState, Invalid."""
        await self._accounts.require_verified(person)
        async with self._database.write() as tx:
            programme, before = await self._own(tx, person, programme_id)
            if before.standing is not Standing.INVITED:
                return
            require_enrolling(programme, self._clock.now())
            taken = chosen_roles(before.roles, roles)
            await self._enter(
                tx, programme, replace(before, roles=taken), person, taken, answers or {}
            )
        await self._programmes.tell(programme_id, person)

    async def answer(self, person: str, programme_id: str, answers: Mapping[str, Answer]) -> None:
        """Answer a programme's own questions, all at once. Raises: NotFound, Invalid."""
        async with self._database.write() as tx:
            programme, before = await self._own(tx, person, programme_id)
            clean = clean_answers(programme.questions, before.roles, answers)
            await self._keep(tx, replace(before, answers=clean))

    async def leave(self, person: str, programme_id: str) -> None:
        """Take part no longer, or say no to an invitation. Raises: NotFound, ProgrammeFixed."""
        async with self._database.write() as tx:
            programme, before = await self._own(tx, person, programme_id)
            require_closed_circle(programme)
            now = self._clock.now()
            await members.put(tx, replace(before, standing=Standing.LEFT, left_at=now))
        await self._programmes.tell(programme_id, person)

    # --- inside --------------------------------------------------------------------------

    async def _good_link(self, tx: Tx, secret: str) -> tuple[Programme, Link]:
        link = await members.link_of(tx, digest(secret))
        programme = await programmes.find(tx, link.programme) if link else None
        if link is None or programme is None or not link.is_good(self._clock.now()):
            raise LinkSpent("Ask whoever sent it to you for another one.")
        return programme, link

    async def _enter(
        self,
        tx: Tx,
        programme: Programme,
        before: Membership | None,
        person: str,
        roles: frozenset[Role],
        answers: Mapping[str, Answer],
    ) -> None:
        kept = before if before is not None and before.standing in SHOWN else None
        every = roles | (kept.roles if kept else frozenset())
        merged = {**(before.answers if before else {}), **answers}
        asked = {one.id for one in programme.questions if one.roles & every}
        known = {key: value for key, value in merged.items() if key in asked or key in answers}
        clean = clean_answers(programme.questions, every, known)
        now = self._clock.now()
        made = Membership(
            programme=programme.id,
            person=person,
            roles=every,
            standing=Standing.JOINED,
            answers=clean,
            invited_at=before.invited_at if before else None,
            letter_at=before.letter_at if before else None,
            joined_at=kept.joined_at if kept and kept.joined_at else now,
        )
        await self._keep(tx, made)
        await self._accounts.add_roles(tx, person, roles)

    async def _keep(self, tx: Tx, one: Membership) -> None:
        if not await members.begin(tx, one):
            await members.put(tx, one)

    async def _own(self, tx: Tx, person: str, programme_id: str) -> tuple[Programme, Membership]:
        """A programme of somebody's and where they stand. Raises: NotFound."""
        programme = await programmes.find(tx, programme_id)
        if programme is None or programme.is_draft:
            raise NotFound(GONE)
        found = await self._programmes.membership(tx, programme, person)
        if found is None:
            raise NotFound(GONE)
        return programme, found
