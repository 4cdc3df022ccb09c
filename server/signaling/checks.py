"""Seats for a connection test: a browser sends to itself through the real media for some seconds.

A test seat has no room, no name, no row and no company: nobody hears of it, nothing is kept of
it, and it ends by itself. Whoever could at least knock somewhere may have one.
"""

from dataclasses import dataclass

from server.core.clock import Clock
from server.core.errors import TooMany, Unauthenticated
from server.core.ids import new_id
from server.rooms.model import IceServer, Role, RtpCapabilities, require_open
from server.rooms.service import Rooms
from server.signaling.hall import Hall
from server.signaling.model import CheckEnded, Peer

SEAT_S = 20.0
"""One path is tried in one seat: some seconds to connect, some to measure."""


MAX_CHECKS = 8
"""Connection tests at a time in one process: each sends as much as a small call."""


@dataclass(frozen=True, slots=True)
class Check:
    """A test seat that was opened."""

    seat: str
    lasts_s: float
    capabilities: RtpCapabilities
    ice_servers: tuple[IceServer, ...]
    """One for each relay's address, so that a browser can try them one by one."""


class ChecksBusy(TooMany):
    code = "checks_busy"
    title = "Too many connection tests at once"


class Checks:
    """The test seats of this process, in the hall beside the real ones."""

    def __init__(self, hall: Hall, rooms: Rooms, clock: Clock) -> None:
        self._hall = hall
        self._rooms = rooms
        self._clock = clock

    async def open(self, socket: str, person: str | None, room: str | None) -> Check:
        """A seat in place of the one this socket had; guests name a room they could knock at.

        Raises: Unauthenticated, NotFound, RoomEnded, ChecksBusy.
        """
        if person is None:
            await self._require_a_door(room)
        self.close(socket)
        if len(self._hall.checks) >= MAX_CHECKS:
            raise ChecksBusy("Many people are testing just now.", retry_after_s=int(SEAT_S))
        seat = new_id()
        deadline = self._clock.monotonic() + SEAT_S
        self._hall.checks[socket] = Peer(
            seat, _room_of(seat), None, "", None, Role.GUEST, socket, deadline=deadline
        )
        sfu = self._rooms.sfu
        return Check(seat, SEAT_S, sfu.capabilities, self._rooms.relays_for_a_check(seat))

    def close(self, socket: str) -> None:
        """End the test seat of a socket, if it has one."""
        seat = self._hall.checks.pop(socket, None)
        if seat is not None:
            self._rooms.sfu.close_peer(seat.id)

    def end_old(self) -> None:
        """End the seats whose time is over."""
        now = self._clock.monotonic()
        for socket, seat in list(self._hall.checks.items()):
            if seat.deadline is not None and seat.deadline <= now:
                self.close(socket)
                self._hall.tell_socket(socket, CheckEnded())

    async def _require_a_door(self, room: str | None) -> None:
        if room is None:
            raise Unauthenticated("Sign in, or open the link of a session and start from there.")
        require_open((await self._rooms.door(None, room)).room)


def _room_of(seat: str) -> str:
    """Alone on its media worker; no id of a real room looks like it."""
    return f"check-{seat}"
