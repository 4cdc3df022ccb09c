"""What a place of a mentor costs in lists, as the last run over a programme found it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, metadata

price = sa.Table(
    "mentor_price",
    metadata,
    sa.Column(
        "programme_id",
        sa.String(26),
        sa.ForeignKey("programme.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column(
        "mentor_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    sa.Column("price", sa.Float, nullable=False),
    sa.Column("found_at", UtcDateTime, nullable=False),
)


async def of_programme(tx: Tx, programme: str) -> dict[str, float]:
    """On the scale of scores, by mentor; whoever is not in it costs nothing."""
    query = sa.select(price.c.mentor_id, price.c.price).where(price.c.programme_id == programme)
    return {row.mentor_id: row.price for row in await tx.execute(query)}


async def put(tx: Tx, programme: str, prices: Mapping[str, float], now: datetime) -> None:
    """Takes the place of all prices before."""
    await tx.execute(price.delete().where(price.c.programme_id == programme))
    rows = [
        {"programme_id": programme, "mentor_id": mentor, "price": one, "found_at": now}
        for mentor, one in prices.items()
        if one > 0
    ]
    if rows:
        await tx.execute(price.insert(), rows)
