"""Private feeds as rows: one a person, its secret as a digest: a leaked table shows none."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, inserting, metadata

feed = sa.Table(
    "calendar_feed",
    metadata,
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("digest", sa.String(64), nullable=False, unique=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
)


async def put(tx: Tx, person: str, digest: str, now: datetime) -> None:
    """A new secret; the old one opens nothing from now on."""
    values = {"digest": digest, "created_at": now}
    new = inserting(tx, feed).values(person_id=person, **values)
    await tx.execute(new.on_conflict_do_update(index_elements=[feed.c.person_id], set_=values))


async def created_at(tx: Tx, person: str) -> datetime | None:
    """Since when somebody has this feed; None: they have none."""
    query = sa.select(feed.c.created_at).where(feed.c.person_id == person)
    return (await tx.execute(query)).scalar_one_or_none()


async def holder(tx: Tx, digest: str) -> str | None:
    """Whose feed it is."""
    query = sa.select(feed.c.person_id).where(feed.c.digest == digest)
    return (await tx.execute(query)).scalar_one_or_none()


async def remove(tx: Tx, person: str) -> None:
    """There is none any more."""
    await tx.execute(feed.delete().where(feed.c.person_id == person))
