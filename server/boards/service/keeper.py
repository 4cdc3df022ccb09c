"""Keeps the rooms: opens each once, puts it together anew, closes it when it has been left.

Refuses to let anybody go on whose rights have ended: they are looked up again and again, since
they end in domains that know nothing of documents.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

import structlog

from server.boards.crdt import Broken, give_back_memory
from server.boards.model import Access, DocName, NoDocument, NotJoined
from server.boards.model.live import BoardEvicted, EvictionReason, Notice
from server.boards.service.gate import Gate
from server.boards.service.room import Member, Room
from server.boards.service.vault import Vault
from server.boards.store import docs
from server.core.db import DATABASE_ERRORS

LOOK_S = 1.0
RENEW_S = 5.0
RECHECK_S = 5.0
IDLE_S = 60.0
COMPACT_CHANGES = 500
COMPACT_BYTES = 1_048_576
log = structlog.get_logger()


class Keeper:
    """The rooms of this node."""

    def __init__(
        self,
        vault: Vault,
        gate: Gate,
        tell: Callable[[Notice], None],
        save: Callable[[], Awaitable[None]],
    ) -> None:
        self._vault = vault
        self._gate = gate
        self._tell = tell
        self._save = save
        self._opening: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.rooms: dict[str, Room] = {}

    def room(self, name: str) -> Room:
        """One that is open. Raises: NotJoined."""
        found = self.rooms.get(name)
        if found is None:
            raise NotJoined("Open the document first.")
        return found

    @asynccontextmanager
    async def entered(self, name: DocName) -> AsyncIterator[Room]:
        """The room of a document, opened if need be; within, nobody else changes it.

        Raises: Elsewhere, NoDocument, NotSaved.
        """
        while True:
            room = await self._open(name)
            async with room.turn:
                if room.is_closed:
                    continue
                yield room
                return

    async def seen(self, room: Room, person: str) -> int:
        """Up to which change somebody has seen a document."""
        async with self._vault.database.read() as tx:
            return await docs.seen_seq(tx, room.key, person)

    async def note_seen(self, room: Room, person: str) -> None:
        """Somebody leaves who has seen everything that is saved."""
        seq = room.waiting[0].seq - 1 if room.waiting else room.seq
        try:
            async with self._vault.database.write() as tx:
                await docs.see(tx, room.key, [person], seq, self._vault.clock.now())
        except DATABASE_ERRORS:
            log.warning("boards.seen_not_noted")  # they are shown more news than they have missed

    async def recheck(self, room: Room) -> None:
        """Sends out whoever may do something else by now than when they came."""
        for member in list(room.members.values()):
            reason = await self._reason_to_go(room, member)
            if reason is not None and room.members.get(member.socket) is member:
                room.leave(member.socket, _now_s())
                self._say_goodbye(room, (member.socket,), reason)

    def forget(self, room: Room) -> None:
        """It is no longer ours: everybody opens it again, here or elsewhere."""
        members = tuple(room.members)
        room.members.clear()
        self._say_goodbye(room, members, "moved")
        self._drop(room)

    async def run(self) -> None:
        """Renews, rechecks, puts together and closes, until cancelled."""
        renew_s = recheck_s = _now_s()
        while True:
            await asyncio.sleep(LOOK_S)
            now_s = _now_s()
            if now_s - renew_s >= RENEW_S:
                renew_s = now_s
                await self._surviving(self._renew())
            if now_s - recheck_s >= RECHECK_S:
                recheck_s = now_s
                for room in list(self.rooms.values()):
                    await self._surviving(self.recheck(room))
            for room in list(self.rooms.values()):
                await self._surviving(self.look_after(room, now_s))

    async def look_after(self, room: Room, now_s: float) -> None:
        """Puts it together when its log is long, closes it when nobody has been there for long."""
        changes, size = room.since_compaction
        if changes >= COMPACT_CHANGES or size >= COMPACT_BYTES:
            await self.compact(room)
        is_left = not room.members and room.empty_since_s is not None
        if is_left and now_s - (room.empty_since_s or now_s) >= IDLE_S:
            await self.close(room)

    async def compact(self, room: Room) -> None:
        """Keeps the whole, once all of it is saved."""
        async with room.turn:
            await self._save()
            if room.is_closed or room.waiting or not room.since_compaction[0]:
                return
            try:
                seq, whole = room.seq, room.document.state()
            except Broken:
                log.warning("boards.not_compacted")
                return
            room.since_compaction = [0, 0]
        await self._vault.compact(room.name, room.epoch, seq, whole)

    async def close(self, room: Room) -> None:
        """Saved, put together, and free for any node."""
        await self.compact(room)
        async with room.turn:
            if room.is_closed or room.members or room.waiting:
                return
            self._drop(room)
        await self._vault.let_go(room.key, room.epoch)
        give_back_memory()

    async def close_all(self) -> None:
        """This node stops."""
        for room in list(self.rooms.values()):
            members = tuple(room.members)
            room.members.clear()
            self._say_goodbye(room, members, "moved")
            await self._surviving(self.close(room))
            if not room.is_closed:
                self._drop(room)

    async def _open(self, name: DocName) -> Room:
        key = str(name)
        lock = self._opening.get(key)
        if lock is None:
            lock = self._opening[key] = asyncio.Lock()
        async with lock:
            found = self.rooms.get(key)
            if found is None:
                found = self.rooms[key] = Room(name, await self._vault.open(name), self._tell)
                found.empty_since_s = _now_s()
            return found

    async def _renew(self) -> None:
        await self._vault.renew({room.key: room.epoch for room in self.rooms.values()})

    async def _reason_to_go(self, room: Room, member: Member) -> EvictionReason | None:
        try:
            access: Access = await self._gate.access(member.person, room.name)
        except NoDocument:
            return "gone"
        return None if access is member.access else "role"

    def _say_goodbye(self, room: Room, to: tuple[str, ...], reason: EvictionReason) -> None:
        if to:
            self._tell(Notice(to, BoardEvicted(doc=room.key, reason=reason)))

    def _drop(self, room: Room) -> None:
        room.close()
        if self.rooms.get(room.key) is room:
            del self.rooms[room.key]

    async def _surviving(self, step: Awaitable[None]) -> None:
        try:
            await step
        except DATABASE_ERRORS as error:
            log.warning("boards.database_failed", error=type(error).__name__)
        except Exception:
            log.exception("boards.bug")  # the other rooms go on


def _now_s() -> float:
    return asyncio.get_running_loop().time()
