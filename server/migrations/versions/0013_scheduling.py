"""Availability, bookings with their seats, news of them; rooms that open at a time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OVERLAP = "ex_booking_seat_overlap"


def upgrade() -> None:
    op.add_column("room", sa.Column("opens_at", UtcDateTime()))
    _availability()
    _bookings()
    _seats()
    _news()
    if op.get_bind().dialect.name == "sqlite":
        _triggers()
    else:
        _exclusion()


def _of(table: str, name: str, other: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}", ondelete=ondelete
    )


def _availability() -> None:
    op.create_table(
        "availability",
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("durations", sa.Text(), nullable=False),
        sa.Column("is_confirmed_first", sa.Boolean(), nullable=False),
        sa.Column("is_pending_blocking", sa.Boolean(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of("availability", "person_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name="pk_availability"),
    )


def _bookings() -> None:
    op.create_table(
        "booking",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("host_id", sa.String(26), nullable=False),
        sa.Column("created_by_id", sa.String(26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("wall", sa.String(16), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("whose_id", sa.String(26), nullable=False),
        sa.Column("fold", sa.Integer(), nullable=False),
        sa.Column("tzdata", sa.String(16), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("programme_id", sa.String(26)),
        sa.Column("mentorship_id", sa.String(26)),
        sa.Column("series_id", sa.String(26)),
        sa.Column("room_id", sa.String(26)),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("before_minutes", sa.Integer(), nullable=False),
        sa.Column("after_minutes", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("is_blocking", sa.Boolean(), nullable=False),
        sa.Column("expires_at", UtcDateTime()),
        sa.Column("ended_by_id", sa.String(26)),
        sa.Column("reason", sa.String(12)),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of("booking", "host_id", "person", "CASCADE"),
        _of("booking", "created_by_id", "person", "CASCADE"),
        _of("booking", "programme_id", "programme", "CASCADE"),
        _of("booking", "mentorship_id", "mentorship", "SET NULL"),
        _of("booking", "room_id", "room", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_booking"),
        sa.UniqueConstraint("created_by_id", "key", name="uq_booking_key"),
    )
    for name in ("host_id", "programme_id", "mentorship_id", "series_id", "room_id"):
        op.create_index(f"ix_booking_{name}", "booking", [name])
    op.create_index("ix_booking_state_expires_at", "booking", ["state", "expires_at"])
    op.create_index("ix_booking_state_ends_at", "booking", ["state", "ends_at"])


def _seats() -> None:
    op.create_table(
        "booking_seat",
        sa.Column("booking_id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("place", sa.String(8), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.Column("kept_from", UtcDateTime(), nullable=False),
        sa.Column("kept_until", UtcDateTime(), nullable=False),
        _of("booking_seat", "booking_id", "booking", "CASCADE"),
        _of("booking_seat", "person_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint("booking_id", "person_id", name="pk_booking_seat"),
    )
    columns = ["person_id", "is_kept", "kept_until"]
    op.create_index("ix_booking_seat_person_id", "booking_seat", columns)


def _news() -> None:
    op.create_table(
        "booking_news",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("booking_id", sa.String(26), nullable=False),
        sa.Column("happening", sa.String(12), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.String(26)),
        sa.Column("starts_before", UtcDateTime()),
        sa.Column("sequence", sa.Integer(), nullable=False),
        _of("booking_news", "booking_id", "booking", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_booking_news"),
    )
    op.create_index("ix_booking_news_booking_id", "booking_news", ["booking_id"])


def _exclusion() -> None:
    """btree_gist is trusted since PostgreSQL 13: the owner of a database may add it."""
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.execute(
        f"ALTER TABLE booking_seat ADD CONSTRAINT {OVERLAP} EXCLUDE USING gist "
        "(person_id WITH =, tstzrange(kept_from, kept_until, '[)') WITH &&) WHERE (is_kept)"
    )


def _triggers() -> None:
    """Times are text of one width here, so they compare as times do."""
    for name, event in ((OVERLAP, "INSERT"), (f"{OVERLAP}_update", "UPDATE")):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON booking_seat WHEN NEW.is_kept BEGIN "
            f"SELECT RAISE(ABORT, '{OVERLAP}') WHERE EXISTS (SELECT 1 FROM booking_seat "
            "WHERE person_id = NEW.person_id AND is_kept AND booking_id <> NEW.booking_id "
            "AND kept_until > NEW.kept_from AND kept_from < NEW.kept_until); END"
        )
