"""Moves of live rooms from one media worker to another, make-before-break.

A move is an order to the browsers: they build new transports, which open on the new worker,
and close the old ones when everything comes by the new. It copies no state between workers.
"""

import asyncio
from collections.abc import Callable

import structlog

from server.rooms.engines import Engines
from server.rooms.graph import Graph, Peer, Transport
from server.rooms.model import MoveReason, RoomMoved, RoomNews

log = structlog.get_logger()

MOVED_WITHIN_S = 10.0
"""What browsers have not moved by then is closed: they build it anew."""


class Moves:
    """Begins moves and ends what they leave behind."""

    def __init__(
        self,
        engines: Engines,
        graph: Graph,
        news: asyncio.Queue[RoomNews],
        end: Callable[[str, list[tuple[Peer, Transport]]], None],
    ) -> None:
        self._engines = engines
        self._graph = graph
        self._news = news
        self._end = end
        self._under_way: dict[str, asyncio.TimerHandle] = {}

    def begin(self, room: str, reason: MoveReason) -> bool:
        """Bind a room to another worker and say so. False: there is none, or it moves already."""
        old = self._engines.of(room)
        if old.is_lost:
            self._finish(room)
        elif room in self._under_way:
            return False
        if self._engines.bind(room, but=old).engine is old:
            return False
        timer = asyncio.get_running_loop().call_later(MOVED_WITHIN_S, self._finish, room)
        self._under_way[room] = timer
        log.info("room.moves", room=room, reason=reason)
        self._news.put_nowait(RoomMoved(room, reason))
        return True

    def look(self, room: str) -> None:
        """Nobody receives by the old worker any more: whatever still sends there may end."""
        if room in self._under_way and not any(
            transport.direction == "recv" for _, transport in self._left_behind(room)
        ):
            self._finish(room)

    def close(self) -> None:
        """Forget what is under way: everything is about to be closed."""
        for timer in self._under_way.values():
            timer.cancel()
        self._under_way.clear()

    def _finish(self, room: str) -> None:
        timer = self._under_way.pop(room, None)
        if timer is None:
            return
        timer.cancel()
        self._end(room, self._left_behind(room))

    def _left_behind(self, room: str) -> list[tuple[Peer, Transport]]:
        if not self._graph.is_used(room):
            return []
        here = self._engines.of(room)
        return [
            (peer, transport)
            for peer in self._graph.in_room(room)
            for transport in peer.transports.values()
            if transport.engine is not here
        ]
