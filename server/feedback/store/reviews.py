"""Reviews: revealed cards of mentees that may be shown, with what was replied to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from server.core.db import Tx
from server.feedback.model import Review, Tag
from server.feedback.store.tables import card, reply
from server.mentorships.model import Side

_OTHER = card.alias()
_BOTH = (
    sa.select(_OTHER.c.id)
    .where(
        _OTHER.c.booking_id == card.c.booking_id,
        _OTHER.c.id != card.c.id,
        _OTHER.c.given_at.is_not(None),
    )
    .exists()
)


def _shown(now: datetime) -> sa.Select[Any]:
    return (
        sa.select(card, reply.c.reply, reply.c.replied_at, reply.c.is_hidden)
        .add_columns(reply.c.is_reply_hidden)
        .outerjoin(reply, reply.c.card_id == card.c.id)
        .where(
            card.c.side == Side.MENTEE.value,
            card.c.given_at.is_not(None),
            card.c.may_be_shown.is_(True),
            card.c.appreciation != "",
            sa.or_(card.c.closes_at <= now, _BOTH),
        )
    )


async def of_mentor(tx: Tx, mentor: str, now: datetime, *, limit: int) -> list[Review]:
    """Newest first, hidden ones too."""
    query = _shown(now).where(card.c.other_id == mentor)
    rows = await tx.execute(query.order_by(card.c.session_at.desc(), card.c.id).limit(limit))
    return [_review(row) for row in rows]


async def find(tx: Tx, review: str, now: datetime) -> Review | None:
    row = (await tx.execute(_shown(now).where(card.c.id == review))).first()
    return _review(row) if row else None


async def put(tx: Tx, one: Review) -> None:
    """What was replied, and whether it is hidden."""
    values = {
        "reply": one.reply,
        "replied_at": one.replied_at,
        "is_hidden": one.is_hidden,
        "is_reply_hidden": one.is_reply_hidden,
    }
    changed = await tx.execute(reply.update().where(reply.c.card_id == one.id).values(values))
    if changed.rowcount == 0:
        await tx.execute(reply.insert().values(card_id=one.id, **values))


def _review(row: sa.Row[Any]) -> Review:
    return Review(
        id=row.id,
        programme=row.programme_id,
        author=row.person_id,
        mentor=row.other_id,
        tags=frozenset(Tag(one) for one in row.tags.split()),
        text=row.appreciation,
        session_at=row.session_at,
        reply=row.reply or "",
        replied_at=row.replied_at,
        is_hidden=bool(row.is_hidden),
        is_reply_hidden=bool(row.is_reply_hidden),
    )
