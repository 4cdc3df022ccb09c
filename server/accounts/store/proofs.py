"""Single-use proofs sent by mail; keeps digests, and refuses to let one be used twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, delete, insert, select, update

from server.accounts.model import Purpose
from server.core.db import Tx, UtcDateTime, metadata

proof = Table(
    "proof",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column(
        "person_id",
        String(26),
        ForeignKey("person.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("purpose", String(10), nullable=False),
    Column("expires_at", UtcDateTime(), nullable=False, index=True),
    Column("used_at", UtcDateTime()),
)


@dataclass(frozen=True, slots=True)
class Proof:
    """Who proves what, until when."""

    person_id: str
    expires_at: datetime
    used_at: datetime | None


async def add(
    tx: Tx, digest: str, person_id: str, purpose: Purpose, *, expires_at: datetime
) -> None:
    """Notes a proof that is on its way by mail."""
    await tx.execute(
        insert(proof).values(
            digest=digest, person_id=person_id, purpose=purpose.value, expires_at=expires_at
        )
    )


async def get(tx: Tx, digest: str, purpose: Purpose) -> Proof | None:
    """The proof, used or not, stale or not."""
    row = (
        await tx.execute(
            select(proof).where(proof.c.digest == digest, proof.c.purpose == purpose.value)
        )
    ).first()
    return Proof(row.person_id, row.expires_at, row.used_at) if row else None


async def use(tx: Tx, digest: str, *, now: datetime) -> bool:
    """Whether this was the one use the proof had."""
    used = await tx.execute(
        update(proof)
        .where(proof.c.digest == digest, proof.c.used_at.is_(None), proof.c.expires_at > now)
        .values(used_at=now)
    )
    return used.rowcount == 1


async def use_up(tx: Tx, person_id: str, purpose: Purpose, *, now: datetime) -> None:
    """Makes every other proof of this kind worthless."""
    await tx.execute(
        update(proof)
        .where(
            proof.c.person_id == person_id,
            proof.c.purpose == purpose.value,
            proof.c.used_at.is_(None),
        )
        .values(used_at=now)
    )


async def sweep(tx: Tx, *, expired_before: datetime) -> None:
    """Forgets proofs nobody can use any more."""
    await tx.execute(delete(proof).where(proof.c.expires_at < expired_before))
