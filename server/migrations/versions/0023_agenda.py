"""Which session has left its open topics to which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_carry",
        sa.Column("source_id", sa.String(26), nullable=False),
        sa.Column("target_id", sa.String(26), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _of("source_id"),
        _of("target_id"),
        sa.PrimaryKeyConstraint("source_id", name="pk_agenda_carry"),
    )
    op.create_index("ix_agenda_carry_target_id", "agenda_carry", ["target_id"])


def _of(column: str) -> sa.ForeignKeyConstraint:
    name = f"fk_agenda_carry_{column}_booking"
    return sa.ForeignKeyConstraint([column], ["booking.id"], name=name, ondelete="CASCADE")
