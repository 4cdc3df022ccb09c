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


async def unmailed(tx: Tx, *, limit: int) -> list[News]:
    """The oldest news that are no letters yet."""
    query = sa.select(news).where(news.c.mailed_at.is_(None)).order_by(news.c.id).limit(limit)
    return [_news(row) for row in await tx.execute(query)]


async def take_unmailed(tx: Tx, ids: Collection[str]) -> list[News]:
    """Those of these that are no letters yet; nobody else writes them until this is over."""
    query = sa.select(news).where(news.c.id.in_(ids), news.c.mailed_at.is_(None))
    found = await tx.execute(query.order_by(news.c.id).with_for_update(skip_locked=True))
    return [_news(row) for row in found]


async def set_mailed(tx: Tx, ids: Collection[str], now: datetime) -> None:
    """These are letters now, or need none."""
    await tx.execute(news.update().where(news.c.id.in_(ids)).values(mailed_at=now))


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
