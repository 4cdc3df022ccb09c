"""Documents and their logs as rows: every append is of whoever owns the document, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from server.boards.model import DocName, Kind
from server.boards.store.tables import client, doc, seen, update
from server.core.db import Tx, batches, inserting

_EMPTY = b""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a document stands, without what is in it."""

    owner: str
    owned_until: datetime
    epoch: int
    head_seq: int
    state_seq: int
    base_seq: int


@dataclass(frozen=True, slots=True)
class Row:
    """`count` changes of one person that were saved together; the last is number `seq`."""

    seq: int
    count: int
    person: str | None
    at: datetime
    data: bytes


async def add(tx: Tx, name: DocName, now: datetime) -> None:
    """An empty document that is nobody's, unless it is there."""
    values = {
        "id": str(name),
        "mentorship_id": name.subject if name.kind is Kind.GOALS else None,
        "board_id": name.subject if name.kind is Kind.BOARD else None,
        "booking_id": name.subject if name.kind in {Kind.AGENDA, Kind.NOTES} else None,
        "person_id": name.person,
        "owner": "",
        "owned_until": now,
        "epoch": 0,
        "head_seq": 0,
        "state_seq": 0,
        "state": _EMPTY,
        "base_seq": 0,
        "base": _EMPTY,
        "changed_at": now,
    }
    await tx.execute(inserting(tx, doc).values(values).on_conflict_do_nothing())


async def head(tx: Tx, name: str) -> Head | None:
    """None: nobody has opened it yet."""
    c = doc.c
    columns = (c.owner, c.owned_until, c.epoch, c.head_seq, c.state_seq, c.base_seq)
    row = (await tx.execute(sa.select(*columns).where(c.id == name))).first()
    return Head(*row) if row is not None else None


async def take(tx: Tx, name: str, owner: str, now: datetime, until: datetime) -> bool:
    """Makes a document ours that is nobody's, was ours before, or whose owner has died.

    The epoch rises: whatever an older owner still appends is refused.
    """
    is_free = sa.or_(doc.c.owner == owner, doc.c.owned_until <= now)
    taken = await tx.execute(
        doc.update()
        .where(doc.c.id == name, is_free)
        .values(owner=owner, owned_until=until, epoch=doc.c.epoch + 1)
    )
    return taken.rowcount == 1


async def keep(tx: Tx, names: Mapping[str, int], until: datetime) -> None:
    """Renews what is ours, by epoch."""
    for name, epoch in names.items():
        ours = sa.and_(doc.c.id == name, doc.c.epoch == epoch)
        await tx.execute(doc.update().where(ours).values(owned_until=until))


async def let_go(tx: Tx, name: str, epoch: int, now: datetime) -> None:
    """Another node may have it at once."""
    ours = sa.and_(doc.c.id == name, doc.c.epoch == epoch)
    await tx.execute(doc.update().where(ours).values(owned_until=now))


@dataclass(frozen=True, slots=True)
class Addition:
    """What is to be added to one document's log, in order, and who signs as what by it."""

    name: str
    epoch: int
    rows: Sequence[Row]
    clients: Mapping[int, str]

    @property
    def after(self) -> int:
        """The change it follows."""
        return self.rows[0].seq - self.rows[0].count


async def append(tx: Tx, additions: Sequence[Addition]) -> set[str]:
    """Adds to several logs by few statements; the names of those that are another's by now.

    To these nothing is added: their epoch or their head is not what their owner believes.
    """
    heads: dict[str, tuple[int, int]] = {}
    for names in batches(one.name for one in additions):
        query = sa.select(doc.c.id, doc.c.epoch, doc.c.head_seq).where(doc.c.id.in_(names))
        # In one order for all: nobody waits for somebody who waits.
        found = await tx.execute(query.order_by(doc.c.id).with_for_update())
        heads |= {name: (epoch, head_seq) for name, epoch, head_seq in found}
    ours = [one for one in additions if heads.get(one.name) == (one.epoch, one.after)]
    if ours:
        await _add(tx, ours)
    return {one.name for one in additions} - {one.name for one in ours}


async def _add(tx: Tx, additions: Sequence[Addition]) -> None:
    moves = [
        {"name": one.name, "seq": one.rows[-1].seq, "now": one.rows[-1].at} for one in additions
    ]
    at: dict[str, Any] = {"head_seq": sa.bindparam("seq"), "changed_at": sa.bindparam("now")}
    await tx.execute(doc.update().where(doc.c.id == sa.bindparam("name")).values(at), moves)
    rows = [
        {
            "doc_id": one.name,
            "seq": row.seq,
            "count": row.count,
            "person_id": row.person,
            "at": row.at,
            "data": row.data,
        }
        for one in additions
        for row in one.rows
    ]
    await tx.execute(update.insert(), rows)
    signed = [
        {"doc_id": one.name, "client_id": client_id, "person_id": person}
        for one in additions
        for client_id, person in one.clients.items()
    ]
    if signed:
        await tx.execute(inserting(tx, client).on_conflict_do_nothing(), signed)


async def clients(tx: Tx, name: str) -> dict[int, str]:
    """Who signs as what."""
    query = sa.select(client.c.client_id, client.c.person_id).where(client.c.doc_id == name)
    return {row.client_id: row.person_id for row in await tx.execute(query)}


async def state(tx: Tx, name: str) -> bytes:
    """The whole as last put together, compressed; empty: nothing yet."""
    found = await tx.execute(sa.select(doc.c.state).where(doc.c.id == name))
    return bytes(found.scalar_one())


async def base(tx: Tx, name: str) -> tuple[int, bytes]:
    """Where the kept log begins: after which change, and the whole then, compressed.

    0 and nothing for what nobody has opened yet.
    """
    found = await tx.execute(sa.select(doc.c.base_seq, doc.c.base).where(doc.c.id == name))
    row = found.one_or_none()
    return (0, b"") if row is None else (row.base_seq, bytes(row.base))


async def log(
    tx: Tx, name: str, after: int, until: int | None = None, limit: int | None = None
) -> list[Row]:
    """Rows behind change number `after`, in order; `until` includes the row it is in."""
    c = update.c
    query = sa.select(c.seq, c.count, c.person_id, c.at, c.data).where(
        c.doc_id == name, c.seq > after
    )
    if until is not None:
        query = query.where(c.seq - c.count < until)
    found = await tx.execute(query.order_by(c.seq).limit(limit))
    return [Row(seq, count, person, at, bytes(data)) for seq, count, person, at, data in found]


async def reach(tx: Tx, name: str, after: int, *, most_rows: int, most_bytes: int) -> int:
    """The last change behind `after` that still fits; one row always does."""
    c = update.c
    query = sa.select(c.seq, sa.func.length(c.data)).where(c.doc_id == name, c.seq > after)
    last, size_bytes = after, 0
    for seq, length in await tx.execute(query.order_by(c.seq).limit(most_rows)):
        size_bytes += length
        if last > after and size_bytes > most_bytes:
            break
        last = seq
    return last


async def weight(tx: Tx, name: str) -> tuple[int, int]:
    """The kept log: rows, bytes."""
    sizes = sa.func.coalesce(sa.func.sum(sa.func.length(update.c.data)), 0)
    query = sa.select(sa.func.count(), sizes).where(update.c.doc_id == name)
    row = (await tx.execute(query)).one()
    return int(row[0]), int(row[1])


async def put_state(tx: Tx, name: str, epoch: int, seq: int, whole: bytes) -> bool:
    """The whole as of `seq`; false when the document is another's by now."""
    ours = sa.and_(doc.c.id == name, doc.c.epoch == epoch)
    put = await tx.execute(doc.update().where(ours).values(state_seq=seq, state=whole))
    return put.rowcount == 1


async def put_base(tx: Tx, name: str, seq: int, whole: bytes) -> None:
    """Forgets the log up to `seq`, and keeps what it had come to."""
    await tx.execute(doc.update().where(doc.c.id == name).values(base_seq=seq, base=whole))
    await tx.execute(update.delete().where(update.c.doc_id == name, update.c.seq <= seq))


async def see(tx: Tx, name: str, people: Iterable[str], seq: int, now: datetime) -> None:
    """They have seen everything up to `seq`."""
    values = [{"doc_id": name, "person_id": one, "seq": seq, "at": now} for one in people]
    if not values:
        return
    new = inserting(tx, seen).values(values)
    latest = {"seq": new.excluded.seq, "at": new.excluded.at}
    keys = [seen.c.doc_id, seen.c.person_id]
    await tx.execute(new.on_conflict_do_update(index_elements=keys, set_=latest))


async def seen_seq(tx: Tx, name: str, person: str) -> int:
    """Up to which change somebody has seen it; 0: they never have."""
    query = sa.select(seen.c.seq).where(seen.c.doc_id == name, seen.c.person_id == person)
    return (await tx.execute(query)).scalar_one_or_none() or 0
