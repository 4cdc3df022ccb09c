"""Runs the composing of one recording in a process of its own, politely and not for ever."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

LEAST_S, TIMES_AS_LONG = 600.0, 6.0
"""A try may take six times as long as the recording, and ten minutes in any case."""
NOTE_EVERY_S = 1.0
_HERE = Path(__file__).parents[2]
log = structlog.get_logger()


class Compositor:
    """`run` makes the file; the process ends with it, whatever happens."""

    async def run(
        self, folder: Path, duration_ms: int, note: Callable[[float], Awaitable[bool]]
    ) -> bool:
        """Whether the one file is there now. `note(progress)` says no when nobody wants it more."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "server.recordings.compose",
            str(folder),
            cwd=_HERE,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(max(LEAST_S, duration_ms / 1000 * TIMES_AS_LONG)):
                if not await self._follow(process, note):
                    return False
                return await process.wait() == 0
        except TimeoutError:
            log.warning("recording.composing_took_too_long", recording=folder.name)
            return False
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def _follow(
        self, process: asyncio.subprocess.Process, note: Callable[[float], Awaitable[bool]]
    ) -> bool:
        """Note the progress that it prints, a line each time, until it prints no more."""
        noted_at = 0.0
        output = process.stdout
        while line := await output.readline() if output else b"":
            if time.monotonic() - noted_at >= NOTE_EVERY_S:
                noted_at = time.monotonic()
                if not await note(float(line)):
                    return False
        return True
