"""Which session has left its open topics to which: once each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from server.boards.store.tables import doc
from server.core.db import Tx, UtcDateTime, batches, inserting, metadata

carry = sa.Table(
    "agenda_carry",
    metadata,
    sa.Column(
        "source_id",
        sa.String(26),
        sa.ForeignKey("booking.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column(
        "target_id",
        sa.String(26),
        sa.ForeignKey("booking.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("at", UtcDateTime, nullable=False),
)


async def begun(tx: Tx, bookings: Collection[str]) -> set[str]:
    """Those of these whose agenda somebody has opened."""
    names = {f"agenda:{one}": one for one in bookings}
    found: set[str] = set()
    for some in batches(names):
        rows = await tx.execute(sa.select(doc.c.id).where(doc.c.id.in_(some)))
        found |= {names[one] for one in rows.scalars()}
    return found


async def carried(tx: Tx, sources: Collection[str]) -> set[str]:
    """Those of these that have left theirs already."""
    found: set[str] = set()
    for some in batches(sources):
        rows = await tx.execute(sa.select(carry.c.source_id).where(carry.c.source_id.in_(some)))
        found |= set(rows.scalars())
    return found


async def take(tx: Tx, sources: Collection[str], target: str, at: datetime) -> set[str]:
    """Those that leave theirs for the first time: two may open the next agenda at once."""
    rows = [{"source_id": one, "target_id": target, "at": at} for one in sources]
    new = inserting(tx, carry).values(rows).on_conflict_do_nothing().returning(carry.c.source_id)
    return set((await tx.execute(new)).scalars())


async def give_back(tx: Tx, sources: Collection[str]) -> None:
    """It did not come to it."""
    for some in batches(sources):
        await tx.execute(carry.delete().where(carry.c.source_id.in_(some)))
