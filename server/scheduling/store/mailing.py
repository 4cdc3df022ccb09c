"""What people answered, and links in letters by their digests."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, inserting, metadata
from server.scheduling.ics import Answer
from server.scheduling.store.news import news

answer = sa.Table(
    "booking_answer",
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
        index=True,
    ),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("answer", sa.String(12), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)
link = sa.Table(
    "answer_link",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column(
        "booking_id",
        sa.String(26),
        sa.ForeignKey("booking.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answered, to which edition of a session."""

    booking: str
    person: str
    sequence: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class Link:
    """What a link in a letter is good for."""

    booking: str
    person: str
    sequence: int
    expires_at: datetime


async def changed_at(tx: Tx, bookings: Collection[str]) -> dict[str, datetime]:
    """When something last became of each of these."""
    query = (
        sa.select(news.c.booking_id, sa.func.max(news.c.at).label("at"))
        .where(news.c.booking_id.in_(bookings))
        .group_by(news.c.booking_id)
    )
    return {row.booking_id: row.at for row in await tx.execute(query)}


async def say(tx: Tx, said: Said, now: datetime) -> bool:
    """Keeps an answer instead of an older one; false if that is what was said already."""
    before = await _said(tx, said.booking, said.person)
    if before == said or (before is not None and before.sequence > said.sequence):
        return False
    values = {"sequence": said.sequence, "answer": said.answer.value, "at": now}
    new = inserting(tx, answer).values(booking_id=said.booking, person_id=said.person, **values)
    keys = [answer.c.booking_id, answer.c.person_id]
    await tx.execute(new.on_conflict_do_update(index_elements=keys, set_=values))
    return True


async def answers(tx: Tx, bookings: Collection[str]) -> dict[tuple[str, str], Said]:
    """By booking and person."""
    query = sa.select(answer).where(answer.c.booking_id.in_(bookings))
    found = [_of(row) for row in await tx.execute(query)]
    return {(one.booking, one.person): one for one in found}


async def add_links(tx: Tx, many: Iterable[tuple[str, Link]]) -> None:
    """Links that are in letters, each with the digest of its secret."""
    rows = [
        {
            "digest": digest,
            "booking_id": one.booking,
            "person_id": one.person,
            "sequence": one.sequence,
            "expires_at": one.expires_at,
        }
        for digest, one in many
    ]
    if rows:
        await tx.execute(link.insert(), rows)


async def find_link(tx: Tx, digest: str) -> Link | None:
    """What it is good for, expired or not."""
    row = (await tx.execute(sa.select(link).where(link.c.digest == digest))).first()
    if row is None:
        return None
    return Link(row.booking_id, row.person_id, row.sequence, row.expires_at)


async def sweep_links(tx: Tx, now: datetime) -> int:
    """Forgets those that are good for nothing any more."""
    return (await tx.execute(link.delete().where(link.c.expires_at < now))).rowcount


async def _said(tx: Tx, booking: str, person: str) -> Said | None:
    query = sa.select(answer).where(answer.c.booking_id == booking, answer.c.person_id == person)
    row = (await tx.execute(query)).first()
    return _of(row) if row else None


def _of(row: sa.Row[tuple[object, ...]]) -> Said:
    return Said(row.booking_id, row.person_id, row.sequence, Answer(row.answer))
