"""Runs the application until it is told to stop; refuses to start on a database that is not ready."""

from __future__ import annotations

import asyncio
import signal
import sys
from ipaddress import ip_address

from aiohttp import web

from server.app import create_app
from server.core.clock import Clock
from server.core.settings import Settings
from server.migrations import is_at_head, migrate
from server.services import Services, assemble

SHUTDOWN_S = 3  # for requests that are still being answered; sockets are closed at once


async def serve(settings: Settings) -> int:
    """Serves until SIGTERM or SIGINT; returns the exit status."""
    services = assemble(settings, Clock())
    try:
        if not await prepare_schema(services):
            return 3
    except OSError as error:
        print(f"The database cannot be reached: {error}", file=sys.stderr)
        return 3
    runner = web.AppRunner(
        create_app(settings, services=services), access_log=None, shutdown_timeout=SHUTDOWN_S
    )
    stopping = _stop_signal()
    try:
        await runner.setup()
        await web.TCPSite(runner, settings.host, settings.port).start()
        print(f"Ithaca is ready at {_address(settings, runner)}", flush=True)
        await stopping.wait()
    except OSError as error:
        print(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}", file=sys.stderr)
        return 4
    finally:
        await runner.cleanup()
    return 0


async def prepare_schema(services: Services) -> bool:
    """Migrates the embedded database; on PostgreSQL only says whether an operator did."""
    database = services.database
    if database.is_sqlite:
        await migrate(database)
    elif not await is_at_head(database):
        print(
            "The database has another schema than this version needs. Run `ithaca migrate` first.",
            file=sys.stderr,
        )
        await database.close()
        return False
    return True


def _stop_signal() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopping.set)
    return stopping


def _address(settings: Settings, runner: web.AppRunner) -> str:
    if settings.public_url:
        return settings.public_url
    port = runner.addresses[0][1]
    is_any = settings.host in {"", "localhost"} or ip_address(settings.host).is_unspecified
    host = "localhost" if is_any or ip_address(settings.host).is_loopback else settings.host
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
