"""Transactions lose nothing, on both databases."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, select, text, update
from sqlalchemy.exc import DBAPIError, StatementError

from server.core.db import Database, UtcDateTime
from tests.support.clock import NOON
from tests.support.postgres import Postgres

scratch = MetaData()
counter = Table("counter", scratch, Column("id", Integer, primary_key=True), Column("n", Integer))
moment = Table("moment", scratch, Column("at", UtcDateTime))


@pytest.fixture
async def tables(database: Database) -> Database:
    async with database.write() as tx:
        await tx.run_sync(scratch.create_all)
        await tx.execute(counter.insert().values(id=1, n=0))
    return database


async def test_400_concurrent_read_modify_writes_lose_none(tables: Database) -> None:
    async def add_one() -> None:
        async with tables.write() as tx:
            n = (await tx.execute(select(counter.c.n).with_for_update())).scalar_one()
            await tx.execute(update(counter).values(n=n + 1))

    async with asyncio.TaskGroup() as group:
        for _ in range(400):
            group.create_task(add_one())
    async with tables.read() as tx:
        assert (await tx.execute(select(counter.c.n))).scalar_one() == 400


async def test_an_exception_undoes_the_transaction(tables: Database) -> None:
    async def fail() -> None:
        async with tables.write() as tx:
            await tx.execute(update(counter).values(n=7))
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        await fail()
    async with tables.read() as tx:
        assert (await tx.execute(select(counter.c.n))).scalar_one() == 0


async def test_a_reading_transaction_refuses_to_write(tables: Database) -> None:
    with pytest.raises(DBAPIError):
        async with tables.read() as tx:
            await tx.execute(update(counter).values(n=7))
    async with tables.write() as tx:
        await tx.execute(update(counter).values(n=1))


async def test_reading_goes_on_while_somebody_writes(tables: Database) -> None:
    async with tables.write() as tx:
        await tx.execute(update(counter).values(n=5))
        async with tables.read() as other:
            assert (await other.execute(select(counter.c.n))).scalar_one() == 0


async def test_a_naive_time_is_refused(tables: Database) -> None:
    with pytest.raises(StatementError, match="naive"):
        async with tables.write() as tx:
            await tx.execute(moment.insert().values(at=datetime(2026, 1, 1)))  # noqa: DTZ001


async def test_a_time_comes_back_aware_and_exact(tables: Database) -> None:
    at = NOON.replace(microsecond=123456)
    async with tables.write() as tx:
        await tx.execute(moment.insert().values(at=at))
        stored = (await tx.execute(select(moment.c.at))).scalar_one()
    assert stored == at
    assert stored.tzinfo is not None


async def test_sqlite_keeps_foreign_keys(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    async with database.read() as tx:
        assert (await tx.execute(text("PRAGMA foreign_keys"))).scalar_one() == 1
        assert (await tx.execute(text("PRAGMA journal_mode"))).scalar_one() == "wal"
    await database.close()


@pytest.mark.needs_postgres
async def test_connections_that_were_cut_are_replaced(postgres: Postgres) -> None:
    url = await postgres.clone()
    database = Database(url)
    assert await database.is_up()
    name = url.rsplit("/", 1)[1]
    await postgres.execute(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    )
    assert await database.is_up()
    await database.close()
    await postgres.drop(url)


def test_sqlite_in_memory_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a file"):
        Database("sqlite://")
