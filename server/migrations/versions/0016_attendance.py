"""Who was in the rooms of booked sessions, what follows of it, what people say it was instead."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _bookings()
    op.create_table(
        "session_stay",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("room_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26)),
        sa.Column("came_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("went_at", UtcDateTime()),
        sa.Column("left_how", sa.String(8)),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        sa.Column("is_tried", sa.Boolean(), nullable=False),
        sa.Column("is_connected", sa.Boolean(), nullable=False),
        _of("session_stay", "room_id", "room"),
        _of("session_stay", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_session_stay"),
    )
    op.create_index("ix_session_stay_room_id", "session_stay", ["room_id"])
    op.create_index("ix_session_stay_person_id", "session_stay", ["person_id"])
    op.create_index("ix_session_stay_seen_at", "session_stay", ["seen_at"])
    _attendance()


def _of(
    table: str, name: str, other: str, ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}", ondelete=ondelete
    )


def _bookings() -> None:
    """Of sessions that have begun before this there is no log: nobody is absent from those."""
    op.add_column("booking", sa.Column("attended_at", UtcDateTime()))
    op.create_index("ix_booking_attended_at", "booking", ["attended_at", "ends_at"])
    booking = sa.table(
        "booking", sa.column("attended_at", UtcDateTime), sa.column("starts_at", UtcDateTime)
    )
    now = datetime.now(UTC)
    op.execute(booking.update().where(booking.c.starts_at <= now).values(attended_at=now))


def _attendance() -> None:
    op.create_table(
        "session_attendance",
        sa.Column("booking_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("derived", sa.String(14), nullable=False),
        sa.Column("late_minutes", sa.Integer(), nullable=False),
        sa.Column("early_minutes", sa.Integer(), nullable=False),
        sa.Column("presence", sa.String(14), nullable=False),
        sa.Column("stays", sa.Text(), nullable=False),
        sa.Column("derived_at", UtcDateTime(), nullable=False),
        _of("session_attendance", "booking_id", "booking"),
        _of("session_attendance", "person_id", "person"),
        sa.PrimaryKeyConstraint("booking_id", "person_id", name="pk_session_attendance"),
    )
    op.create_index("ix_session_attendance_person_id", "session_attendance", ["person_id"])
    op.create_table(
        "attendance_correction",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("booking_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("by_id", sa.String(26)),
        sa.Column("presence", sa.String(14), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _of("attendance_correction", "booking_id", "booking"),
        _of("attendance_correction", "person_id", "person"),
        _of("attendance_correction", "by_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_attendance_correction"),
    )
    op.create_index("ix_attendance_correction_booking_id", "attendance_correction", ["booking_id"])
    op.create_index("ix_attendance_correction_person_id", "attendance_correction", ["person_id"])
    op.create_index("ix_attendance_correction_by_id", "attendance_correction", ["by_id"])
