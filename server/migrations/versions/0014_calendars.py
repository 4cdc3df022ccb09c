"""Letters carry calendar objects; answers and their links, private feeds, busy times from elsewhere."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letter", sa.Column("calendar", sa.Text()))
    op.add_column("booking_news", sa.Column("mailed_at", UtcDateTime()))
    op.create_index("ix_booking_news_mailed_at", "booking_news", ["mailed_at"])
    _answers()
    _feeds()
    _sources()


def _of(table: str, name: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}", ondelete="CASCADE"
    )


def _answers() -> None:
    op.create_table(
        "booking_answer",
        sa.Column("booking_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(12), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _of("booking_answer", "booking_id", "booking"),
        _of("booking_answer", "person_id", "person"),
        sa.PrimaryKeyConstraint("booking_id", "person_id", name="pk_booking_answer"),
    )
    op.create_index("ix_booking_answer_person_id", "booking_answer", ["person_id"])
    op.create_table(
        "answer_link",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("booking_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        _of("answer_link", "booking_id", "booking"),
        _of("answer_link", "person_id", "person"),
        sa.PrimaryKeyConstraint("digest", name="pk_answer_link"),
    )
    for name in ("booking_id", "person_id", "expires_at"):
        op.create_index(f"ix_answer_link_{name}", "answer_link", [name])


def _feeds() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        _of("calendar_feed", "person_id", "person"),
        sa.PrimaryKeyConstraint("person_id", name="pk_calendar_feed"),
        sa.UniqueConstraint("digest", name="uq_calendar_feed_digest"),
    )


def _sources() -> None:
    op.create_table(
        "busy_source",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("leased_by", sa.String(26)),
        sa.Column("leased_until", UtcDateTime()),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("worked_out_at", UtcDateTime()),
        sa.Column("read_at", UtcDateTime()),
        sa.Column("failing_since", UtcDateTime()),
        sa.Column("complaint", sa.String(24), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("is_counting", sa.Boolean(), nullable=False),
        _of("busy_source", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_busy_source"),
    )
    op.create_index("ix_busy_source_person_id", "busy_source", ["person_id"])
    op.create_index("ix_busy_source_due_at", "busy_source", ["due_at"])
    op.create_table(
        "busy_time",
        sa.Column("source_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        _of("busy_time", "source_id", "busy_source"),
        _of("busy_time", "person_id", "person"),
        sa.PrimaryKeyConstraint("source_id", "start_minute", name="pk_busy_time"),
    )
    op.create_index("ix_busy_time_person_id", "busy_time", ["person_id", "end_minute"])
