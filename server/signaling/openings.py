"""Which rooms come to life, for what booked sessions are to the documents of their people.

No join waits for it: rooms queue up here, and one reader tells of them aside.
"""

from __future__ import annotations

import asyncio
from collections import deque

import structlog

from server.boards.service import Sessions
from server.core.db import DATABASE_ERRORS
from server.signaling.model import Peer

RETRY_S = 2.0
MAX_WAITING = 1_000
"""Rooms while the database is away; beyond it the oldest are given up."""
log = structlog.get_logger()


class Openings:
    """Told who comes; `tell` passes on the rooms of this process in which somebody is now."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._alive: set[str] = set()
        self._waiting: deque[str] = deque(maxlen=MAX_WAITING)
        self._is_any = asyncio.Event()

    def came(self, peer: Peer) -> None:
        """They have taken a seat; only the first in a room is news."""
        if peer.room not in self._alive:
            self._alive.add(peer.room)
            self._waiting.append(peer.room)
            self._is_any.set()

    def empty(self, room: str) -> None:
        """The last one has gone."""
        self._alive.discard(room)

    async def tell(self) -> None:
        """Tells of every room, one after the other, until cancelled."""
        while True:
            await self._is_any.wait()
            self._is_any.clear()
            while self._waiting:
                await self._tell(self._waiting[0])

    async def _tell(self, room: str) -> None:
        try:
            await self._sessions.begin(room)
        except DATABASE_ERRORS as error:
            log.warning("openings.not_told", error=type(error).__name__)
            await asyncio.sleep(RETRY_S)
            return
        except Exception:
            log.exception("openings.bug")  # the other rooms go on
        if self._waiting and self._waiting[0] == room:
            self._waiting.popleft()
