"""Ithaca as a real process of its own, as an operator runs it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
START_S = 60  # the imports alone take seconds on a loaded machine


class Ithaca:
    """One process and what it has printed."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.url = ""
        self.lines: list[str] = []
        self.reading: asyncio.Task[None] | None = None

    async def ready(self) -> None:
        """Waits for the line with the address. Raises: RuntimeError with all lines without one."""
        assert self.process.stdout is not None
        async with asyncio.timeout(START_S):
            while raw := await self.process.stdout.readline():
                line = raw.decode().rstrip()
                self.lines.append(line)
                if line.startswith("Ithaca is ready at "):
                    self.url = line.rsplit(" ", 1)[1].replace("localhost", "127.0.0.1")
                    return self._read_on()
                if "worker" in line and "running" in line:
                    return self._read_on()
        raise RuntimeError("\n".join(self.lines))

    def _read_on(self) -> None:
        """Takes whatever it still says: a process whose pipe is full stands still."""
        self.reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stdout is not None
        while raw := await self.process.stdout.readline():
            self.lines.append(raw.decode(errors="replace").rstrip())

    async def stop(self, number: int = signal.SIGTERM) -> int:
        """Sends a signal; returns the exit status."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), 60)


@asynccontextmanager
async def ithaca(
    command: str, *, within: Sequence[str] = (), **settings: Any
) -> AsyncIterator[Ithaca]:
    """`python -m server <command>` with these settings (`data_dir=…`); killed at the end.

    `within`: words before the command, such as those that enter a network namespace.
    """
    own = {f"ITHACA_{name.upper()}": str(value) for name, value in settings.items()}
    others = {k: v for k, v in os.environ.items() if not k.startswith("ITHACA_")}
    process = await asyncio.create_subprocess_exec(
        *within,
        sys.executable,
        "-m",
        "server",
        command,
        cwd=ROOT,
        env={**others, **own},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    one = Ithaca(process)
    try:
        yield one
    finally:
        if process.returncode is None:
            process.kill()
        await (one.reading or process.communicate())
        await process.wait()
