"""What people were told as nudges, and what they wish about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "nudge",
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("mentorship_id", sa.String(26), nullable=False),
        sa.Column("matter", sa.String(10), nullable=False),
        sa.Column("said_at", UtcDateTime()),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(100), nullable=False),
        sa.Column("not_before", UtcDateTime()),
        _of("nudge", "person_id", "person"),
        _of("nudge", "mentorship_id", "mentorship"),
        sa.PrimaryKeyConstraint("person_id", "mentorship_id", "matter", name="pk_nudge"),
    )
    op.create_index("ix_nudge_mentorship_id", "nudge", ["mentorship_id"])
    op.create_table(
        "nudge_wishes",
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("off", sa.String(100), nullable=False),
        sa.Column("snoozed_until", UtcDateTime()),
        sa.Column("said_at", UtcDateTime()),
        sa.Column("looked_on", sa.Date()),
        _of("nudge_wishes", "person_id", "person"),
        sa.PrimaryKeyConstraint("person_id", name="pk_nudge_wishes"),
    )


def _of(table: str, name: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}", ondelete="CASCADE"
    )
