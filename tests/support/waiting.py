"""Waiting for what a task of the server does after its answer: for a state, never for a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable


async def until_so(
    is_so: Callable[[], Awaitable[bool]], what: str = "it did not happen", patience_s: float = 60
) -> None:
    """Asks again and again. Raises: AssertionError with `what` when patience is over."""
    deadline = time.monotonic() + patience_s
    while not await is_so():
        assert time.monotonic() < deadline, what
        await asyncio.sleep(0.02)
