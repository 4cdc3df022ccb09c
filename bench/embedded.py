"""The services of a server on a fresh embedded database, which goes with them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from server.core.clock import Clock
from server.core.settings import Settings
from server.migrations import migrate
from server.services import Services, assemble


@asynccontextmanager
async def embedded(clock: Clock, operators: tuple[str, ...] = ()) -> AsyncIterator[Services]:
    """Without doors and jobs."""
    with TemporaryDirectory() as folder:
        settings = Settings(
            data_dir=Path(folder),
            encoder="tfidf",
            media_listen=("127.0.0.1",),
            operators=operators,
        )
        services = assemble(settings, clock)
        try:
            await migrate(services.database)
            yield services
        finally:
            await services.close()
