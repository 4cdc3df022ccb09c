"""Cards of sessions, surveys, reviews with replies and reports, notes to moderators; standings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _cards()
    _surveys()
    _reviews()
    _moderation()
    _standings()


def _id(name: str, *, is_needed: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(26), nullable=not is_needed)


def _at(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, UtcDateTime()) for name in names]


def _of(table: str, name: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}", ondelete=ondelete
    )


def _indexes(table: str, *names: str) -> None:
    for name in names:
        op.create_index(f"ix_{table}_{name}", table, [name])


def _cards() -> None:
    table = "session_card"
    op.create_table(
        table,
        _id("id"),
        _id("booking_id"),
        _id("programme_id", is_needed=False),
        _id("mentorship_id", is_needed=False),
        _id("person_id"),
        _id("other_id"),
        sa.Column("side", sa.String(6), nullable=False),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        *(
            sa.Column(name, UtcDateTime(), nullable=False)
            for name in ("session_at", "closes_at")
        ),
        *_at("known_at", "told_at", "reminded_at", "given_at", "settled_at"),
        *(sa.Column(name, sa.SmallInteger()) for name in ("progress", "heard", "useful")),
        sa.Column("pace", sa.String(8)),
        sa.Column("happened", sa.String(10)),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("appreciation", sa.Text(), nullable=False),
        sa.Column("may_be_shown", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of(table, "booking_id", "booking"),
        _of(table, "programme_id", "programme"),
        _of(table, "mentorship_id", "mentorship", "SET NULL"),
        _of(table, "person_id", "person"),
        _of(table, "other_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_session_card"),
        sa.UniqueConstraint(
            "booking_id", "person_id", name="uq_session_card_booking_id_person_id"
        ),
    )
    _indexes(table, "person_id", "other_id", "mentorship_id", "programme_id", "known_at")
    op.create_index("ix_session_card_settled_at_closes_at", table, ["settled_at", "closes_at"])


def _surveys() -> None:
    table = "feedback_survey"
    op.create_table(
        table,
        _id("id"),
        _id("mentorship_id"),
        _id("programme_id"),
        _id("person_id"),
        _id("other_id"),
        sa.Column("side", sa.String(6), nullable=False),
        sa.Column("instrument", sa.String(8), nullable=False),
        sa.Column("occasion", sa.String(40), nullable=False),
        *(sa.Column(name, UtcDateTime(), nullable=False) for name in ("due_at", "closes_at")),
        *_at("told_at", "reminded_at", "answered_at", "settled_at"),
        sa.Column("answers", sa.Text()),
        _of(table, "mentorship_id", "mentorship"),
        _of(table, "programme_id", "programme"),
        _of(table, "person_id", "person"),
        _of(table, "other_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_survey"),
        sa.UniqueConstraint(
            "mentorship_id",
            "person_id",
            "occasion",
            name="uq_feedback_survey_mentorship_id_person_id_occasion",
        ),
    )
    _indexes(table, "person_id", "other_id", "programme_id")
    op.create_index("ix_feedback_survey_closes_at_due_at", table, ["closes_at", "due_at"])


def _reviews() -> None:
    table = "feedback_reply"
    op.create_table(
        table,
        _id("card_id"),
        sa.Column("reply", sa.Text(), nullable=False),
        *_at("replied_at"),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("is_reply_hidden", sa.Boolean(), nullable=False),
        _of(table, "card_id", "session_card"),
        sa.PrimaryKeyConstraint("card_id", name="pk_feedback_reply"),
    )


def _moderation() -> None:
    table = "moderators_note"
    op.create_table(
        table,
        _id("id"),
        _id("programme_id"),
        _id("mentorship_id"),
        _id("author_id"),
        _id("other_id"),
        sa.Column("matter", sa.String(9), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        *_at("handled_at"),
        _of(table, "programme_id", "programme"),
        _of(table, "mentorship_id", "mentorship"),
        _of(table, "author_id", "person"),
        _of(table, "other_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_moderators_note"),
    )
    _indexes(table, "programme_id", "mentorship_id", "author_id", "other_id")
    table = "feedback_report"
    op.create_table(
        table,
        _id("id"),
        _id("programme_id"),
        _id("card_id"),
        sa.Column("target", sa.String(6), nullable=False),
        _id("by_id"),
        sa.Column("reason", sa.String(8), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        *_at("judged_at"),
        sa.Column("is_upheld", sa.Boolean()),
        _of(table, "programme_id", "programme"),
        _of(table, "card_id", "session_card"),
        _of(table, "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_report"),
        sa.UniqueConstraint(
            "card_id", "target", "by_id", name="uq_feedback_report_card_id_target_by_id"
        ),
    )
    _indexes(table, "programme_id", "by_id")


def _standings() -> None:
    table = "mentor_standing"
    op.create_table(
        table,
        _id("programme_id"),
        _id("mentor_id"),
        sa.Column("effect", sa.Float(), nullable=False),
        sa.Column("lower", sa.Float(), nullable=False),
        sa.Column("raters", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _of(table, "programme_id", "programme"),
        _of(table, "mentor_id", "person"),
        sa.PrimaryKeyConstraint("programme_id", "mentor_id", name="pk_mentor_standing"),
    )
    _indexes(table, "mentor_id")
