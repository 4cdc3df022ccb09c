"""A statement on SQLite asks the connection's thread once, and brings what the driver would."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import Column, Integer, MetaData, Table, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from server.core.db import Database

scratch = MetaData()
thing = Table("thing", scratch, Column("id", Integer, primary_key=True), Column("n", Integer))


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/one.db")
    async with database.write() as tx:
        await tx.run_sync(scratch.create_all)
        await tx.execute(thing.insert(), [{"id": one, "n": one} for one in (1, 2, 3)])
    yield database
    await database.close()


@pytest.fixture
def hops(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What connections' threads were asked for."""
    asked: list[object] = []
    really = aiosqlite.Connection._execute

    async def counting(self: aiosqlite.Connection, fn: Any, *args: Any, **kw: Any) -> Any:
        asked.append(fn)
        return await really(self, fn, *args, **kw)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(aiosqlite.Connection, "_execute", counting)
    return asked


async def test_each_kind_of_statement_is_one_hop(sqlite: Database, hops: list[object]) -> None:
    async with sqlite.write() as tx:
        hops.clear()
        rows = (await tx.execute(select(thing.c.n).order_by(thing.c.n))).all()
        assert (rows, len(hops)) == ([(1,), (2,), (3,)], 1)
        many = await tx.execute(thing.insert(), [{"id": one, "n": 0} for one in (4, 5)])
        assert (many.rowcount, len(hops)) == (2, 2)
        back = await tx.execute(
            update(thing).where(thing.c.n > 1).values(n=9).returning(thing.c.id)
        )
        assert ({row.id for row in back}, len(hops)) == ({2, 3}, 3)
        none = await tx.execute(update(thing).where(thing.c.n == 77).values(n=1))
        assert (none.rowcount, len(hops)) == (0, 4)
        made = await tx.execute(thing.insert().values(n=6))
        assert (made.inserted_primary_key, len(hops)) == ((6,), 5)


async def test_a_reader_is_told_once_that_it_only_reads(
    sqlite: Database, hops: list[object]
) -> None:
    for _ in range(20):  # each connection of the pool in turn
        async with sqlite.read() as tx:
            await tx.execute(text("SELECT 1"))
    hops.clear()
    async with sqlite.read() as tx:
        await tx.execute(text("SELECT 1"))
    # BEGIN, the statement, ROLLBACK by the block, ROLLBACK by the pool.
    assert len(hops) <= 4


async def test_a_refused_statement_leaves_the_connection_as_it_was(sqlite: Database) -> None:
    with pytest.raises(IntegrityError):
        async with sqlite.write() as tx:
            await tx.execute(thing.insert(), [{"id": 7, "n": 0}, {"id": 1, "n": 0}])
    with pytest.raises(OperationalError):
        async with sqlite.read() as tx:
            await tx.execute(text("SELECT nonsense FROM nowhere"))
    async with sqlite.write() as tx:
        assert len((await tx.execute(select(thing.c.id))).all()) == 3


async def test_whoever_gives_up_waiting_leaves_a_connection_that_works(sqlite: Database) -> None:
    slow = text(
        "WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 300000) "
        "SELECT count(*) FROM up"
    )

    async def ask() -> None:
        async with sqlite.read() as tx:
            await tx.execute(slow)

    for _ in range(12):  # more than the pool holds
        task = asyncio.create_task(ask())
        await asyncio.sleep(0)
        await asyncio.sleep(0.001)
        task.cancel()
        await asyncio.wait({task})
    async with sqlite.read() as tx:
        assert (await tx.execute(select(thing.c.n).where(thing.c.id == 1))).scalar_one() == 1
