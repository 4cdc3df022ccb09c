"""How good mentors are beside what their profiles say, as the learning job found it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, metadata
from server.matching.proposal import MentorEffect

effects = sa.Table(
    "mentor_effects",
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
    sa.Column("effect", sa.Float, nullable=False),
    sa.Column("raters", sa.Integer, nullable=False),
    sa.Column("learned_at", UtcDateTime, nullable=False),
)


async def of_programme(tx: Tx, programme: str) -> dict[str, MentorEffect]:
    """By mentor; whoever is not in it is as good as the mean."""
    query = sa.select(effects).where(effects.c.programme_id == programme)
    rows = await tx.execute(query)
    return {row.mentor_id: MentorEffect(row.effect, row.raters) for row in rows}


async def several(tx: Tx, mentors: Collection[str]) -> dict[tuple[str, str], MentorEffect]:
    """Of these mentors in every programme, by programme and mentor."""
    query = sa.select(effects).where(effects.c.mentor_id.in_(mentors))
    rows = await tx.execute(query)
    return {(row.programme_id, row.mentor_id): MentorEffect(row.effect, row.raters) for row in rows}


async def put(tx: Tx, programme: str, found: Mapping[str, MentorEffect], now: datetime) -> None:
    """Takes the place of all effects before."""
    await tx.execute(effects.delete().where(effects.c.programme_id == programme))
    rows = [
        {
            "programme_id": programme,
            "mentor_id": mentor,
            "effect": one.effect,
            "raters": one.raters,
            "learned_at": now,
        }
        for mentor, one in found.items()
    ]
    if rows:
        await tx.execute(effects.insert(), rows)
