"""Runs the application or the worker until told to stop; refuses a database that is not ready."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from ipaddress import ip_address

from aiohttp import web

from server.app import create_app
from server.core.clock import Clock
from server.core.db import DATABASE_ERRORS
from server.core.health import CHECKS
from server.core.log import configure
from server.core.settings import Settings
from server.migrations import is_at_head, migrate
from server.services import SERVICES, Services, assemble
from server.worker import jobs_of, running_jobs

SHUTDOWN_S = 0.5  # for requests that are still being answered; sockets are closed at once
NOT_READY, PORT_TAKEN = 3, 4
# How long a thread that writes a letter may keep the loop waiting each time the loop comes back
# from the network or the database; Python's own 5 ms add up to the time of a whole request.
SWITCH_S = 0.001
# Lines longer than this are refused by aiohttp in words of its own; shorter ones by ours.
MAX_REQUEST_LINE_BYTES = 64 * 1024


async def serve(settings: Settings) -> int:
    """Serves until SIGTERM or SIGINT; returns the exit status."""
    configure(settings)
    sys.setswitchinterval(SWITCH_S)
    services = assemble(settings, Clock())
    if not await is_schema_ready(services):
        await services.close()
        return NOT_READY
    app = create_app(settings, services=services)
    app[CHECKS]["schema"] = lambda: is_at_head(services.database)
    app.cleanup_ctx.append(_warming)
    if settings.run_jobs:
        app.cleanup_ctx.append(running_jobs)
    runner = web.AppRunner(
        app,
        access_log=None,
        shutdown_timeout=SHUTDOWN_S,
        max_line_size=MAX_REQUEST_LINE_BYTES,
    )
    stopping = stop_signal()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR2, services.rooms.sfu.relieve)
    try:
        await runner.setup()
        await web.TCPSite(runner, settings.host, settings.port, backlog=1024).start()
        _say(f"Ithaca is ready at {_address(settings, runner)}")
        await stopping.wait()
    except OSError as error:
        _complain(f"Cannot start: {error}")
        return PORT_TAKEN
    finally:
        await runner.cleanup()
    return 0


async def _warming(app: web.Application) -> AsyncIterator[None]:
    """What is slow the first time is done once before anybody asks."""
    task = asyncio.create_task(app[SERVICES].suggestions.warm())
    yield
    task.cancel()
    await asyncio.wait({task})


async def work(settings: Settings) -> int:
    """Runs the jobs until SIGTERM or SIGINT; returns the exit status."""
    configure(settings)
    services = assemble(settings, Clock())
    if not await is_schema_ready(services):
        await services.close()
        return NOT_READY
    stopping = stop_signal()
    jobs = asyncio.create_task(jobs_of(services).run())
    _say("The worker of Ithaca is running")
    await asyncio.wait(
        {jobs, asyncio.ensure_future(stopping.wait())}, return_when=asyncio.FIRST_COMPLETED
    )
    jobs.cancel()
    await asyncio.wait({jobs})
    await services.close()
    return 0


async def is_schema_ready(services: Services) -> bool:
    """Migrates the embedded database; on PostgreSQL only checks whether an operator did."""
    database = services.database
    try:
        if database.is_sqlite:
            await migrate(database)
        elif not await is_at_head(database):
            _complain(
                "The database has another schema than this version needs. "
                "Run `ithaca migrate` first."
            )
            return False
    except DATABASE_ERRORS as error:
        reason = str(error).splitlines()[0]
        _complain(f"The database cannot be used: {reason}")
        return False
    return True


def stop_signal() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopping.set)
    return stopping


def _say(line: str) -> None:
    """To whoever waits for it: a person, `./dev`, a service manager."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _complain(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _address(settings: Settings, runner: web.AppRunner) -> str:
    if settings.public_url:
        return settings.public_url
    port = runner.addresses[0][1]
    return f"http://{_shown_host(settings.host)}:{port}"


def _shown_host(host: str) -> str:
    """The host for an address bar: browsers give camera and microphone to localhost only."""
    try:
        address = ip_address(host)
    except ValueError:
        return host or "localhost"
    if address.is_unspecified or address.is_loopback:
        return "localhost"
    return f"[{host}]" if address.version == 6 else host
