"""Which node may run a job now; refuses a second holder until the first is done or has died."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Column, String, Table, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.core.db import Database, UtcDateTime, inserting, metadata

lease = Table(
    "lease",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("until", UtcDateTime(), nullable=False),
    Column("due_at", UtcDateTime(), nullable=False),
)


class Leases:
    """Leases in the database, so that they need nothing but the database."""

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner

    async def take(self, name: str, *, now: datetime, hold_s: float) -> bool:
        """Whether `name` is due and now ours for `hold_s` seconds."""
        if not await self._is_free(name, now):
            return False  # the common case costs no write
        async with self._database.write() as tx:
            await self._ensure(tx, name, now)
            taken = await tx.execute(
                update(lease)
                .where(lease.c.name == name, lease.c.until <= now, lease.c.due_at <= now)
                .values(owner=self._owner, until=now + timedelta(seconds=hold_s))
            )
            return taken.rowcount == 1

    async def keep(self, name: str, *, now: datetime, hold_s: float) -> bool:
        """Extends a lease of ours; false when another node has it by now."""
        return await self._change(name, until=now + timedelta(seconds=hold_s))

    async def done(self, name: str, *, now: datetime, due_at: datetime) -> bool:
        """Gives a lease of ours back; nobody gets it again before `due_at`."""
        return await self._change(name, until=now, due_at=due_at)

    async def _change(self, name: str, **values: datetime) -> bool:
        async with self._database.write() as tx:
            changed = await tx.execute(
                update(lease)
                .where(lease.c.name == name, lease.c.owner == self._owner)
                .values(**values)
            )
            return changed.rowcount == 1

    async def _is_free(self, name: str, now: datetime) -> bool:
        async with self._database.read() as tx:
            row = (
                await tx.execute(
                    select(lease.c.name).where(
                        lease.c.name == name, or_(lease.c.until > now, lease.c.due_at > now)
                    )
                )
            ).first()
        return row is None

    async def _ensure(self, tx: AsyncConnection, name: str, now: datetime) -> None:
        values = {"name": name, "owner": "", "until": now, "due_at": now}
        await tx.execute(inserting(tx, lease).values(values).on_conflict_do_nothing())
