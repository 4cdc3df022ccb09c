"""Has strangers' calendars read by a process of its own; refuses to wait for it for long."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

import server
from server.scheduling.busytimes import Asked, Busy
from server.scheduling.busyworker import Found, Order
from server.scheduling.model import BusyTrouble

MOST_CPU_S = 10
_PATIENCE_S = 30.0  # more than its processor time, on a busy machine
_AT_ONCE = 2
_MODULE = "server.scheduling.busyworker"
_ROOT = Path(server.__file__).parent.parent


class Unread(Exception):  # noqa: N818 - what a calendar is like, no error of ours
    """It could not be read; says why."""

    def __init__(self, trouble: BusyTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class BusyReader:
    """Starts such processes, a few at a time."""

    def __init__(self, cpu_s: int = MOST_CPU_S) -> None:
        self._cpu_s = cpu_s
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def read(self, raw: bytes, asked: Asked, *, is_multistatus: bool = False) -> Busy:
        """When somebody is busy by this calendar, or by all in a CalDAV answer. Raises: Unread."""
        order = msgspec.json.encode(
            Order(asked.home, asked.own, asked.first, asked.last, self._cpu_s, is_multistatus)
        )
        async with self._room:
            answer = await self._ask(order + b"\n" + raw)
        try:
            found = msgspec.json.decode(answer, type=Found)
        except msgspec.DecodeError:
            raise Unread(BusyTrouble.TOO_HARD) from None  # it was stopped by its limits
        if found.trouble:
            raise Unread(BusyTrouble(found.trouble))
        return Busy(found.times, found.skipped)

    async def _ask(self, order: bytes) -> bytes:
        # Nothing of our environment: neither secrets nor settings are for it.
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            _MODULE,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PYTHONPATH": str(_ROOT)},
        )
        try:
            async with asyncio.timeout(_PATIENCE_S):
                answer, _ = await process.communicate(order)
        except TimeoutError:
            raise Unread(BusyTrouble.TOO_HARD) from None
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        return answer
