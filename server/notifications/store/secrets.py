"""Keys that are made once and kept; refuses a second one of the same name."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, inserting, metadata

key = sa.Table(
    "notification_key",
    metadata,
    sa.Column("name", sa.String(20), primary_key=True),
    sa.Column("secret", sa.LargeBinary, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)


async def find(tx: Tx, name: str) -> bytes | None:
    """The key of this name, once somebody has made it."""
    query = sa.select(key.c.secret).where(key.c.name == name)
    return (await tx.execute(query)).scalar_one_or_none()


async def keep(tx: Tx, name: str, secret: bytes, now: datetime) -> bytes:
    """The key of this name: this one, unless another node was quicker."""
    values = {"name": name, "secret": secret, "created_at": now}
    await tx.execute(inserting(tx, key).values(values).on_conflict_do_nothing())
    query = sa.select(key.c.secret).where(key.c.name == name)
    return bytes((await tx.execute(query)).scalar_one())
