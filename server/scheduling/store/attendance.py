"""The join log, what was derived from it, and corrections, as rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, batches, inserting, metadata
from server.scheduling.model import (
    KEPT,
    Attended,
    BookingState,
    Correction,
    Kind,
    Left,
    Mark,
    Presence,
    Stay,
    Tally,
)
from server.scheduling.store.bookings import booking


def _id(name: str, of: str, *, ondelete: str = "CASCADE", **more: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String(26), sa.ForeignKey(f"{of}.id", ondelete=ondelete), **more)


stay = sa.Table(
    "session_stay",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    _id("room_id", "room", nullable=False, index=True),
    _id("person_id", "person", index=True),
    sa.Column("came_at", UtcDateTime, nullable=False),
    sa.Column("seen_at", UtcDateTime, nullable=False, index=True),
    sa.Column("went_at", UtcDateTime),
    sa.Column("left_how", sa.String(8)),
    sa.Column("is_asked", sa.Boolean, nullable=False),
    sa.Column("is_tried", sa.Boolean, nullable=False),
    sa.Column("is_connected", sa.Boolean, nullable=False),
)
attendance = sa.Table(
    "session_attendance",
    metadata,
    _id("booking_id", "booking", primary_key=True),
    _id("person_id", "person", primary_key=True, index=True),
    sa.Column("derived", sa.String(14), nullable=False),
    sa.Column("late_minutes", sa.Integer, nullable=False),
    sa.Column("early_minutes", sa.Integer, nullable=False),
    sa.Column("presence", sa.String(14), nullable=False),
    sa.Column("stays", sa.Text, nullable=False),
    sa.Column("derived_at", UtcDateTime, nullable=False),
)
correction = sa.Table(
    "attendance_correction",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    _id("booking_id", "booking", nullable=False, index=True),
    _id("person_id", "person", nullable=False, index=True),
    _id("by_id", "person", ondelete="SET NULL", index=True),
    sa.Column("presence", sa.String(14), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)


async def booked_rooms(tx: Tx, rooms: Collection[str]) -> set[str]:
    """Those of these in which a booked session takes place."""
    found: set[str] = set()
    for some in batches(rooms):
        query = sa.select(booking.c.room_id).where(booking.c.room_id.in_(some))
        found |= set((await tx.execute(query)).scalars())
    return found


async def put_stays(tx: Tx, stays: Sequence[Stay]) -> None:
    """As they are known now; the same one twice is one. Whoever is gone meanwhile is left out."""
    there = await _there(tx, {one.person for one in stays if one.person is not None})
    for one in (one for one in stays if one.person is None or one.person in there):
        values = {
            "seen_at": one.seen_at,
            "went_at": one.went_at,
            "left_how": one.left.value if one.left else None,
            "is_tried": one.is_tried,
            "is_connected": one.is_connected,
        }
        first = {
            "id": one.id,
            "room_id": one.room,
            "person_id": one.person,
            "came_at": one.came_at,
            "is_asked": one.is_asked,
        }
        # A sign of life and a goodbye may be written at the same time: neither waits for a row.
        written = inserting(tx, stay).values(first | values)
        await tx.execute(written.on_conflict_do_update(index_elements=[stay.c.id], set_=values))


async def stays_of(tx: Tx, room: str) -> list[Stay]:
    """The log of a room."""
    rows = await tx.execute(sa.select(stay).where(stay.c.room_id == room).order_by(stay.c.came_at))
    return [_stay(row) for row in rows]


async def forget_stays(tx: Tx, before: datetime) -> int:
    """The log is not kept for ever."""
    return (await tx.execute(stay.delete().where(stay.c.seen_at < before))).rowcount


async def due(tx: Tx, until: datetime) -> str | None:
    """A completed booking that nothing is derived of yet; locked, so that only one does."""
    query = (
        sa.select(booking.c.id)
        .where(
            booking.c.attended_at.is_(None),
            booking.c.ends_at <= until,
            booking.c.state == BookingState.COMPLETED.value,
        )
        .order_by(booking.c.ends_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (await tx.execute(query)).scalar_one_or_none()


async def pairs_known_since(tx: Tx, since: datetime, *, limit: int) -> list[str]:
    """Bookings of two people whose attendance was derived from a moment on, in that order."""
    query = (
        sa.select(booking.c.id)
        .where(booking.c.attended_at >= since, booking.c.kind == Kind.PAIR.value)
        .order_by(booking.c.attended_at, booking.c.id)
        .limit(limit)
    )
    return list((await tx.execute(query)).scalars())


async def set_derived(tx: Tx, booking_id: str, now: datetime, found: Sequence[Attended]) -> None:
    """What follows for each; once."""
    done = booking.update().where(booking.c.id == booking_id).values(attended_at=now)
    await tx.execute(done)
    if found:
        await tx.execute(attendance.insert(), [_values(one) for one in found])


async def of_bookings(tx: Tx, bookings: Collection[str]) -> dict[str, list[Attended]]:
    """What is known of each of these, by booking."""
    found: dict[str, list[Attended]] = {}
    for some in batches(bookings):
        query = sa.select(attendance).where(attendance.c.booking_id.in_(some))
        for row in await tx.execute(query.order_by(attendance.c.person_id)):
            found.setdefault(row.booking_id, []).append(_attended(row))
    return found


async def corrections_of(tx: Tx, bookings: Collection[str]) -> dict[str, list[Correction]]:
    """The history of each of these, oldest first, by booking."""
    found: dict[str, list[Correction]] = {}
    for some in batches(bookings):
        query = sa.select(correction).where(correction.c.booking_id.in_(some))
        for row in await tx.execute(query.order_by(correction.c.at, correction.c.id)):
            found.setdefault(row.booking_id, []).append(
                Correction(
                    row.id,
                    row.booking_id,
                    row.person_id,
                    row.by_id,
                    Presence(row.presence),
                    row.note,
                    row.at,
                )
            )
    return found


async def correct(tx: Tx, one: Correction) -> bool:
    """Add to the history, and let it count; false where nothing is derived yet."""
    theirs = sa.and_(attendance.c.booking_id == one.booking, attendance.c.person_id == one.person)
    changed = attendance.update().where(theirs).values(presence=one.presence.value)
    if (await tx.execute(changed)).rowcount == 0:
        return False
    await tx.execute(
        correction.insert().values(
            id=one.id,
            booking_id=one.booking,
            person_id=one.person,
            by_id=one.by,
            presence=one.presence.value,
            note=one.note,
            at=one.at,
        )
    )
    return True


async def of_programme(tx: Tx, programme: str, *, limit: int) -> list[str]:
    """The sessions of a programme whose attendance is known, the newest first."""
    query = (
        sa.select(booking.c.id)
        .where(
            booking.c.programme_id == programme,
            booking.c.id.in_(sa.select(attendance.c.booking_id)),
        )
        .order_by(booking.c.starts_at.desc(), booking.c.id)
        .limit(limit)
    )
    return list((await tx.execute(query)).scalars())


async def tallies(tx: Tx, people: Collection[str]) -> dict[str, Tally]:
    """How each of these has kept their sessions."""
    counts: dict[str, dict[Presence, int]] = {one: {} for one in people}
    for some in batches(people):
        query = (
            sa.select(attendance.c.person_id, attendance.c.presence, sa.func.count())
            .where(attendance.c.person_id.in_(some))
            .group_by(attendance.c.person_id, attendance.c.presence)
        )
        for person, presence, count in await tx.execute(query):
            counts[person][Presence(presence)] = count
    return {person: _tally(theirs) for person, theirs in counts.items()}


async def tallies_of(tx: Tx, mentorships: Collection[str]) -> dict[str, dict[str, Tally]]:
    """How the people of each of these have kept its sessions, by mentorship and person."""
    counts: dict[tuple[str, str], dict[Presence, int]] = {}
    columns = (booking.c.mentorship_id, attendance.c.person_id, attendance.c.presence)
    for some in batches(mentorships):
        query = (
            sa.select(*columns, sa.func.count())
            .join(booking, booking.c.id == attendance.c.booking_id)
            .where(booking.c.mentorship_id.in_(some))
            .group_by(*columns)
        )
        for mentorship, person, presence, count in await tx.execute(query):
            counts.setdefault((mentorship, person), {})[Presence(presence)] = count
    found: dict[str, dict[str, Tally]] = {}
    for (mentorship, person), theirs in counts.items():
        found.setdefault(mentorship, {})[person] = _tally(theirs)
    return found


async def quiet_rooms(
    tx: Tx, ended_before: datetime, seen_before: datetime, *, limit: int
) -> list[tuple[str, str]]:
    """(booking, room) of completed bookings in whose open rooms nobody was seen lately."""
    room = metadata.tables["room"]
    seen = sa.select(stay.c.room_id).where(
        stay.c.seen_at >= seen_before, stay.c.is_asked.is_(False)
    )
    query = (
        sa.select(booking.c.id, booking.c.room_id)
        .join(room, room.c.id == booking.c.room_id)
        .where(
            booking.c.state == BookingState.COMPLETED.value,
            booking.c.ends_at <= ended_before,
            room.c.ended_at.is_(None),
            booking.c.room_id.not_in(seen),
        )
        .order_by(booking.c.ends_at)
        .limit(limit)
    )
    return [(row.id, row.room_id) for row in await tx.execute(query)]


async def _there(tx: Tx, people: Collection[str]) -> set[str]:
    person, found = metadata.tables["person"], set[str]()
    for some in batches(people):
        found |= set(
            (await tx.execute(sa.select(person.c.id).where(person.c.id.in_(some)))).scalars()
        )
    return found


def _tally(counts: Mapping[Presence, int]) -> Tally:
    kept = sum(counts.get(one, 0) for one in KEPT)
    return Tally(kept, counts.get(Presence.ABSENT, 0), counts.get(Presence.LATE, 0))


def _values(one: Attended) -> dict[str, Any]:
    return {
        "booking_id": one.booking,
        "person_id": one.person,
        "derived": one.derived.presence.value,
        "late_minutes": one.derived.late_minutes,
        "early_minutes": one.derived.early_minutes,
        "presence": one.presence.value,
        "stays": msgspec.json.encode(one.stays).decode(),
        "derived_at": one.derived_at,
    }


def _attended(row: sa.Row[Any]) -> Attended:
    return Attended(
        row.booking_id,
        row.person_id,
        Mark(Presence(row.derived), row.late_minutes, row.early_minutes),
        Presence(row.presence),
        msgspec.json.decode(row.stays, type=tuple[Stay, ...]),
        row.derived_at,
    )


def _stay(row: sa.Row[Any]) -> Stay:
    return Stay(
        id=row.id,
        room=row.room_id,
        person=row.person_id,
        came_at=row.came_at,
        seen_at=row.seen_at,
        went_at=row.went_at,
        left=Left(row.left_how) if row.left_how else None,
        is_asked=row.is_asked,
        is_tried=row.is_tried,
        is_connected=row.is_connected,
    )
