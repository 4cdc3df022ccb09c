"""Socket door of the centre: namespace /notices tells a person's open pages what has changed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import structlog
from aiohttp import web

from server.core.pages import Pages
from server.core.sockets import Door, Socket
from server.core.tasks import running
from server.notifications.keys import CENTRE
from server.notifications.wire import NoticesChanged

log = structlog.get_logger()
OPEN = web.AppKey("notifications.open", Pages)

door = Door("/notices")
door.news("notices_changed", NoticesChanged)


@door.connected
async def came(socket: Socket) -> None:
    """Told at once how many are unread, and whenever that changes."""
    socket.app[OPEN].came(socket)
    if socket.caller is not None:
        unread = await socket.app[CENTRE].unread(socket.caller.person)
        await socket.emit(NoticesChanged(unread=unread))


@door.disconnected
async def went(socket: Socket, _reason: str) -> None:
    """No longer told."""
    socket.app[OPEN].went(socket)


async def run(app: web.Application) -> AsyncIterator[None]:
    """Lifetime: passes on what changed, here or on another node, to the pages open here."""
    app[OPEN] = Pages()
    async with running(_tell(app)):
        yield


async def _tell(app: web.Application) -> None:
    async for person in app[CENTRE].changes():
        if not (sockets := app[OPEN].of(person)):
            continue
        try:
            news = NoticesChanged(unread=await app[CENTRE].unread(person))
            for socket in sockets:
                await socket.emit(news)
        except Exception:
            log.exception("notices.news_failed")  # the page asks by itself now and then
