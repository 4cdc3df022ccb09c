"""How far the media of a room are encrypted; rooms from before keep what they had."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "room",
        sa.Column("protection", sa.String(12), nullable=False, server_default="transport"),
    )


def downgrade() -> None:
    op.drop_column("room", "protection")
