"""Profiles: told section by section, shown to others by their owner's wish, read by matching.

A change of one section is one transaction on the locked row. Nobody but the owner reads a draft;
`page`, `several` and `changed_since` are for our own domains, which see to it who is shown what.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from server.accounts.model import Person, Role
from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import NotFound, Unauthenticated
from server.core.redis.changes import Changes
from server.profiles import store
from server.profiles.model import (
    Completeness,
    Entry,
    MenteeChange,
    MentorChange,
    Pause,
    Profile,
    ProfileChanged,
    clean_mentee_change,
    clean_mentor_change,
    completeness,
    require_shown,
    require_version,
    roles_changed,
    with_mentee_change,
    with_mentor_change,
)
from server.profiles.service.skills import Sides, Skills

_GONE = "This account is gone."


@dataclass(frozen=True, slots=True)
class Own:
    """A profile as its owner sees it."""

    person: Person
    profile: Profile
    today: date
    """On the owner's calendar."""

    def completeness(self, role: Role) -> Completeness:
        """How far this side of it is."""
        return completeness(self.profile, role, self.person.languages)


class Profiles:
    """Use cases on profiles. Skills' names are `skills`'."""

    def __init__(
        self,
        *,
        clock: Clock,
        database: Database,
        accounts: Accounts,
        skills: Skills,
        changes: Changes,
    ) -> None:
        self._clock = clock
        self._database = database
        self._accounts = accounts
        self._changes = changes
        self.skills = skills

    async def own(self, person: str) -> Own:
        """Somebody's own profile. Raises: Unauthenticated when the account is gone."""
        async with self._database.read() as tx:
            return await self.own_in(tx, person)

    async def own_in(self, tx: Tx, person: str) -> Own:
        """The same, in the caller's transaction."""
        found = (await self._accounts.several_in(tx, [person])).get(person)
        if found is None:
            raise Unauthenticated(_GONE)
        return Own(found, await store.get(tx, person), self._day_of(found))

    async def change_mentee(
        self, person: str, change: MenteeChange, *, version: int | None = None
    ) -> Own:
        """The mentee's side with these sections changed.

        Raises: Invalid with every bad field, ChangedElsewhere when `version` is an older one.
        """
        today = await self._today(person)
        known = await self.skills.of_mentee(clean_mentee_change(change, today))
        clean = clean_mentee_change(known, today)  # two spellings may have become one skill

        def make(profile: Profile, now: datetime) -> Profile:
            require_version(profile.mentee_version, version)
            return with_mentee_change(profile, clean, now)

        return await self._own(await self._change(person, make))

    async def change_mentor(
        self, person: str, change: MentorChange, *, version: int | None = None
    ) -> Own:
        """The mentor's side with these sections changed.

        Raises: Invalid with every bad field, ChangedElsewhere when `version` is an older one.
        """
        today = await self._today(person)
        known = await self.skills.of_mentor(clean_mentor_change(change, today, taken=0))

        def make(profile: Profile, now: datetime) -> Profile:
            require_version(profile.mentor_version, version)
            clean = clean_mentor_change(known, today, taken=profile.places_taken)
            return with_mentor_change(profile, clean, now)

        return await self._own(await self._change(person, make))

    async def mentor(self, viewer: str, person: str) -> Own:
        """A mentor as others see them. Raises: NotFound for one whom `viewer` may not see."""
        found = (await self.several([person])).get(person)
        is_ready = found is not None and self._is_ready(found)
        shown = require_shown(found, viewer, is_ready=is_ready)
        return Own(shown.person, shown.profile, self._day_of(shown.person))

    async def page(self, after: str = "", *, limit: int = 500) -> list[Entry]:
        """People with profiles in the order of their ids, those after `after`."""
        async with self._database.read() as tx:
            found = await store.after(tx, after, limit=limit)
        return await self._entries(found)

    async def several(self, ids: Iterable[str]) -> dict[str, Entry]:
        """These people with what they told; whoever is gone is left out."""
        async with self._database.read() as tx:
            return await self.several_in(tx, ids)

    async def several_in(self, tx: Tx, ids: Iterable[str]) -> dict[str, Entry]:
        """The same, in the caller's transaction."""
        wanted = list(dict.fromkeys(ids))
        told = await store.several(tx, wanted)
        people = await self._accounts.several_in(tx, wanted)
        there = (one for one in wanted if one in people)
        return {one: Entry(people[one], told.get(one) or Profile(one)) for one in there}

    async def changed_since(self, moment: datetime, *, limit: int = 500) -> list[Entry]:
        """Profiles saved at or after a moment, oldest first: what news may have missed."""
        async with self._database.read() as tx:
            found = await store.changed_since(tx, moment, limit=limit)
        return await self._entries(found)

    async def changes(self) -> AsyncIterator[ProfileChanged]:
        """Who shows something else from now on, here and on other nodes; also by their account."""
        async for name in self._changes.read():
            person, _, role = name.partition(":")
            for one in (Role(role),) if role else tuple(Role):
                yield ProfileChanged(person, one)

    async def fill(
        self,
        tx: Tx,
        person: str,
        *,
        mentee: MenteeChange | None = None,
        mentor: MentorChange | None = None,
    ) -> bool:
        """A first profile of clean changes, in the caller's `tx`; false when there is one already.

        For imports: what somebody told themselves is never overwritten. Clean the changes with
        the model and `skills` first; `tell` when `tx` is committed.
        """
        return await store.add(tx, _first(person, (mentee, mentor), self._clock.now()))

    async def recognised(self, sides: Sequence[Sides], today: date) -> list[Sides]:
        """Many clean changes with their skills made concepts, for `fill_many`."""
        known = await self.skills.of_many(sides)
        return [
            (
                None if mentee is None else clean_mentee_change(mentee, today),
                None if mentor is None else clean_mentor_change(mentor, today, taken=0),
            )
            for mentee, mentor in known
        ]

    async def fill_many(self, tx: Tx, sides: Mapping[str, Sides]) -> None:
        """`fill` for people whose accounts the caller's `tx` has just made."""
        now = self._clock.now()
        await store.add_many(tx, [_first(person, one, now) for person, one in sides.items()])

    async def set_taken(self, tx: Tx, person: str, change: int) -> Profile | None:
        """The mentor's profile with so many more (or fewer) places taken, in the caller's `tx`.

        The row stays locked until `tx` ends, so that two cannot both take the last place: the
        caller looks at what comes back, and rolls back when it is too many. None: no such person.
        """
        now = self._clock.now()
        locked = await store.lock(tx, person, now=now)
        if locked is None:
            return None
        taken = max(0, locked.places_taken + change)
        made = replace(locked, places_taken=taken, updated_at=now)
        await store.put(tx, made)
        return made

    async def may_be_asked(self, person: str) -> bool:
        """Whether a mentor takes somebody new now: ready, not paused, with a place."""
        entry = (await self.several([person])).get(person)
        if entry is None or not self._is_ready(entry):
            return False
        is_open = entry.profile.mentor.pause.is_open(self._day_of(entry.person))
        return is_open and entry.profile.places_left > 0

    async def pause(self, person: str, role: Role, pause: Pause) -> None:
        """Pause a side of somebody, or open it again: for the domains above. Raises: Invalid."""
        if role is Role.MENTEE:
            await self.change_mentee(person, MenteeChange(pause=pause))
        else:
            await self.change_mentor(person, MentorChange(pause=pause))

    async def tell(self, person: str, role: Role) -> None:
        """Make it news that somebody shows something else; after a `set_taken` is committed."""
        await self._changes.tell(f"{person}:{role}")

    async def _change(self, person: str, make: Callable[[Profile, datetime], Profile]) -> Profile:
        now = self._clock.now()
        async with self._database.write() as tx:
            before = await store.lock(tx, person, now=now)
            if before is None:
                raise Unauthenticated(_GONE)
            after = make(before, now)
            await store.put(tx, after)
        for role in roles_changed(before, after):
            await self.tell(person, role)
        return after

    async def _own(self, profile: Profile) -> Own:
        person = await self._person(profile.person_id)
        return Own(person, profile, self._day_of(person))

    async def _person(self, person: str) -> Person:
        try:
            return await self._accounts.person(person)
        except NotFound:
            raise Unauthenticated(_GONE) from None

    async def _today(self, person: str) -> date:
        return self._day_of(await self._person(person))

    def _day_of(self, person: Person) -> date:
        return self._clock.now().astimezone(ZoneInfo(person.time_zone)).date()

    def _is_ready(self, entry: Entry) -> bool:
        return completeness(entry.profile, Role.MENTOR, entry.person.languages).is_ready

    async def _entries(self, profiles: list[Profile]) -> list[Entry]:
        people = await self._accounts.several(one.person_id for one in profiles)
        return [Entry(people[one.person_id], one) for one in profiles if one.person_id in people]


def _first(person: str, sides: Sides, now: datetime) -> Profile:
    mentee, mentor = sides
    made = Profile(person, updated_at=now)
    if mentee is not None:
        made = with_mentee_change(made, mentee, now)
    if mentor is not None:
        made = with_mentor_change(made, mentor, now)
    return made
