"""Match runs, their pairs and whoever is left over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "match_run",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("programme_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26)),
        sa.Column("mode", sa.String(8), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime()),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("weights", sa.Text(), nullable=False),
        sa.Column("encoder", sa.String(80), nullable=False),
        sa.Column("input_hash", sa.String(64), nullable=False),
        sa.Column("figures", sa.Text()),
        sa.Column("edits", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("cohort", sa.LargeBinary()),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name="fk_match_run_programme_id_programme",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_match_run_person_id_person", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_match_run"),
    )
    op.create_index("ix_match_run_programme_id", "match_run", ["programme_id"])
    op.create_index("ix_match_run_person_id", "match_run", ["person_id"])
    op.create_index("ix_match_run_state", "match_run", ["state"])
    _pairs()
    _left()


def _of(table: str, name: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}", ondelete="CASCADE"
    )


def _pairs() -> None:
    op.create_table(
        "match_pair",
        sa.Column("run_id", sa.String(26), nullable=False),
        sa.Column("mentee_id", sa.String(26), nullable=False),
        sa.Column("mentor_id", sa.String(26), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("mentee_rank", sa.Integer()),
        sa.Column("mentor_rank", sa.Integer()),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("price", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("published_at", UtcDateTime()),
        sa.Column("problem", sa.Text(), nullable=False),
        _of("match_pair", "run_id", "match_run"),
        _of("match_pair", "mentee_id", "person"),
        _of("match_pair", "mentor_id", "person"),
        sa.PrimaryKeyConstraint("run_id", "mentee_id", name="pk_match_pair"),
    )
    op.create_index("ix_match_pair_mentee_id", "match_pair", ["mentee_id"])
    op.create_index("ix_match_pair_mentor_id", "match_pair", ["mentor_id"])


def _left() -> None:
    op.create_table(
        "match_left",
        sa.Column("run_id", sa.String(26), nullable=False),
        sa.Column("mentee_id", sa.String(26), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(20), nullable=False),
        sa.Column("change", sa.String(20)),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer()),
        sa.Column("language", sa.String(35)),
        _of("match_left", "run_id", "match_run"),
        _of("match_left", "mentee_id", "person"),
        sa.PrimaryKeyConstraint("run_id", "mentee_id", name="pk_match_left"),
    )
    op.create_index("ix_match_left_mentee_id", "match_left", ["mentee_id"])
