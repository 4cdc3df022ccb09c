"""Bookings and their seats as rows; the database itself refuses two at one time for one person.

PostgreSQL by an exclusion constraint, SQLite by triggers, both called `ex_booking_seat_overlap`
and made by the migration: one row a person, over the widened time, where it is kept.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from server.core.db import Tx, UtcDateTime, batches, metadata
from server.scheduling.model import (
    Booking,
    BookingState,
    Intent,
    Kind,
    Place,
    Reason,
    Seat,
    SlotTaken,
)

OVERLAP = "ex_booking_seat_overlap"
HOST = "host"

booking = sa.Table(
    "booking",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column(
        "host_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column(
        "created_by_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        nullable=False,
    ),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("starts_at", UtcDateTime, nullable=False),
    sa.Column("ends_at", UtcDateTime, nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("wall", sa.String(16), nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("whose_id", sa.String(26), nullable=False),
    sa.Column("fold", sa.Integer, nullable=False),
    sa.Column("tzdata", sa.String(16), nullable=False),
    sa.Column("key", sa.String(80), nullable=False),
    sa.Column(
        "programme_id",
        sa.String(26),
        sa.ForeignKey("programme.id", ondelete="CASCADE"),
        index=True,
    ),
    sa.Column(
        "mentorship_id",
        sa.String(26),
        sa.ForeignKey("mentorship.id", ondelete="SET NULL"),
        index=True,
    ),
    sa.Column("series_id", sa.String(26), index=True),
    sa.Column("room_id", sa.String(26), sa.ForeignKey("room.id", ondelete="SET NULL"), index=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("before_minutes", sa.Integer, nullable=False),
    sa.Column("after_minutes", sa.Integer, nullable=False),
    sa.Column("capacity", sa.Integer, nullable=False),
    sa.Column("is_blocking", sa.Boolean, nullable=False),
    sa.Column("expires_at", UtcDateTime),
    sa.Column("ended_by_id", sa.String(26)),
    sa.Column("reason", sa.String(12)),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("attended_at", UtcDateTime),
    sa.UniqueConstraint("created_by_id", "key", name="uq_booking_key"),
    sa.Index("ix_booking_state_expires_at", "state", "expires_at"),
    sa.Index("ix_booking_state_ends_at", "state", "ends_at"),
    sa.Index("ix_booking_attended_at", "attended_at", "ends_at"),
)
seat = sa.Table(
    "booking_seat",
    metadata,
    sa.Column(
        "booking_id",
        sa.String(26),
        sa.ForeignKey("booking.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("place", sa.String(8), nullable=False),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Column("is_kept", sa.Boolean, nullable=False),
    sa.Column("kept_from", UtcDateTime, nullable=False),
    sa.Column("kept_until", UtcDateTime, nullable=False),
    sa.Index("ix_booking_seat_person_id", "person_id", "is_kept", "kept_until"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of somebody's bookings: ending after one moment, beginning before another."""

    after: datetime
    before: datetime
    limit: int


async def add(tx: Tx, one: Booking) -> None:
    """Raises: SlotTaken."""
    await tx.execute(booking.insert().values(id=one.id, **_values(one)))
    await _write_seats(tx, one)


async def save(tx: Tx, before: Booking, after: Booking) -> bool:
    """Writes a successor; false if another one was written meanwhile. Raises: SlotTaken."""
    changed = await tx.execute(
        booking.update()
        .where(booking.c.id == before.id, booking.c.version == before.version)
        .values(**_values(after))
    )
    if changed.rowcount != 1:
        return False
    await tx.execute(seat.delete().where(seat.c.booking_id == after.id))
    await _write_seats(tx, after)
    return True


async def set_room(tx: Tx, booking_id: str, room: str) -> None:
    """Where it takes place."""
    await tx.execute(booking.update().where(booking.c.id == booking_id).values(room_id=room))


async def remove(tx: Tx, booking_id: str) -> None:
    """A hold leaves nothing behind."""
    await tx.execute(booking.delete().where(booking.c.id == booking_id))


async def find(tx: Tx, booking_id: str, *, is_to_change: bool = False) -> Booking | None:
    """The booking of this id; locked until the transaction ends if it is to change."""
    query = sa.select(booking).where(booking.c.id == booking_id)
    found = await _bookings(tx, query.with_for_update() if is_to_change else query)
    return found[0] if found else None


async def several(tx: Tx, ids: Collection[str]) -> list[Booking]:
    """Those of these that there are."""
    found: list[Booking] = []
    for some in batches(ids):
        found += await _bookings(tx, sa.select(booking).where(booking.c.id.in_(some)))
    return found


async def by_key(tx: Tx, person: str, key: str) -> Booking | None:
    """What somebody made with this key."""
    found = await _bookings(
        tx, sa.select(booking).where(booking.c.created_by_id == person, booking.c.key == key)
    )
    return found[0] if found else None


async def of_series(tx: Tx, series: str) -> list[Booking]:
    """All of a series, in the order of their time."""
    return await _bookings(
        tx, sa.select(booking).where(booking.c.series_id == series).order_by(booking.c.starts_at)
    )


async def of_person(tx: Tx, person: str, wanted: Wanted) -> list[Booking]:
    """Somebody's bookings in the order of their time, without holds."""
    theirs = sa.select(seat.c.booking_id).where(seat.c.person_id == person)
    return await _bookings(
        tx,
        sa.select(booking)
        .where(
            booking.c.id.in_(theirs),
            booking.c.state != BookingState.HELD.value,
            booking.c.ends_at > wanted.after,
            booking.c.starts_at < wanted.before,
        )
        .order_by(booking.c.starts_at, booking.c.id)
        .limit(wanted.limit),
    )


async def booked_since(
    tx: Tx, hosts: Collection[str], after: datetime
) -> dict[str, tuple[int, datetime]]:
    """Sessions of two made since then that stand or took place: how many, and when the last was."""
    gone = [BookingState.HELD, BookingState.DECLINED, BookingState.CANCELLED, BookingState.EXPIRED]
    found: dict[str, tuple[int, datetime]] = {}
    for some in batches(hosts):
        query = (
            sa.select(booking.c.host_id, sa.func.count(), sa.func.max(booking.c.created_at))
            .where(
                booking.c.host_id.in_(some),
                booking.c.kind == Kind.PAIR.value,
                booking.c.state.not_in([one.value for one in gone]),
                booking.c.created_at >= after,
            )
            .group_by(booking.c.host_id)
        )
        for host, count, last in await tx.execute(query):
            found[host] = (count, last)
    return found


async def gatherings(tx: Tx, programmes: Collection[str], wanted: Wanted) -> list[Booking]:
    """Groups and office hours of these programmes that take place."""
    return await _bookings(
        tx,
        sa.select(booking)
        .where(
            booking.c.programme_id.in_(programmes),
            booking.c.kind != Kind.PAIR.value,
            booking.c.state == BookingState.CONFIRMED.value,
            booking.c.ends_at > wanted.after,
            booking.c.starts_at < wanted.before,
        )
        .order_by(booking.c.starts_at, booking.c.id)
        .limit(wanted.limit),
    )


async def due(tx: Tx, state: BookingState, now: datetime, *, limit: int) -> list[str]:
    """Pending ones nobody answered, or confirmed ones that are over."""
    column = booking.c.ends_at if state is BookingState.CONFIRMED else booking.c.expires_at
    query = sa.select(booking.c.id).where(booking.c.state == state.value, column <= now)
    return list((await tx.execute(query.limit(limit))).scalars())


async def ahead_by_mentorship(
    tx: Tx, now: datetime, mentorship: str | None = None
) -> dict[str, list[str]]:
    """Ids of the bookings to come of each mentorship that has any, or of one."""
    whose_id = booking.c.mentorship_id
    query = sa.select(booking.c.mentorship_id, booking.c.id).where(
        booking.c.state.in_((BookingState.PENDING.value, BookingState.CONFIRMED.value)),
        booking.c.starts_at > now,
        whose_id.is_not(None) if mentorship is None else whose_id == mentorship,
    )
    found: dict[str, list[str]] = {}
    for whose, one in await tx.execute(query):
        found.setdefault(whose, []).append(one)
    return found


async def of_other_rules(tx: Tx, tzdata: str, now: datetime, *, limit: int) -> list[str]:
    """Coming bookings whose instant follows from other rules of zones than these."""
    query = (
        sa.select(booking.c.id)
        .where(
            booking.c.state.in_((BookingState.PENDING.value, BookingState.CONFIRMED.value)),
            booking.c.starts_at > now,
            booking.c.tzdata != tzdata,
        )
        .order_by(booking.c.starts_at)
        .limit(limit)
    )
    return list((await tx.execute(query)).scalars())


async def _write_seats(tx: Tx, one: Booking) -> None:
    try:
        await tx.execute(seat.insert(), _seat_rows(one))
    except IntegrityError as error:
        if OVERLAP in str(error.orig):
            raise SlotTaken("Something else is at this time already.") from None
        raise


def _seat_rows(one: Booking) -> list[dict[str, Any]]:
    before, after = (timedelta(minutes=m) for m in (one.before_minutes, one.after_minutes))
    host = {
        "booking_id": one.id,
        "person_id": one.host,
        "place": HOST,
        "since": one.created_at,
        "is_kept": one.is_keeping_time,
        "kept_from": one.starts_at - before,
        "kept_until": one.ends_at + after,
    }
    guests = [
        {
            "booking_id": one.id,
            "person_id": guest.person,
            "place": guest.place.value,
            "since": guest.since,
            "is_kept": one.is_keeping_time and guest.place is Place.IN,
            "kept_from": one.starts_at,
            "kept_until": one.ends_at,
        }
        for guest in one.seats
    ]
    return [host, *guests]


async def _bookings(tx: Tx, query: sa.Select[Any]) -> list[Booking]:
    rows = (await tx.execute(query)).all()
    seats: dict[str, list[Seat]] = {row.id: [] for row in rows}
    for some in batches(seats):
        theirs = (
            sa.select(seat)
            .where(seat.c.booking_id.in_(some), seat.c.place != HOST)
            .order_by(seat.c.since, seat.c.person_id)
        )
        for row in await tx.execute(theirs):
            seats[row.booking_id].append(Seat(row.person_id, Place(row.place), row.since))
    return [_booking(row, tuple(seats[row.id])) for row in rows]


def _values(one: Booking) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "host_id": one.host,
        "created_by_id": one.created_by,
        "created_at": one.created_at,
        "state": one.state.value,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "minutes": one.minutes,
        "wall": one.intent.wall,
        "zone": one.intent.zone,
        "whose_id": one.intent.whose,
        "fold": one.intent.fold,
        "tzdata": one.tzdata,
        "key": one.key,
        "programme_id": one.programme,
        "mentorship_id": one.mentorship,
        "series_id": one.series,
        "room_id": one.room,
        "title": one.title,
        "note": one.note,
        "before_minutes": one.before_minutes,
        "after_minutes": one.after_minutes,
        "capacity": one.capacity,
        "is_blocking": one.is_blocking,
        "expires_at": one.expires_at,
        "ended_by_id": one.ended_by,
        "reason": one.reason.value if one.reason else None,
        "words": one.words,
        "sequence": one.sequence,
        "version": one.version,
    }


def _booking(row: sa.Row[Any], seats: tuple[Seat, ...]) -> Booking:
    return Booking(
        id=row.id,
        kind=Kind(row.kind),
        host=row.host_id,
        created_by=row.created_by_id,
        created_at=row.created_at,
        state=BookingState(row.state),
        starts_at=row.starts_at,
        minutes=row.minutes,
        intent=Intent(row.wall, row.zone, row.whose_id, row.fold),
        tzdata=row.tzdata,
        key=row.key,
        seats=seats,
        programme=row.programme_id,
        mentorship=row.mentorship_id,
        series=row.series_id,
        room=row.room_id,
        title=row.title,
        note=row.note,
        before_minutes=row.before_minutes,
        after_minutes=row.after_minutes,
        capacity=row.capacity,
        is_blocking=row.is_blocking,
        expires_at=row.expires_at,
        ended_by=row.ended_by_id,
        reason=Reason(row.reason) if row.reason else None,
        words=row.words,
        sequence=row.sequence,
        version=row.version,
    )
