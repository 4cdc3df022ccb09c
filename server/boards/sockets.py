"""Socket door of documents: namespace /boards carries changes and presence while one is open."""

from __future__ import annotations

from asyncio import Future
from collections.abc import AsyncIterator
from functools import partial

import structlog
from aiohttp import web

from server.boards.keys import BOARDS
from server.boards.model import live as news
from server.boards.service import Boards
from server.boards.wire import live
from server.core.errors import Refusal, Unauthenticated
from server.core.sockets import SOCKETS, Door, Later, Socket
from server.core.tasks import running

log = structlog.get_logger()

door = Door("/boards")
door.news("board_updated", news.BoardUpdated)
door.news("presence_shown", news.PresenceShown)
door.news("update_rejected", news.UpdateRejected)
door.news("board_evicted", news.BoardEvicted)
door.news("board_resync", news.BoardResync)


@door.on("join_board", limit="120/minute")
async def join_board(socket: Socket, body: live.JoinBoard) -> live.JoinedBoard:
    """Open a document; again after each connect, with what one has by then."""
    person = _person(socket)
    entered = await _boards(socket).join(socket.id, person, body.doc, body.sv, body.client_id)
    return live.JoinedBoard(
        update=entered.update,
        sv=entered.state_vector,
        role=live.access_name(entered.access),
        epoch=entered.epoch,
        seq=entered.seq,
        seen_seq=entered.seen_seq,
    )


@door.on("update_board", limit="240/second")
async def update_board(socket: Socket, body: live.UpdateBoard) -> Later[live.Saved]:
    """Change it; acked once saved, in the order sent."""
    try:
        saved = await _boards(socket).update(socket.id, body.doc, body.update)
    except Refusal as refusal:
        _reject(socket, body, refusal)
        raise
    return Later(saved, partial(_acked, socket, body))


@door.on("show_presence", limit="60/second")
async def show_presence(socket: Socket, body: live.ShowPresence) -> live.Done:
    """Where one is; told to the others as it comes, kept by nobody."""
    await _boards(socket).show(socket.id, body.doc, body.state)
    return live.Done()


@door.on("leave_board")
async def leave_board(socket: Socket, body: live.LeaveBoard) -> live.Done:
    """Close it."""
    await _boards(socket).leave(socket.id, body.doc)
    return live.Done()


@door.disconnected
async def went(socket: Socket, _reason: str) -> None:
    """Whoever is gone has left everything."""
    await _boards(socket).gone(socket.id)


async def run(app: web.Application) -> AsyncIterator[None]:
    """Lifetime: documents can be opened, and what happens in them is told."""
    async with app[BOARDS].run(), running(_tell(app)):
        yield


async def _tell(app: web.Application) -> None:
    async for notice in app[BOARDS].notices():
        try:
            app[SOCKETS].tell_here(notice.news, notice.to, is_volatile=notice.is_volatile)
        except Exception:
            log.exception("boards.notice_failed")  # the others go on being told


def _acked(socket: Socket, body: live.UpdateBoard, saved: Future[int]) -> live.Saved:
    try:
        return live.Saved(n=body.n, seq=saved.result())
    except Refusal as refusal:
        _reject(socket, body, refusal)
        raise


def _reject(socket: Socket, body: live.UpdateBoard, refusal: Refusal) -> None:
    rejected = news.UpdateRejected(doc=body.doc, n=body.n, code=refusal.code, title=refusal.detail)
    socket.app[SOCKETS].tell_here(rejected, (socket.id,))


def _boards(socket: Socket) -> Boards:
    return socket.app[BOARDS]


def _person(socket: Socket) -> str:
    if socket.caller is None:
        raise Unauthenticated
    return socket.caller.person
