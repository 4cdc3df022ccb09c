"""Signed-in devices and their refresh tokens; keeps digests, refuses to keep a token."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Row, String, Table, delete, insert, or_, select, update

from server.accounts.model import SignIn
from server.core.db import Tx, UtcDateTime, metadata

sign_in = Table(
    "sign_in",
    metadata,
    Column("id", String(26), primary_key=True),
    Column(
        "person_id",
        String(26),
        ForeignKey("person.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("device", String(80), nullable=False),
    Column("created_at", UtcDateTime(), nullable=False),
    Column("last_seen_at", UtcDateTime(), nullable=False, index=True),
    Column("ended_at", UtcDateTime()),
)

refresh_token = Table(
    "refresh_token",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column(
        "sign_in_id",
        String(26),
        ForeignKey("sign_in.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("created_at", UtcDateTime(), nullable=False),
    Column("used_at", UtcDateTime(), index=True),
)


async def add(tx: Tx, one: SignIn) -> None:
    """Notes a device that has just signed in."""
    await tx.execute(
        insert(sign_in).values(
            id=one.id,
            person_id=one.person_id,
            device=one.device,
            created_at=one.created_at,
            last_seen_at=one.last_seen_at,
        )
    )


async def get(tx: Tx, sign_in_id: str) -> SignIn | None:
    """The sign-in of this id."""
    row = (await tx.execute(select(sign_in).where(sign_in.c.id == sign_in_id))).first()
    return _sign_in(row) if row else None


async def of_person(tx: Tx, person_id: str) -> list[SignIn]:
    """A person's devices that were not signed out, the one last seen first."""
    rows = await tx.execute(
        select(sign_in)
        .where(sign_in.c.person_id == person_id, sign_in.c.ended_at.is_(None))
        .order_by(sign_in.c.last_seen_at.desc(), sign_in.c.id.desc())
    )
    return [_sign_in(row) for row in rows]


async def see(tx: Tx, sign_in_id: str, *, now: datetime, device: str) -> None:
    """Notes that a device is still used."""
    values = {"last_seen_at": now, "device": device}
    await tx.execute(update(sign_in).where(sign_in.c.id == sign_in_id).values(values))


async def end(tx: Tx, sign_in_ids: Sequence[str], *, now: datetime) -> None:
    """Ends these sign-ins; they never open a door again."""
    await tx.execute(
        update(sign_in)
        .where(sign_in.c.id.in_(sign_in_ids), sign_in.c.ended_at.is_(None))
        .values(ended_at=now)
    )


async def give_token(tx: Tx, digest: str, sign_in_id: str, *, now: datetime) -> None:
    """Notes a refresh token a device was given."""
    values = {"digest": digest, "sign_in_id": sign_in_id, "created_at": now}
    await tx.execute(insert(refresh_token).values(values))


async def token(tx: Tx, digest: str) -> tuple[str, datetime | None] | None:
    """Whose refresh token this is and when it was first used; locked until the end."""
    row = (
        await tx.execute(
            select(refresh_token.c.sign_in_id, refresh_token.c.used_at)
            .where(refresh_token.c.digest == digest)
            .with_for_update()
        )
    ).first()
    return (row.sign_in_id, row.used_at) if row else None


async def use_token(tx: Tx, digest: str, *, now: datetime) -> None:
    """Notes the first use of a refresh token."""
    await tx.execute(
        update(refresh_token)
        .where(refresh_token.c.digest == digest, refresh_token.c.used_at.is_(None))
        .values(used_at=now)
    )


async def sweep(
    tx: Tx, *, idle_before: datetime, created_before: datetime, used_before: datetime
) -> None:
    """Forgets sign-ins that are over for good, and tokens used so long ago that none comes back."""
    over = or_(sign_in.c.last_seen_at < idle_before, sign_in.c.created_at < created_before)
    await tx.execute(delete(sign_in).where(or_(over, sign_in.c.ended_at < idle_before)))
    await tx.execute(delete(refresh_token).where(refresh_token.c.used_at < used_before))


def _sign_in(row: Row[Any]) -> SignIn:
    return SignIn(
        id=row.id,
        person_id=row.person_id,
        device=row.device,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        ended_at=row.ended_at,
    )
