"""The outbox table; refuses to hand one letter to two senders at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Column, Index, Integer, Row, String, Table, Text, delete, insert
from sqlalchemy import update as sql_update

from server.core.db import Tx, UtcDateTime, free_rows, is_any_free, metadata
from server.notifications.model import LEASE, Kind, Letter, State

letter = Table(
    "letter",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("recipient", String(254), nullable=False),
    Column("locale", String(35), nullable=False),
    Column("params", Text, nullable=False),
    Column("calendar", Text),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcDateTime(), nullable=False),
    Column("leased_by", String(26)),
    Column("leased_until", UtcDateTime()),
    Column("created_at", UtcDateTime(), nullable=False),
    Column("finished_at", UtcDateTime()),
    Column("complaint", String(500), nullable=False),
    Column("person_id", String(26)),
    Index("ix_letter_state_due_at", "state", "due_at"),
)


async def add(tx: Tx, many: Iterable[Letter]) -> None:
    """Puts letters into the outbox."""
    rows = [
        {
            "id": one.id,
            "kind": one.kind.value,
            "recipient": one.to,
            "locale": one.locale,
            "params": msgspec.json.encode(one.params).decode(),
            "calendar": one.calendar or None,
            "state": State.WAITING.value,
            "attempts": one.attempts,
            "due_at": one.due_at or one.created_at,
            "created_at": one.created_at,
            "complaint": "",
            "person_id": one.person,
        }
        for one in many
    ]
    await tx.execute(insert(letter), rows)


async def is_any_due(tx: Tx, now: datetime) -> bool:
    """Whether `claim` would find any."""
    return await is_any_free(tx, letter, now, letter.c.state == State.WAITING.value)


async def claim(tx: Tx, lease: str, *, now: datetime, at_most: int) -> list[Letter]:
    """Takes due letters for `lease`; each counts one more attempt, even if the sender then dies."""
    free = free_rows(letter, now, at_most, letter.c.state == State.WAITING.value)
    rows = await tx.execute(
        sql_update(letter)
        .where(letter.c.id.in_(free))
        .values(leased_by=lease, leased_until=now + LEASE, attempts=letter.c.attempts + 1)
        .returning(letter)
    )
    return sorted((_letter(row) for row in rows), key=lambda one: one.id)


async def mark_sent(tx: Tx, letter_id: str, lease: str, *, now: datetime) -> bool:
    """Whether the lease was still ours; what the letter held is forgotten."""
    return await _finish(
        tx,
        letter_id,
        lease,
        state=State.SENT.value,
        finished_at=now,
        params="{}",
        calendar=None,
        complaint="",
    )


async def mark_dead(tx: Tx, letter_id: str, lease: str, *, now: datetime, complaint: str) -> bool:
    """Whether the lease was still ours; the letter is never tried again."""
    return await _finish(
        tx,
        letter_id,
        lease,
        state=State.DEAD.value,
        finished_at=now,
        params="{}",
        calendar=None,
        complaint=complaint,
    )


async def put_back(tx: Tx, letter_id: str, lease: str, *, due_at: datetime, complaint: str) -> bool:
    """Whether the lease was still ours; the letter waits until `due_at`."""
    return await _finish(tx, letter_id, lease, due_at=due_at, complaint=complaint)


async def sweep(tx: Tx, *, finished_before: datetime) -> int:
    """Removes letters that were finished long ago; returns how many."""
    gone = await tx.execute(delete(letter).where(letter.c.finished_at < finished_before))
    return gone.rowcount


async def _finish(tx: Tx, letter_id: str, lease: str, **values: Any) -> bool:
    done = await tx.execute(
        sql_update(letter)
        .where(letter.c.id == letter_id, letter.c.leased_by == lease)
        .values(leased_by=None, leased_until=None, **values)
    )
    return done.rowcount == 1


def _letter(row: Row[Any]) -> Letter:
    return Letter(
        id=row.id,
        kind=Kind(row.kind),
        to=row.recipient,
        locale=row.locale,
        params=msgspec.json.decode(row.params, type=dict[str, str]),
        attempts=row.attempts,
        created_at=row.created_at,
        calendar=row.calendar or "",
        person=row.person_id,
        due_at=row.due_at,
    )
