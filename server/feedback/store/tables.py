"""The tables of feedback; rows go with the account of any of the two whom they are about."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from server.core.db import UtcDateTime, metadata


def _of(name: str, other: str, *, has_index: bool = True, **more: Any) -> sa.Column[str]:
    ondelete = "SET NULL" if more.get("nullable") and other == "mentorship" else "CASCADE"
    key = sa.ForeignKey(f"{other}.id", ondelete=ondelete)
    options = {"nullable": False, **more}
    return sa.Column(name, sa.String(26), key, index=has_index, **options)


card = sa.Table(
    "session_card",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    _of("booking_id", "booking", has_index=False),
    _of("programme_id", "programme", nullable=True),
    _of("mentorship_id", "mentorship", nullable=True),
    _of("person_id", "person"),
    _of("other_id", "person"),
    sa.Column("side", sa.String(6), nullable=False),
    sa.Column("is_held", sa.Boolean, nullable=False),
    sa.Column("session_at", UtcDateTime, nullable=False),
    sa.Column("known_at", UtcDateTime, index=True),
    sa.Column("closes_at", UtcDateTime, nullable=False),
    sa.Column("told_at", UtcDateTime),
    sa.Column("reminded_at", UtcDateTime),
    sa.Column("given_at", UtcDateTime),
    sa.Column("settled_at", UtcDateTime),
    sa.Column("counts_at", UtcDateTime),
    sa.Column("progress", sa.SmallInteger),
    sa.Column("heard", sa.SmallInteger),
    sa.Column("useful", sa.SmallInteger),
    sa.Column("pace", sa.String(8)),
    sa.Column("happened", sa.String(10)),
    sa.Column("tags", sa.Text, nullable=False),
    sa.Column("appreciation", sa.Text, nullable=False),
    sa.Column("may_be_shown", sa.Boolean, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("booking_id", "person_id"),
    sa.Index("ix_session_card_settled_at_closes_at", "settled_at", "closes_at"),
)
survey = sa.Table(
    "feedback_survey",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    _of("mentorship_id", "mentorship", has_index=False),
    _of("programme_id", "programme"),
    _of("person_id", "person"),
    _of("other_id", "person"),
    sa.Column("side", sa.String(6), nullable=False),
    sa.Column("instrument", sa.String(8), nullable=False),
    sa.Column("occasion", sa.String(40), nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False),
    sa.Column("closes_at", UtcDateTime, nullable=False),
    sa.Column("told_at", UtcDateTime),
    sa.Column("reminded_at", UtcDateTime),
    sa.Column("answered_at", UtcDateTime),
    sa.Column("settled_at", UtcDateTime),
    sa.Column("answers", sa.Text),
    sa.UniqueConstraint("mentorship_id", "person_id", "occasion"),
    sa.Index("ix_feedback_survey_closes_at_due_at", "closes_at", "due_at"),
)
gathering_answer = sa.Table(
    "gathering_answer",
    metadata,
    _of("booking_id", "booking", has_index=False, primary_key=True),
    _of("person_id", "person", primary_key=True),
    _of("host_id", "person"),
    _of("programme_id", "programme", nullable=True),
    sa.Column("worth", sa.String(6), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("given_at", UtcDateTime, nullable=False),
    sa.Column("closes_at", UtcDateTime, nullable=False),
)
reply = sa.Table(
    "feedback_reply",
    metadata,
    sa.Column(
        "card_id",
        sa.String(26),
        sa.ForeignKey("session_card.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("reply", sa.Text, nullable=False),
    sa.Column("replied_at", UtcDateTime),
    sa.Column("is_hidden", sa.Boolean, nullable=False),
    sa.Column("is_reply_hidden", sa.Boolean, nullable=False),
)
note = sa.Table(
    "moderators_note",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    _of("programme_id", "programme"),
    _of("mentorship_id", "mentorship"),
    _of("author_id", "person"),
    _of("other_id", "person"),
    sa.Column("matter", sa.String(9), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("handled_at", UtcDateTime),
)
report = sa.Table(
    "feedback_report",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    _of("programme_id", "programme"),
    _of("card_id", "session_card", has_index=False),
    sa.Column("target", sa.String(6), nullable=False),
    _of("by_id", "person"),
    sa.Column("reason", sa.String(8), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("judged_at", UtcDateTime),
    sa.Column("is_upheld", sa.Boolean),
    sa.UniqueConstraint("card_id", "target", "by_id"),
)
