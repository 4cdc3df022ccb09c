"""Calendars from elsewhere and their busy times as rows; each read by one node at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, batches, free_rows, metadata
from server.scheduling.model import BusySource, BusyTrouble
from server.scheduling.model.calendars import LEASE, Login
from server.scheduling.slots import Taken
from server.scheduling.windows import Stretch
from server.scheduling.zones import minute_at, minute_from

source = sa.Table(
    "busy_source",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False, index=True),
    sa.Column("leased_by", sa.String(26)),
    sa.Column("leased_until", UtcDateTime),
    sa.Column("etag", sa.Text, nullable=False),
    sa.Column("worked_out_at", UtcDateTime),
    sa.Column("read_at", UtcDateTime),
    sa.Column("failing_since", UtcDateTime),
    sa.Column("complaint", sa.String(24), nullable=False),
    sa.Column("skipped", sa.Integer, nullable=False),
    sa.Column("is_counting", sa.Boolean, nullable=False),
    sa.Column("user_name", sa.Text),
    sa.Column("sealed_password", sa.LargeBinary),
)
time = sa.Table(
    "busy_time",
    metadata,
    sa.Column(
        "source_id",
        sa.String(26),
        sa.ForeignKey("busy_source.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        nullable=False,
    ),
    sa.Column("start_minute", sa.Integer, primary_key=True),
    sa.Column("end_minute", sa.Integer, nullable=False),
    sa.Index("ix_busy_time_person_id", "person_id", "end_minute"),
)


async def add(tx: Tx, one: BusySource) -> None:
    """Due at once."""
    values = _values(one) | {"due_at": one.created_at}
    if one.login is not None:
        values |= {"user_name": one.login.user_name, "sealed_password": one.login.sealed}
    await tx.execute(source.insert().values(id=one.id, person_id=one.person, **values))


async def of_person(tx: Tx, person: str) -> list[BusySource]:
    """Somebody's, oldest first."""
    query = sa.select(source).where(source.c.person_id == person).order_by(source.c.id)
    return [_source(row) for row in await tx.execute(query)]


async def remove(tx: Tx, person: str, source_id: str) -> bool:
    """With its times; whether there was one."""
    gone = source.delete().where(source.c.id == source_id, source.c.person_id == person)
    return (await tx.execute(gone)).rowcount == 1


async def set_due(tx: Tx, person: str, source_id: str, at: datetime) -> bool:
    """Whether there is one."""
    changed = (
        source.update()
        .where(source.c.id == source_id, source.c.person_id == person)
        .values(due_at=at)
    )
    return (await tx.execute(changed)).rowcount == 1


async def is_any_due(tx: Tx, now: datetime) -> bool:
    """Whether there may be something to read."""
    query = sa.select(source.c.id).where(source.c.due_at <= now).limit(1)
    return (await tx.execute(query)).first() is not None


async def claim(tx: Tx, lease: str, now: datetime, *, at_most: int) -> list[BusySource]:
    """Those that are due and nobody reads, for a while."""
    rows = await tx.execute(
        source.update()
        .where(source.c.id.in_(free_rows(source, now, at_most)))
        .values(leased_by=lease, leased_until=now + LEASE)
        .returning(source)
    )
    return [_source(row) for row in rows]


async def finish(tx: Tx, one: BusySource, lease: str, due_at: datetime) -> bool:
    """Writes how it is now and gives it back; false when it is no longer ours to write."""
    values = _values(one)
    for name in ("name", "address", "created_at"):
        del values[name]
    changed = await tx.execute(
        source.update()
        .where(source.c.id == one.id, source.c.leased_by == lease)
        .values(**values, due_at=due_at, leased_by=None, leased_until=None)
    )
    return changed.rowcount == 1


async def set_times(tx: Tx, one: BusySource, times: Iterable[Stretch]) -> None:
    """All of a source's; nothing but when they begin and end."""
    await tx.execute(time.delete().where(time.c.source_id == one.id))
    rows = [
        {"source_id": one.id, "person_id": one.person, "start_minute": start, "end_minute": end}
        for start, end in times
    ]
    if rows:
        await tx.execute(time.insert(), rows)


async def taken(
    tx: Tx, people: Collection[str], first: datetime, last: datetime
) -> dict[str, list[Taken]]:
    """When these people are busy elsewhere, in a range; whoever is not is left out."""
    found: dict[str, list[Taken]] = {}
    for some in batches(people):
        query = sa.select(time.c.person_id, time.c.start_minute, time.c.end_minute).where(
            time.c.person_id.in_(some),
            time.c.end_minute > minute_at(first),
            time.c.start_minute < minute_from(last),
        )
        for person, start, end in await tx.execute(query):
            found.setdefault(person, []).append(Taken(start, end))
    return found


def _values(one: BusySource) -> dict[str, Any]:
    return {
        "name": one.name,
        "address": one.address,
        "created_at": one.created_at,
        "etag": one.etag,
        "worked_out_at": one.worked_out_at,
        "read_at": one.read_at,
        "failing_since": one.failing_since,
        "complaint": one.trouble.value,
        "skipped": one.skipped,
        "is_counting": one.is_counting,
    }


def _source(row: sa.Row[Any]) -> BusySource:
    return BusySource(
        id=row.id,
        person=row.person_id,
        name=row.name,
        address=row.address,
        created_at=row.created_at,
        etag=row.etag,
        worked_out_at=row.worked_out_at,
        read_at=row.read_at,
        failing_since=row.failing_since,
        trouble=BusyTrouble(row.complaint),
        skipped=row.skipped,
        is_counting=row.is_counting,
        login=None if row.user_name is None else Login(row.user_name, row.sealed_password),
    )
