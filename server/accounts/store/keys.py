"""Signing keys as rows; refuses a second active or a second next one, on however many nodes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Column,
    Index,
    LargeBinary,
    String,
    Table,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from server.accounts.tokens import KeyState, SigningKey
from server.core.db import Tx, UtcDateTime, metadata

_ONE_EACH = text("state IN ('active', 'next')")

signing_key = Table(
    "signing_key",
    metadata,
    Column("kid", String(26), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("private", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime(), nullable=False),
    Column("changed_at", UtcDateTime(), nullable=False),
    Index(
        "uq_signing_key_state",
        "state",
        unique=True,
        sqlite_where=_ONE_EACH,
        postgresql_where=_ONE_EACH,
    ),
)


async def all_keys(tx: Tx) -> list[SigningKey]:
    """Every key there is, the oldest first."""
    rows = await tx.execute(select(signing_key).order_by(signing_key.c.kid))
    return [
        SigningKey.load(
            row.kid,
            KeyState(row.state),
            row.private,
            created_at=row.created_at,
            changed_at=row.changed_at,
        )
        for row in rows
    ]


async def add(tx: Tx, kid: str, state: KeyState, private: bytes, *, now: datetime) -> bool:
    """Whether the key was added; false when another node was quicker."""
    values = {"kid": kid, "state": state.value, "private": private}
    try:
        async with tx.begin_nested():
            await tx.execute(insert(signing_key).values(**values, created_at=now, changed_at=now))
    except IntegrityError:
        return False
    return True


async def set_state(tx: Tx, kid: str, state: KeyState, *, now: datetime) -> None:
    """Moves a key on in its life."""
    values = {"state": state.value, "changed_at": now}
    await tx.execute(update(signing_key).where(signing_key.c.kid == kid).values(values))


async def sweep(tx: Tx, *, retired_before: datetime) -> None:
    """Forgets keys nothing valid was signed with."""
    await tx.execute(
        delete(signing_key).where(
            signing_key.c.state == KeyState.RETIRED.value, signing_key.c.changed_at < retired_before
        )
    )
