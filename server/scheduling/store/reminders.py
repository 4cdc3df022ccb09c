"""When somebody is next looked at for a reminder of a session: one row a person and booking."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, metadata
from server.scheduling.model import Reminder

reminder = sa.Table(
    "session_reminder",
    metadata,
    sa.Column(
        "booking_id",
        sa.String(26),
        sa.ForeignKey("booking.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("starts_at", UtcDateTime, nullable=False),
    sa.Column("lead_minutes", sa.Integer, nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False, index=True),
)


async def of_booking(tx: Tx, booking: str) -> dict[str, Reminder]:
    """Who is still to be looked at, by person."""
    rows = await tx.execute(sa.select(reminder).where(reminder.c.booking_id == booking))
    return {row.person_id: _reminder(row) for row in rows}


async def take_due(tx: Tx, now: datetime) -> Reminder | None:
    """One that is due, locked until the transaction ends; others take others meanwhile."""
    query = (
        sa.select(reminder)
        .where(reminder.c.due_at <= now)
        .order_by(reminder.c.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = (await tx.execute(query)).first()
    return _reminder(row) if row else None


async def put(tx: Tx, one: Reminder) -> None:
    """In the place of what was planned for that person and booking."""
    await remove(tx, one.booking, one.person)
    await tx.execute(
        reminder.insert().values(
            booking_id=one.booking,
            person_id=one.person,
            starts_at=one.starts_at,
            lead_minutes=one.lead_minutes,
            due_at=one.due_at,
        )
    )


async def remove(tx: Tx, booking: str, person: str) -> None:
    """Nothing more to look at."""
    own = sa.and_(reminder.c.booking_id == booking, reminder.c.person_id == person)
    await tx.execute(reminder.delete().where(own))


def _reminder(row: sa.Row[tuple[object, ...]]) -> Reminder:
    return Reminder(row.booking_id, row.person_id, row.starts_at, row.lead_minutes)
