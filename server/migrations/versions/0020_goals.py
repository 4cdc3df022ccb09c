"""Goals, milestones and action items as rows, templates taken, reminders given, check-ins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _items()
    op.create_table(
        "goal_projection",
        _id("mentorship_id"),
        sa.Column("seq", sa.Integer(), nullable=False),
        _of("goal_projection", "mentorship"),
        sa.PrimaryKeyConstraint("mentorship_id", name="pk_goal_projection"),
    )
    op.create_table(
        "goal_template",
        _id("mentorship_id"),
        sa.Column("name", sa.String(20), nullable=False),
        _of("goal_template", "mentorship"),
        sa.PrimaryKeyConstraint("mentorship_id", "name", name="pk_goal_template"),
    )
    _people()


def _id(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(26), nullable=False)


def _of(table: str, other: str) -> sa.ForeignKeyConstraint:
    name = f"{other}_id"
    return sa.ForeignKeyConstraint(
        [name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}", ondelete="CASCADE"
    )


def _items() -> None:
    words = ("why", "specific", "measure", "achievable", "relevant", "notes", "words")
    op.create_table(
        "goal_item",
        _id("mentorship_id"),
        sa.Column("kind", sa.String(9), nullable=False),
        _id("id"),
        sa.Column("parent_id", sa.String(26)),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(6)),
        sa.Column("due", sa.Date()),
        sa.Column("status", sa.String(7), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(64), nullable=False),
        sa.Column("percent", sa.Integer()),
        *(sa.Column(word, sa.Text(), nullable=False) for word in words),
        _of("goal_item", "mentorship"),
        sa.PrimaryKeyConstraint("mentorship_id", "kind", "id", name="pk_goal_item"),
    )
    op.create_index("ix_goal_item_due", "goal_item", ["due"])


def _people() -> None:
    op.create_table(
        "goal_reminder",
        _id("mentorship_id"),
        _id("item_id"),
        _id("person_id"),
        sa.Column("due", sa.Date(), nullable=False),
        _of("goal_reminder", "mentorship"),
        _of("goal_reminder", "person"),
        sa.PrimaryKeyConstraint(
            "mentorship_id", "item_id", "person_id", name="pk_goal_reminder"
        ),
    )
    op.create_index("ix_goal_reminder_person_id", "goal_reminder", ["person_id"])
    op.create_table(
        "goal_checkin",
        _id("mentorship_id"),
        _id("person_id"),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("went_well", sa.Text(), nullable=False),
        sa.Column("is_hard", sa.Text(), nullable=False),
        sa.Column("comes_next", sa.Text(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        _of("goal_checkin", "mentorship"),
        _of("goal_checkin", "person"),
        sa.PrimaryKeyConstraint(
            "mentorship_id", "person_id", "week", name="pk_goal_checkin"
        ),
    )
    op.create_index("ix_goal_checkin_person_id", "goal_checkin", ["person_id"])
