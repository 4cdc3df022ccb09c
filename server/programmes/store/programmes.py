"""Programmes and their coordinators as rows; refuses a second open one, on however many nodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Row,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from server.core.db import Tx, UtcDateTime, metadata
from server.programmes.model import Programme, Question, Settings, State

programme = Table(
    "programme",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("name", String(480), nullable=False),
    Column("description", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("created_at", UtcDateTime(), nullable=False),
    Column("enrolment_ends_at", UtcDateTime()),
    Column("ends_at", UtcDateTime()),
    Column("settings", Text, nullable=False),
    Column("questions", Text, nullable=False),
    Index(
        "uq_programme_is_open",
        "is_open",
        unique=True,
        sqlite_where=text("is_open = 1"),
        postgresql_where=text("is_open"),
    ),
)
OF_PROGRAMME = "programme.id"
coordinator = Table(
    "programme_coordinator",
    metadata,
    Column(
        "programme_id", String(26), ForeignKey(OF_PROGRAMME, ondelete="CASCADE"), primary_key=True
    ),
    Column(
        "person_id",
        String(26),
        ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    Column("appointed_at", UtcDateTime(), nullable=False),
)


async def add(tx: Tx, one: Programme) -> bool:
    """Whether it was added; false for a second open one."""
    try:
        async with tx.begin_nested():
            await tx.execute(insert(programme).values(id=one.id, **_values(one)))
    except IntegrityError:
        return False
    return True


async def find(tx: Tx, programme_id: str, *, is_to_change: bool = False) -> Programme | None:
    """The programme of this id; locked until the transaction ends if it is to change it."""
    query = select(programme).where(programme.c.id == programme_id)
    if is_to_change:
        query = query.with_for_update()
    row = (await tx.execute(query)).first()
    return _programme(row) if row else None


async def find_open(tx: Tx) -> Programme | None:
    """The programme that everybody belongs to."""
    row = (await tx.execute(select(programme).where(programme.c.is_open))).first()
    return _programme(row) if row else None


async def every(tx: Tx, *, limit: int) -> list[Programme]:
    """All programmes, the newest first; for operators."""
    rows = await tx.execute(select(programme).order_by(programme.c.id.desc()).limit(limit))
    return [_programme(row) for row in rows]


async def of_coordinator(tx: Tx, person: str, *, limit: int) -> list[Programme]:
    """The programmes somebody looks after, the newest first."""
    theirs = select(coordinator.c.programme_id).where(coordinator.c.person_id == person)
    query = select(programme).where(programme.c.id.in_(theirs)).order_by(programme.c.id.desc())
    return [_programme(row) for row in await tx.execute(query.limit(limit))]


async def several(tx: Tx, ids: Sequence[str]) -> dict[str, Programme]:
    """These programmes; unknown ids are left out."""
    rows = await tx.execute(select(programme).where(programme.c.id.in_(ids)))
    return {row.id: _programme(row) for row in rows}


async def put(tx: Tx, one: Programme) -> None:
    """Writes a programme that was locked."""
    await tx.execute(update(programme).where(programme.c.id == one.id).values(**_values(one)))


async def coordinators(tx: Tx, programme_id: str) -> list[str]:
    """Who looks after it, the first appointed first."""
    query = (
        select(coordinator.c.person_id)
        .where(coordinator.c.programme_id == programme_id)
        .order_by(coordinator.c.appointed_at, coordinator.c.person_id)
    )
    return list((await tx.execute(query)).scalars())


async def is_coordinator(tx: Tx, programme_id: str, person: str) -> bool:
    query = select(coordinator.c.person_id).where(
        coordinator.c.programme_id == programme_id, coordinator.c.person_id == person
    )
    return (await tx.execute(query)).first() is not None


async def appoint(tx: Tx, programme_id: str, people: Iterable[str], now: datetime) -> None:
    """Adds coordinators who are none yet."""
    for person in people:
        await tx.execute(
            insert(coordinator).values(
                programme_id=programme_id, person_id=person, appointed_at=now
            )
        )


async def dismiss(tx: Tx, programme_id: str, person: str) -> bool:
    """Whether somebody was a coordinator, and is none now."""
    gone = await tx.execute(
        delete(coordinator).where(
            coordinator.c.programme_id == programme_id, coordinator.c.person_id == person
        )
    )
    return gone.rowcount == 1


def _values(one: Programme) -> dict[str, Any]:
    return {
        "name": one.name,
        "description": one.description,
        "state": one.state.value,
        "is_open": one.is_open,
        "created_at": one.created_at,
        "enrolment_ends_at": one.enrolment_ends_at,
        "ends_at": one.ends_at,
        "settings": msgspec.json.encode(one.settings).decode(),
        "questions": msgspec.json.encode(one.questions).decode(),
    }


def _programme(row: Row[Any]) -> Programme:
    return Programme(
        id=row.id,
        name=row.name,
        description=row.description,
        state=State(row.state),
        is_open=row.is_open,
        created_at=row.created_at,
        enrolment_ends_at=row.enrolment_ends_at,
        ends_at=row.ends_at,
        settings=msgspec.json.decode(row.settings, type=Settings),
        questions=msgspec.json.decode(row.questions, type=tuple[Question, ...]),
    )
