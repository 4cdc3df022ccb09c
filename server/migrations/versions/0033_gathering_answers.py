"""What guests say of gatherings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0033"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLE = "gathering_answer"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("booking_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("host_id", sa.String(26), nullable=False),
        sa.Column("programme_id", sa.String(26)),
        sa.Column("worth", sa.String(6), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        _of("booking_id", "booking"),
        _of("person_id", "person"),
        _of("host_id", "person"),
        _of("programme_id", "programme"),
        sa.PrimaryKeyConstraint("booking_id", "person_id", name=f"pk_{TABLE}"),
    )
    for name in ("person_id", "host_id", "programme_id"):
        op.create_index(f"ix_{TABLE}_{name}", TABLE, [name])


def _of(name: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [f"{other}.id"], name=f"fk_{TABLE}_{name}_{other}", ondelete="CASCADE"
    )
