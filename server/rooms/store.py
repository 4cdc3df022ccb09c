"""Rooms and their participants in the database."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, metadata
from server.rooms.model import Protection, Room

rooms = sa.Table(
    "room",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column(
        "host_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("protection", sa.String(12), nullable=False, server_default="transport"),
    sa.Column("opens_at", UtcDateTime),
)
participants = sa.Table(
    "room_participant",
    metadata,
    sa.Column(
        "room_id", sa.String(26), sa.ForeignKey("room.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    sa.Column("added_at", UtcDateTime, nullable=False),
)
invitations = sa.Table(
    "room_invitation",
    metadata,
    sa.Column(
        "room_id", sa.String(26), sa.ForeignKey("room.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("email", sa.String(254), primary_key=True, index=True),
    sa.Column("invited_at", UtcDateTime, nullable=False),
)


async def add(tx: Tx, room: Room) -> None:
    await tx.execute(
        rooms.insert().values(
            id=room.id,
            title=room.title,
            host_id=room.host,
            created_at=room.created_at,
            ended_at=room.ended_at,
            protection=room.protection.value,
            opens_at=room.opens_at,
        )
    )


async def find(tx: Tx, room: str) -> Room | None:
    found = await _rooms(tx, rooms.c.id == room)
    return found[0] if found else None


async def titles(tx: Tx, ids: Sequence[str]) -> dict[str, str]:
    """The titles of these rooms, as far as they exist."""
    query = sa.select(rooms.c.id, rooms.c.title).where(rooms.c.id.in_(ids))
    return {row.id: row.title for row in await tx.execute(query)}


async def of_person(tx: Tx, person: str, *, limit: int) -> list[Room]:
    """Rooms that a person hosts or takes part in, newest first."""
    joined = sa.select(participants.c.room_id).where(participants.c.person_id == person)
    return await _rooms(tx, sa.or_(rooms.c.host_id == person, rooms.c.id.in_(joined)), limit)


async def set_title(tx: Tx, room: str, title: str) -> None:
    await tx.execute(rooms.update().where(rooms.c.id == room).values(title=title))


async def set_protection(tx: Tx, room: str, protection: Protection) -> None:
    changed = rooms.update().where(rooms.c.id == room).values(protection=protection.value)
    await tx.execute(changed)


async def set_ended(tx: Tx, room: str, ended_at: datetime) -> None:
    await tx.execute(rooms.update().where(rooms.c.id == room).values(ended_at=ended_at))


async def set_opens_at(tx: Tx, room: str, opens_at: datetime) -> None:
    await tx.execute(rooms.update().where(rooms.c.id == room).values(opens_at=opens_at))


async def add_participant(tx: Tx, room: str, person: str, now: datetime) -> None:
    """Add somebody who is not in it yet."""
    await tx.execute(participants.insert().values(room_id=room, person_id=person, added_at=now))


async def remove_participant(tx: Tx, room: str, person: str) -> None:
    await tx.execute(
        participants.delete().where(
            participants.c.room_id == room, participants.c.person_id == person
        )
    )


async def _rooms(tx: Tx, condition: sa.ColumnElement[bool], limit: int = 1) -> list[Room]:
    newest = sa.select(rooms).where(condition).order_by(rooms.c.created_at.desc(), rooms.c.id)
    rows = (await tx.execute(newest.limit(limit))).all()
    people = await _participants(tx, [row.id for row in rows])
    return [
        Room(
            id=row.id,
            title=row.title,
            host=row.host_id,
            created_at=row.created_at,
            ended_at=row.ended_at,
            participants=tuple(people.get(row.id, ())),
            protection=Protection(row.protection),
            opens_at=row.opens_at,
        )
        for row in rows
    ]


async def _participants(tx: Tx, ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    query = (
        sa.select(participants)
        .where(participants.c.room_id.in_(ids))
        .order_by(participants.c.added_at, participants.c.person_id)
    )
    for row in await tx.execute(query):
        found.setdefault(row.room_id, []).append(row.person_id)
    return found


async def add_invitation(tx: Tx, room: str, email: str, now: datetime) -> None:
    """Remember an invitation to somebody without an account; a second one changes nothing."""
    known = sa.select(invitations.c.email).where(_to(room, email))
    if (await tx.execute(known)).first() is None:
        await tx.execute(invitations.insert().values(room_id=room, email=email, invited_at=now))


async def invited(tx: Tx, room: str) -> tuple[str, ...]:
    """Addresses that have been invited and not been claimed."""
    query = (
        sa.select(invitations.c.email)
        .where(invitations.c.room_id == room)
        .order_by(invitations.c.invited_at, invitations.c.email)
    )
    return tuple((await tx.execute(query)).scalars())


async def invitations_to(tx: Tx, email: str) -> list[str]:
    """Rooms that an address is invited to."""
    query = sa.select(invitations.c.room_id).where(invitations.c.email == email)
    return list((await tx.execute(query)).scalars())


async def claim_invitations(tx: Tx, email: str, person: str, now: datetime) -> None:
    """Make a person a participant wherever their address was invited."""
    for room in await invitations_to(tx, email):
        found = await find(tx, room)
        if found is not None and person not in (found.host, *found.participants):
            await add_participant(tx, room, person, now)
    await tx.execute(invitations.delete().where(invitations.c.email == email))


def _to(room: str, email: str) -> sa.ColumnElement[bool]:
    return sa.and_(invitations.c.room_id == room, invitations.c.email == email)
