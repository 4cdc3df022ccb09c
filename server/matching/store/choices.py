"""What mentees make of mentors for themselves: favourites, and those set aside."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, metadata
from server.matching.model import Choice

choice = sa.Table(
    "mentor_choice",
    metadata,
    sa.Column(
        "mentee_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column(
        "mentor_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    sa.Column("choice", sa.String(10), nullable=False),
    sa.Column("chosen_at", UtcDateTime, nullable=False),
)


async def of_mentee(tx: Tx, mentee: str) -> dict[str, Choice]:
    """What somebody makes of whom, the latest first."""
    query = sa.select(choice.c.mentor_id, choice.c.choice).where(choice.c.mentee_id == mentee)
    rows = await tx.execute(query.order_by(choice.c.chosen_at.desc(), choice.c.mentor_id))
    return {row.mentor_id: Choice(row.choice) for row in rows}


async def put(tx: Tx, mentee: str, mentor: str, made: Choice, now: datetime) -> None:
    """A choice takes the place of the one before."""
    own = (choice.c.mentee_id == mentee, choice.c.mentor_id == mentor)
    await tx.execute(choice.delete().where(*own))
    await tx.execute(
        choice.insert().values(mentee_id=mentee, mentor_id=mentor, choice=made.value, chosen_at=now)
    )


async def remove(tx: Tx, mentee: str, mentor: str, made: Choice) -> None:
    """Idempotent; another choice stays."""
    await tx.execute(
        choice.delete().where(
            choice.c.mentee_id == mentee,
            choice.c.mentor_id == mentor,
            choice.c.choice == made.value,
        )
    )
