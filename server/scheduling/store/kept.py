"""Whose time is kept when: locks, holds that run out, what is in the way of something new."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from server.core.db import Tx, batches
from server.scheduling.model import BookingState
from server.scheduling.slots import Taken
from server.scheduling.store import busy
from server.scheduling.store.bookings import HOST, booking, seat
from server.scheduling.zones import minute_at

_DEADLOCKS = {"40P01", "40001"}


async def lock(tx: Tx, people: Iterable[str]) -> None:
    """Lets nobody else book any of these until the transaction ends, in an order of all.

    The constraint alone would do, but two who wait for each other's rows would be a deadlock.
    SQLite has one writer anyway.
    """
    if tx.dialect.name == "sqlite":
        return
    for one in sorted(set(people)):
        statement = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:person, 36))")
        await tx.execute(statement, {"person": one})


def is_deadlock(error: Exception) -> bool:
    """Whether the database undid a transaction that would succeed if asked again."""
    code = getattr(getattr(error, "orig", None), "sqlstate", None)
    return isinstance(error, DBAPIError) and code in _DEADLOCKS


async def drop_holds(tx: Tx, now: datetime, people: Collection[str] = ()) -> int:
    """Holds that ran out go: of these people, else all."""
    gone = booking.delete().where(
        booking.c.state == BookingState.HELD.value, booking.c.expires_at <= now
    )
    if people:
        theirs = sa.select(seat.c.booking_id).where(seat.c.person_id.in_(people), seat.c.is_kept)
        gone = gone.where(booking.c.id.in_(theirs))
    return (await tx.execute(gone)).rowcount


async def drop_holds_of(tx: Tx, person: str) -> None:
    """Somebody keeps one time at a time."""
    await tx.execute(
        booking.delete().where(
            booking.c.state == BookingState.HELD.value, booking.c.created_by_id == person
        )
    )


@dataclass(frozen=True, slots=True)
class Range:
    """[first, last), as it is at `now`, when holds may have run out."""

    first: datetime
    last: datetime
    now: datetime


async def taken(
    tx: Tx, people: Collection[str], within: Range, *, without: str = ""
) -> dict[str, list[Taken]]:
    """What keeps each of these people, sessions as `counts`, but for one booking."""
    found: dict[str, list[Taken]] = {one: [] for one in people}
    for some in batches(people):
        for row in await tx.execute(_kept(some, within)):
            if row.booking_id == without:
                continue
            is_host = row.place == HOST
            before = row.before_minutes if is_host else 0
            after = row.after_minutes if is_host else 0
            found[row.person_id].append(
                Taken(
                    minute_at(row.kept_from) + before,
                    minute_at(row.kept_until) - after,
                    before=before,
                    after=after,
                    counts=is_host,
                )
            )
    for person, elsewhere in (await busy.taken(tx, people, within.first, within.last)).items():
        found[person] += elsewhere
    return found


def _kept(people: Sequence[str], within: Range) -> sa.Select[Any]:
    return (
        sa.select(
            seat.c.person_id,
            seat.c.booking_id,
            seat.c.place,
            seat.c.kept_from,
            seat.c.kept_until,
            booking.c.before_minutes,
            booking.c.after_minutes,
        )
        .join(booking, booking.c.id == seat.c.booking_id)
        .where(
            seat.c.person_id.in_(people),
            seat.c.is_kept,
            seat.c.kept_until > within.first,
            seat.c.kept_from < within.last,
            sa.or_(booking.c.state != BookingState.HELD.value, booking.c.expires_at > within.now),
        )
    )


async def overlaps(tx: Tx) -> int:
    """How many pairs of seats of one person share time: 0, unless the constraint failed."""
    other = seat.alias()
    query = (
        sa.select(sa.func.count())
        .select_from(seat.join(other, seat.c.person_id == other.c.person_id))
        .where(
            seat.c.booking_id < other.c.booking_id,
            seat.c.is_kept,
            other.c.is_kept,
            seat.c.kept_from < other.c.kept_until,
            other.c.kept_from < seat.c.kept_until,
        )
    )
    return int((await tx.execute(query)).scalar_one())
