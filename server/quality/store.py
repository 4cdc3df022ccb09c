"""Rows of call-quality records; they go with their room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, inserting, metadata
from server.quality.model import Bucket, Ended, Record, Said, Seat, Trouble, Verdict

records = sa.Table(
    "quality_record",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column(
        "room_id",
        sa.String(26),
        sa.ForeignKey("room.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("peer_id", sa.String(26), nullable=False),
    sa.Column("person_id", sa.String(26), sa.ForeignKey("person.id", ondelete="SET NULL")),
    sa.Column("joined_at", UtcDateTime, nullable=False),
    sa.Column("left_at", UtcDateTime, nullable=False, index=True),
    sa.Column("route", sa.String(10), nullable=False),
    sa.Column("audio_codec", sa.String(10), nullable=False),
    sa.Column("video_codec", sa.String(10), nullable=False),
    sa.Column("reconnections", sa.Integer, nullable=False),
    sa.Column("first_frame_ms", sa.Integer),
    sa.Column("mos_up", sa.Float),
    sa.Column("mos_down", sa.Float),
    sa.Column("freezes", sa.Integer, nullable=False),
    sa.Column("bucket_s", sa.Float, nullable=False),
    sa.Column("series", sa.LargeBinary, nullable=False),
)


verdicts = sa.Table(
    "quality_verdict",
    metadata,
    sa.Column("peer_id", sa.String(26), primary_key=True),
    sa.Column(
        "room_id",
        sa.String(26),
        sa.ForeignKey("room.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("said", sa.String(12), nullable=False),
    sa.Column("troubles", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False, index=True),
)


class RoomGone(Exception):  # noqa: N818 - it is news, no error
    """The room was deleted before the record was stored."""


async def add(tx: Tx, record: Record) -> None:
    """Raises: RoomGone."""
    total = record.total
    row = records.insert().values(
        id=record.id,
        room_id=record.seat.room,
        peer_id=record.seat.peer,
        person_id=record.seat.person,
        joined_at=record.joined_at,
        left_at=record.left_at,
        route=record.route,
        audio_codec=record.audio_codec,
        video_codec=record.video_codec,
        reconnections=record.reconnections,
        first_frame_ms=record.first_frame_ms,
        mos_up=total.mos_up,
        mos_down=total.mos_down,
        freezes=total.freezes,
        bucket_s=record.bucket_s,
        series=_ENCODER.encode(record.series),
    )
    try:
        await tx.execute(row)
    except sa.exc.IntegrityError as error:
        raise RoomGone from error


async def of_room(tx: Tx, room: str, *, limit: int) -> list[Record]:
    """A room's records, newest first."""
    query = (
        sa.select(records)
        .where(records.c.room_id == room)
        .order_by(records.c.left_at.desc(), records.c.id)
        .limit(limit)
    )
    return [_record(row) for row in await tx.execute(query)]


async def ended_since(tx: Tx, since: datetime, *, limit: int) -> list[Ended]:
    """What ended after a moment, the newest, without whose it was."""
    query = (
        sa.select(records.c.mos_up, records.c.mos_down, records.c.freezes)
        .where(records.c.left_at >= since)
        .order_by(records.c.left_at.desc())
        .limit(limit)
    )
    rows = await tx.execute(query)
    return [Ended(_worse(row.mos_up, row.mos_down), row.freezes) for row in rows]


def _worse(up: float | None, down: float | None) -> float | None:
    return min((one for one in (up, down) if one is not None), default=None)


async def judge(tx: Tx, seat: Seat, verdict: Verdict, now: datetime) -> None:
    """The last word of a seat counts. Raises: RoomGone."""
    word = {"said": verdict.said.value, "troubles": " ".join(verdict.troubles), "at": now}
    row = inserting(tx, verdicts).values(peer_id=seat.peer, room_id=seat.room, **word)
    try:
        await tx.execute(row.on_conflict_do_update(index_elements=["peer_id"], set_=word))
    except sa.exc.IntegrityError as error:
        raise RoomGone from error


async def verdicts_of_room(tx: Tx, room: str) -> dict[str, Verdict]:
    """By peer."""
    rows = await tx.execute(sa.select(verdicts).where(verdicts.c.room_id == room))
    return {
        row.peer_id: Verdict(Said(row.said), tuple(Trouble(one) for one in row.troubles.split()))
        for row in rows
    }


async def forget(tx: Tx, *, before: datetime) -> None:
    """Delete what ended before a moment."""
    await tx.execute(records.delete().where(records.c.left_at < before))
    await tx.execute(verdicts.delete().where(verdicts.c.at < before))


_ENCODER = msgspec.msgpack.Encoder()
_SERIES = msgspec.msgpack.Decoder(tuple[Bucket, ...])


def _record(row: sa.Row[Any]) -> Record:
    return Record(
        id=row.id,
        seat=Seat(peer=row.peer_id, room=row.room_id, person=row.person_id),
        joined_at=row.joined_at,
        left_at=row.left_at,
        route=row.route,
        audio_codec=row.audio_codec,
        video_codec=row.video_codec,
        reconnections=row.reconnections,
        first_frame_ms=row.first_frame_ms,
        bucket_s=row.bucket_s,
        series=_SERIES.decode(row.series),
    )
