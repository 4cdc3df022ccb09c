"""Requests as rows; a step is written only if nobody took another one meanwhile."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, metadata
from server.mentorships.model.request import (
    OPEN,
    DeclineReason,
    Plan,
    Request,
    RequestState,
)

_UNANSWERED = sa.text("state IN ('drafted', 'sent', 'viewed')")

request = sa.Table(
    "mentorship_request",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("line", sa.String(26), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column(
        "programme_id",
        sa.String(26),
        sa.ForeignKey("programme.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column(
        "mentee_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column(
        "mentor_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("goals", sa.Text, nullable=False),
    sa.Column("sessions_a_month", sa.Integer, nullable=False),
    sa.Column("weeks", sa.Integer, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("sent_at", UtcDateTime),
    sa.Column("viewed_at", UtcDateTime),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("expires_at", UtcDateTime, index=True),
    sa.Column("reason", sa.String(16)),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("mentee_agreed", sa.Boolean, nullable=False),
    sa.Column("mentor_agreed", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    # One question to one person at a time, whatever two tabs do.
    sa.Index(
        "uq_mentorship_request_unanswered",
        "programme_id",
        "mentee_id",
        "mentor_id",
        unique=True,
        sqlite_where=_UNANSWERED,
        postgresql_where=_UNANSWERED,
    ),
)


async def add(tx: Tx, one: Request) -> None:
    """A new request. Raises: IntegrityError when the mentor is being asked already."""
    await tx.execute(request.insert().values(id=one.id, **_values(one)))


async def find(tx: Tx, request_id: str, *, is_to_change: bool = False) -> Request | None:
    """The request of this id; locked until the transaction ends if it is to change it."""
    query = sa.select(request).where(request.c.id == request_id)
    if is_to_change:
        query = query.with_for_update()
    row = (await tx.execute(query)).first()
    return _request(row) if row else None


async def save(tx: Tx, one: Request) -> bool:
    """Writes the next version; false if another one was written meanwhile."""
    changed = await tx.execute(
        request.update()
        .where(request.c.id == one.id, request.c.version == one.version - 1)
        .values(**_values(one))
    )
    return changed.rowcount == 1


async def of_mentee(tx: Tx, mentee: str, *, limit: int) -> list[Request]:
    """What a mentee has asked, newest first."""
    return await _newest(tx, request.c.mentee_id == mentee, limit)


async def of_mentor(tx: Tx, mentor: str, *, limit: int) -> list[Request]:
    """What has reached a mentor, newest first."""
    asked = sa.and_(request.c.mentor_id == mentor, request.c.sent_at.is_not(None))
    return await _newest(tx, asked, limit)


async def in_line(tx: Tx, line: str) -> list[Request]:
    """All of one line, in its order; locked until the transaction ends."""
    query = (
        sa.select(request)
        .where(request.c.line == line)
        .order_by(request.c.position)
        .with_for_update()
    )
    return [_request(row) for row in await tx.execute(query)]


async def unanswered(
    tx: Tx, mentee: str, programme: str, *, is_to_change: bool = True
) -> list[Request]:
    """A mentee's drafts and open requests of a programme; locked if they are to change."""
    query = (
        sa.select(request)
        .where(
            request.c.mentee_id == mentee,
            request.c.programme_id == programme,
            request.c.state.in_([RequestState.DRAFTED, *OPEN]),
        )
        .order_by(request.c.id)
    )
    if is_to_change:
        query = query.with_for_update()
    return [_request(row) for row in await tx.execute(query)]


async def open_to(tx: Tx, mentor: str) -> list[Request]:
    """What a mentor could answer now."""
    query = sa.select(request).where(
        request.c.mentor_id == mentor, request.c.state.in_([state.value for state in OPEN])
    )
    return [_request(row) for row in await tx.execute(query)]


async def between(tx: Tx, one: str, other: str) -> list[Request]:
    """Whatever is unanswered between two people, either way; locked."""
    query = (
        sa.select(request)
        .where(
            sa.or_(
                sa.and_(request.c.mentee_id == one, request.c.mentor_id == other),
                sa.and_(request.c.mentee_id == other, request.c.mentor_id == one),
            ),
            request.c.state.in_([RequestState.DRAFTED, *OPEN]),
        )
        .with_for_update()
    )
    return [_request(row) for row in await tx.execute(query)]


async def due(tx: Tx, now: datetime, *, limit: int) -> list[str]:
    """Ids of requests whose time to answer is over."""
    query = (
        sa.select(request.c.id)
        .where(request.c.state.in_([state.value for state in OPEN]), request.c.expires_at <= now)
        .order_by(request.c.expires_at)
        .limit(limit)
    )
    return list((await tx.execute(query)).scalars())


async def last_answers(tx: Tx, mentor: str, *, limit: int) -> list[RequestState]:
    """How a mentor's latest requests ended, newest first; what mentees took back is left out."""
    ends = (RequestState.ACCEPTED, RequestState.DECLINED, RequestState.EXPIRED)
    query = (
        sa.select(request.c.state)
        .where(
            request.c.mentor_id == mentor,
            request.c.state.in_(ends),
            request.c.sent_at.is_not(None),
        )
        .order_by(request.c.ended_at.desc(), request.c.id.desc())
        .limit(limit)
    )
    return [RequestState(state) for state in (await tx.execute(query)).scalars()]


async def first_sent(tx: Tx, programme: str) -> list[tuple[str, str, datetime]]:
    """(mentee, mentor, when first) of all requests of a programme that went out."""
    query = (
        sa.select(request.c.mentee_id, request.c.mentor_id, sa.func.min(request.c.sent_at))
        .where(request.c.programme_id == programme, request.c.sent_at.is_not(None))
        .group_by(request.c.mentee_id, request.c.mentor_id)
    )
    return [(mentee, mentor, at) for mentee, mentor, at in await tx.execute(query)]


async def _newest(tx: Tx, which: sa.ColumnElement[bool], limit: int) -> list[Request]:
    query = sa.select(request).where(which).order_by(request.c.id.desc()).limit(limit)
    return [_request(row) for row in await tx.execute(query)]


def _values(one: Request) -> dict[str, Any]:
    return {
        "line": one.line,
        "position": one.position,
        "programme_id": one.programme,
        "mentee_id": one.mentee,
        "mentor_id": one.mentor,
        "goals": one.plan.goals,
        "sessions_a_month": one.plan.sessions_a_month,
        "weeks": one.plan.weeks,
        "note": one.note,
        "state": one.state.value,
        "created_at": one.created_at,
        "sent_at": one.sent_at,
        "viewed_at": one.viewed_at,
        "ended_at": one.ended_at,
        "expires_at": one.expires_at,
        "reason": one.reason.value if one.reason else None,
        "answer": one.answer,
        "mentee_agreed": one.mentee_agreed,
        "mentor_agreed": one.mentor_agreed,
        "version": one.version,
    }


def _request(row: sa.Row[Any]) -> Request:
    return Request(
        id=row.id,
        line=row.line,
        position=row.position,
        programme=row.programme_id,
        mentee=row.mentee_id,
        mentor=row.mentor_id,
        plan=Plan(row.goals, row.sessions_a_month, row.weeks),
        note=row.note,
        state=RequestState(row.state),
        created_at=row.created_at,
        sent_at=row.sent_at,
        viewed_at=row.viewed_at,
        ended_at=row.ended_at,
        expires_at=row.expires_at,
        reason=DeclineReason(row.reason) if row.reason else None,
        answer=row.answer,
        mentee_agreed=row.mentee_agreed,
        mentor_agreed=row.mentor_agreed,
        version=row.version,
    )
