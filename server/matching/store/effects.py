"""How good mentors are beside what their profiles say: as the learning job found it, and as the
domain of feedback works it out from what mentees say of sessions. Two tables of one shape.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, metadata
from server.matching.proposal import MentorEffect


@dataclass(frozen=True, slots=True)
class Effects:
    """Effects of mentors by programme; `at` is the column that says since when they hold."""

    table: sa.Table
    at: str

    async def of_programme(self, tx: Tx, programme: str) -> dict[str, MentorEffect]:
        """By mentor; whoever is not in it is as good as the mean."""
        query = sa.select(self.table).where(self.table.c.programme_id == programme)
        return {row.mentor_id: _effect(row) for row in await tx.execute(query)}

    async def several(
        self, tx: Tx, mentors: Collection[str]
    ) -> dict[tuple[str, str], MentorEffect]:
        """Of these mentors in every programme, by programme and mentor."""
        query = sa.select(self.table).where(self.table.c.mentor_id.in_(mentors))
        rows = await tx.execute(query)
        return {(row.programme_id, row.mentor_id): _effect(row) for row in rows}

    async def put(
        self, tx: Tx, programme: str, found: Mapping[str, MentorEffect], now: datetime
    ) -> None:
        """Takes the place of all before."""
        await tx.execute(self.table.delete().where(self.table.c.programme_id == programme))
        rows = [
            {"programme_id": programme, "mentor_id": mentor, self.at: now} | self._values(one)
            for mentor, one in found.items()
        ]
        if rows:
            await tx.execute(self.table.insert(), rows)

    def _values(self, one: MentorEffect) -> dict[str, float]:
        lower = one.effect if one.lower is None else one.lower
        values = {"effect": one.effect, "lower": lower, "raters": one.raters}
        return {name: value for name, value in values.items() if name in self.table.c}


def _table(name: str, *more: sa.Column[Any]) -> sa.Table:
    def key(of: str, column: str, *, has_index: bool) -> sa.Column[str]:
        to = sa.ForeignKey(f"{of}.id", ondelete="CASCADE")
        return sa.Column(column, sa.String(26), to, primary_key=True, index=has_index)

    return sa.Table(
        name,
        metadata,
        key("programme", "programme_id", has_index=False),
        key("person", "mentor_id", has_index=True),
        sa.Column("effect", sa.Float, nullable=False),
        sa.Column("raters", sa.Integer, nullable=False),
        *more,
    )


def _effect(row: sa.Row[Any]) -> MentorEffect:
    return MentorEffect(row.effect, row.raters, row._mapping.get("lower"))


learned = Effects(
    _table("mentor_effects", sa.Column("learned_at", UtcDateTime, nullable=False)), "learned_at"
)
"""As the learning job found them."""
told = Effects(
    _table(
        "mentor_standing",
        sa.Column("lower", sa.Float, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
    ),
    "at",
)
"""As feedback has them, with a lower bound; these go before."""
