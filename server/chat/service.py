"""Use cases of messages: written by the two of a mentorship, read by nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass

from server.accounts.service import Accounts
from server.chat import store
from server.chat.kinds import type_of
from server.chat.model import (
    PAGE,
    TELL_AFTER,
    UNSENT_KEPT,
    Attachment,
    Draft,
    Message,
    NoMessage,
    Removed,
    Thread,
    Wrote,
    clean_name,
    require_open,
    require_room,
)
from server.core.clock import Clock
from server.core.db import Database, Tx, after_commit
from server.core.errors import Forbidden, Invalid, NotFound
from server.core.ids import new_id
from server.core.redis.changes import Changes
from server.mentorships.model.mentorship import Mentorship
from server.mentorships.service import Mentorships
from server.notifications.model import Kind
from server.notifications.service import About, Notifications
from server.scheduling.service import Bookings

_TOLD_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Talk:
    """A page of messages, oldest first, and whether there are older ones."""

    messages: Sequence[Message]
    has_older: bool
    is_open: bool
    unread: int


class Chat:
    """Everything that the doors and jobs ask for."""

    def __init__(  # noqa: PLR0913 - the services below, once
        self,
        *,
        database: Database,
        clock: Clock,
        accounts: Accounts,
        mentorships: Mentorships,
        bookings: Bookings,
        notifications: Notifications,
        changes: Changes,
    ) -> None:
        self._database = database
        self._clock = clock
        self._accounts = accounts
        self._mentorships = mentorships
        self._bookings = bookings
        self._notifications = notifications
        self._changes = changes

    async def threads(self, person: str) -> list[Thread]:
        """Of all mentorships of somebody, what waits to be read."""
        pairs = [view.mentorship for view in await self._mentorships.of_person(person)]
        async with self._database.read() as tx:
            states = await store.states(tx, person, [pair.id for pair in pairs])
        return [
            Thread(pair.id, pair.other_than(person), unread, last_at, pair.is_running)
            for pair in pairs
            for unread, last_at in [states.get(pair.id, (0, None))]
        ]

    async def talk(self, person: str, mentorship: str, before: str | None) -> Talk:
        """Raises: NotInMentorship."""
        pair = await self._mentorships.one(person, mentorship)
        async with self._database.read() as tx:
            messages = await store.page(tx, mentorship, before)
            states = await store.states(tx, person, [mentorship])
        unread, _ = states.get(mentorship, (0, None))
        return Talk(messages, len(messages) == PAGE, pair.is_running, unread)

    async def send(self, person: str, mentorship: str, draft: Draft) -> Message:
        """The same key twice is one message. Raises: NotInMentorship, NotWritable, Invalid, …"""
        draft = draft.cleaned()
        pair = await self._open_pair(person, mentorship)
        await self._check_booking(person, mentorship, draft.booking)
        new = Message(
            id=new_id(),
            mentorship=mentorship,
            author=person,
            key=draft.key,
            text=draft.text,
            sent_at=self._clock.now(),
            booking=draft.booking,
        )
        async with self._database.write() as tx:
            if await store.add(tx, new):
                if await store.attach(tx, new, draft.files) != len(draft.files):
                    sentence = "A file is no longer there. Add it once more."
                    raise Invalid(sentence, fields={"files": sentence})
                await store.note_seen(tx, mentorship, person, new.id)
                self._tell_after(tx, pair)
            sent = await store.by_key(tx, mentorship, person, draft.key)
        if sent is None or sent.removed_at is not None:
            raise Removed("Write a new one.")
        return sent

    async def take_back(self, person: str, mentorship: str, message_id: str) -> None:
        """Words and files go, for both. Raises: NotInMentorship, NoMessage, Forbidden."""
        pair = await self._mentorships.one(person, mentorship)
        async with self._database.write() as tx:
            found = await store.find(tx, mentorship, message_id)
            if found is None:
                raise NoMessage
            if found.author != person:
                raise Forbidden("Only who wrote a message can take it back.")
            if found.removed_at is None:
                await store.remove(tx, found, self._clock.now())
                self._tell_after(tx, pair)

    async def note_seen(self, person: str, mentorship: str, message_id: str) -> None:
        """Read up to there. Raises: NotInMentorship, NoMessage."""
        pair = await self._mentorships.one(person, mentorship)
        async with self._database.write() as tx:
            if await store.find(tx, mentorship, message_id) is None:
                raise NoMessage
            await store.note_seen(tx, mentorship, person, message_id)
            self._tell_after(tx, pair)

    async def put_file(self, person: str, mentorship: str, name: str, raw: bytes) -> Attachment:
        """A file to be sent with a message. Raises: NotInMentorship, NotTaken, TooLarge, …"""
        await self._open_pair(person, mentorship)
        name = clean_name(name)
        kind = await asyncio.to_thread(type_of, name, raw)
        one = Attachment(new_id(), name, kind, len(raw))
        async with self._database.write() as tx:
            require_room(await store.used_bytes(tx, mentorship), len(raw))
            await store.put_file(tx, one, mentorship, person, raw, self._clock.now())
        return one

    async def file(self, person: str, mentorship: str, file_id: str) -> tuple[Attachment, bytes]:
        """Raises: NotInMentorship, NoMessage."""
        await self._mentorships.one(person, mentorship)
        async with self._database.read() as tx:
            found = await store.content(tx, mentorship, person, file_id)
        if found is None:
            raise NoMessage("This file is not there any more.")
        return found

    async def drop_file(self, person: str, mentorship: str, file_id: str) -> None:
        """One that was not sent. Raises: NotInMentorship, NoMessage."""
        await self._mentorships.one(person, mentorship)
        async with self._database.write() as tx:
            if not await store.drop_unsent(tx, mentorship, person, file_id):
                raise NoMessage("This file is not there, or was sent already.")

    async def clear_unsent(self) -> int:
        """Files that nobody sent; how many."""
        async with self._database.write() as tx:
            return await store.clear_unsent(tx, self._clock.now() - UNSENT_KEPT)

    async def tell_of_unread(self) -> int:
        """Says, once, that something waits to be read; never what. How many were told."""
        async with self._database.read() as tx:
            before = self._clock.now() - TELL_AFTER
            found = await store.waiting(tx, before, _TOLD_AT_ONCE)
            pairs = await self._mentorships.some_in(tx, {mentorship for mentorship, *_ in found})
        by_id = {one.id: one for one in pairs}
        for mentorship, author, last, count in found:
            async with self._database.write() as tx:
                await self._tell_one(tx, by_id[mentorship], author, last, count)
        return len(found)

    async def wrote_in(self, tx: Tx, mentorships: Iterable[str]) -> dict[str, dict[str, Wrote]]:
        """When each person wrote, by mentorship, for our own domains."""
        return await store.wrote(tx, mentorships)

    async def changes(self) -> AsyncIterator[tuple[str, frozenset[str]]]:
        """Which mentorship's messages changed, here or on another node, and who its two are."""
        async for name in self._changes.read():
            mentorship, *people = name.split(":")
            yield mentorship, frozenset(people)

    async def _tell_one(self, tx: Tx, pair: Mentorship, author: str, last: str, count: int) -> None:
        reader = pair.other_than(author)
        await store.note_told(tx, pair.id, reader, last)
        people = await self._accounts.several_in(tx, [reader, author])
        if reader not in people:
            return
        other = people[author].name if author in people else ""
        about = About(f"/mentorships/{pair.id}/messages", {"other": other, "count": str(count)})
        await self._notifications.tell(tx, Kind.MESSAGE_WAITING, people[reader].receiver, about)

    async def _open_pair(self, person: str, mentorship: str) -> Mentorship:
        pair = await self._mentorships.one(person, mentorship)
        require_open(pair)
        return pair

    async def _check_booking(self, person: str, mentorship: str, booking: str | None) -> None:
        if booking is None:
            return
        try:
            found = await self._bookings.show(person, booking)
        except NotFound:
            found = None
        if found is None or found.mentorship != mentorship:
            sentence = "This session is not one of yours together."
            raise Invalid(sentence, fields={"booking": sentence})

    def _tell_after(self, tx: Tx, pair: Mentorship) -> None:
        name = f"{pair.id}:{pair.mentor}:{pair.mentee}"
        after_commit(tx, lambda: self._changes.tell_soon(name))
