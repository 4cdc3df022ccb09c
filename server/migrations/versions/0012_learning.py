"""Feedback on pairs, what is learned from it, and every set of weights a programme had."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _versions()
    _feedback()
    _proposals()
    _checks()
    _effects()


def _of(
    table: str, name: str, other: str, on_delete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}", ondelete=on_delete
    )


def _versions() -> None:
    op.create_table(
        "programme_weights",
        sa.Column("programme_id", sa.String(26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("weights", sa.Text(), nullable=False),
        sa.Column("author", sa.String(12), nullable=False),
        sa.Column("person_id", sa.String(26)),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("restores", sa.Integer()),
        _of("programme_weights", "programme_id", "programme"),
        _of("programme_weights", "person_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("programme_id", "number", name="pk_programme_weights"),
    )
    op.create_index("ix_programme_weights_person_id", "programme_weights", ["person_id"])


def _feedback() -> None:
    table = "pair_feedback"
    op.create_table(
        table,
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("programme_id", sa.String(26), nullable=False),
        sa.Column("mentorship_id", sa.String(26)),
        sa.Column("mentor_id", sa.String(26), nullable=False),
        sa.Column("mentee_id", sa.String(26), nullable=False),
        sa.Column("rater_id", sa.String(26), nullable=False),
        sa.Column("occasion", sa.String(80), nullable=False),
        sa.Column("usefulness", sa.SmallInteger()),
        sa.Column("rapport", sa.SmallInteger()),
        sa.Column("again", sa.SmallInteger()),
        sa.Column("misfit", sa.Text(), nullable=False),
        sa.Column("features", sa.Text(), nullable=False),
        sa.Column("encoder", sa.String(80), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _of(table, "programme_id", "programme"),
        _of(table, "mentorship_id", "mentorship", "SET NULL"),
        _of(table, "mentor_id", "person"),
        _of(table, "mentee_id", "person"),
        _of(table, "rater_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_pair_feedback"),
        sa.UniqueConstraint("rater_id", "occasion", name="uq_pair_feedback_rater_id_occasion"),
    )
    op.create_index("ix_pair_feedback_programme_id_id", table, ["programme_id", "id"])
    for name in ("mentorship_id", "mentor_id", "mentee_id"):
        op.create_index(f"ix_pair_feedback_{name}", table, [name])


def _proposals() -> None:
    table = "weight_proposal"
    op.create_table(
        table,
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("programme_id", sa.String(26), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("decided_at", UtcDateTime()),
        sa.Column("decided_by_id", sa.String(26)),
        _of(table, "programme_id", "programme"),
        _of(table, "decided_by_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_weight_proposal"),
    )
    op.create_index("ix_weight_proposal_programme_id", table, ["programme_id"])
    op.create_index("ix_weight_proposal_decided_by_id", table, ["decided_by_id"])
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "uq_weight_proposal_waiting",
        table,
        ["programme_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _checks() -> None:
    op.create_table(
        "learning_check",
        sa.Column("programme_id", sa.String(26), nullable=False),
        sa.Column("asked_at", UtcDateTime()),
        sa.Column("checked_at", UtcDateTime()),
        sa.Column("outcome", sa.String(12)),
        sa.Column("sigma", sa.Float(), nullable=False),
        _of("learning_check", "programme_id", "programme"),
        sa.PrimaryKeyConstraint("programme_id", name="pk_learning_check"),
    )
    op.create_index("ix_learning_check_asked_at", "learning_check", ["asked_at"])


def _effects() -> None:
    op.create_table(
        "mentor_effects",
        sa.Column("programme_id", sa.String(26), nullable=False),
        sa.Column("mentor_id", sa.String(26), nullable=False),
        sa.Column("effect", sa.Float(), nullable=False),
        sa.Column("raters", sa.Integer(), nullable=False),
        sa.Column("learned_at", UtcDateTime(), nullable=False),
        _of("mentor_effects", "programme_id", "programme"),
        _of("mentor_effects", "mentor_id", "person"),
        sa.PrimaryKeyConstraint("programme_id", "mentor_id", name="pk_mentor_effects"),
    )
    op.create_index("ix_mentor_effects_mentor_id", "mentor_effects", ["mentor_id"])
