"""SQLite behind SQLAlchemy: one hop to the connection's thread a statement, where there were four.

aiosqlite runs a connection in a thread of its own, and SQLAlchemy's cursor asks it to make a
cursor, to execute, to fetch and to close, each a wake-up of two threads. Most statements here take
less time than one of these, so a statement is executed, read to its end and closed in one go.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util import await_only


class _Done(NamedTuple):
    description: Any
    rowcount: int
    lastrowid: int
    rows: Sequence[Any]


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    """Holds what a statement brought; there is nothing behind it that would have to be closed."""

    __slots__ = ("_done", "arraysize")

    def __init__(self, adapt_connection: AsyncAdapt_aiosqlite_connection) -> None:
        # Not that of the base, which asks the thread for a cursor.
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._rows = deque()
        self._done = _Done(None, -1, 0, ())
        self.arraysize = 1

    @property
    def description(self) -> Any:
        return self._done.description

    @property
    def rowcount(self) -> int:
        return self._done.rowcount

    @property
    def lastrowid(self) -> int:
        return self._done.lastrowid

    def close(self) -> None:
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        pass

    async def _execute_async(self, operation: Any, parameters: Any) -> None:
        await self._run(partial(_execute, operation, () if parameters is None else parameters))

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> None:
        await self._run(partial(_execute_many, operation, seq_of_parameters))

    async def _run(self, work: Callable[[sqlite3.Connection], _Done]) -> None:
        async with self._adapt_connection._execute_mutex:
            self._done = await self._connection._execute(work, self._connection._conn)
        self._rows = deque(self._done.rows)


class _Connection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls = _Cursor  # type: ignore[assignment]


class OneHop(AsyncAdapt_aiosqlite_dbapi):
    """What `create_async_engine` takes as its `module`.

    A connection opens with the pragmas in one hop: whoever is cancelled between two would leave one
    that no pool knows of and nobody closes.
    """

    def __init__(self, pragmas: Sequence[str]) -> None:
        super().__init__(aiosqlite, sqlite3)
        self._pragmas = pragmas

    def connect(self, *arg: Any, **kw: Any) -> AsyncAdapt_aiosqlite_connection:
        opening = partial(_open, self._pragmas, *arg, **kw)
        connection: Any = aiosqlite.Connection(opening, iter_chunk_size=1)
        connection._thread.daemon = True
        return _Connection(self, await_only(connection))


def _open(pragmas: Sequence[str], *arg: Any, **kw: Any) -> sqlite3.Connection:
    """Starts no transaction by itself. Raises: sqlite3.Error."""
    connection: sqlite3.Connection = sqlite3.connect(*arg, **kw)
    try:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(pragma).close()
    except BaseException:
        connection.close()
        raise
    return connection


def _execute(operation: str, parameters: Any, connection: sqlite3.Connection) -> _Done:
    return _taken(connection.execute(operation, parameters))


def _execute_many(operation: str, parameters: Any, connection: sqlite3.Connection) -> _Done:
    return _taken(connection.executemany(operation, parameters))


def _taken(cursor: sqlite3.Cursor) -> _Done:
    try:
        rows = cursor.fetchall() if cursor.description else ()
        return _Done(cursor.description, cursor.rowcount, cursor.lastrowid or 0, rows)
    finally:
        cursor.close()
