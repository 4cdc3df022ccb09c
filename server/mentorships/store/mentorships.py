"""Mentorships and meetings as rows; a step needs the version it began with."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, batches, metadata
from server.mentorships.model.mentorship import (
    RUNNING,
    EndReason,
    FitReason,
    Meeting,
    Mentorship,
    MentorshipState,
)
from server.mentorships.model.request import Plan, Side

_RUNNING = sa.text("state IN ('active', 'paused')")
_MENTORSHIP_ID = "mentorship.id"

mentorship = sa.Table(
    "mentorship",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column(
        "programme_id",
        sa.String(26),
        sa.ForeignKey("programme.id", ondelete="CASCADE"),
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
    sa.Column(
        "mentee_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column(
        "request_id",
        sa.String(26),
        sa.ForeignKey("mentorship_request.id", ondelete="SET NULL"),
        index=True,
    ),
    sa.Column("goals", sa.Text, nullable=False),
    sa.Column("sessions_a_month", sa.Integer, nullable=False),
    sa.Column("weeks", sa.Integer, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("ends_at", UtcDateTime, nullable=False, index=True),
    sa.Column("paused_until", UtcDateTime, index=True),
    sa.Column("extended_times", sa.Integer, nullable=False),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("ended_by", sa.String(6)),
    sa.Column("reason", sa.String(16)),
    sa.Column("fit_reasons", sa.Text, nullable=False),
    sa.Column("is_new_mentor_asked", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index(
        "uq_mentorship_running",
        "programme_id",
        "mentor_id",
        "mentee_id",
        unique=True,
        sqlite_where=_RUNNING,
        postgresql_where=_RUNNING,
    ),
)
meeting = sa.Table(
    "mentorship_meeting",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column(
        "mentorship_id",
        sa.String(26),
        sa.ForeignKey(_MENTORSHIP_ID, ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("met_at", UtcDateTime, nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("is_session", sa.Boolean, nullable=False),
    sa.Column(
        "noted_by_id", sa.String(26), sa.ForeignKey("person.id", ondelete="SET NULL"), index=True
    ),
)
_IS_RUNNING = mentorship.c.state.in_([one.value for one in RUNNING])


async def add(tx: Tx, one: Mentorship) -> None:
    """Raises: IntegrityError when the two have one already."""
    await tx.execute(mentorship.insert().values(id=one.id, **_values(one)))


async def find(tx: Tx, mentorship_id: str, *, is_to_change: bool = False) -> Mentorship | None:
    """The mentorship of this id; locked until the transaction ends if it is to change it."""
    query = sa.select(mentorship).where(mentorship.c.id == mentorship_id)
    if is_to_change:
        query = query.with_for_update()
    row = (await tx.execute(query)).first()
    return _mentorship(row) if row else None


async def some(tx: Tx, ids: Collection[str]) -> list[Mentorship]:
    """Those of these ids."""
    found: list[Mentorship] = []
    for batch in batches(ids):
        rows = await tx.execute(sa.select(mentorship).where(mentorship.c.id.in_(batch)))
        found += [_mentorship(row) for row in rows]
    return found


async def save(tx: Tx, one: Mentorship) -> bool:
    """Writes the next version; false if another one was written meanwhile."""
    changed = await tx.execute(
        mentorship.update()
        .where(mentorship.c.id == one.id, mentorship.c.version == one.version - 1)
        .values(**_values(one))
    )
    return changed.rowcount == 1


async def of_person(tx: Tx, person: str, *, limit: int) -> list[Mentorship]:
    """Somebody's mentorships, running ones first, then newest first."""
    is_over = sa.case((_IS_RUNNING, 0), else_=1)
    query = (
        sa.select(mentorship)
        .where(sa.or_(mentorship.c.mentor_id == person, mentorship.c.mentee_id == person))
        .order_by(is_over, mentorship.c.id.desc())
        .limit(limit)
    )
    return [_mentorship(row) for row in await tx.execute(query)]


async def running_of_mentee(tx: Tx, mentee: str, programme: str) -> int:
    """How many mentors somebody has in a programme."""
    query = sa.select(sa.func.count()).where(
        mentorship.c.mentee_id == mentee,
        mentorship.c.programme_id == programme,
        _IS_RUNNING,
    )
    return int((await tx.execute(query)).scalar_one())


async def of_programme(tx: Tx, programme: str) -> list[Mentorship]:
    """All of a programme, running and past."""
    query = sa.select(mentorship).where(mentorship.c.programme_id == programme)
    return [_mentorship(row) for row in await tx.execute(query)]


async def misfits(tx: Tx, programme: str, since: datetime) -> list[Mentorship]:
    """Of a programme, those ended as not the right fit by people who had met; oldest first."""
    have_met = sa.exists().where(meeting.c.mentorship_id == mentorship.c.id)
    query = sa.select(mentorship).where(
        mentorship.c.programme_id == programme,
        mentorship.c.reason == EndReason.NOT_THE_FIT.value,
        mentorship.c.ended_at >= since,
        have_met,
    )
    return [_mentorship(row) for row in await tx.execute(query.order_by(mentorship.c.ended_at))]


async def between(tx: Tx, one: str, other: str) -> list[Mentorship]:
    """Running ones of two people, either way round; locked."""
    query = (
        sa.select(mentorship)
        .where(
            mentorship.c.mentor_id.in_((one, other)),
            mentorship.c.mentee_id.in_((one, other)),
            _IS_RUNNING,
        )
        .with_for_update()
    )
    return [_mentorship(row) for row in await tx.execute(query)]


async def running_among(tx: Tx, people: Collection[str]) -> list[Mentorship]:
    """Running ones of which both are among these people."""
    query = sa.select(mentorship).where(
        mentorship.c.mentor_id.in_(people),
        mentorship.c.mentee_id.in_(people),
        _IS_RUNNING,
    )
    return [_mentorship(row) for row in await tx.execute(query)]


async def running_after(tx: Tx, last: str, *, limit: int) -> list[Mentorship]:
    """Running ones behind an id, in the order of ids."""
    query = (
        sa.select(mentorship)
        .where(mentorship.c.id > last, _IS_RUNNING)
        .order_by(mentorship.c.id)
        .limit(limit)
    )
    return [_mentorship(row) for row in await tx.execute(query)]


async def ended_among(tx: Tx, ids: Collection[str]) -> set[str]:
    """Those of these that somebody ended before their time."""
    query = sa.select(mentorship.c.id).where(
        mentorship.c.id.in_(ids), mentorship.c.state == MentorshipState.ENDED.value
    )
    return set((await tx.execute(query)).scalars())


async def ending(tx: Tx, now: datetime, *, limit: int) -> list[str]:
    """Ids of running ones whose time is over."""
    query = sa.select(mentorship.c.id).where(_IS_RUNNING, mentorship.c.ends_at <= now).limit(limit)
    return list((await tx.execute(query)).scalars())


async def resuming(tx: Tx, now: datetime, *, limit: int) -> list[str]:
    """Ids of paused ones whose pause is over."""
    query = (
        sa.select(mentorship.c.id)
        .where(mentorship.c.state == MentorshipState.PAUSED.value, mentorship.c.paused_until <= now)
        .limit(limit)
    )
    return list((await tx.execute(query)).scalars())


async def asking_again(tx: Tx, mentee: str, programme: str) -> list[Mentorship]:
    """Those after which somebody waits for a new mentor; locked."""
    query = (
        sa.select(mentorship)
        .where(
            mentorship.c.mentee_id == mentee,
            mentorship.c.programme_id == programme,
            mentorship.c.is_new_mentor_asked,
        )
        .with_for_update()
    )
    return [_mentorship(row) for row in await tx.execute(query)]


async def add_meeting(tx: Tx, one: Meeting) -> None:
    """That the two have met."""
    await tx.execute(
        meeting.insert().values(
            id=one.id,
            mentorship_id=one.mentorship,
            met_at=one.met_at,
            minutes=one.minutes,
            is_session=one.is_session,
            noted_by_id=one.noted_by,
        )
    )


async def last_session(tx: Tx, mentorship_id: str, at: datetime) -> Meeting | None:
    """The latest session here that began by then."""
    query = (
        sa.select(meeting)
        .where(
            meeting.c.mentorship_id == mentorship_id,
            meeting.c.is_session,
            meeting.c.met_at <= at,
        )
        .order_by(meeting.c.met_at.desc())
        .limit(1)
    )
    row = (await tx.execute(query)).first()
    return _meeting(row) if row else None


async def save_minutes(tx: Tx, one: Meeting) -> None:
    """How long it was after all."""
    await tx.execute(meeting.update().where(meeting.c.id == one.id).values(minutes=one.minutes))


async def remove_meeting(tx: Tx, mentorship_id: str, meeting_id: str) -> bool:
    """Whether there was one that somebody had noted by hand."""
    gone = await tx.execute(
        meeting.delete().where(
            meeting.c.id == meeting_id,
            meeting.c.mentorship_id == mentorship_id,
            sa.not_(meeting.c.is_session),
        )
    )
    return gone.rowcount == 1


async def meetings(tx: Tx, mentorships: Collection[str]) -> dict[str, list[Meeting]]:
    """The meetings of each, oldest first."""
    found: dict[str, list[Meeting]] = {one: [] for one in mentorships}
    for batch in batches(mentorships):
        query = (
            sa.select(meeting)
            .where(meeting.c.mentorship_id.in_(batch))
            .order_by(meeting.c.met_at, meeting.c.id)
        )
        for row in await tx.execute(query):
            found[row.mentorship_id].append(_meeting(row))
    return found


def _meeting(row: sa.Row[Any]) -> Meeting:
    return Meeting(
        row.id, row.mentorship_id, row.met_at, row.minutes, row.is_session, row.noted_by_id
    )


def _values(one: Mentorship) -> dict[str, Any]:
    return {
        "programme_id": one.programme,
        "mentor_id": one.mentor,
        "mentee_id": one.mentee,
        "request_id": one.request,
        "goals": one.plan.goals,
        "sessions_a_month": one.plan.sessions_a_month,
        "weeks": one.plan.weeks,
        "state": one.state.value,
        "started_at": one.started_at,
        "ends_at": one.ends_at,
        "paused_until": one.paused_until,
        "extended_times": one.extended_times,
        "ended_at": one.ended_at,
        "ended_by": one.ended_by.value if one.ended_by else None,
        "reason": one.reason.value if one.reason else None,
        "fit_reasons": " ".join(sorted(one.fit_reasons)),
        "is_new_mentor_asked": one.is_new_mentor_asked,
        "version": one.version,
    }


def _mentorship(row: sa.Row[Any]) -> Mentorship:
    return Mentorship(
        id=row.id,
        programme=row.programme_id,
        mentor=row.mentor_id,
        mentee=row.mentee_id,
        request=row.request_id,
        plan=Plan(row.goals, row.sessions_a_month, row.weeks),
        state=MentorshipState(row.state),
        started_at=row.started_at,
        ends_at=row.ends_at,
        paused_until=row.paused_until,
        extended_times=row.extended_times,
        ended_at=row.ended_at,
        ended_by=Side(row.ended_by) if row.ended_by else None,
        reason=EndReason(row.reason) if row.reason else None,
        fit_reasons=frozenset(FitReason(one) for one in row.fit_reasons.split()),
        is_new_mentor_asked=row.is_new_mentor_asked,
        version=row.version,
    )
