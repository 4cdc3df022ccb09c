"""One open document: the only place where it is changed, in one order; refuses what may not be.

It awaits nothing. Whoever calls holds `turn`, so that nothing happens while it is loaded anew.
"""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from pycrdt import Doc

from server.boards.crdt import EMPTY, Document, merged
from server.boards.guard import Bucket, admit
from server.boards.model import (
    LARGEST_BYTES,
    MOST_ELEMENTS,
    ROOTS,
    Access,
    DocName,
    Full,
    NotJoined,
    NotSaved,
    Path,
)
from server.boards.model.live import BoardUpdated, LiveNews, Notice, PresenceShown
from server.boards.ownership import Ownership
from server.boards.scan import Scan, client_clocks, scan

T = TypeVar("T")
TICK_FROM = 6
"""People from whom on what is told is gathered: then sending is most of the work."""
TICK_S = 0.033
MOST_WAITING_BYTES = 1_048_576
"""Not saved yet; beyond it the database has a problem that must not become ours."""
MEASURE_AGAIN_S = 5.0


@dataclass(eq=False, slots=True)
class Member:
    """A tab that has the document open."""

    socket: str
    person: str
    name: str
    client_id: int
    access: Access
    bucket: Bucket = field(default_factory=Bucket)
    presence: bytes = b""


@dataclass(frozen=True, slots=True)
class Change:
    """An accepted change that is not saved yet."""

    seq: int
    person: str | None
    at: datetime
    update: bytes
    paths: frozenset[Path]
    saved: Future[int]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document as it is in the database."""

    document: Document
    owners: Ownership
    epoch: int
    seq: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Moment:
    """When something arrives: by the wall, and by a clock that never goes back."""

    now: datetime
    now_s: float


class Room:
    """A document, its people, and what of it is not saved yet."""

    def __init__(self, name: DocName, loaded: Loaded, tell: Callable[[Notice], None]) -> None:
        self.name = name
        self.key = str(name)
        self.turn = asyncio.Lock()
        self.members: dict[str, Member] = {}
        self.waiting: list[Change] = []
        self.is_closed = False
        self.since_compaction = [0, 0]
        """Changes and bytes."""
        self.empty_since_s: float | None = None
        self._tell = tell
        self._tick: list[tuple[str, bytes]] = []
        self._full_s = -MEASURE_AGAIN_S
        self.load(loaded)

    def load(self, loaded: Loaded) -> None:
        """Begins with what is saved; what was here before is thrown away."""
        self.document = loaded.document
        self.owners = loaded.owners
        self.epoch = loaded.epoch
        self.seq = loaded.seq
        self.clocks = client_clocks(loaded.document.state_vector())
        self._size = loaded.size_bytes
        self._entries = loaded.document.largest_root()

    def member(self, socket: str) -> Member:
        """Raises: NotJoined."""
        found = self.members.get(socket)
        if found is None:
            raise NotJoined("Open the document first.")
        return found

    def take(self, member: Member, update: bytes, moment: Moment) -> Future[int]:
        """A client's change: its number, once it is saved.

        Raises: a Refusal for what may not be; Broken when the document must be loaded anew.
        """
        member.access.require_write()
        member.bucket.take(len(update), moment.now_s)
        found = admit(
            update,
            member.person,
            clocks=self.clocks,
            owners=self.owners,
            roots=ROOTS[self.name.kind],
        )
        self._require_space(found, len(update), moment.now_s)
        paths = self.document.apply(update)
        return self._accept(update, found, member.person, moment.now, paths, skip=member.socket)

    def edit(
        self, by: str | None, change: Callable[[Doc[Any]], T], now: datetime
    ) -> tuple[T, Future[int] | None]:
        """A change of the server's; no future if nothing changed.

        Raises: what `change` raises; the document must be loaded anew then.
        """
        self._require_saving()
        result, update, paths = self.document.edit(change)
        if update == EMPTY:
            return result, None
        return result, self._accept(update, scan(update), by, now, paths, skip=None)

    def show(self, member: Member, state: bytes) -> None:
        """Where somebody is."""
        member.presence = state
        self.tell_others(member.socket, _presence(self.key, member), is_volatile=True)

    def leave(self, socket: str, now_s: float) -> Member | None:
        """Who it was, if anybody."""
        gone = self.members.pop(socket, None)
        if gone is not None and gone.presence:
            gone.presence = b""
            self.tell_others(socket, _presence(self.key, gone))
        if not self.members and self.empty_since_s is None:
            self.empty_since_s = now_s
        return gone

    def presences(self, but: str) -> list[PresenceShown]:
        """Where the others are, for who has just come."""
        others = (one for one in self.members.values() if one.socket != but and one.presence)
        return [_presence(self.key, one) for one in others]

    def tell_others(self, but: str | None, news: LiveNews, *, is_volatile: bool = False) -> None:
        """Tells everybody else here."""
        to = tuple(socket for socket in self.members if socket != but)
        if to:
            self._tell(Notice(to, news, is_volatile))

    def is_sound(self) -> bool:
        """Whether all that was accepted has found its place."""
        return client_clocks(self.document.state_vector()) == self.clocks

    def claims(self) -> Mapping[int, str]:
        """Who signs as what, to be saved: those who have written."""
        return self.owners.unsaved(self.clocks)

    def drop_waiting(self, why: Exception) -> None:
        """What was not saved will not be."""
        dropped, self.waiting = self.waiting, []
        for change in dropped:
            if not change.saved.done():
                change.saved.set_exception(why)
                change.saved.exception()  # the socket may be gone, and nobody ask

    def close(self) -> None:
        """Frees the document."""
        self.is_closed = True
        self.document.close()

    def _accept(
        self,
        update: bytes,
        found: Scan,
        person: str | None,
        now: datetime,
        paths: frozenset[Path],
        *,
        skip: str | None,
    ) -> Future[int]:
        self.seq += 1
        for client, (_, end) in found.clocks.items():
            if end > self.clocks.get(client, 0):
                self.clocks[client] = end
        saved: Future[int] = asyncio.get_running_loop().create_future()
        self.waiting.append(Change(self.seq, person, now, update, paths, saved))
        self._size += len(update)
        self._entries += found.types
        self.since_compaction[0] += 1
        self.since_compaction[1] += len(update)
        self._relay(update, skip)
        return saved

    def _relay(self, update: bytes, skip: str | None) -> None:
        if len(self.members) < TICK_FROM:
            self.tell_others(skip, BoardUpdated(doc=self.key, update=update, seq=self.seq))
            return
        if not self._tick:
            asyncio.get_running_loop().call_later(TICK_S, self._end_tick)
        self._tick.append((skip or "", update))

    def _end_tick(self) -> None:
        """Everybody gets one update; only a single sender is spared their own."""
        gathered, self._tick = self._tick, []
        senders = {socket for socket, _ in gathered}
        skip = senders.pop() if len(senders) == 1 else None
        for update in merged([update for _, update in gathered]):
            self.tell_others(skip, BoardUpdated(doc=self.key, update=update, seq=self.seq))

    def _require_saving(self) -> None:
        if sum(len(one.update) for one in self.waiting) > MOST_WAITING_BYTES:
            raise NotSaved("Please wait a moment. What you see is kept on your device.")

    def _require_space(self, found: Scan, size_bytes: int, now_s: float) -> None:
        """Raises: Full, NotSaved."""
        self._require_saving()
        is_too_much = self._size + size_bytes > LARGEST_BYTES
        is_too_many = bool(found.types) and self._entries + found.types > MOST_ELEMENTS
        if not (is_too_much or is_too_many):
            return
        if now_s - self._full_s >= MEASURE_AGAIN_S:
            self._full_s = now_s
            self._size = len(self.document.state())
            self._entries = self.document.largest_root()
        is_too_much = self._size + size_bytes > LARGEST_BYTES
        is_too_many = bool(found.types) and self._entries + found.types > MOST_ELEMENTS
        if is_too_much or is_too_many:
            raise Full("It has reached its limit and can only be read. Please start a new one.")


def _presence(key: str, member: Member) -> PresenceShown:
    return PresenceShown(
        doc=key,
        client_id=member.client_id,
        person=member.person,
        name=member.name,
        state=member.presence,
    )
