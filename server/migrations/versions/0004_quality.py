"""Records of call quality, without content."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quality_record",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("room_id", sa.String(26), nullable=False),
        sa.Column("peer_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=True),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=False),
        sa.Column("route", sa.String(10), nullable=False),
        sa.Column("audio_codec", sa.String(10), nullable=False),
        sa.Column("video_codec", sa.String(10), nullable=False),
        sa.Column("reconnections", sa.Integer(), nullable=False),
        sa.Column("first_frame_ms", sa.Integer(), nullable=True),
        sa.Column("mos_up", sa.Float(), nullable=True),
        sa.Column("mos_down", sa.Float(), nullable=True),
        sa.Column("freezes", sa.Integer(), nullable=False),
        sa.Column("bucket_s", sa.Float(), nullable=False),
        sa.Column("series", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["room.id"],
            name=op.f("fk_quality_record_room_id_room"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_quality_record_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_record")),
    )
    op.create_index(op.f("ix_quality_record_room_id"), "quality_record", ["room_id"])
    op.create_index(op.f("ix_quality_record_left_at"), "quality_record", ["left_at"])


def downgrade() -> None:
    op.drop_table("quality_record")
