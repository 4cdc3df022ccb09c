"""Bookings by what they belong to: a mentorship, a room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from server.core.db import Tx, batches
from server.scheduling.model import Booking, BookingState, Kind
from server.scheduling.store.bookings import booking, find, several


async def of_mentorship(tx: Tx, mentorship: str, limit: int) -> list[Booking]:
    """The latest sessions of two, in the order of their time, without holds."""
    latest = (
        sa.select(booking.c.id)
        .where(
            booking.c.mentorship_id == mentorship,
            booking.c.kind == Kind.PAIR.value,
            booking.c.state != BookingState.HELD.value,
        )
        .order_by(booking.c.starts_at.desc(), booking.c.id.desc())
        .limit(limit)
    )
    found = await several(tx, list((await tx.execute(latest)).scalars()))
    return sorted(found, key=lambda one: (one.starts_at, one.id))


async def in_room(tx: Tx, room: str) -> Booking | None:
    """The booking that a room was made for."""
    known = sa.select(booking.c.id).where(booking.c.room_id == room)
    found = (await tx.execute(known.limit(1))).scalar_one_or_none()
    return None if found is None else await find(tx, found)


async def ahead(tx: Tx, mentorships: Iterable[str], now: datetime) -> dict[str, list[datetime]]:
    """When the sessions to come of each of these begin, asked for or confirmed, in that order."""
    found: dict[str, list[datetime]] = {}
    for some in batches(mentorships):
        query = (
            sa.select(booking.c.mentorship_id, booking.c.starts_at)
            .where(
                booking.c.mentorship_id.in_(some),
                booking.c.state.in_((BookingState.PENDING.value, BookingState.CONFIRMED.value)),
                booking.c.starts_at > now,
            )
            .order_by(booking.c.starts_at)
        )
        for mentorship, starts_at in await tx.execute(query):
            found.setdefault(mentorship, []).append(starts_at)
    return found
