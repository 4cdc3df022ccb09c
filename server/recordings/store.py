"""Recordings, consents and parts in the database; they go with their room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, metadata
from server.recordings.model import (
    LIVE,
    OPEN_TO_JOBS,
    Consent,
    Part,
    Recording,
    State,
)

recordings = sa.Table(
    "recording",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column(
        "room_id",
        sa.String(26),
        sa.ForeignKey("room.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("state", sa.String(10), nullable=False, index=True),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("alive_at", UtcDateTime, nullable=False),
    sa.Column("duration_ms", sa.BigInteger, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("progress", sa.Float, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
)
_OF_RECORDING = "recording.id"
consents = sa.Table(
    "recording_consent",
    metadata,
    sa.Column(
        "recording_id",
        sa.String(26),
        sa.ForeignKey(_OF_RECORDING, ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("seat_id", sa.String(26), primary_key=True),
    sa.Column(
        "person_id", sa.String(26), sa.ForeignKey("person.id", ondelete="SET NULL"), index=True
    ),
    sa.Column("guest_name", sa.Text),
    sa.Column("agreed_at", UtcDateTime, nullable=False),
)
parts = sa.Table(
    "recording_part",
    metadata,
    sa.Column(
        "recording_id",
        sa.String(26),
        sa.ForeignKey(_OF_RECORDING, ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("seat_id", sa.String(26), nullable=False),
    sa.Column("source", sa.String(12), nullable=False),
    sa.Column("starts_ms", sa.BigInteger, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
)


async def begin(tx: Tx, recording: str, room: str, now: datetime) -> None:
    """A recording that starts now."""
    await tx.execute(
        recordings.insert().values(
            id=recording,
            room_id=room,
            state=State.RECORDING,
            started_at=now,
            alive_at=now,
            duration_ms=0,
            bytes=0,
            progress=0.0,
            attempts=0,
        )
    )


async def agree(tx: Tx, recording: str, consent: Consent) -> None:
    await tx.execute(
        consents.insert().values(
            recording_id=recording,
            seat_id=consent.seat,
            person_id=consent.person,
            guest_name=consent.guest_name,
            agreed_at=consent.at,
        )
    )


async def change(tx: Tx, recording: str, among: Iterable[State], **values: Any) -> bool:
    """Set columns where the state is one of `among`; whether it was."""
    changed = await tx.execute(
        recordings.update()
        .where(recordings.c.id == recording, recordings.c.state.in_(list(among)))
        .values(**values)
    )
    return changed.rowcount == 1


async def set_parts(tx: Tx, recording: str, found: Sequence[Part]) -> None:
    """Say what files there are; the last word counts."""
    await tx.execute(parts.delete().where(parts.c.recording_id == recording))
    for part in found:
        await tx.execute(
            parts.insert().values(
                recording_id=recording,
                number=part.number,
                seat_id=part.seat,
                source=part.source,
                starts_ms=part.starts_ms,
                bytes=part.bytes,
            )
        )


async def find(tx: Tx, recording: str) -> Recording | None:
    found = await _recordings(tx, recordings.c.id == recording)
    return found[0] if found else None


async def of_person(tx: Tx, person: str, *, limit: int) -> list[Recording]:
    """What somebody was recorded in, newest first."""
    recorded = sa.select(consents.c.recording_id).where(consents.c.person_id == person)
    is_theirs = sa.and_(recordings.c.id.in_(recorded), recordings.c.state != State.DELETED)
    return await _recordings(tx, is_theirs, limit)


async def live_in(tx: Tx, room: str, *, since: datetime) -> bool:
    """Whether a room is being recorded, on whatever node, with a sign of life since a moment."""
    query = sa.select(recordings.c.id).where(
        recordings.c.room_id == room,
        recordings.c.state.in_(LIVE),
        recordings.c.alive_at >= since,
    )
    return (await tx.execute(query)).first() is not None


async def end_dead(tx: Tx, *, before: datetime) -> None:
    """Recordings whose process gave no sign of life since a moment are over."""
    await tx.execute(
        recordings.update()
        .where(recordings.c.state.in_(LIVE), recordings.c.alive_at < before)
        .values(state=State.FINISHING, ended_at=recordings.c.alive_at)
    )


async def next_to_compose(tx: Tx) -> Recording | None:
    """The oldest that waits for its one file."""
    found = await _recordings(tx, recordings.c.state.in_(OPEN_TO_JOBS), oldest_first=True)
    return found[0] if found else None


async def expire(tx: Tx, *, before: datetime) -> None:
    """Delete what ended before a moment, and what an account that is gone had agreed to."""
    gone = sa.select(consents.c.recording_id).where(
        consents.c.person_id.is_(None), consents.c.guest_name.is_(None)
    )
    await tx.execute(
        recordings.update()
        .where(
            recordings.c.state.not_in(LIVE),
            sa.or_(recordings.c.ended_at < before, recordings.c.id.in_(gone)),
        )
        .values(state=State.DELETED)
    )


async def deleted(tx: Tx) -> list[str]:
    """Recordings whose files are to go."""
    query = sa.select(recordings.c.id).where(recordings.c.state == State.DELETED)
    return list((await tx.execute(query)).scalars())


async def known(tx: Tx) -> set[str]:
    """Every recording there is."""
    return set((await tx.execute(sa.select(recordings.c.id))).scalars())


async def forget(tx: Tx, recording: str) -> None:
    await tx.execute(recordings.delete().where(recordings.c.id == recording))


async def _recordings(
    tx: Tx, condition: sa.ColumnElement[bool], limit: int = 1, *, oldest_first: bool = False
) -> list[Recording]:
    order = recordings.c.started_at if oldest_first else recordings.c.started_at.desc()
    query = sa.select(recordings).where(condition).order_by(order, recordings.c.id).limit(limit)
    rows = (await tx.execute(query)).all()
    ids = [row.id for row in rows]
    agreed = await _of(tx, consents, ids, consents.c.agreed_at)
    files = await _of(tx, parts, ids, parts.c.number)
    return [
        Recording(
            id=row.id,
            room=row.room_id,
            state=State(row.state),
            started_at=row.started_at,
            ended_at=row.ended_at,
            alive_at=row.alive_at,
            duration_ms=row.duration_ms,
            bytes=row.bytes,
            progress=row.progress,
            attempts=row.attempts,
            consents=tuple(_consent(one) for one in agreed.get(row.id, ())),
            parts=tuple(_part(one) for one in files.get(row.id, ())),
        )
        for row in rows
    ]


async def _of(
    tx: Tx, table: sa.Table, ids: Sequence[str], order: sa.ColumnElement[Any]
) -> dict[str, list[sa.Row[Any]]]:
    found: dict[str, list[sa.Row[Any]]] = {}
    query = sa.select(table).where(table.c.recording_id.in_(ids)).order_by(order)
    for row in await tx.execute(query):
        found.setdefault(row.recording_id, []).append(row)
    return found


def _consent(row: sa.Row[Any]) -> Consent:
    return Consent(row.seat_id, row.person_id, row.guest_name, row.agreed_at)


def _part(row: sa.Row[Any]) -> Part:
    return Part(row.number, row.seat_id, row.source, row.starts_ms, row.bytes)
