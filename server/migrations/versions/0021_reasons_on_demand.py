"""Reasons of a drafted pair are worked out when somebody looks at it: they are kept no more."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("match_pair", "reasons")
