"""The tables of recordings, transcripts and receipts; but for receipts they go with their room."""

from __future__ import annotations

import sqlalchemy as sa

from server.core.db import UtcDateTime, metadata

recordings = sa.Table(
    "recording",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column(
        "room_id",
        sa.String(26),
        sa.ForeignKey("room.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("kind", sa.String(5), nullable=False),
    sa.Column("state", sa.String(10), nullable=False, index=True),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("alive_at", UtcDateTime, nullable=False),
    sa.Column("duration_ms", sa.BigInteger, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("progress", sa.Float, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
)
_OF_RECORDING = "recording.id"
consents = sa.Table(
    "recording_consent",
    metadata,
    sa.Column(
        "recording_id",
        sa.String(26),
        sa.ForeignKey(_OF_RECORDING, ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("seat_id", sa.String(26), primary_key=True),
    sa.Column(
        "person_id", sa.String(26), sa.ForeignKey("person.id", ondelete="SET NULL"), index=True
    ),
    sa.Column("guest_name", sa.Text),
    sa.Column("agreed_at", UtcDateTime, nullable=False),
)
parts = sa.Table(
    "recording_part",
    metadata,
    sa.Column(
        "recording_id",
        sa.String(26),
        sa.ForeignKey(_OF_RECORDING, ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("seat_id", sa.String(26), nullable=False),
    sa.Column("source", sa.String(12), nullable=False),
    sa.Column("starts_ms", sa.BigInteger, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
)
lines = sa.Table(
    "transcript_line",
    metadata,
    sa.Column(
        "transcript_id",
        sa.String(26),
        sa.ForeignKey(_OF_RECORDING, ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("seat_id", sa.String(26), nullable=False),
    # None: a guest's. Whose account goes, their words go with it.
    sa.Column(
        "person_id", sa.String(26), sa.ForeignKey("person.id", ondelete="CASCADE"), index=True
    ),
    sa.Column("said_at", UtcDateTime, nullable=False),
    sa.Column("duration_ms", sa.Integer, nullable=False),
    sa.Column("language", sa.String(35), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)
receipts = sa.Table(
    "consent_receipt",
    metadata,
    # No key: it outlives what was kept.
    sa.Column("recording_id", sa.String(26), primary_key=True),
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    sa.Column("kind", sa.String(5), nullable=False),
    sa.Column("room_id", sa.String(26), sa.ForeignKey("room.id", ondelete="SET NULL"), index=True),
    sa.Column("agreed_at", UtcDateTime, nullable=False),
    sa.Column("revoked_at", UtcDateTime),
    sa.Column("gone_at", UtcDateTime),
    sa.Column("gone", sa.String(7)),
)
