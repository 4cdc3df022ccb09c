"""What runs as long as the door is open: notices out, news of the rooms in, the clock."""

import asyncio
from collections.abc import AsyncIterator, Awaitable

import structlog
from aiohttp import web

from server.core.sockets import SOCKETS
from server.quality.service import LOOK_EVERY_S
from server.rooms.model import ParticipantRemoved, RoomClosed, RoomNews
from server.signaling.sockets.door import SIGNALING

log = structlog.get_logger()

TICK_S = 0.5
END_ROOM, SEND_OUT = "end_room", "send_out"


async def run(app: web.Application) -> AsyncIterator[None]:
    """Lifetime: sends the notices, passes on the rooms' news, and keeps the time."""
    app[SOCKETS].on_order(END_ROOM, lambda room: app[SIGNALING].hear(RoomClosed(room)))
    app[SOCKETS].on_order(SEND_OUT, lambda name: app[SIGNALING].hear(_removal(name)))
    loops = [_send_notices(app), _hear_news(app), _hear_recordings(app), _tick(app), _look(app)]
    loops.append(app[SIGNALING].openings.tell())
    tasks = [asyncio.create_task(loop) for loop in loops]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    await _surviving(app[SIGNALING].badges.close())
    await _surviving(app[SIGNALING].company.close())
    await _surviving(app[SIGNALING].doorbook.close())


async def _send_notices(app: web.Application) -> None:
    async for notice in app[SIGNALING].notices():
        for socket in notice.to:
            await _surviving(app[SOCKETS].emit(notice.news, to=socket))


async def _hear_news(app: web.Application) -> None:
    async for news in app[SIGNALING].news():
        await _surviving(app[SIGNALING].hear(news))
        await _surviving(_tell_nodes(app, news))


async def _tell_nodes(app: web.Application, news: RoomNews) -> None:
    """What was decided here by HTTP concerns a live session that may be on another node."""
    match news:
        case RoomClosed(room):
            await app[SOCKETS].order_others(END_ROOM, room)
        case ParticipantRemoved(room, person):
            await app[SOCKETS].order_others(SEND_OUT, f"{room}/{person}")


def _removal(name: str) -> ParticipantRemoved:
    room, _, person = name.partition("/")
    return ParticipantRemoved(room, person)


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
        await _surviving(app[SIGNALING].company.keep())
        await _surviving(app[SIGNALING].doorbook.keep())


async def _surviving(step: Awaitable[None]) -> None:
    """One step of a loop that must outlive a bug in it: the other rooms go on."""
    try:
        await step
    except Exception:
        log.exception("signaling.bug")
