"""The command line: one command a line of `COMMANDS`; the only reader of the environment."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

from server.core.clock import Clock
from server.core.settings import Settings, SettingsError, from_environment

# Products here are small: threads of BLAS would wait for each other, on cores that media needs.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

try:
    from server.documents import write_documents
    from server.migrations import migrate
    from server.seed import seed
    from server.serve import serve, work
    from server.services import assemble
except ModuleNotFoundError as error:
    if error.name != "ithaca_media":
        raise
    sys.exit("The media core is not built. Start with `./dev serve`, which builds it.")

try:
    from uvloop import new_event_loop
except ImportError:  # no uvloop on Windows: the standard loop does
    from asyncio import new_event_loop  # type: ignore[assignment]

Command = Callable[[Settings], Coroutine[Any, Any, int]]


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the exit status."""
    chosen = _parser().parse_args(arguments)
    try:
        settings = from_environment(os.environ)
    except SettingsError as error:
        print(f"Ithaca cannot start with these settings:\n{error}", file=sys.stderr)
        return 2
    command, _ = COMMANDS[chosen.command]
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(command(settings))


async def _migrate(settings: Settings) -> int:
    services = assemble(settings, Clock())
    try:
        await migrate(services.database)
    finally:
        await services.close()
    print("The database is up to date.")
    return 0


async def _rebuild_goals(settings: Settings) -> int:
    services = assemble(settings, Clock())
    try:
        done = await services.goals.projector.rebuild_all()
    finally:
        await services.close()
    print(f"The goals of {done} mentorships are rows again.")
    return 0


async def _openapi(_settings: Settings) -> int:
    for path in write_documents():
        print(f"wrote {path}")
    return 0


COMMANDS: dict[str, tuple[Command, str]] = {
    "serve": (serve, "serve people"),
    "worker": (work, "run the background jobs only"),
    "migrate": (_migrate, "bring the database to this version's schema"),
    "seed": (seed, "fill an empty database with a small demo programme"),
    "rebuild-goals": (_rebuild_goals, "write the rows of all goals anew from their documents"),
    "openapi": (_openapi, "write docs/openapi.json, docs/asyncapi.json and docs/settings.md"),
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ithaca", description="Mentorship you host yourself. Settings: docs/settings.md"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_, about) in COMMANDS.items():
        commands.add_parser(name, help=about)
    return parser


def run() -> NoReturn:
    """The program: `main`, then out at once.

    Everything is closed by then; taking the interpreter apart would hold up a restart for longer
    than all the rest of the stop.
    """
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    run()
