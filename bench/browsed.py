"""A server of its own on loopback, and a browser to look at it."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser

from server.app import create_app
from server.core.clock import Clock
from server.core.settings import Settings
from server.migrations import migrate
from server.services import assemble
from tests.support.browsers import chromium
from tests.support.servers import serving


@asynccontextmanager
async def browsed() -> AsyncIterator[tuple[Browser, str]]:
    """The browser, and the server's address."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            data_dir=Path(folder),
            port=0,
            media_listen=("127.0.0.1",),
            media_port=0,
            media_announced=("127.0.0.1",),
            encoder="tfidf",
        )
        services = assemble(settings, Clock())
        await migrate(services.database)
        async with serving(create_app(settings, services=services)) as live, chromium() as browser:
            yield browser, live.url
