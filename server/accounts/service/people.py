"""Profiles, and what other domains may ask about people; refuses to show an address to others."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from server.accounts.model import (
    EmailUnverified,
    Person,
    PersonCard,
    ProfileChange,
    Role,
    RollEntry,
    may_be_found,
    may_host,
)
from server.accounts.photos import Photo, make_photo
from server.accounts.store import people as store
from server.core.caller import Caller
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import NotFound, Unauthenticated
from server.core.redis.changes import Changes
from server.core.settings import Settings
from server.notifications.model import Address

# Each decodes up to 40 megapixels; more side by side would be a way to run us out of memory.
_PHOTOS_AT_ONCE = 2


class Accounts:
    """People as their own profile and as others see them."""

    def __init__(
        self, settings: Settings, database: Database, clock: Clock, *, changes: Changes
    ) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._changes = changes
        self._operators = frozenset(Address.parse(one).key for one in settings.operators)
        self._photo_room = asyncio.Semaphore(_PHOTOS_AT_ONCE)

    async def person(self, person_id: str) -> Person:
        """A whole person, for themselves and for our own domains. Raises: NotFound."""
        async with self._database.read() as tx:
            person = await store.get(tx, person_id)
        if person is None:
            raise NotFound("There is no such person.")
        return person

    async def people(self, person_ids: Iterable[str]) -> dict[str, PersonCard]:
        """What others see of these people; whoever is gone is left out."""
        async with self._database.read() as tx:
            return await store.cards(tx, person_ids)

    async def several(self, person_ids: Iterable[str]) -> dict[str, Person]:
        """These whole people, for our own domains; whoever is gone is left out."""
        async with self._database.read() as tx:
            return await store.several(tx, person_ids)

    async def several_in(self, tx: Tx, person_ids: Iterable[str]) -> dict[str, Person]:
        """The same as the caller's transaction sees them."""
        return await store.several(tx, person_ids)

    async def every_role(self, tx: Tx) -> dict[str, frozenset[Role]]:
        """As what everybody takes part who does, by id."""
        return await store.every_role(tx)

    async def page(self, after: str = "", *, limit: int = 500) -> list[Person]:
        """People with a role in the order of their ids, those after `after`."""
        async with self._database.read() as tx:
            return await store.after(tx, after, limit=limit)

    async def roll(self, person_ids: Sequence[str]) -> list[RollEntry]:
        """A light line for each of many people, with their addresses, in no order.

        Who asks has seen to it that the reader looks after these people.
        """
        async with self._database.read() as tx:
            return await store.entries(tx, person_ids)

    async def roles_of(self, tx: Tx, person_id: str) -> frozenset[Role]:
        """As what somebody takes part; nothing for who is gone."""
        person = await store.get(tx, person_id)
        return frozenset() if person is None else person.roles

    async def count_roles(self, tx: Tx) -> dict[frozenset[Role], int]:
        """How many people take part as what."""
        return await store.count_roles(tx)

    async def add_roles(self, tx: Tx, person_id: str, roles: frozenset[Role]) -> None:
        """Lets somebody take part in these roles, too: they have just said so."""
        person = await store.get(tx, person_id, is_to_change=True)
        if person is not None and not roles <= person.roles:
            await store.set_roles(tx, person_id, person.roles | roles)

    def is_operator(self, person: Person) -> bool:
        """Whether they may see how the server is."""
        return person.is_among(self._operators)

    def check_email(self, email: str) -> str:
        """An address in the form that is compared (`Person.email_key`). Raises: Invalid."""
        return Address.parse(email).key

    async def holders(self, tx: Tx, email_keys: Sequence[str]) -> dict[str, str]:
        """Whose account each address is, by `Person.email_key`, proven or not; others left out."""
        return {key: one.id for key, one in (await store.by_emails(tx, email_keys)).items()}

    async def find_by_email(self, email: str) -> Person | None:
        """The holder of an address, if it is proven to be theirs where proof is needed.

        Raises: Invalid, for what is no address.
        """
        address = Address.parse(email)
        async with self._database.read() as tx:
            person = await store.by_email(tx, address.key)
        if person is None or not may_be_found(person, needs_verified=self._needs_verified):
            return None
        return person

    async def require_verified(self, person_id: str) -> None:
        """Lets those pass who may invite others. Raises: EmailUnverified, NotFound."""
        person = await self.person(person_id)
        if not may_host(person, needs_verified=self._needs_verified):
            raise EmailUnverified("Open the link in the letter we sent you, then try again.")

    async def me(self, caller: Caller) -> Person:
        """The caller's own profile. Raises: Unauthenticated when the account is gone."""
        async with self._database.read() as tx:
            return await self._own(tx, caller)

    async def edit(self, caller: Caller, change: ProfileChange) -> Person:
        """The caller's profile with the change made. Raises: Invalid with every bad field."""
        clean = change.checked()
        async with self._database.write() as tx:
            person = clean.onto(await self._own(tx, caller, is_to_change=True))
            await store.set_profile(tx, person)
        await self._changes.tell(person.id)
        return person

    async def set_photo(self, caller: Caller, raw: bytes, *, said_type: str) -> Person:
        """Gives the caller this photo, squared and cleaned. Raises: Invalid."""
        async with self._photo_room:
            photo = await asyncio.to_thread(make_photo, raw, said_type=said_type)
        return await self._show(caller, photo)

    async def remove_photo(self, caller: Caller) -> Person:
        """Takes the caller's photo away."""
        return await self._show(caller, None)

    async def photo(self, person_id: str) -> Photo:
        """A person's photo. Raises: NotFound."""
        async with self._database.read() as tx:
            found = await store.photo_of(tx, person_id)
        if found is None:
            raise NotFound("This person has no photo.")
        return Photo(*found)

    @property
    def _needs_verified(self) -> bool:
        return self._settings.is_verified_email_required

    async def _own(self, tx: Tx, caller: Caller, *, is_to_change: bool = False) -> Person:
        person = await store.get(tx, caller.person, is_to_change=is_to_change)
        if person is None:
            raise Unauthenticated("This account is gone.")
        return person

    async def _show(self, caller: Caller, photo: Photo | None) -> Person:
        name, content = (photo.name, photo.content) if photo else (None, b"")
        async with self._database.write() as tx:
            await self._own(tx, caller)
            await store.set_photo(tx, caller.person, name, content, now=self._clock.now())
            return await self._own(tx, caller)
