"""What runs as long as the door is open: notices out, news of the rooms in, the clock."""

import asyncio
from collections.abc import AsyncIterator, Awaitable

import structlog
from aiohttp import web

from server.core.sockets import SOCKETS
from server.quality.service import LOOK_EVERY_S
from server.signaling.sockets.door import SIGNALING

log = structlog.get_logger()

TICK_S = 0.5


async def run(app: web.Application) -> AsyncIterator[None]:
    """Lifetime: sends the notices, passes on the rooms' news, and keeps the time."""
    loops = [_send_notices(app), _hear_news(app), _hear_recordings(app), _tick(app), _look(app)]
    tasks = [asyncio.create_task(loop) for loop in loops]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    await _surviving(app[SIGNALING].badges.close())


async def _send_notices(app: web.Application) -> None:
    async for notice in app[SIGNALING].notices():
        for socket in notice.to:
            await _surviving(app[SOCKETS].emit(notice.news, to=socket))


async def _hear_news(app: web.Application) -> None:
    async for news in app[SIGNALING].news():
        await _surviving(app[SIGNALING].hear(news))


async def _hear_recordings(app: web.Application) -> None:
    recorded = app[SIGNALING].recorded
    async for news in recorded.news():
        await _surviving(recorded.hear(news))


async def _tick(app: web.Application) -> None:
    while True:
        await asyncio.sleep(TICK_S)
        await _surviving(app[SIGNALING].tick())


async def _look(app: web.Application) -> None:
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        await _surviving(app[SIGNALING].badges.look())


async def _surviving(step: Awaitable[None]) -> None:
    """One step of a loop that must outlive a bug in it: the other rooms go on."""
    try:
        await step
    except Exception:
        log.exception("signaling.bug")
