"""Brings a database to the schema of this version; refuses to guess (each step is a file).

Steps are numbered by hand and form one line: `0002_accounts.py` follows `0001_leases.py`.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from server.core.db import Database

FOLDER = Path(__file__).parent


class MigrationError(RuntimeError):
    """The schema could not be brought to where it should be."""


async def migrate(database: Database) -> None:
    """Runs every step that is missing, all in one transaction."""
    async with database.engine.connect() as plain:
        connection = await plain.execution_options(changes_schema=True)
        async with connection.begin():
            await connection.run_sync(_upgrade)
            if database.is_sqlite:
                broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
                if broken:
                    raise MigrationError(f"{len(broken)} rows would point nowhere.")
        await plain.invalidate()  # its foreign keys are off


async def is_at_head(database: Database) -> bool:
    """Whether every step has been run."""
    async with database.read() as tx:
        present = await tx.run_sync(_present_heads)
    return present == set(ScriptDirectory.from_config(config()).get_heads())


def config() -> Config:
    """Alembic's configuration, without a file."""
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    return settings


def _present_heads(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


def _upgrade(connection: Connection) -> None:
    settings = config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "heads")
