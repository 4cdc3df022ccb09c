"""Programmes: coordinators, members, links, imports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _programmes()
    _members()
    _links()
    _imports()


def _programmes() -> None:
    op.create_table(
        "programme",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("name", sa.String(480), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("enrolment_ends_at", UtcDateTime()),
        sa.Column("ends_at", UtcDateTime()),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_programme"),
    )
    op.create_index(
        "uq_programme_is_open",
        "programme",
        ["is_open"],
        unique=True,
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_table(
        "programme_coordinator",
        sa.Column("programme_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("appointed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("programme_id", "person_id", name="pk_programme_coordinator"),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name="fk_programme_coordinator_programme_id_programme",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name="fk_programme_coordinator_person_id_person",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_programme_coordinator_person_id", "programme_coordinator", ["person_id"]
    )


def _members() -> None:
    op.create_table(
        "programme_member",
        sa.Column("programme_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("is_mentor", sa.Boolean(), nullable=False),
        sa.Column("is_mentee", sa.Boolean(), nullable=False),
        sa.Column("standing", sa.String(8), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("invited_at", UtcDateTime()),
        sa.Column("letter_at", UtcDateTime()),
        sa.Column("joined_at", UtcDateTime()),
        sa.Column("left_at", UtcDateTime()),
        sa.Column("manager_key", sa.String(254)),
        sa.PrimaryKeyConstraint("programme_id", "person_id", name="pk_programme_member"),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name="fk_programme_member_programme_id_programme",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name="fk_programme_member_person_id_person",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_programme_member_person_id", "programme_member", ["person_id"])


def _links() -> None:
    op.create_table(
        "programme_link",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("programme_id", sa.String(26), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("label", sa.String(320), nullable=False),
        sa.Column("is_mentor", sa.Boolean(), nullable=False),
        sa.Column("is_mentee", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("most_uses", sa.Integer()),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("revoked_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_programme_link"),
        sa.UniqueConstraint("digest", name="uq_programme_link_digest"),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name="fk_programme_link_programme_id_programme",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_programme_link_programme_id", "programme_link", ["programme_id"])


def _imports() -> None:
    op.create_table(
        "programme_import",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("programme_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26)),
        sa.Column("file_name", sa.String(800), nullable=False),
        sa.Column("sends_letters", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime()),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("total", sa.Integer()),
        sa.Column("unknown_columns", sa.Text(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_programme_import"),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name="fk_programme_import_programme_id_programme",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name="fk_programme_import_person_id_person",
            ondelete="SET NULL",
        ),
    )
    op.create_index("ix_programme_import_programme_id", "programme_import", ["programme_id"])
    op.create_index("ix_programme_import_person_id", "programme_import", ["person_id"])
    op.create_index("ix_programme_import_state", "programme_import", ["state"])
    op.create_table(
        "programme_import_remark",
        sa.Column("import_id", sa.String(26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(400), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("is_error", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "number", name="pk_programme_import_remark"),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["programme_import.id"],
            name="fk_programme_import_remark_import_id_programme_import",
            ondelete="CASCADE",
        ),
    )
