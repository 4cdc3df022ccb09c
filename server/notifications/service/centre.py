"""What a person was told and what they wish about it; refuses to show anybody else's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace

from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import NotFound
from server.core.redis.changes import Changes
from server.notifications.letters import Letters
from server.notifications.model import (
    KEEP_NOTICES,
    NOTICES,
    Digest,
    Kind,
    Notice,
    Preferences,
    Switch,
    clean_preferences,
)
from server.notifications.service.secrets import UNSUBSCRIBING, Secrets
from server.notifications.store import notices as store
from server.notifications.unsubscribing import read_token

MOST_UNREAD = 100
"""Counted so far; beyond it a badge says no more."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some notices, the newest first, and how many of all are unread."""

    notices: tuple[Notice, ...]
    unread: int
    next: str | None
    """Before which the next page begins, if there may be one."""


class Centre:
    """The in-app centre and the settings beside it."""

    def __init__(
        self, database: Database, clock: Clock, *, letters: Letters, changes: Changes
    ) -> None:
        self._database = database
        self._clock = clock
        self._letters = letters
        self._changes = changes
        self._secrets = Secrets(database, clock)

    async def page(self, person: str, *, before: str | None = None, limit: int = 30) -> Page:
        """What somebody was told, from behind one of them or from the newest on."""
        async with self._database.read() as tx:
            found = await store.page(tx, person, before=before, limit=limit)
            unread = await store.unread(tx, person, at_most=MOST_UNREAD)
        following = found[-1].id if len(found) == limit else None
        return Page(tuple(found), unread, following)

    def title(self, one: Notice) -> str:
        """What a notice says, in the language and by the clock its reader had then."""
        facts = {**one.facts, "zone": one.zone}
        return self._letters.title(one.kind, one.locale, facts)

    async def unread(self, person: str) -> int:
        """How many somebody has not read, up to `MOST_UNREAD`."""
        async with self._database.read() as tx:
            return await store.unread(tx, person, at_most=MOST_UNREAD)

    async def read(self, person: str, notice: str) -> None:
        """It was looked at. Raises: NotFound."""
        async with self._database.write() as tx:
            if not await store.set_read(tx, person, notice, self._clock.now()):
                raise NotFound("There is no such notice.")
        await self._changes.tell(person)

    async def read_up_to(self, person: str, notice: str) -> None:
        """It and all before it were looked at; what has come since stays unread."""
        async with self._database.write() as tx:
            await store.set_read_up_to(tx, person, notice, self._clock.now())
        await self._changes.tell(person)

    async def preferences(self, person: str) -> Preferences:
        """What somebody wishes."""
        async with self._database.read() as tx:
            return (await store.preferences_of(tx, [person]))[person]

    async def preferences_in(self, tx: Tx, people: Sequence[str]) -> Mapping[str, Preferences]:
        """What these people wish, as the caller's transaction sees it."""
        return await store.preferences_of(tx, people)

    async def set_preferences(self, person: str, wanted: Preferences) -> Preferences:
        """Raises: Invalid naming every bad field."""
        clean = clean_preferences(wanted)
        async with self._database.write() as tx:
            await store.save_preferences(tx, person, clean)
        return clean

    async def about_token(self, token: str) -> Kind:
        """What kind of letters a token ends. Raises: NotFound."""
        return (await self._read(token))[1]

    async def unsubscribe(self, token: str) -> Kind:
        """Ends letters of one kind for one person, however often it is asked. Raises: NotFound."""
        person, kind = await self._read(token)
        async with self._database.write() as tx:
            wished = (await store.preferences_of(tx, [person]))[person]
            await store.save_preferences(tx, person, _without(wished, kind))
        return kind

    async def sweep(self) -> int:
        """Forgets notices of long ago; returns how many."""
        async with self._database.write() as tx:
            return await store.sweep(tx, created_before=self._clock.now() - KEEP_NOTICES)

    def changes(self) -> AsyncIterator[str]:
        """People whose notices have just changed, from now on."""
        return self._changes.read()

    async def _read(self, token: str) -> tuple[str, Kind]:
        found = read_token(await self._secrets.get(UNSUBSCRIBING), token)
        if found is None:
            raise NotFound("This link is not complete. Copy it from the letter once more.")
        return found


def _without(wished: Preferences, kind: Kind) -> Preferences:
    """Without letters of a kind. Who ends a digest wants none of what was in it by letter."""
    ended = [kind]
    if kind is Kind.DIGEST:
        ended = [one for one, rule in NOTICES.items() if rule.is_quiet]
        wished = replace(wished, digest=Digest.OFF)
    switches = {one: Switch(False, wished.switch(one).push) for one in ended}
    return clean_preferences(replace(wished, switches={**wished.switches, **switches}))
