"""Rooms, their participants, and invitations to people without an account yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "room",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("host_id", sa.String(26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["host_id"], ["person.id"], name=op.f("fk_room_host_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
    )
    op.create_index(op.f("ix_room_host_id"), "room", ["host_id"])
    op.create_table(
        "room_participant",
        sa.Column("room_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["room.id"],
            name=op.f("fk_room_participant_room_id_room"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_room_participant_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("room_id", "person_id", name=op.f("pk_room_participant")),
    )
    op.create_index(op.f("ix_room_participant_person_id"), "room_participant", ["person_id"])
    op.create_table(
        "room_invitation",
        sa.Column("room_id", sa.String(26), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("invited_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["room.id"],
            name=op.f("fk_room_invitation_room_id_room"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("room_id", "email", name=op.f("pk_room_invitation")),
    )
    op.create_index(op.f("ix_room_invitation_email"), "room_invitation", ["email"])


def downgrade() -> None:
    op.drop_table("room_invitation")
    op.drop_table("room_participant")
    op.drop_table("room")
