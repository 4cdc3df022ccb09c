"""Who comes into a room and how they leave it: the join log of booked sessions, for scheduling.

It keeps what happens in memory and writes it aside, so that no session waits for a database; what
a failing one refuses waits on, and of rooms that nobody has booked it keeps nothing.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

from server.core.clock import Clock
from server.core.ids import new_id
from server.rooms.model import PassAsked, TransportStepped
from server.scheduling.model import LIFE, Left, Stay
from server.scheduling.service import Attendances
from server.signaling.model import LeaveReason, Peer

MAX_WAITING = 10_000
"""Stays to be written while the database is away; beyond it the oldest are given up."""
ASKED_AGAIN = timedelta(minutes=1)
_LEFT: dict[LeaveReason, Left] = {
    "left": Left.LEFT,
    "removed": Left.REMOVED,
    "vanished": Left.LOST,
}
assert set(_LEFT) == set(get_args(LeaveReason))  # noqa: S101 - a new reason must be told apart


class Doorbook:
    """Told what happens at the doors of this process; `keep` passes it on."""

    def __init__(self, clock: Clock, attendances: Attendances) -> None:
        self._clock = clock
        self._attendances = attendances
        self._here: dict[str, Stay] = {}
        """Open stays, by peer."""
        self._away: set[str] = set()
        """Peers whose socket is gone: they give no sign of life."""
        self._asked: dict[tuple[str, str], datetime] = {}
        self._waiting: dict[str, Stay] = {}
        """To be written, by stay, as last known."""
        self._alive_at = clock.now()

    def came(self, peer: Peer) -> None:
        """They have taken a seat."""
        now = self._clock.now()
        stay = Stay(id=new_id(), room=peer.room, person=peer.person, came_at=now, seen_at=now)
        self._note(peer.id, stay)

    def away(self, peer: Peer) -> None:
        """Their socket has gone: should they not come back, that was the last of them."""
        if (stay := self._here.get(peer.id)) is not None:
            self._away.add(peer.id)
            self._note(peer.id, replace(stay, seen_at=self._clock.now()))

    def back(self, peer: Peer) -> None:
        """They have taken their seat up again: it was no absence."""
        self._away.discard(peer.id)

    def went(self, peer: Peer, reason: LeaveReason) -> None:
        """They have given their seat up, or it was given up for them."""
        if (stay := self._here.pop(peer.id, None)) is not None:
            at = stay.seen_at if peer.id in self._away else self._clock.now()
            self._away.discard(peer.id)
            self._put(replace(stay, seen_at=at, went_at=at, left=_LEFT[reason]))

    def hear(self, news: PassAsked | TransportStepped) -> None:
        """Somebody tries to get in."""
        match news:
            case PassAsked(room, person):
                self._asks(room, person)
            case TransportStepped(peer, is_up):
                if (stay := self._here.get(peer)) is not None:
                    is_connected = stay.is_connected or is_up
                    self._note(peer, replace(stay, is_tried=True, is_connected=is_connected))

    async def keep(self) -> None:
        """Write what has changed, and now and then a sign of life of all who are here."""
        now = self._clock.now()
        if now - self._alive_at >= LIFE:
            self._alive_at = now
            self._breathe(now)
        told, self._waiting = self._waiting, {}
        if not told:
            return
        try:
            booked = await self._attendances.note(list(told.values()))
        except Exception:
            merged = told | self._waiting
            self._waiting = dict(list(merged.items())[-MAX_WAITING:])
            raise
        rooms = {stay.room for stay in told.values()} - booked
        self._here = {peer: one for peer, one in self._here.items() if one.room not in rooms}
        self._away &= self._here.keys()

    async def close(self) -> None:
        """This process stops: who is here was here until now, and may be elsewhere soon."""
        now = self._clock.now()
        self._breathe(now)
        await self.keep()

    def _asks(self, room: str, person: str) -> None:
        now, key = self._clock.now(), (room, person)
        self._asked = {k: at for k, at in self._asked.items() if now - at < ASKED_AGAIN}
        if key in self._asked:
            return
        self._asked[key] = now
        self._put(
            Stay(
                id=new_id(),
                room=room,
                person=person,
                came_at=now,
                seen_at=now,
                went_at=now,
                is_asked=True,
            )
        )

    def _breathe(self, now: datetime) -> None:
        for peer in self._here.keys() - self._away:
            self._note(peer, replace(self._here[peer], seen_at=now))

    def _note(self, peer: str, stay: Stay) -> None:
        self._here[peer] = stay
        self._put(stay)

    def _put(self, stay: Stay) -> None:
        self._waiting[stay.id] = stay
