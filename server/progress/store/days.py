"""How far the goals of mentorships were, as rows: one a day, where it is another than before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from server.core.db import Tx, batches, inserting, metadata
from server.progress.model.day import Day

day = sa.Table(
    "progress_day",
    metadata,
    sa.Column(
        "mentorship_id",
        sa.String(26),
        sa.ForeignKey("mentorship.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("percent", sa.Integer),
    sa.Column("done", sa.Integer, nullable=False),
    sa.Column("open", sa.Integer, nullable=False),
)


async def put(tx: Tx, days: Mapping[str, Sequence[Day]]) -> None:
    """By mentorship; in the place of what was known of the same day."""
    values = [
        {
            "mentorship_id": mentorship,
            "day": one.day,
            "percent": one.percent,
            "done": one.done,
            "open": one.open,
        }
        for mentorship, theirs in days.items()
        for one in theirs
    ]
    if not values:
        return
    new = inserting(tx, day)
    latest = {name: new.excluded[name] for name in ("percent", "done", "open")}
    keys = [day.c.mentorship_id, day.c.day]
    await tx.execute(new.on_conflict_do_update(index_elements=keys, set_=latest), values)


async def latest(tx: Tx, mentorships: Collection[str]) -> dict[str, Day]:
    """The last one of each that has any."""
    found: dict[str, Day] = {}
    for some in batches(mentorships):
        last = (
            sa.select(day.c.mentorship_id, sa.func.max(day.c.day).label("day"))
            .where(day.c.mentorship_id.in_(some))
            .group_by(day.c.mentorship_id)
            .subquery()
        )
        is_last = sa.and_(day.c.mentorship_id == last.c.mentorship_id, day.c.day == last.c.day)
        for row in await tx.execute(sa.select(day).join(last, is_last)):
            found[row.mentorship_id] = _day(row)
    return found


async def of_mentorship(tx: Tx, mentorship: str) -> list[Day]:
    """All of one, oldest first."""
    query = sa.select(day).where(day.c.mentorship_id == mentorship).order_by(day.c.day)
    return [_day(row) for row in await tx.execute(query)]


def _day(row: sa.Row[Any]) -> Day:
    return Day(row.day, row.percent, row.done, row.open)
