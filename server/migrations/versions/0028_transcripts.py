"""Transcripts beside recordings, their lines, and a receipt for each consent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("recording") as batch:
        batch.add_column(sa.Column("kind", sa.String(5), nullable=False, server_default="media"))
    with op.batch_alter_table("recording") as batch:
        batch.alter_column("kind", existing_type=sa.String(5), server_default=None)
    _lines()
    _receipts()


def _of(table: str, name: str, other: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}", ondelete=ondelete
    )


def _lines() -> None:
    table = "transcript_line"
    op.create_table(
        table,
        sa.Column("transcript_id", sa.String(26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26)),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _of(table, "transcript_id", "recording", "CASCADE"),
        _of(table, "person_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint("transcript_id", "number", name="pk_transcript_line"),
    )
    op.create_index("ix_transcript_line_person_id", table, ["person_id"])


def _receipts() -> None:
    table = "consent_receipt"
    op.create_table(
        table,
        sa.Column("recording_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("kind", sa.String(5), nullable=False),
        sa.Column("room_id", sa.String(26)),
        sa.Column("agreed_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime()),
        sa.Column("gone_at", UtcDateTime()),
        sa.Column("gone", sa.String(7)),
        _of(table, "person_id", "person", "CASCADE"),
        _of(table, "room_id", "room", "SET NULL"),
        sa.PrimaryKeyConstraint("recording_id", "person_id", name="pk_consent_receipt"),
    )
    op.create_index("ix_consent_receipt_person_id", table, ["person_id"])
    op.create_index("ix_consent_receipt_room_id", table, ["room_id"])
    # Whoever agreed before there were receipts gets theirs.
    op.execute(
        "INSERT INTO consent_receipt (recording_id, person_id, kind, room_id, agreed_at) "
        "SELECT recording.id, recording_consent.person_id, 'media', recording.room_id, "
        "MIN(recording_consent.agreed_at) FROM recording_consent "
        "JOIN recording ON recording.id = recording_consent.recording_id "
        "WHERE recording_consent.person_id IS NOT NULL AND recording.state <> 'deleted' "
        "GROUP BY recording.id, recording_consent.person_id, recording.room_id"
    )


def downgrade() -> None:
    op.drop_table("consent_receipt")
    op.execute("DELETE FROM recording WHERE kind = 'text'")
    op.drop_table("transcript_line")
    with op.batch_alter_table("recording") as batch:
        batch.drop_column("kind")
