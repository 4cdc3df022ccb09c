"""Lists as they were shown, for whoever learns from choices: without them a click says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, metadata
from server.matching.model import ShownItem, ShownList

shown = sa.Table(
    "shown_list",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column(
        "programme_id",
        sa.String(26),
        sa.ForeignKey("programme.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column(
        "mentee_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        nullable=False,
    ),
    sa.Column("shown_at", UtcDateTime, nullable=False, index=True),
    sa.Column("seed", sa.BigInteger, nullable=False),
    sa.Column("weights", sa.String(32), nullable=False),
    sa.Index("ix_shown_list_mentee_id", "mentee_id", "programme_id", "shown_at"),
)
item = sa.Table(
    "shown_item",
    metadata,
    sa.Column(
        "list_id",
        sa.String(26),
        sa.ForeignKey("shown_list.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("rank", sa.Integer, primary_key=True),
    sa.Column(
        "mentor_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("standing", sa.Float, nullable=False),
    sa.Column("propensity", sa.Float, nullable=False),
)


async def add(tx: Tx, one: ShownList) -> None:
    """Keeps a list."""
    await tx.execute(
        shown.insert().values(
            id=one.id,
            programme_id=one.programme,
            mentee_id=one.mentee,
            shown_at=one.shown_at,
            seed=one.seed,
            weights=one.weights,
        )
    )
    if one.items:
        await tx.execute(item.insert(), [_row(one, each) for each in one.items])


async def latest(tx: Tx, mentee: str, programme: str) -> ShownList | None:
    """The last list that somebody was shown."""
    query = (
        sa.select(shown)
        .where(shown.c.mentee_id == mentee, shown.c.programme_id == programme)
        .order_by(shown.c.shown_at.desc(), shown.c.id.desc())
        .limit(1)
    )
    row = (await tx.execute(query)).first()
    return (await _with_items(tx, [row]))[0] if row else None


async def since(tx: Tx, programme: str, moment: datetime, *, limit: int) -> list[ShownList]:
    """Lists of a programme from a moment on, oldest first: for learning."""
    query = (
        sa.select(shown)
        .where(shown.c.programme_id == programme, shown.c.shown_at >= moment)
        .order_by(shown.c.shown_at, shown.c.id)
        .limit(limit)
    )
    return await _with_items(tx, (await tx.execute(query)).all())


async def places(tx: Tx, programme: str) -> list[tuple[str, int, int]]:
    """(mentor, rank, how often they stood there), of all lists that are kept."""
    query = (
        sa.select(item.c.mentor_id, item.c.rank, sa.func.count())
        .join(shown, shown.c.id == item.c.list_id)
        .where(shown.c.programme_id == programme)
        .group_by(item.c.mentor_id, item.c.rank)
    )
    return [(mentor, rank, times) for mentor, rank, times in await tx.execute(query)]


async def forget(tx: Tx, before: datetime) -> None:
    """Lists that are too old to learn from."""
    await tx.execute(shown.delete().where(shown.c.shown_at < before))


async def _with_items(tx: Tx, rows: Sequence[sa.Row[tuple[object, ...]]]) -> list[ShownList]:
    ids = [row.id for row in rows]
    found: dict[str, list[ShownItem]] = {one: [] for one in ids}
    query = sa.select(item).where(item.c.list_id.in_(ids)).order_by(item.c.list_id, item.c.rank)
    for each in await tx.execute(query):
        found[each.list_id].append(
            ShownItem(each.mentor_id, each.rank, each.score, each.standing, each.propensity)
        )
    return [
        ShownList(
            row.id,
            row.programme_id,
            row.mentee_id,
            row.shown_at,
            row.seed,
            row.weights,
            tuple(found[row.id]),
        )
        for row in rows
    ]


def _row(one: ShownList, each: ShownItem) -> dict[str, object]:
    return {
        "list_id": one.id,
        "rank": each.rank,
        "mentor_id": each.mentor,
        "score": each.score,
        "standing": each.standing,
        "propensity": each.propensity,
    }
