"""The migrations and the tables say the same, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

import server.services  # noqa: F401 - registers every domain's tables
from server.core.db import Database, metadata
from server.migrations import config, is_at_head, migrate


def test_the_steps_form_one_line() -> None:
    assert len(ScriptDirectory.from_config(config()).get_heads()) == 1


async def test_autogenerate_finds_no_drift(database: Database) -> None:
    def differences(connection: Connection) -> object:
        opts = {"include_name": _is_ours}
        return compare_metadata(MigrationContext.configure(connection, opts=opts), metadata)

    async with database.read() as tx:
        assert await tx.run_sync(differences) == []


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Full-text indexes are each database's own kind, which metadata cannot say."""
    return not (kind in {"table", "index"} and (name or "").startswith("fts_"))


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    await migrate(database)
    assert await is_at_head(database)


async def test_an_empty_database_is_not_at_head(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert not await is_at_head(database)
    await migrate(database)
    assert await is_at_head(database)
    await database.close()


async def test_foreign_keys_hold_again_after_a_migration(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    await migrate(database)
    async with database.read() as tx:
        assert (await tx.exec_driver_sql("PRAGMA foreign_keys")).scalar_one() == 1
    await database.close()


@pytest.fixture(autouse=True)
def _quiet_alembic(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING", logger="alembic")
