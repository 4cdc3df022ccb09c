"""What people say of picture and sound after a session, beside what was measured."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = "quality_verdict"
    op.create_table(
        table,
        sa.Column("peer_id", sa.String(26), nullable=False),
        sa.Column("room_id", sa.String(26), nullable=False),
        sa.Column("said", sa.String(12), nullable=False),
        sa.Column("troubles", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=f"fk_{table}_room_id_room", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("peer_id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_room_id", table, ["room_id"])
    op.create_index(f"ix_{table}_at", table, ["at"])
