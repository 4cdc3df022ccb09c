"""What is seen and heard in a composed file, and waiting for what comes after an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import av
import numpy as np

from server.recordings.service import Recordings

LOUD, BRIGHT, APART_S = 0.05, 120, 0.3


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Wait for what a task of the server does after its answer."""
    for _ in range(400):
        if await is_so():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not happen")


async def composed(recordings: Recordings) -> None:
    """Wait until the one file was made, as the job would."""
    for _ in range(1200):  # its files are being closed
        if await recordings.compose_next():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("nothing to compose")


def flashes(path: Path) -> list[float]:
    """The moments at which a part of the picture becomes bright, in seconds."""
    found, was_bright = [], False
    with av.open(str(path)) as container:
        for frame in container.decode(container.streams.video[0]):
            is_bright = bool(np.percentile(frame.to_ndarray(format="gray"), 75) > BRIGHT)
            if is_bright and not was_bright:
                found.append(float(frame.time or 0))
            was_bright = is_bright
    return found


def beeps(path: Path) -> list[float]:
    """The moments at which it becomes loud, in seconds."""
    found, loud_at = [], -1.0
    with av.open(str(path)) as container:
        for frame in container.decode(container.streams.audio[0]):
            samples = frame.to_ndarray()[0]
            for index in np.nonzero(np.abs(samples) > LOUD)[0]:
                at = float(frame.time or 0) + float(index) / frame.sample_rate
                if at - loud_at > APART_S:
                    found.append(at)
                loud_at = at
    return found
