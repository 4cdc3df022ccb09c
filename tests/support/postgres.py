"""A PostgreSQL of our own for the test run: one cluster, one migrated template, a copy a test.

A copy is a thousand files and half a second of a processor, so it is emptied and lent again; one
whose schema a test has changed is thrown away.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]

from server.core.db import Database
from server.core.ids import new_id
from server.migrations import migrate
from tests.support.apart import run_apart
from tests.support.programs import free_port, program, stop

BINARIES = "/usr/lib/postgresql/*/bin"
TEMPLATE = "ithaca_template"
# Nothing here outlives the run, so nothing waits for the disk.
FAST = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "max_connections=200",
]
# Everything that a test could change of a schema, in one word.
_SHAPE = """
SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (
  SELECT concat_ws(' ', 'column', attrelid::regclass, attname, atttypid, attnotnull, attisdropped)
    AS line FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid
    WHERE relnamespace = 'public'::regnamespace AND attnum > 0
  UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', 'trigger', tgrelid::regclass, tgname, tgenabled)
    FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT concat_ws(' ', 'extension', extname) FROM pg_extension
) AS lines
"""
_ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_EMPTY = """
DO $$ DECLARE one regclass; BEGIN
  SET LOCAL session_replication_role = replica;  -- no foreign key asks, no trigger answers
  FOR one IN SELECT oid FROM pg_class WHERE relkind = 'r'
    AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
  LOOP EXECUTE format('DELETE FROM %s', one); END LOOP;
END $$
"""


class Postgres:
    """A running cluster; every `clone()` is a fresh database at head."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._shape = ""
        self._clean: list[str] = []

    def url(self, name: str) -> str:
        """Address of one database."""
        return f"postgresql://postgres@127.0.0.1:{self._port}/{name}"

    async def prepare(self) -> None:
        """Migrates the template."""
        await self.execute(f"CREATE DATABASE {TEMPLATE}")
        database = Database(self.url(TEMPLATE))
        await migrate(database)
        await database.close()
        async with _connected(self.url(TEMPLATE)) as connection:
            self._shape = await connection.fetchval(_SHAPE)

    async def lend(self) -> str:
        """Address of an empty database at head, for one test."""
        return self._clean.pop() if self._clean else await self.clone()

    async def take_back(self, url: str) -> None:
        """Empties what was lent; whoever still holds a connection loses it."""
        async with _connected(url) as connection:
            await connection.execute(_ALONE)
            is_as_it_was = await connection.fetchval(_SHAPE) == self._shape
            if is_as_it_was:
                await connection.execute(_EMPTY)
        if is_as_it_was:
            self._clean.append(url)
        else:
            await self.drop(url)

    async def clone(self, template: str = TEMPLATE) -> str:
        """Address of a new database, a copy of the template."""
        name = f"t_{new_id()}"
        await self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    async def drop(self, url: str) -> None:
        """Removes a clone."""
        name = url.rsplit("/", 1)[1]
        await self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    async def execute(self, statement: str) -> None:
        """Runs one statement outside any transaction."""
        async with _connected(self.url("postgres")) as connection:
            await connection.execute(statement)


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A cluster on a free loopback port; it refuses root, so root lends it to `postgres`."""
    initdb = program("initdb", folder_glob=BINARIES, package="postgresql")
    server = program("postgres", folder_glob=BINARIES, package="postgresql")
    folder = Path(tempfile.mkdtemp(prefix="ithaca-pg-"))
    user = _lend(folder)
    data, port = folder / "data", free_port()
    setup: list[str | Path] = [
        initdb,
        "--no-sync",
        "-A",
        "trust",
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "--locale=C",
    ]
    subprocess.run(
        [*setup, "-D", data], user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL
    )
    options = [f"listen_addresses=127.0.0.1 port={port} unix_socket_directories={folder}"]
    flags = [part for one in (*options[0].split(), *FAST) for part in ("-c", one)]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [server, "-D", data, *flags], user=user, cwd=folder, stdout=log, stderr=log
    )
    try:
        postgres = Postgres(port)
        _wait_until_up(postgres, process, folder / "log")
        yield postgres
    finally:
        stop(process)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _lend(folder: Path) -> str | None:
    if os.geteuid() != 0:
        return None
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return "postgres"


def _wait_until_up(postgres: Postgres, process: subprocess.Popen[bytes], log: Path) -> None:
    async def ask() -> None:
        await (await asyncpg.connect(postgres.url("postgres"), timeout=2)).close()

    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return run_apart(ask())
        except (OSError, asyncpg.PostgresError):
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
