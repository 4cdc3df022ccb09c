"""The people of a programme as its coordinators see them: listed, brought in, written to."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from server.accounts.model import Role, RollEntry
from server.accounts.service import Accounts, Registration
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import NotFound
from server.core.settings import Settings
from server.notifications.model import Kind
from server.notifications.service import About, Notifications
from server.profiles.model import completeness
from server.profiles.service import Profiles
from server.programmes.model import (
    SHOWN,
    Brought,
    Membership,
    Programme,
    Standing,
    WrongState,
    brought_as,
    require_closed_circle,
)
from server.programmes.service.programmes import Programmes
from server.programmes.store import members

PAGE_PEOPLE = 50
LETTERS_AT_ONCE = 500
LETTER_AGAIN_AFTER = timedelta(days=1)
"""Sooner, a second letter to the same person is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people of a programme to show."""

    words: str = ""
    role: Role | None = None
    standing: Standing | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a programme as its coordinators see them."""

    entry: RollEntry
    membership: Membership
    ready: frozenset[Role]
    """The roles in which their profile says enough to be matched."""


@dataclass(frozen=True, slots=True)
class Roll:
    """A page of people in the order of their names; `total` of all pages."""

    lines: tuple[Line, ...]
    total: int


class Rolls:
    """Use cases of coordinators on the people of their programmes."""

    def __init__(  # noqa: PLR0913 - one line for each service it stands on
        self,
        *,
        settings: Settings,
        clock: Clock,
        database: Database,
        notifications: Notifications,
        accounts: Accounts,
        registration: Registration,
        profiles: Profiles,
        programmes: Programmes,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._database = database
        self._notifications = notifications
        self._accounts = accounts
        self._registration = registration
        self._profiles = profiles
        self._programmes = programmes

    async def people(self, coordinator: str, programme_id: str, wanted: Wanted) -> Roll:
        """A page of the people in it or asked to it, by name. Raises: NotFound."""
        async with self._database.read() as tx:
            programme = await self._programmes.coordinated(tx, coordinator, programme_id)
            every = await self._every(tx, programme, wanted)
        entries = await self._accounts.roll([one.person for one in every])
        words = _folded(wanted.words).split()
        found = [one for one in entries if _has(one, words, is_named_only=programme.is_open)]
        found.sort(key=lambda one: (_folded(one.name), one.id))
        start = wanted.page * PAGE_PEOPLE
        shown, by_person = found[start : start + PAGE_PEOPLE], {one.person: one for one in every}
        ready = await self._ready([one.id for one in shown])
        lines = tuple(
            Line(
                # Who takes part without having been asked has given nobody the address.
                replace(one, email="") if programme.is_open else one,
                by_person[one.id],
                ready.get(one.id, frozenset()) & by_person[one.id].roles,
            )
            for one in shown
        )
        return Roll(lines, len(found))

    async def remove(self, coordinator: str, programme_id: str, person: str) -> None:
        """Somebody takes part no longer. Raises: NotFound, ProgrammeFixed."""
        async with self._database.write() as tx:
            programme = await self._programmes.coordinated(tx, coordinator, programme_id)
            require_closed_circle(programme)
            before = await members.get(tx, programme.id, person, is_to_change=True)
            if before is None or before.standing not in SHOWN:
                raise NotFound("This person does not take part in the programme.")
            now = self._clock.now()
            await members.put(tx, replace(before, standing=Standing.REMOVED, left_at=now))
        await self._programmes.tell(programme_id, person)

    async def send_letters(
        self, coordinator: str, programme_id: str, people: Sequence[str] | None
    ) -> int:
        """Letters to these people, or to all who were brought in and had none; returns how many.

        Who had one within a day gets no second. Raises: NotFound, WrongState, ProgrammeFixed.
        """
        sent, now = 0, self._clock.now()
        while True:
            async with self._database.write() as tx:
                programme = await self._programmes.coordinated(tx, coordinator, programme_id)
                require_letters(programme)
                waiting = await self._waiting(tx, programme, people, now)
                batch = [one.person for one in waiting[:LETTERS_AT_ONCE]]
                await self.write_to(tx, programme, coordinator, batch)
            sent += len(batch)
            if len(batch) < LETTERS_AT_ONCE:
                return sent

    async def write_to(
        self, tx: Tx, programme: Programme, host_id: str | None, people: Sequence[str]
    ) -> None:
        """A letter to each of these people, in the caller's transaction."""
        if not people:
            return
        known = await self._accounts.several_in(tx, [*people, *([host_id] if host_id else [])])
        host = known[host_id].name if host_id in known else programme.name
        links = await self._registration.first_links(tx, people)
        facts = {"host": host, "programme": programme.name}
        path, told = f"/programmes/{programme.id}", []
        for person in people:
            if (one := known.get(person)) is not None:
                step = "account" if person in links else "programme"
                about = About(path, {**facts, "step": step}, link=links.get(person, ""))
                told.append((one.receiver, about))
        await self._notifications.tell_many(tx, Kind.PROGRAMME_INVITE, told)
        await members.set_letter(tx, programme.id, people, self._clock.now())

    async def bring(
        self, tx: Tx, programme: Programme, people: Mapping[str, frozenset[Role]], fresh: set[str]
    ) -> dict[str, Brought]:
        """Brings people in: those of `fresh` take part at once, others are asked.

        Whoever has left by themselves is not asked again; whoever was removed is.
        """
        now, known = self._clock.now(), await members.several(tx, programme.id, list(people))
        added: list[Membership] = []
        became: dict[str, Brought] = {}
        for person, roles in people.items():
            before = known.get(person)
            became[person] = brought_as(before, is_fresh=person in fresh)
            if became[person] in {Brought.THERE, Brought.GONE}:
                continue
            one = _brought(programme.id, person, roles, became[person], now)
            if before is None:
                added.append(one)
            else:
                await members.put(tx, replace(one, answers=before.answers))
        await members.add(tx, added)
        return became

    async def _every(self, tx: Tx, programme: Programme, wanted: Wanted) -> list[Membership]:
        standings = SHOWN if wanted.standing is None else (wanted.standing,)
        if not programme.is_open:
            return await members.every(tx, programme.id, standings, wanted.role)
        if Standing.JOINED not in standings:
            return []
        roles = await self._accounts.every_role(tx)
        return [
            Membership(programme.id, person, theirs, Standing.JOINED)
            for person, theirs in roles.items()
            if wanted.role is None or wanted.role in theirs
        ]

    async def _waiting(
        self, tx: Tx, programme: Programme, people: Sequence[str] | None, now: datetime
    ) -> list[Membership]:
        """Whom a letter may go to."""
        if people is None:
            limit = LETTERS_AT_ONCE
            return await members.waiting_for_a_letter(tx, programme.id, now, limit=limit)
        known = await members.several(tx, programme.id, people)
        recent = now - LETTER_AGAIN_AFTER
        return [
            one
            for one in known.values()
            if one.standing in SHOWN
            and one.invited_at is not None
            and (one.letter_at is None or one.letter_at <= recent)
        ]

    async def _ready(self, people: Sequence[str]) -> dict[str, frozenset[Role]]:
        """In which roles the profiles of these say enough to be matched."""
        known = await self._profiles.several(people)
        return {
            person: frozenset(
                role
                for role in Role
                if completeness(one.profile, role, one.person.languages).is_ready
            )
            for person, one in known.items()
        }


def require_letters(programme: Programme) -> None:
    """Raises: ProgrammeFixed, WrongState."""
    require_closed_circle(programme)
    if programme.is_draft:
        raise WrongState("Open the enrolment first: nobody could see yet what they are asked to.")


def _brought(
    programme: str, person: str, roles: frozenset[Role], became: Brought, now: datetime
) -> Membership:
    standing = Standing.JOINED if became is Brought.TAKEN else Standing.INVITED
    joined_at = now if standing is Standing.JOINED else None
    return Membership(programme, person, roles, standing, invited_at=now, joined_at=joined_at)


def _has(entry: RollEntry, words: list[str], *, is_named_only: bool) -> bool:
    text = _folded(entry.name if is_named_only else f"{entry.name} {entry.email}")
    return all(word in text for word in words)


def _folded(text: str) -> str:
    """Case and accents set aside."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))
