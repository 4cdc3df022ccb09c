"""Sessions in which documents are worked on, and what became of the goals in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board_session",
        sa.Column("booking_id", sa.String(26), nullable=False),
        sa.Column("mentorship_id", sa.String(26)),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.Column("has_changed", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        _of("booking"),
        _of("mentorship"),
        sa.PrimaryKeyConstraint("booking_id", name="pk_board_session"),
    )
    for column in ("mentorship_id", "ended_at"):
        op.create_index(f"ix_board_session_{column}", "board_session", [column])


def _of(other: str) -> sa.ForeignKeyConstraint:
    name = f"{other}_id"
    return sa.ForeignKeyConstraint(
        [name], [f"{other}.id"], name=f"fk_board_session_{name}_{other}", ondelete="CASCADE"
    )
