"""What guests said of gatherings, as rows: one a guest and gathering."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from server.core.db import Tx, inserting
from server.feedback.model import GatheringAnswer, Worth
from server.feedback.store.tables import gathering_answer as answer


async def find(tx: Tx, booking: str, person: str) -> GatheringAnswer | None:
    query = sa.select(answer).where(answer.c.booking_id == booking, answer.c.person_id == person)
    row = (await tx.execute(query)).first()
    return _answer(row) if row else None


async def put(tx: Tx, one: GatheringAnswer) -> None:
    """In the place of what the same person said before."""
    values = {
        "host_id": one.host,
        "programme_id": one.programme,
        "worth": one.worth.value,
        "note": one.note,
        "given_at": one.given_at,
        "closes_at": one.closes_at,
    }
    row = inserting(tx, answer).values(booking_id=one.booking, person_id=one.person, **values)
    key = (answer.c.booking_id, answer.c.person_id)
    await tx.execute(row.on_conflict_do_update(index_elements=key, set_=values))


async def answered(tx: Tx, person: str, bookings: Iterable[str]) -> set[str]:
    """Of these, those that somebody has said something of."""
    theirs = (answer.c.person_id == person, answer.c.booking_id.in_(bookings))
    return set((await tx.execute(sa.select(answer.c.booking_id).where(*theirs))).scalars())


async def of_host(tx: Tx, host: str) -> list[GatheringAnswer]:
    return await _all(tx, answer.c.host_id == host)


async def of_programme(tx: Tx, programme: str) -> list[GatheringAnswer]:
    return await _all(tx, answer.c.programme_id == programme)


async def _all(tx: Tx, of: sa.ColumnElement[bool]) -> list[GatheringAnswer]:
    return [_answer(row) for row in await tx.execute(sa.select(answer).where(of))]


def _answer(row: sa.Row[Any]) -> GatheringAnswer:
    return GatheringAnswer(
        booking=row.booking_id,
        person=row.person_id,
        host=row.host_id,
        programme=row.programme_id,
        worth=Worth(row.worth),
        note=row.note,
        given_at=row.given_at,
        closes_at=row.closes_at,
    )
