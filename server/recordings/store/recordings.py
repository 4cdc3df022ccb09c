"""Recordings and transcripts in the database, with consents and parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from server.core.db import Tx, batches
from server.recordings.model import (
    LIVE,
    OPEN_TO_JOBS,
    Consent,
    Gone,
    Kind,
    Part,
    Recording,
    State,
)
from server.recordings.store.tables import consents, lines, parts, receipts, recordings

MOST_ALONGSIDE = 500
"""Looked through for what was kept at the same time."""


async def begin(tx: Tx, recording: str, room: str, kind: Kind, now: datetime) -> None:
    """A recording or transcript that starts now."""
    await tx.execute(
        recordings.insert().values(
            id=recording,
            room_id=room,
            kind=kind,
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


async def of_person(tx: Tx, person: str, kind: Kind, *, limit: int) -> list[Recording]:
    """What somebody was recorded in, newest first."""
    return await _recordings(tx, sa.and_(recordings.c.kind == kind, _theirs(person)), limit)


async def in_rooms(tx: Tx, person: str, kind: Kind, rooms: Sequence[str]) -> list[Recording]:
    """What is kept of these rooms' sessions and concerns somebody, newest first."""
    wanted = sa.and_(recordings.c.kind == kind, recordings.c.room_id.in_(rooms), _theirs(person))
    return await _recordings(tx, wanted, MOST_ALONGSIDE)


async def some(tx: Tx, ids: Iterable[str]) -> list[Recording]:
    """Those of these that are there."""
    found: list[Recording] = []
    for batch in batches(ids):
        is_one = sa.and_(recordings.c.id.in_(batch), recordings.c.state != State.DELETED)
        found += await _recordings(tx, is_one, len(batch))
    return found


async def live_in(tx: Tx, room: str, *, since: datetime) -> set[str]:
    """The kinds that are being kept of a room, on whatever node, with a sign of life since."""
    query = sa.select(recordings.c.kind).where(
        recordings.c.room_id == room,
        recordings.c.state.in_(LIVE),
        recordings.c.alive_at >= since,
    )
    return set((await tx.execute(query)).scalars())


async def end_dead(tx: Tx, *, before: datetime) -> None:
    """What gave no sign of life since a moment is over, for its process is dead."""
    for kind, state in (("media", State.FINISHING), ("text", State.READY)):
        await tx.execute(
            recordings.update()
            .where(
                recordings.c.kind == kind,
                recordings.c.state.in_(LIVE),
                recordings.c.alive_at < before,
            )
            .values(state=state, ended_at=recordings.c.alive_at)
        )


async def next_to_compose(tx: Tx) -> Recording | None:
    """The oldest that waits for its one file."""
    found = await _recordings(tx, recordings.c.state.in_(OPEN_TO_JOBS), oldest_first=True)
    return found[0] if found else None


async def outlived(tx: Tx, *, before: datetime) -> list[str]:
    """What ended before a moment, and what nobody may keep: see below."""
    somebodys = sa.select(consents.c.recording_id).where(consents.c.person_id.is_not(None))
    erased = sa.select(consents.c.recording_id).where(
        consents.c.person_id.is_(None), consents.c.guest_name.is_(None)
    )
    # A picture of several people cannot be parted; of a transcript only somebody's lines go.
    unkept = sa.or_(
        sa.and_(recordings.c.kind == "media", recordings.c.id.in_(erased)),
        recordings.c.id.not_in(somebodys),
    )
    query = sa.select(recordings.c.id).where(
        recordings.c.state.not_in((*LIVE, State.DELETED)),
        sa.or_(recordings.c.ended_at < before, unkept),
    )
    return list((await tx.execute(query)).scalars())


async def erase(
    tx: Tx, ids: Iterable[str], why: Gone, now: datetime, *, is_at_rest: bool = True
) -> None:
    """Delete these for everybody; files wait for a job, and words are gone at once.

    Whoever agreed finds in their receipt why. Not at rest: its process may be writing still.
    """
    for batch in batches(ids):
        ended = {"ended_at": sa.func.coalesce(recordings.c.ended_at, now)} if is_at_rest else {}
        is_one = recordings.c.id.in_(batch)
        await tx.execute(recordings.update().where(is_one).values(state=State.DELETED, **ended))
        await tx.execute(lines.delete().where(lines.c.transcript_id.in_(batch)))
        await tx.execute(
            receipts.update()
            .where(receipts.c.recording_id.in_(batch), receipts.c.gone_at.is_(None))
            .values(gone_at=now, gone=why)
        )


async def deleted(tx: Tx, *, silent_since: datetime) -> list[str]:
    """Those whose files are to go and which no process writes to any more."""
    is_at_rest = sa.or_(recordings.c.ended_at.is_not(None), recordings.c.alive_at < silent_since)
    query = sa.select(recordings.c.id).where(recordings.c.state == State.DELETED, is_at_rest)
    return list((await tx.execute(query)).scalars())


async def known(tx: Tx) -> set[str]:
    """Every recording there is."""
    return set((await tx.execute(sa.select(recordings.c.id))).scalars())


async def forget(tx: Tx, recording: str) -> None:
    await tx.execute(recordings.delete().where(recordings.c.id == recording))


def _theirs(person: str) -> sa.ColumnElement[bool]:
    """What somebody agreed to and nobody has deleted."""
    agreed = sa.select(consents.c.recording_id).where(consents.c.person_id == person)
    return sa.and_(recordings.c.id.in_(agreed), recordings.c.state != State.DELETED)


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
            kind=row.kind,
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
