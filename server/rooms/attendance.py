"""Who is in which live session now, as every node may ask.

Entries are kept by the node that holds the peer's socket and expire when it dies.
"""

import json

from server.core.redis.presence import Presence
from server.rooms.model import PRESENCE_RENEW_S, Attendee

LIFETIME_S = 3 * PRESENCE_RENEW_S
"""An entry that its node does not renew is gone after this."""


class Attendance:
    """Notes who comes and goes."""

    def __init__(self, presence: Presence) -> None:
        self._presence = presence

    async def enter(self, room: str, attendee: Attendee) -> None:
        """Note or renew it for LIFETIME_S."""
        await self._presence.add(_key(room), _write(attendee), LIFETIME_S)

    async def leave(self, room: str, attendee: Attendee) -> None:
        await self._presence.remove(_key(room), _write(attendee))

    async def of(self, room: str) -> list[Attendee]:
        """Everybody in the room, by name."""
        found = [_read(member) for member in await self._presence.members(_key(room))]
        return sorted(found, key=lambda attendee: (attendee.name, attendee.peer))


def _key(room: str) -> str:
    return f"room:{room}"


def _write(attendee: Attendee) -> str:
    return json.dumps([attendee.peer, attendee.name, attendee.person])


def _read(member: str) -> Attendee:
    peer, name, person = json.loads(member)
    return Attendee(peer, name, person)
