"""Socket door of the centre: namespace /notices tells a person's open pages what has changed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import suppress

import structlog
from aiohttp import web

from server.core.sockets import Door, Socket
from server.notifications.keys import CENTRE
from server.notifications.wire import NoticesChanged

log = structlog.get_logger()
OPEN: web.AppKey[dict[str, set[Socket]]] = web.AppKey("notifications.open")

door = Door("/notices")
door.news("notices_changed", NoticesChanged)


@door.connected
async def came(socket: Socket) -> None:
    """Told at once how many are unread, and whenever that changes."""
    if socket.caller is None:
        return
    socket.app[OPEN][socket.caller.person].add(socket)
    unread = await socket.app[CENTRE].unread(socket.caller.person)
    await socket.emit(NoticesChanged(unread=unread))


@door.disconnected
async def went(socket: Socket, _reason: str) -> None:
    """No longer told."""
    if socket.caller is None:
        return
    theirs = socket.app[OPEN][socket.caller.person]
    theirs.discard(socket)
    if not theirs:
        del socket.app[OPEN][socket.caller.person]


async def run(app: web.Application) -> AsyncIterator[None]:
    """Lifetime: passes on what changed, here or on another node, to the pages open here."""
    app[OPEN] = defaultdict[str, set[Socket]](set)
    task = asyncio.create_task(_tell(app))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _tell(app: web.Application) -> None:
    async for person in app[CENTRE].changes():
        if not (sockets := tuple(app[OPEN].get(person, ()))):
            continue
        try:
            news = NoticesChanged(unread=await app[CENTRE].unread(person))
            for socket in sockets:
                await socket.emit(news)
        except Exception:
            log.exception("notices.news_failed")  # the page asks by itself now and then
