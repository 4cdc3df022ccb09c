"""Recordings, who agreed to them, and their parts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recording",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("room_id", sa.String(26), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("alive_at", UtcDateTime(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_recording_room_id_room"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
    )
    op.create_index(op.f("ix_recording_room_id"), "recording", ["room_id"])
    op.create_index(op.f("ix_recording_state"), "recording", ["state"])
    op.create_table(
        "recording_consent",
        sa.Column("recording_id", sa.String(26), nullable=False),
        sa.Column("seat_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=True),
        sa.Column("guest_name", sa.Text(), nullable=True),
        sa.Column("agreed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            name=op.f("fk_recording_consent_recording_id_recording"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_recording_consent_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("recording_id", "seat_id", name=op.f("pk_recording_consent")),
    )
    op.create_index(op.f("ix_recording_consent_person_id"), "recording_consent", ["person_id"])
    op.create_table(
        "recording_part",
        sa.Column("recording_id", sa.String(26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.String(26), nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("starts_ms", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            name=op.f("fk_recording_part_recording_id_recording"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("recording_id", "number", name=op.f("pk_recording_part")),
    )


def downgrade() -> None:
    op.drop_table("recording_part")
    op.drop_table("recording_consent")
    op.drop_table("recording")
