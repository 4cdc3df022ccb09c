"""Questions about groups for the fairness report of a programme, and the answers to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_question",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("programme_id", sa.String(26), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        _of("group_question", "programme_id", "programme"),
        sa.PrimaryKeyConstraint("id", name="pk_group_question"),
    )
    op.create_index("ix_group_question_programme_id", "group_question", ["programme_id"])
    op.create_table(
        "group_answer",
        sa.Column("question_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("choice", sa.SmallInteger()),
        _of("group_answer", "question_id", "group_question"),
        _of("group_answer", "person_id", "person"),
        sa.PrimaryKeyConstraint("question_id", "person_id", name="pk_group_answer"),
    )
    op.create_index("ix_group_answer_person_id", "group_answer", ["person_id"])
    op.create_table(
        "group_edition",
        sa.Column("question_id", sa.String(26), nullable=False),
        sa.Column("side", sa.String(6), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        _of("group_edition", "question_id", "group_question"),
        sa.PrimaryKeyConstraint("question_id", "side", name="pk_group_edition"),
    )
    op.create_table(
        "group_count",
        sa.Column("question_id", sa.String(26), nullable=False),
        sa.Column("side", sa.String(6), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("mark", sa.String(80), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id", "side"],
            ["group_edition.question_id", "group_edition.side"],
            name="fk_group_count_edition",
            ondelete="CASCADE",
        ),
        _of("group_count", "person_id", "person"),
        sa.PrimaryKeyConstraint("question_id", "side", "person_id", name="pk_group_count"),
    )
    op.create_index("ix_group_count_person_id", "group_count", ["person_id"])


def _of(table: str, name: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}", ondelete="CASCADE"
    )
