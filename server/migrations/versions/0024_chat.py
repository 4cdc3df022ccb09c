"""Messages of mentorships, the files with them, and what people have read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chat_message",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("mentorship_id", sa.String(26), nullable=False),
        sa.Column("author_id", sa.String(26)),
        sa.Column("booking_id", sa.String(26)),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime()),
        _of("chat_message", "mentorship_id", "mentorship"),
        _of("chat_message", "author_id", "person", "SET NULL"),
        _of("chat_message", "booking_id", "booking", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_chat_message"),
        sa.UniqueConstraint(
            "mentorship_id", "author_id", "key", name="uq_chat_message_mentorship_id_author_id_key"
        ),
    )
    _index("chat_message", "author_id", "booking_id")
    op.create_index(
        "ix_chat_message_mentorship_id_id", "chat_message", ["mentorship_id", "id"]
    )
    op.create_table(
        "chat_file",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("mentorship_id", sa.String(26), nullable=False),
        sa.Column("author_id", sa.String(26)),
        sa.Column("message_id", sa.String(26)),
        sa.Column("name", sa.String(480), nullable=False),
        sa.Column("content_type", sa.String(100), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        _of("chat_file", "mentorship_id", "mentorship"),
        _of("chat_file", "author_id", "person", "SET NULL"),
        _of("chat_file", "message_id", "chat_message"),
        sa.PrimaryKeyConstraint("id", name="pk_chat_file"),
    )
    _index("chat_file", "mentorship_id", "author_id", "message_id")
    op.create_table(
        "chat_seen",
        sa.Column("mentorship_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("seen", sa.String(26), nullable=False),
        sa.Column("told", sa.String(26), nullable=False),
        _of("chat_seen", "mentorship_id", "mentorship"),
        _of("chat_seen", "person_id", "person"),
        sa.PrimaryKeyConstraint("mentorship_id", "person_id", name="pk_chat_seen"),
    )
    _index("chat_seen", "person_id")


def _of(table: str, name: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}", ondelete=ondelete
    )


def _index(table: str, *names: str) -> None:
    for name in names:
        op.create_index(f"ix_{table}_{name}", table, [name])
