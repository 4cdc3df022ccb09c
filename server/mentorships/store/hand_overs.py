"""What mentees take along to their next mentor, as rows; one a mentorship."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from server.core.db import Tx, metadata
from server.mentorships.model.mentorship import HandOver, HandOverItem, Mentorship
from server.mentorships.store.mentorships import mentorship

hand_over = sa.Table(
    "mentorship_hand_over",
    metadata,
    sa.Column(
        "mentorship_id",
        sa.String(26),
        sa.ForeignKey("mentorship.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("items", sa.Text, nullable=False),
)


async def put(tx: Tx, one: HandOver) -> None:
    """Writes what the mentee takes along."""
    items = msgspec.json.encode([(item.kind, item.text, item.is_shared) for item in one.items])
    await tx.execute(hand_over.delete().where(hand_over.c.mentorship_id == one.mentorship))
    await tx.execute(hand_over.insert().values(mentorship_id=one.mentorship, items=items.decode()))


async def of_mentee(tx: Tx, mentee: str, programme: str) -> list[HandOver]:
    """What a mentee takes along from past mentorships of a programme, latest first."""
    query = (
        sa.select(hand_over.c["items"], hand_over.c.mentorship_id)
        .join(mentorship, mentorship.c.id == hand_over.c.mentorship_id)
        .where(mentorship.c.mentee_id == mentee, mentorship.c.programme_id == programme)
        .order_by(mentorship.c.ended_at.desc())
    )
    return [_hand_over(row.mentorship_id, mentee, row[0]) for row in await tx.execute(query)]


async def of_mentorship(tx: Tx, one: Mentorship) -> HandOver | None:
    """What the mentee takes along from this one."""
    query = sa.select(hand_over.c["items"]).where(hand_over.c.mentorship_id == one.id)
    items = (await tx.execute(query)).scalar()
    return _hand_over(one.id, one.mentee, items) if items else None


def _hand_over(mentorship_id: str, mentee: str, items: str) -> HandOver:
    told = (HandOverItem(*item) for item in msgspec.json.decode(items))
    return HandOver(mentorship_id, mentee, tuple(told))
