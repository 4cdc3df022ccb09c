"""When mentorships were paused, and how far their goals were on each day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0029"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _pauses()
    _days()


def _of_mentorship(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    name = f"fk_{table}_mentorship_id_mentorship"
    column = sa.Column("mentorship_id", sa.String(26), nullable=False)
    key = ["mentorship_id"], ["mentorship.id"]
    return column, sa.ForeignKeyConstraint(*key, name=name, ondelete="CASCADE")


def _pauses() -> None:
    table = "mentorship_pause"
    column, key = _of_mentorship(table)
    op.create_table(
        table,
        column,
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("mentorship_id", "began_at", name=f"pk_{table}"),
        key,
    )


def _days() -> None:
    table = "progress_day"
    column, key = _of_mentorship(table)
    op.create_table(
        table,
        column,
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer()),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("mentorship_id", "day", name=f"pk_{table}"),
        key,
    )
