"""News of bookings as rows, in the order in which they happened; read once by whoever tells."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, metadata
from server.scheduling.model import Happening, News

news = sa.Table(
    "booking_news",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column(
        "booking_id",
        sa.String(26),
        sa.ForeignKey("booking.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("happening", sa.String(12), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by_id", sa.String(26)),
    sa.Column("starts_before", UtcDateTime),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("told_at", UtcDateTime, index=True),
    sa.Column("mailed_at", UtcDateTime, index=True),
)


async def add(tx: Tx, one: News) -> None:
    """Told to nobody yet."""
    await tx.execute(
        news.insert().values(
            id=one.id,
            booking_id=one.booking,
            happening=one.happening.value,
            at=one.at,
            by_id=one.by,
            starts_before=one.starts_before,
            sequence=one.sequence,
        )
    )


async def untold(tx: Tx, *, limit: int) -> list[News]:
    """The oldest that nobody was told."""
    query = sa.select(news).where(news.c.told_at.is_(None)).order_by(news.c.id).limit(limit)
    return [_news(row) for row in await tx.execute(query)]


async def set_told(tx: Tx, ids: Collection[str], now: datetime) -> None:
    """These are told."""
    await tx.execute(news.update().where(news.c.id.in_(ids)).values(told_at=now))


async def of_booking(tx: Tx, booking_id: str) -> list[News]:
    """What became of a booking, oldest first."""
    query = sa.select(news).where(news.c.booking_id == booking_id).order_by(news.c.id)
    return [_news(row) for row in await tx.execute(query)]


def _news(row: sa.Row[tuple[object, ...]]) -> News:
    return News(
        row.id,
        row.booking_id,
        Happening(row.happening),
        row.at,
        row.by_id,
        row.starts_before,
        row.sequence,
    )
