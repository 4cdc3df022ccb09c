"""Receipts of consent as rows; they outlive what was kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from server.core.db import Tx, batches, inserting
from server.recordings.model import Consent, Kind, Receipt
from server.recordings.store.tables import receipts, recordings


async def give(tx: Tx, recording: str, room: str, kind: Kind, consent: Consent) -> None:
    """Whoever has an account gets one, once; guests could not come back for it."""
    if consent.person is None:
        return
    row = inserting(tx, receipts).values(
        recording_id=recording,
        person_id=consent.person,
        kind=kind,
        room_id=room,
        agreed_at=consent.at,
    )
    await tx.execute(row.on_conflict_do_nothing(index_elements=["recording_id", "person_id"]))


async def of_person(tx: Tx, person: str, *, limit: int) -> list[Receipt]:
    """What somebody agreed to, newest first."""
    return await _receipts(tx, receipts.c.person_id == person, limit)


async def of_both(tx: Tx, person: str, other: str, *, since: datetime, limit: int) -> list[Receipt]:
    """What somebody agreed to together with another person, newest first."""
    shared = sa.select(receipts.c.recording_id).where(receipts.c.person_id == other)
    wanted = sa.and_(
        receipts.c.person_id == person,
        receipts.c.recording_id.in_(shared),
        receipts.c.agreed_at >= since,
    )
    return await _receipts(tx, wanted, limit)


async def find(tx: Tx, person: str, recording: str) -> Receipt | None:
    is_it = sa.and_(receipts.c.person_id == person, receipts.c.recording_id == recording)
    found = await _receipts(tx, is_it, 1)
    return found[0] if found else None


async def partners(tx: Tx, ids: Iterable[str]) -> dict[str, list[str]]:
    """Who agreed to each of these and has an account, in the order in which they did."""
    found: dict[str, list[str]] = {}
    for batch in batches(ids):
        query = (
            sa.select(receipts.c.recording_id, receipts.c.person_id)
            .where(receipts.c.recording_id.in_(batch))
            .order_by(receipts.c.agreed_at, receipts.c.person_id)
        )
        for row in await tx.execute(query):
            found.setdefault(row.recording_id, []).append(row.person_id)
    return found


async def revoke(tx: Tx, person: str, recording: str, now: datetime) -> None:
    await tx.execute(
        receipts.update()
        .where(receipts.c.person_id == person, receipts.c.recording_id == recording)
        .values(revoked_at=now)
    )


async def close_lost(tx: Tx, now: datetime) -> None:
    """What went with its room is gone as well."""
    there = sa.select(recordings.c.id)
    await tx.execute(
        receipts.update()
        .where(receipts.c.gone_at.is_(None), receipts.c.recording_id.not_in(there))
        .values(gone_at=now, gone="deleted")
    )


async def _receipts(tx: Tx, wanted: sa.ColumnElement[bool], limit: int) -> list[Receipt]:
    query = (
        sa.select(receipts)
        .where(wanted)
        .order_by(receipts.c.agreed_at.desc(), receipts.c.recording_id)
        .limit(limit)
    )
    return [_receipt(row) for row in await tx.execute(query)]


def _receipt(row: sa.Row[Any]) -> Receipt:
    return Receipt(
        recording=row.recording_id,
        person=row.person_id,
        kind=row.kind,
        room=row.room_id,
        agreed_at=row.agreed_at,
        revoked_at=row.revoked_at,
        gone_at=row.gone_at,
        gone=row.gone,
    )
