"""Surveys as rows: one a person, mentorship and occasion."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from server.core.db import Tx
from server.feedback.instruments import Given, Instrument
from server.feedback.model import Survey
from server.feedback.store.tables import survey
from server.mentorships.model import Side


async def find(tx: Tx, survey_id: str, *, is_to_change: bool = False) -> Survey | None:
    query = sa.select(survey).where(survey.c.id == survey_id)
    row = (await tx.execute(query.with_for_update() if is_to_change else query)).first()
    return _survey(row) if row else None


async def add(tx: Tx, one: Survey) -> None:
    await tx.execute(survey.insert().values(id=one.id, **_values(one)))


async def save(tx: Tx, one: Survey) -> None:
    await tx.execute(survey.update().where(survey.c.id == one.id).values(**_values(one)))


async def asked(tx: Tx, programme: str) -> set[tuple[str, str]]:
    """(mentorship, occasion) of a programme."""
    query = sa.select(survey.c.mentorship_id, survey.c.occasion).where(
        survey.c.programme_id == programme
    )
    return {(row.mentorship_id, row.occasion) for row in await tx.execute(query)}


async def is_asked(tx: Tx, mentorship: str, occasion: str) -> bool:
    query = sa.select(survey.c.id).where(
        survey.c.mentorship_id == mentorship, survey.c.occasion == occasion
    )
    return (await tx.execute(query.limit(1))).first() is not None


async def of_person(tx: Tx, person: str, now: datetime, *, limit: int) -> list[Survey]:
    """Those that somebody may see: due ones, newest first."""
    query = (
        sa.select(survey)
        .where(survey.c.person_id == person, survey.c.due_at <= now)
        .order_by(survey.c.due_at.desc(), survey.c.id)
        .limit(limit)
    )
    return [_survey(row) for row in await tx.execute(query)]


async def to_tell(tx: Tx, now: datetime, reminded_before: datetime, *, limit: int) -> list[str]:
    """The ids of open ones whose person is to be told, or told again."""
    again = sa.and_(survey.c.reminded_at.is_(None), survey.c.told_at <= reminded_before)
    query = (
        sa.select(survey.c.id)
        .where(
            survey.c.answered_at.is_(None),
            survey.c.closes_at > now,
            survey.c.due_at <= now,
            sa.or_(survey.c.told_at.is_(None), again),
        )
        .order_by(survey.c.due_at, survey.c.id)
        .limit(limit)
    )
    return list((await tx.execute(query)).scalars())


async def to_settle(tx: Tx, *, limit: int) -> list[Survey]:
    """Answered, and not passed on yet."""
    query = sa.select(survey).where(
        survey.c.answered_at.is_not(None), survey.c.settled_at.is_(None)
    )
    return [_survey(row) for row in await tx.execute(query.order_by(survey.c.id).limit(limit))]


async def settle(tx: Tx, ids: Collection[str], now: datetime) -> None:
    await tx.execute(survey.update().where(survey.c.id.in_(ids)).values(settled_at=now))


async def of_mentees(tx: Tx, programme: str, instrument: Instrument) -> list[Survey]:
    """Answered ones of a programme's mentees."""
    query = sa.select(survey).where(
        survey.c.programme_id == programme,
        survey.c.instrument == instrument.value,
        survey.c.side == Side.MENTEE.value,
        survey.c.answered_at.is_not(None),
    )
    return [_survey(row) for row in await tx.execute(query)]


async def answered(tx: Tx, programme: str) -> list[Survey]:
    """Answered ones of a programme."""
    query = sa.select(survey).where(
        survey.c.programme_id == programme, survey.c.answered_at.is_not(None)
    )
    return [_survey(row) for row in await tx.execute(query)]


def _values(one: Survey) -> dict[str, Any]:
    return {
        "mentorship_id": one.mentorship,
        "programme_id": one.programme,
        "person_id": one.person,
        "other_id": one.other,
        "side": one.side.value,
        "instrument": one.instrument.value,
        "occasion": one.occasion,
        "due_at": one.due_at,
        "closes_at": one.closes_at,
        "told_at": one.told_at,
        "reminded_at": one.reminded_at,
        "answered_at": one.answered_at,
        "settled_at": one.settled_at,
        "answers": None if one.answers is None else msgspec.json.encode(one.answers).decode(),
    }


def _survey(row: sa.Row[Any]) -> Survey:
    answers = None
    if row.answers is not None:
        answers = msgspec.json.decode(row.answers, type=dict[str, Given])
    return Survey(
        id=row.id,
        mentorship=row.mentorship_id,
        programme=row.programme_id,
        person=row.person_id,
        other=row.other_id,
        side=Side(row.side),
        instrument=Instrument(row.instrument),
        occasion=row.occasion,
        due_at=row.due_at,
        closes_at=row.closes_at,
        told_at=row.told_at,
        reminded_at=row.reminded_at,
        answered_at=row.answered_at,
        settled_at=row.settled_at,
        answers=answers,
    )
