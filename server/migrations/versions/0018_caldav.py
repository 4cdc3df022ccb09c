"""Calendars of CalDAV accounts with their sealed passwords; a host's share among several."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("busy_source", sa.Column("user_name", sa.Text()))
    op.add_column("busy_source", sa.Column("sealed_password", sa.LargeBinary()))
    with op.batch_alter_table("availability") as table:
        table.add_column(sa.Column("share", sa.Integer(), nullable=False, server_default="2"))
        table.alter_column("share", server_default=None)
