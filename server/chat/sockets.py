"""Socket door of messages: namespace /messages tells the open pages of the two to look again."""

from __future__ import annotations

from collections.abc import AsyncIterator

import structlog
from aiohttp import web

from server.chat.keys import CHAT
from server.chat.wire import MessagesChanged
from server.core.pages import Pages
from server.core.sockets import Door, Socket
from server.core.tasks import running

log = structlog.get_logger()
OPEN = web.AppKey("chat.open", Pages)

door = Door("/messages")
door.news("messages_changed", MessagesChanged)


@door.connected
async def came(socket: Socket) -> None:
    """Told from now on."""
    socket.app[OPEN].came(socket)


@door.disconnected
async def went(socket: Socket, _reason: str) -> None:
    """No longer told."""
    socket.app[OPEN].went(socket)


async def run(app: web.Application) -> AsyncIterator[None]:
    """Lifetime: what changed, here or on another node, is told to the pages open here."""
    app[OPEN] = Pages()
    async with running(_tell(app)):
        yield


async def _tell(app: web.Application) -> None:
    async for mentorship, people in app[CHAT].changes():
        news = MessagesChanged(mentorship_id=mentorship)
        for person in people:
            for socket in app[OPEN].of(person):
                try:
                    await socket.emit(news)
                except Exception:
                    log.exception("chat.news_failed")  # the page asks by itself now and then
