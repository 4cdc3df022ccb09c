"""Live documents: opened, changed by whoever may, shown to the others, saved before acked."""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from pycrdt import Doc

from server.accounts.service import Accounts
from server.boards.crdt import Broken, TooDeepInside
from server.boards.model import (
    Access,
    BadUpdate,
    Changed,
    DocName,
    Gap,
    NotSaved,
    TooDeep,
)
from server.boards.model.live import BoardEvicted, BoardResync, EvictionReason, Notice
from server.boards.scan import client_clocks
from server.boards.service.fanout import Fanout
from server.boards.service.gate import Gate
from server.boards.service.keeper import Keeper
from server.boards.service.room import Member, Moment, Room
from server.boards.service.saver import Saver
from server.boards.service.vault import Vault
from server.core.errors import Refusal

T = TypeVar("T")
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody gets who opens a document."""

    update: bytes
    state_vector: bytes
    access: Access
    epoch: int
    seq: int
    seen_seq: int


class Boards:
    """The documents that are open on this node."""

    def __init__(self, vault: Vault, gate: Gate, accounts: Accounts) -> None:
        self._vault = vault
        self._gate = gate
        self._accounts = accounts
        self._fanout = Fanout()
        self._saver = Saver(vault.database, saved=self._fanout.publish, lost=self._lose)
        self._keeper = Keeper(vault, gate, self._fanout.tell, self._save)

    @asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Documents can be opened within; at the end all is saved and given back."""
        saving = asyncio.create_task(self._saver.run())
        keeping = asyncio.create_task(self._keeper.run())
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.wait([keeping])
            await self._keeper.close_all()
            await self._saver.stop()
            await saving

    def counts(self) -> dict[str, int]:
        """Open documents, and tabs that have one open."""
        rooms = self._keeper.rooms.values()
        return {"documents": len(rooms), "tabs": sum(len(room.members) for room in rooms)}

    def notices(self) -> AsyncIterator[Notice]:
        """What clients are to be told, in order, for one reader."""
        return self._fanout.notices()

    def changes(self) -> AsyncIterator[Changed]:
        """What differs in documents from now on, saved; for several readers.

        A document that changes again before it was read is told once, with the paths of both.
        """
        return self._fanout.changes()

    async def access(self, person: str, name: str) -> Access:
        """Raises: NoDocument."""
        return await self._gate.access(person, DocName.of(name))

    async def join(
        self, socket: str, person: str, name: str, state_vector: bytes, client_id: int
    ) -> Entered:
        """Raises: NoDocument, NotYours, BadUpdate, Elsewhere."""
        doc = DocName.of(name)
        access = await self._gate.access(person, doc)
        card = (await self._accounts.people([person])).get(person)
        client_clocks(state_vector)  # it goes to the library: let it be one
        async with self._keeper.entered(doc) as room:
            seen = await self._keeper.seen(room, person)
            room.owners.claim([client_id], person)
            update = await self._healing(room, lambda: room.document.diff(state_vector))
            vector = room.document.state_vector()
            member = Member(socket, person, card.name if card else "", client_id, access)
            # From here to the ack nothing waits: no news can come before it.
            room.members[socket] = member
            room.empty_since_s = None
            for presence in room.presences(but=socket):
                self._fanout.tell(Notice((socket,), presence))
            return Entered(update, vector, access, room.epoch, room.seq, seen)

    async def update(self, socket: str, name: str, update: bytes) -> Future[int]:
        """A client's change; its number once it is saved. Raises: a Refusal."""
        room = self._keeper.room(name)
        async with room.turn:
            member = room.member(socket)
            try:
                saved = room.take(member, update, self._moment())
            except Broken as fault:
                await self._expel(room, member, fault)
                raise _refusal(fault) from None
            except Gap:
                self._fanout.tell(Notice((socket,), BoardResync(doc=room.key)))
                raise
        self._saver.save_soon(room)
        return saved

    async def show(self, socket: str, name: str, state: bytes) -> None:
        """Where somebody is. Raises: NotJoined."""
        room = self._keeper.room(name)
        room.show(room.member(socket), state)

    async def leave(self, socket: str, name: str) -> None:
        """Closes a document for a tab."""
        with suppress(Refusal):
            await self._leave(self._keeper.room(name), socket)

    async def gone(self, socket: str) -> None:
        """Closes everything for a tab."""
        for room in list(self._keeper.rooms.values()):
            if socket in room.members:
                await self._leave(room, socket)

    async def edit(self, name: str, by: str | None, change: Callable[[Doc[Any]], T]) -> T:
        """A change of the server's, for a person (access is the caller's to check) or the clock.

        `change` works on the live document within one transaction; returns what it returns, once
        saved. What it raises undoes it. Raises: Elsewhere, NotSaved, NoDocument.
        """
        async with self._keeper.entered(DocName.of(name)) as room:
            try:
                result, saved = room.edit(by, change, self._moment().now)
            except NotSaved:
                raise
            except Exception:
                await self._reload(room)
                raise
        if saved is not None:
            self._saver.save_soon(room)
            await saved
        return result

    async def read(self, name: str, look: Callable[[Doc[Any]], T]) -> T:
        """What `look` returns of the document as it is now; it changes nothing and keeps nothing.

        Of one that nobody has opened yet it sees an empty one. On a node that does not own it, it
        sees what is saved.
        """
        doc = DocName.of(name)
        room = self._keeper.rooms.get(name)
        if room is not None:
            async with room.turn:
                if not room.is_closed:
                    return room.document.look(look)
        document = await self._vault.glimpse(doc)
        try:
            return document.look(look)
        finally:
            document.close()

    async def recheck(self, name: str) -> None:
        """Who may do what there has changed: whoever has it open otherwise is sent out."""
        room = self._keeper.rooms.get(name)
        if room is not None:
            await self._keeper.recheck(room)

    async def flush(self) -> None:
        """All that is accepted by now is saved, or refused."""
        await self._save()

    async def _leave(self, room: Room, socket: str) -> None:
        member = room.leave(socket, self._moment().now_s)
        if member is not None:
            await self._keeper.note_seen(room, member.person)

    async def _save(self) -> None:
        await self._saver.save()

    async def _healing(self, room: Room, work: Callable[[], T]) -> T:
        """Raises: NotSaved, if it fails on a document that was loaded anew as well."""
        try:
            return work()
        except Broken:
            await self._reload(room)
        try:
            return work()
        except Broken:
            raise NotSaved("This document cannot be read at the moment.") from None

    async def _expel(self, room: Room, member: Member, fault: Broken) -> None:
        """Who sent what broke it is out; the others lose nothing."""
        log.warning("boards.expelled", document=room.name.kind.value, why=type(fault).__name__)
        self._evict(room, member, "unsafe")
        await self._reload(room)

    async def _reload(self, room: Room) -> None:
        """From what is saved, with all that was accepted before. The caller holds the turn."""
        await self._save()
        if room.is_closed:
            raise NotSaved("Please open the document again.")
        if room.waiting:
            room.drop_waiting(NotSaved("It could not be saved. Please open the document again."))
            self._fanout.tell(Notice(tuple(room.members), BoardResync(doc=room.key)))
        old = room.document
        room.load(await self._vault.load(room.name))
        old.close()

    def _evict(self, room: Room, member: Member, reason: EvictionReason) -> None:
        room.leave(member.socket, self._moment().now_s)
        self._fanout.tell(Notice((member.socket,), BoardEvicted(doc=room.key, reason=reason)))

    def _lose(self, room: Room, why: Exception) -> None:
        """A document that is no longer ours, or cannot be saved: everybody opens it again."""
        room.drop_waiting(why)
        self._keeper.forget(room)

    def _moment(self) -> Moment:
        return Moment(self._vault.clock.now(), asyncio.get_running_loop().time())


def _refusal(fault: Broken) -> Refusal:
    if isinstance(fault, TooDeepInside):
        return TooDeep("It changes something that lies too deep inside.")
    return BadUpdate("The server could not take it.")
