"""What a document was: snapshots, the way back, the time line, what one has missed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from pycrdt import Doc

from server.accounts.service import Accounts
from server.boards.crdt import Document
from server.boards.forward import make_equal
from server.boards.model import (
    BoardsFull,
    DocName,
    Entry,
    Kind,
    Occasion,
    Path,
    Place,
    Share,
    Since,
    Snapshot,
    agenda_of,
    goals_of,
)
from server.boards.model.board import MOST_SNAPSHOTS, clean_label
from server.boards.packing import unpack, unpressed
from server.boards.service.boards import Boards
from server.boards.service.vault import as_of, built, put_together
from server.boards.store import boards as shelf
from server.boards.store import docs, snapshots
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import NotFound
from server.core.ids import new_id

T = TypeVar("T")
KEPT_UNNAMED = 100
MOST_LISTED = 50
MOST_ENTRIES = 500
MOST_ENTRY_BYTES = 1_048_576
"""Of the time line at a time; a single row may be larger."""


@dataclass(frozen=True, slots=True)
class Versions:
    """Some of a document's snapshots, newest first, and what the people in them are called."""

    snapshots: list[Snapshot]
    names: Mapping[str, str]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the time line: begin with `base`, then apply the entries in their order."""

    base_seq: int
    base: bytes
    entries: tuple[Entry, ...]
    head: int
    names: Mapping[str, str] = field(default_factory=dict)
    """What the people in it are called; whoever is gone is left out."""


class Histories:
    """Use cases on the past of documents."""

    def __init__(
        self, database: Database, clock: Clock, boards: Boards, accounts: Accounts
    ) -> None:
        self._database = database
        self._clock = clock
        self._boards = boards
        self._accounts = accounts

    async def snapshots(self, person: str, name: str, before: str | None = None) -> Versions:
        """At most 50, those older than `before` if given. Raises: NoDocument, NotFound."""
        await self._boards.access(person, name)
        async with self._database.read() as tx:
            last = (await _found(tx, name, before))[0] if before is not None else None
            listed = await snapshots.of_doc(tx, name, limit=MOST_LISTED + 1, before=last)
        shown = listed[:MOST_LISTED]
        names = await self._names(one.person for one in shown)
        return Versions(shown, names, has_more=len(listed) > MOST_LISTED)

    async def snapshot_state(self, person: str, name: str, snapshot: str) -> bytes:
        """The document as it was kept, as a Yjs update. Raises: NoDocument, NotFound."""
        await self._boards.access(person, name)
        async with self._database.read() as tx:
            _, kept = await _found(tx, name, snapshot)
        return await asyncio.to_thread(_whole, DocName.of(name).kind, kept, [])

    async def name(self, person: str, name: str, label: str) -> Snapshot:
        """Keeps it as it is now. Raises: NoDocument, ReadOnly, Invalid, BoardsFull."""
        (await self._boards.access(person, name)).require_write()
        label = clean_label(label)
        async with self._database.read() as tx:
            if await snapshots.count(tx, name, Occasion.NAMED) >= MOST_SNAPSHOTS:
                raise BoardsFull(f"At most {MOST_SNAPSHOTS} named versions.")
        return await self._keep(DocName.of(name), Occasion.NAMED, label, person=person)

    async def note_session(self, session: str, documents: Iterable[str], occasion: Occasion) -> int:
        """Keeps documents as a session begins or ends: those that are open, or have changed.

        Those are left out that nobody has ever written in. Idempotent: once a document, session
        and occasion. How many were kept.
        """
        await self._boards.flush()
        kept = 0
        for name in documents:
            async with self._database.read() as tx:
                is_to_keep = await self._is_to_keep(tx, name, session, occasion)
            if is_to_keep:
                await self._keep(DocName.of(name), occasion, "", session=session)
                kept += 1
        return kept

    async def look(
        self,
        name: str,
        session: str,
        occasion: Occasion,
        at: datetime | None,
        read: Callable[[Doc[Any]], T],
    ) -> T:
        """What `read` makes of a document as a session began or ended.

        Where that was not kept, nothing had changed since what was kept last by then. One that
        nobody had written in yet is empty. Raises: NotSaved.
        """
        async with self._database.read() as tx:
            one = await snapshots.of_session(tx, name, session, occasion)
            one = one or await snapshots.newest(tx, name, at)
            found = await snapshots.find(tx, name, one.id) if one else None
        return _looked(DocName.of(name).kind, found[1] if found else b"", read)

    async def looks(self, name: str, read: Callable[[Doc[Any]], T]) -> list[tuple[datetime, T]]:
        """What `read` makes of every kept version, oldest first, for our own domains.

        Raises: NotSaved.
        """
        found = []
        async with self._database.read() as tx:
            kept = await snapshots.every(tx, name)
        for at, whole in kept:
            found.append((at, await asyncio.to_thread(_looked, DocName.of(name).kind, whole, read)))
        return found

    async def documents_of(self, mentorship: str | None, session: str) -> list[str]:
        """What two have before them in a session: agenda, goals, and boards not put away."""
        found = [agenda_of(session)]
        if mentorship is not None:
            found.append(goals_of(mentorship))
            async with self._database.read() as tx:
                boards = await shelf.of_place(tx, Place(mentorship=mentorship), limit=20)
            theirs = [one for one in boards if one.archived_at is None]
            found += [str(DocName(Kind.BOARD, one.id)) for one in theirs]
        return found

    async def restore(self, person: str, name: str, snapshot: str) -> tuple[int, Snapshot]:
        """Makes it what it was, as a change of now; the number of the change, and the way back.

        The way back is a snapshot of what it is before that.
        Raises: NoDocument, ReadOnly, NotFound, Elsewhere.
        """
        (await self._boards.access(person, name)).require_write()
        doc = DocName.of(name)
        async with self._database.read() as tx:
            found, kept = await _found(tx, name, snapshot)
        before = await self._keep(doc, Occasion.RESTORE, found.label, person=person)
        then = built(doc.kind, unpressed(kept))
        try:
            await self._boards.edit(name, person, lambda now: _equal(doc.kind, now, then))
        finally:
            then.close()
        async with self._database.read() as tx:
            head = await docs.head(tx, name)
        return (head.head_seq if head else 0), before

    async def state(self, person: str, name: str, seq: int) -> bytes:
        """The document as it was after change `seq`, as a Yjs update. Raises: NoDocument, …"""
        await self._boards.access(person, name)
        doc = DocName.of(name)
        async with self._database.read() as tx:
            first, base, rows = await as_of(tx, doc, seq)
        if seq < first or (rows and rows[-1].seq < seq):
            raise NotFound("The time line does not reach there.")
        return await asyncio.to_thread(_whole, doc.kind, base, _until(rows, seq))

    async def entries(self, person: str, name: str, after: int) -> Stretch:
        """The time line behind change `after`, 500 changes or 1 MB at most. Raises: NoDocument."""
        await self._boards.access(person, name)
        await self._boards.flush()
        doc = DocName.of(name)
        async with self._database.read() as tx:
            head = await docs.head(tx, name)
            if head is None:
                return Stretch(0, b"", (), 0)
            start = max(after, head.base_seq)
            _, base, before = await as_of(tx, doc, start)
            until = await docs.reach(
                tx, name, start, most_rows=MOST_ENTRIES, most_bytes=MOST_ENTRY_BYTES
            )
            rows = await docs.log(tx, name, start, until)
        whole = await asyncio.to_thread(_whole, doc.kind, base, _until(before, start))
        entries = [one for one in _entries(rows) if one.seq > start][:MOST_ENTRIES]
        names = await self._names(one.person for one in entries)
        return Stretch(start, whole, tuple(entries), head.head_seq, names)

    async def since(self, person: str, name: str, seq: int | None) -> Since:
        """Who did what since change `seq`, or since `person` last left. Raises: NoDocument."""
        await self._boards.access(person, name)
        await self._boards.flush()
        doc = DocName.of(name)
        async with self._database.read() as tx:
            head = await docs.head(tx, name)
            if head is None:
                return Since(0, 0, (), is_complete=True)
            start = await docs.seen_seq(tx, name, person) if seq is None else seq
            first = max(start, head.base_seq)
            _, base, before = await as_of(tx, doc, first)
            rows = await docs.log(tx, name, first)
        changes = [one for one in _entries(rows) if one.seq > first]
        began = _until(before, first)
        shares = await asyncio.to_thread(_shares, doc.kind, base, began, changes)
        return Since(start, head.head_seq, shares, is_complete=start >= head.base_seq)

    async def _is_to_keep(self, tx: Tx, name: str, session: str, occasion: Occasion) -> bool:
        head = await docs.head(tx, name)
        if head is None or head.head_seq == 0:
            return False
        if await snapshots.of_session(tx, name, session, occasion) is not None:
            return False
        last = await snapshots.newest(tx, name)
        is_open = head.owned_until > self._clock.now()
        return is_open or last is None or last.seq != head.head_seq

    async def _names(self, people: Iterable[str | None]) -> dict[str, str]:
        cards = await self._accounts.people({one for one in people if one is not None})
        return {person: card.name for person, card in cards.items()}

    async def _keep(
        self,
        doc: DocName,
        occasion: Occasion,
        label: str,
        *,
        person: str | None = None,
        session: str | None = None,
    ) -> Snapshot:
        """As it is saved now."""
        await self._boards.flush()
        name = str(doc)
        async with self._database.read() as tx:
            head = await docs.head(tx, name)
            seq = head.head_seq if head else 0
            kept = await docs.state(tx, name) if head else b""
            rows = await docs.log(tx, name, head.state_seq) if head else []
        whole = await asyncio.to_thread(put_together, doc.kind, kept, rows)
        one = Snapshot(
            id=new_id(),
            doc=name,
            seq=seq,
            occasion=occasion,
            label=label,
            session=session,
            person=person,
            at=self._clock.now(),
        )
        async with self._database.write() as tx:
            await docs.add(tx, doc, one.at)
            await snapshots.add(tx, one, whole)
            await snapshots.trim(tx, name, KEPT_UNNAMED)
        return one


async def _found(tx: Tx, name: str, snapshot: str) -> tuple[Snapshot, bytes]:
    """Raises: NotFound."""
    found = await snapshots.find(tx, name, snapshot)
    if found is None:
        raise NotFound("There is no such version.")
    return found


def _equal(kind: Kind, now: Doc[Any], then: Document) -> None:
    then.look(lambda old: make_equal(kind, now, old))


def _entries(rows: list[docs.Row]) -> list[Entry]:
    return [
        Entry(row.seq - row.count + at + 1, row.person, row.at, update)
        for row in rows
        for at, update in enumerate(unpack(row.data))
    ]


def _until(rows: list[docs.Row], seq: int) -> list[bytes]:
    return [one.update for one in _entries(rows) if one.seq <= seq]


def _looked(kind: Kind, whole: bytes, read: Callable[[Doc[Any]], T]) -> T:
    document = built(kind, unpressed(whole))
    try:
        return document.look(read)
    finally:
        document.close()


def _whole(kind: Kind, base: bytes, updates: list[bytes]) -> bytes:
    document = built(kind, unpressed(base) + updates)
    try:
        return document.state()
    finally:
        document.close()


def _shares(
    kind: Kind, base: bytes, before: list[bytes], changes: list[Entry]
) -> tuple[Share, ...]:
    document = built(kind, unpressed(base) + before)
    paths: dict[str | None, set[Path]] = {}
    theirs: dict[str | None, list[Entry]] = {}
    try:
        for one in changes:
            theirs.setdefault(one.person, []).append(one)
            paths.setdefault(one.person, set()).update(document.apply(one.update))
    finally:
        document.close()
    return tuple(
        Share(person, len(own), own[0].at, own[-1].at, frozenset(paths[person]))
        for person, own in theirs.items()
    )
