"""Who is not to meet whom, as rows; who blocked whom is for the one who did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, metadata

block = sa.Table(
    "person_block",
    metadata,
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column(
        "other_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    sa.Column("blocked_at", UtcDateTime, nullable=False),
)


async def add(tx: Tx, person: str, other: str, now: datetime) -> None:
    """Idempotent."""
    known = sa.select(block.c.other_id).where(
        block.c.person_id == person, block.c.other_id == other
    )
    if (await tx.execute(known)).first() is None:
        await tx.execute(block.insert().values(person_id=person, other_id=other, blocked_at=now))


async def remove(tx: Tx, person: str, other: str) -> None:
    """Idempotent."""
    await tx.execute(block.delete().where(block.c.person_id == person, block.c.other_id == other))


async def of_person(tx: Tx, person: str) -> dict[str, datetime]:
    """Whom somebody has blocked, and since when."""
    query = sa.select(block.c.other_id, block.c.blocked_at).where(block.c.person_id == person)
    return {row.other_id: row.blocked_at for row in await tx.execute(query)}


async def apart(tx: Tx, person: str) -> set[str]:
    """Who must not meet this person: blocked by them, or blocking them."""
    query = sa.select(block).where(sa.or_(block.c.person_id == person, block.c.other_id == person))
    return {
        row.other_id if row.person_id == person else row.person_id
        for row in await tx.execute(query)
    }


async def among(tx: Tx, people: Iterable[str]) -> set[tuple[str, str]]:
    """(person, other) among these people, for a match run."""
    wanted = set(people)
    rows = await tx.execute(sa.select(block.c.person_id, block.c.other_id))
    return {
        (row.person_id, row.other_id)
        for row in rows
        if row.person_id in wanted and row.other_id in wanted
    }
