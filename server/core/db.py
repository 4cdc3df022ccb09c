"""Transactions on SQLite or PostgreSQL; refuses naive times and SQLAlchemy's lossy SQLite start.

SQLite begins every writing transaction with BEGIN IMMEDIATE: the default (BEGIN at the first
write) silently loses concurrent updates. Keep transactions short: SQLite has one writer.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Dialect,
    MetaData,
    ScalarSelect,
    Table,
    event,
    make_url,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import Insert as PgInsert
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.types import TypeDecorator

from server.core.settings import Settings
from server.core.sqlite import OneHop

BUSY_TIMEOUT_MS = 10_000  # longer than any transaction of ours, shorter than a caller's patience
POOL_SIZE = 10
POOL_WAIT_S = 10
DATABASE_ERRORS = (SQLAlchemyError, OSError)  # what an unreachable or broken database raises
MOST_IDS = 500  # per statement, well under what either database binds
_IS_READING = "is_reading"  # what a connection to SQLite has been told to be
_AFTERWARDS = "afterwards"  # where a transaction keeps what is to be done once it is true

_ON_CONNECT = (
    "PRAGMA journal_mode=WAL",
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA journal_size_limit=67108864",  # 64 MiB, else a burst leaves its log on disk for good
)

# A transaction in progress: what services hand to stores, so that they need no SQLAlchemy.
Tx = AsyncConnection

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime in both databases (SQLite would drop the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The value for the driver. Raises: ValueError for a naive time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time is refused: say which zone it is in")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The stored time, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """One engine; every use is inside `read()` or `write()`."""

    def __init__(self, url: str) -> None:
        self.engine: AsyncEngine = _engine(make_url(url))
        # One writer at a time queues here in order instead of polling SQLite's lock in threads.
        self._writer = asyncio.Lock() if self.is_sqlite else None

    @classmethod
    def open(cls, settings: Settings) -> Database:
        """The database of these settings; connects at first use."""
        return cls(settings.effective_database_url)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write; commits at the end, rolls back on any exception."""
        async with self._writer or nullcontext(), self.engine.begin() as tx:
            afterwards = tx.info[_AFTERWARDS] = []
            yield tx
        for call in afterwards:
            call()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A read-only transaction; PostgreSQL and SQLite refuse writes in it."""
        async with self.engine.connect() as connection:
            tx = await connection.execution_options(read_only=True)
            async with tx.begin():
                if not self.is_sqlite:
                    await tx.execute(text("SET TRANSACTION READ ONLY"))
                yield tx

    async def is_up(self) -> bool:
        """Whether the database answers."""
        async with self.read() as tx:
            await tx.execute(text("SELECT 1"))
        return True

    async def close(self) -> None:
        """Closes every connection."""
        await self.engine.dispose()


def after_commit(tx: AsyncConnection, call: Callable[[], None]) -> None:
    """Calls `call` once this writing transaction is committed; never when it rolls back."""
    tx.info[_AFTERWARDS].append(call)


def inserting(tx: AsyncConnection, table: Table) -> SqliteInsert | PgInsert:
    """An insert that can do something else where the row is there already (`on_conflict_…`)."""
    return sqlite_insert(table) if tx.dialect.name == "sqlite" else pg_insert(table)


def batches(ids: Iterable[str]) -> Iterator[list[str]]:
    """Each id once, in order, few enough at a time for what either database binds."""
    once = list(dict.fromkeys(ids))
    return (once[start : start + MOST_IDS] for start in range(0, len(once), MOST_IDS))


def free_rows(
    table: Table, now: datetime, at_most: int, *wanted: ColumnElement[bool]
) -> ScalarSelect[str]:
    """The ids of rows that are due and under nobody's lease, none of them to two at a time.

    The table has `id`, `due_at` and `leased_until`; what takes them updates them in one statement.
    """
    c = table.c
    due = select(c.id).where(*_free(table, now, *wanted))
    # SQLite has one writer and needs no locks.
    in_order = due.order_by(c.due_at, c.id).limit(at_most).with_for_update(skip_locked=True)
    return in_order.scalar_subquery()


async def is_any_free(
    tx: AsyncConnection, table: Table, now: datetime, *wanted: ColumnElement[bool]
) -> bool:
    """Whether `free_rows` would find any: to look costs no place in the queue of writers."""
    found = await tx.execute(select(table.c.id).where(*_free(table, now, *wanted)).limit(1))
    return found.first() is not None


def _free(
    table: Table, now: datetime, *wanted: ColumnElement[bool]
) -> tuple[ColumnElement[bool], ...]:
    c = table.c
    return (*wanted, c.due_at <= now, or_(c.leased_until.is_(None), c.leased_until <= now))


DATABASE: web.AppKey[Database] = web.AppKey("database", Database)


def _engine(url: URL) -> AsyncEngine:
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_async_engine(
        url.set(drivername="postgresql+asyncpg"),
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        pool_timeout=POOL_WAIT_S,
        pool_pre_ping=True,
        connect_args={"timeout": 10, "command_timeout": 60},
    )


def _sqlite(url: URL) -> AsyncEngine:
    if not url.database or url.database == ":memory:":
        raise ValueError("SQLite needs a file: in memory every connection has its own database")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # it holds keys
    engine = create_async_engine(
        url.set(drivername="sqlite+aiosqlite"),
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=POOL_WAIT_S,
        module=OneHop(_ON_CONNECT),
    )
    event.listen(engine.sync_engine, "begin", _on_begin)
    return engine


def _on_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("changes_schema"):
        # Rebuilding a table must not fire its foreign keys; only possible before BEGIN.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    is_reading = options.get("read_only", False)
    if connection.info.get(_IS_READING) is not is_reading:
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if is_reading else 'OFF'}")
        connection.info[_IS_READING] = is_reading
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")
