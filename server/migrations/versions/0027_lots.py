"""From when on a card is in a mentor's own figures, by a lot that is kept instead of worked out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("session_card", sa.Column("counts_at", UtcDateTime()))
