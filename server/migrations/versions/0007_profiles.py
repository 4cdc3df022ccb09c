"""What people seek and offer, and spellings of skills."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "profile",
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("common", sa.Text(), nullable=False),
        sa.Column("mentee", sa.Text(), nullable=False),
        sa.Column("mentor", sa.Text(), nullable=False),
        sa.Column("mentee_version", sa.Integer(), nullable=False),
        sa.Column("mentor_version", sa.Integer(), nullable=False),
        sa.Column("places_taken", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_profile_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_profile")),
    )
    op.create_index(op.f("ix_profile_updated_at"), "profile", ["updated_at"])
    op.create_table(
        "skill_alias",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("key", sa.String(320), nullable=False),
        sa.Column("text", sa.String(320), nullable=False),
        sa.Column("concept", sa.String(200), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_alias")),
        sa.UniqueConstraint("key", name=op.f("uq_skill_alias_key")),
    )


def downgrade() -> None:
    op.drop_table("skill_alias")
    op.drop_table("profile")
