"""How mentors stand by what mentees say of sessions, as the domain of feedback works it out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, metadata
from server.matching.proposal import MentorEffect

standings = sa.Table(
    "mentor_standing",
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
    sa.Column("lower", sa.Float, nullable=False),
    sa.Column("raters", sa.Integer, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)


async def of_programme(tx: Tx, programme: str) -> dict[str, MentorEffect]:
    """By mentor."""
    rows = await tx.execute(sa.select(standings).where(standings.c.programme_id == programme))
    return {row.mentor_id: _effect(row) for row in rows}


async def several(tx: Tx, mentors: Collection[str]) -> dict[tuple[str, str], MentorEffect]:
    """Of these mentors in every programme, by programme and mentor."""
    rows = await tx.execute(sa.select(standings).where(standings.c.mentor_id.in_(mentors)))
    return {(row.programme_id, row.mentor_id): _effect(row) for row in rows}


async def put(tx: Tx, programme: str, found: Mapping[str, MentorEffect], now: datetime) -> None:
    """Takes the place of all before."""
    await tx.execute(standings.delete().where(standings.c.programme_id == programme))
    rows = [
        {
            "programme_id": programme,
            "mentor_id": mentor,
            "effect": one.effect,
            "lower": one.effect if one.lower is None else one.lower,
            "raters": one.raters,
            "at": now,
        }
        for mentor, one in found.items()
    ]
    if rows:
        await tx.execute(standings.insert(), rows)


def _effect(row: sa.Row[Any]) -> MentorEffect:
    return MentorEffect(row.effect, row.raters, row.lower)
