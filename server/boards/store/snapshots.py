"""Snapshots as rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from server.boards.model import Occasion, Snapshot
from server.boards.store.tables import snapshot
from server.core.db import Tx

_C = snapshot.c
_COLUMNS = (
    _C.id,
    _C.doc_id,
    _C.seq,
    _C.occasion,
    _C.label,
    _C.session_id,
    _C.person_id,
    _C.at,
)


async def add(tx: Tx, one: Snapshot, state: bytes) -> None:
    """A new one, with the whole document, compressed."""
    await tx.execute(
        snapshot.insert().values(
            id=one.id,
            doc_id=one.doc,
            seq=one.seq,
            occasion=one.occasion.value,
            label=one.label,
            session_id=one.session,
            person_id=one.person,
            at=one.at,
            state=state,
        )
    )


async def of_doc(
    tx: Tx, name: str, *, limit: int, before: Snapshot | None = None
) -> list[Snapshot]:
    """A document's, newest first; those that come after `before` in this order."""
    query = sa.select(*_COLUMNS).where(_C.doc_id == name)
    if before is not None:
        is_older = sa.and_(_C.at == before.at, _C.id < before.id)
        query = query.where(sa.or_(_C.at < before.at, is_older))
    found = await tx.execute(query.order_by(_C.at.desc(), _C.id.desc()).limit(limit))
    return [_snapshot(row) for row in found]


async def find(tx: Tx, name: str, snapshot_id: str) -> tuple[Snapshot, bytes] | None:
    """With the whole, compressed."""
    query = sa.select(*_COLUMNS, _C.state).where(_C.doc_id == name, _C.id == snapshot_id)
    row = (await tx.execute(query)).first()
    return (_snapshot(row), bytes(row.state)) if row is not None else None


async def of_session(tx: Tx, name: str, session: str, occasion: Occasion) -> Snapshot | None:
    """The one taken on this occasion of a session."""
    query = sa.select(*_COLUMNS).where(
        _C.doc_id == name, _C.session_id == session, _C.occasion == occasion.value
    )
    row = (await tx.execute(query.order_by(_C.at).limit(1))).first()
    return _snapshot(row) if row is not None else None


async def newest(tx: Tx, name: str, until: datetime | None = None) -> Snapshot | None:
    """The last one, of those taken by then."""
    query = sa.select(*_COLUMNS).where(_C.doc_id == name)
    if until is not None:
        query = query.where(_C.at <= until)
    row = (await tx.execute(query.order_by(_C.at.desc(), _C.id.desc()).limit(1))).first()
    return _snapshot(row) if row is not None else None


async def every(tx: Tx, name: str) -> list[tuple[datetime, bytes]]:
    """When each of a document's was taken, and the whole, compressed; oldest first."""
    query = sa.select(_C.at, _C.state).where(_C.doc_id == name).order_by(_C.at, _C.id)
    return [(row.at, bytes(row.state)) for row in await tx.execute(query)]


async def trim(tx: Tx, name: str, keep: int) -> None:
    """Of those nobody gave a name, the oldest beyond `keep` go."""
    unnamed = sa.and_(_C.doc_id == name, _C.occasion != Occasion.NAMED.value)
    kept = sa.select(_C.id).where(unnamed).order_by(_C.at.desc(), _C.id.desc()).limit(keep)
    await tx.execute(snapshot.delete().where(unnamed, _C.id.not_in(kept.scalar_subquery())))


async def count(tx: Tx, name: str, occasion: Occasion) -> int:
    """How many of a kind a document has."""
    query = sa.select(sa.func.count()).where(_C.doc_id == name, _C.occasion == occasion.value)
    return (await tx.execute(query)).scalar_one()


def _snapshot(row: Any) -> Snapshot:
    return Snapshot(
        id=row.id,
        doc=row.doc_id,
        seq=row.seq,
        occasion=Occasion(row.occasion),
        label=row.label,
        session=row.session_id,
        person=row.person_id,
        at=row.at,
    )
