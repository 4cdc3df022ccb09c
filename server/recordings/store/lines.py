"""The lines of transcripts as rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from server.core.db import Tx, batches
from server.recordings.model import Said
from server.recordings.store.tables import lines


async def add(tx: Tx, transcript: str, said: Sequence[Said]) -> None:
    """Further lines."""
    rows = [
        {
            "transcript_id": transcript,
            "number": one.number,
            "seat_id": one.seat,
            "person_id": one.person,
            "said_at": one.said_at,
            "duration_ms": one.duration_ms,
            "language": one.language,
            "text": one.text,
        }
        for one in said
    ]
    if rows:
        await tx.execute(lines.insert(), rows)


async def of(tx: Tx, transcripts: Sequence[str]) -> list[Said]:
    """All lines of these, in the order in which they were said."""
    found: list[Said] = []
    for batch in batches(transcripts):
        found += await _lines(tx, lines.c.transcript_id.in_(batch))
    return sorted(found, key=lambda one: one.said_at)


async def counts(tx: Tx, transcripts: Sequence[str]) -> dict[str, int]:
    """How many lines there are of each of these."""
    query = (
        sa.select(lines.c.transcript_id, sa.func.count())
        .where(lines.c.transcript_id.in_(transcripts))
        .group_by(lines.c.transcript_id)
    )
    return {row[0]: row[1] for row in await tx.execute(query)}


async def said_by(tx: Tx, person: str, *, limit: int) -> list[tuple[str, Said]]:
    """What somebody said, with the transcript that holds it; the oldest first."""
    query = (
        sa.select(lines)
        .where(lines.c.person_id == person)
        .order_by(lines.c.said_at, lines.c.number)
        .limit(limit)
    )
    return [(row.transcript_id, _said(row)) for row in await tx.execute(query)]


async def erase_own(tx: Tx, transcript: str, person: str) -> int:
    """Delete what somebody said; how many lines it was."""
    gone = await tx.execute(
        lines.delete().where(lines.c.transcript_id == transcript, lines.c.person_id == person)
    )
    return gone.rowcount


async def _lines(tx: Tx, wanted: sa.ColumnElement[bool]) -> list[Said]:
    query = sa.select(lines).where(wanted).order_by(lines.c.said_at, lines.c.number)
    return [_said(row) for row in await tx.execute(query)]


def _said(row: sa.Row[Any]) -> Said:
    return Said(
        row.number,
        row.seat_id,
        row.person_id,
        row.said_at,
        row.duration_ms,
        row.language,
        row.text,
    )
