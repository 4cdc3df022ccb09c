"""Which seat a token takes up again; refuses the seats of people who were sent out."""

from server.core.clock import Clock
from server.rooms.model import SEAT_LIFETIME, Pass, RoomTokenRefused
from server.rooms.service import Rooms


class Returns:
    """Knows what was revoked, until its tokens have run out."""

    def __init__(self, rooms: Rooms, clock: Clock) -> None:
        self._passes = rooms.passes
        self._clock = clock
        self._revoked: dict[str, float] = {}
        """Seats, until when (monotonic seconds)."""

    def revoke(self, seat: str) -> None:
        """Whoever had it must ask to come back."""
        now_s = self._clock.monotonic()
        self._revoked = {one: end for one, end in self._revoked.items() if end > now_s}
        self._revoked[seat] = now_s + SEAT_LIFETIME.total_seconds()

    async def seat_of(self, entry: Pass, seat_token: str | None) -> str | None:
        """The seat that the caller may take up again. Raises: RoomTokenRefused."""
        seat = entry.seat
        if seat is None and seat_token is not None:
            try:
                old = await self._passes.read(seat_token)
            except RoomTokenRefused:
                return None  # too old to return to; the fresh token still opens the door
            if (old.room, old.person) == (entry.room, entry.person):
                seat = old.seat
        if seat in self._revoked:
            if entry.seat is not None:
                raise RoomTokenRefused("The host has removed you. You can ask to come back.")
            return None
        return seat
