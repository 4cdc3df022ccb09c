"""Sessions in which documents are worked on, and what became of the goals in them, as rows."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from server.boards.goals.digest import Digest
from server.boards.model.session import Session
from server.core.db import Tx, UtcDateTime, inserting, metadata


def _id(name: str, of: str, **more: Any) -> sa.Column[str]:
    key = sa.ForeignKey(f"{of}.id", ondelete="CASCADE")
    return sa.Column(name, sa.String(26), key, **more)


session = sa.Table(
    "board_session",
    metadata,
    _id("booking_id", "booking", primary_key=True),
    _id("mentorship_id", "mentorship", index=True),
    sa.Column("began_at", UtcDateTime, nullable=False),
    sa.Column("ended_at", UtcDateTime, index=True),
    sa.Column("is_held", sa.Boolean, nullable=False),
    sa.Column("has_changed", sa.Boolean, nullable=False),
    # JSON, with titles: rows of the document may be gone by now.
    sa.Column("digest", sa.Text, nullable=False),
)
_C = session.c


async def begin(tx: Tx, one: Session) -> None:
    """Once: of one that has begun already nothing changes."""
    await tx.execute(inserting(tx, session).values(_values(one)).on_conflict_do_nothing())


async def end(tx: Tx, one: Session) -> bool:
    """Whether it was open until now."""
    is_open = sa.and_(_C.booking_id == one.booking, _C.ended_at.is_(None))
    return (await tx.execute(session.update().where(is_open).values(_values(one)))).rowcount == 1


async def find(tx: Tx, booking: str) -> Session | None:
    row = (await tx.execute(sa.select(session).where(_C.booking_id == booking))).first()
    return _session(row) if row is not None else None


async def unended(tx: Tx, limit: int) -> list[Session]:
    """Those still open, the oldest first."""
    query = sa.select(session).where(_C.ended_at.is_(None)).order_by(_C.began_at).limit(limit)
    return [_session(row) for row in await tx.execute(query)]


async def held(
    tx: Tx, mentorship: str, limit: int, before: str | None = None, *, is_changed: bool = False
) -> list[Session]:
    """Those that took place and are over, the newest first.

    before: those that began before this booking's; is_changed: only those that changed goals.
    """
    query = sa.select(session).where(
        _C.mentorship_id == mentorship, _C.is_held, _C.ended_at.is_not(None)
    )
    if before is not None:
        began_at = sa.select(_C.began_at).where(_C.booking_id == before)
        query = query.where(_C.began_at < began_at.scalar_subquery())
    if is_changed:
        query = query.where(_C.has_changed)
    query = query.order_by(_C.began_at.desc(), _C.booking_id.desc()).limit(limit)
    return [_session(row) for row in await tx.execute(query)]


def _values(one: Session) -> dict[str, Any]:
    return {
        "booking_id": one.booking,
        "mentorship_id": one.mentorship,
        "began_at": one.began_at,
        "ended_at": one.ended_at,
        "is_held": one.is_held,
        "has_changed": bool(one.digest.steps),
        "digest": msgspec.json.encode(one.digest).decode(),
    }


def _session(row: sa.Row[Any]) -> Session:
    return Session(
        booking=row.booking_id,
        mentorship=row.mentorship_id,
        began_at=row.began_at,
        ended_at=row.ended_at,
        is_held=row.is_held,
        digest=msgspec.json.decode(row.digest, type=Digest),
    )
