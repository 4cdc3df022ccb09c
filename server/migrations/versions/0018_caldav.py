"""Calendars of CalDAV accounts: whose they are, and the sealed password."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("busy_source", sa.Column("user_name", sa.Text()))
    op.add_column("busy_source", sa.Column("sealed_password", sa.LargeBinary()))
