"""Notices, what people wish about them, browsers that take pushes, pushes, reminders, keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letter", sa.Column("person_id", sa.String(26)))
    _notices()
    _pushes()
    _reminders()
    op.create_table(
        "notification_key",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_notification_key"),
    )


def _of(table: str, name: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}", ondelete="CASCADE"
    )


def _notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("path", sa.String(300), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("read_at", UtcDateTime()),
        sa.Column("digest_at", UtcDateTime()),
        sa.Column("receiver", sa.Text(), nullable=False),
        _of("notice", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
    )
    op.create_index("ix_notice_person_id", "notice", ["person_id", "read_at", "id"])
    op.create_index("ix_notice_digest_at", "notice", ["digest_at"])
    op.create_index("ix_notice_created_at", "notice", ["created_at"])
    op.create_table(
        "notice_preferences",
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("switches", sa.Text(), nullable=False),
        sa.Column("quiet_start", sa.Integer()),
        sa.Column("quiet_end", sa.Integer()),
        sa.Column("digest", sa.String(8), nullable=False),
        sa.Column("reminders", sa.Text(), nullable=False),
        _of("notice_preferences", "person_id", "person"),
        sa.PrimaryKeyConstraint("person_id", name="pk_notice_preferences"),
    )


def _pushes() -> None:
    op.create_table(
        "push_subscription",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("endpoint_digest", sa.String(64), nullable=False),
        sa.Column("p256dh", sa.String(100), nullable=False),
        sa.Column("auth", sa.String(40), nullable=False),
        sa.Column("device", sa.String(80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        _of("push_subscription", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_push_subscription"),
        sa.UniqueConstraint("endpoint_digest", name="uq_push_subscription_endpoint_digest"),
    )
    op.create_index("ix_push_subscription_person_id", "push_subscription", ["person_id"])
    op.create_table(
        "push",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("subscription_id", sa.String(26), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("leased_by", sa.String(26)),
        sa.Column("leased_until", UtcDateTime()),
        _of("push", "subscription_id", "push_subscription"),
        sa.PrimaryKeyConstraint("id", name="pk_push"),
    )
    op.create_index("ix_push_subscription_id", "push", ["subscription_id"])
    op.create_index("ix_push_due_at", "push", ["due_at"])


def _reminders() -> None:
    op.create_table(
        "session_reminder",
        sa.Column("booking_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("lead_minutes", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        _of("session_reminder", "booking_id", "booking"),
        _of("session_reminder", "person_id", "person"),
        sa.PrimaryKeyConstraint("booking_id", "person_id", name="pk_session_reminder"),
    )
    op.create_index("ix_session_reminder_due_at", "session_reminder", ["due_at"])
