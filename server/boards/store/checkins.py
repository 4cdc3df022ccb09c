"""Written check-ins as rows: one a person, mentorship and week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from server.boards.model.checkin import CheckIn
from server.core.db import Tx, UtcDateTime, batches, metadata

checkin = sa.Table(
    "goal_checkin",
    metadata,
    sa.Column(
        "mentorship_id",
        sa.String(26),
        sa.ForeignKey("mentorship.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    sa.Column("week", sa.Date, primary_key=True),
    sa.Column("went_well", sa.Text, nullable=False),
    sa.Column("is_hard", sa.Text, nullable=False),
    sa.Column("comes_next", sa.Text, nullable=False),
    sa.Column("written_at", UtcDateTime, nullable=False),
    sa.Column("changed_at", UtcDateTime, nullable=False),
)


async def of_mentorship(tx: Tx, mentorship: str, limit: int) -> list[CheckIn]:
    """Both people's, newest first."""
    query = (
        sa.select(checkin)
        .where(checkin.c.mentorship_id == mentorship)
        .order_by(checkin.c.week.desc(), checkin.c.written_at.desc())
        .limit(limit)
    )
    return [_checkin(one) for one in await tx.execute(query)]


async def weeks(
    tx: Tx, mentorships: Iterable[str], since: date
) -> dict[str, dict[str, frozenset[date]]]:
    """Of which weeks from that one on each person wrote, by mentorship and person."""
    found: dict[str, dict[str, frozenset[date]]] = {}
    columns = (checkin.c.mentorship_id, checkin.c.person_id, checkin.c.week)
    for some in batches(mentorships):
        query = sa.select(*columns).where(
            checkin.c.mentorship_id.in_(some), checkin.c.week >= since
        )
        for mentorship, person, week in await tx.execute(query):
            theirs = found.setdefault(mentorship, {})
            theirs[person] = theirs.get(person, frozenset()) | {week}
    return found


async def find(tx: Tx, mentorship: str, person: str, week: date) -> CheckIn | None:
    query = sa.select(checkin).where(*_is(mentorship, person, week)).with_for_update()
    found = (await tx.execute(query)).first()
    return _checkin(found) if found else None


async def put(tx: Tx, mentorship: str, one: CheckIn) -> None:
    """In the place of what was written for that week."""
    await tx.execute(checkin.delete().where(*_is(mentorship, one.person, one.week)))
    await tx.execute(
        checkin.insert().values(
            mentorship_id=mentorship,
            person_id=one.person,
            week=one.week,
            went_well=one.went_well,
            is_hard=one.is_hard,
            comes_next=one.comes_next,
            written_at=one.written_at,
            changed_at=one.changed_at,
        )
    )


def _is(mentorship: str, person: str, week: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        checkin.c.mentorship_id == mentorship,
        checkin.c.person_id == person,
        checkin.c.week == week,
    )


def _checkin(one: sa.Row[Any]) -> CheckIn:
    return CheckIn(
        person=one.person_id,
        week=one.week,
        went_well=one.went_well,
        is_hard=one.is_hard,
        comes_next=one.comes_next,
        written_at=one.written_at,
        changed_at=one.changed_at,
    )
