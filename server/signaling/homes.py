"""Which node a live session is on: one at a time, so that nobody sits in half a room.

It moves no session: a node that goes away gives its rooms back, and whoever comes first to
another node takes the room there.
"""

from collections.abc import Iterable

from server.core.errors import Conflict
from server.core.redis.owners import Owners

HELD_S = 9.0
"""A node that died holds its rooms for so long."""
RENEW_S = 3.0


class Elsewhere(Conflict):
    """`fields.url` is the path under which the node that has the room is reached."""

    code = "elsewhere"
    title = "This session is on another server"


class Leaving(Conflict):
    """Another node will have the room in a moment."""

    code = "draining"
    status = 503
    title = "This server is about to stop"


class Homes:
    """The rooms of this node."""

    def __init__(self, owners: Owners) -> None:
        self._owners = owners
        self._is_leaving = False

    async def claim(self, room: str) -> None:
        """Have the room here. Raises: Elsewhere."""
        if self._is_leaving:
            raise Leaving("Please try again in a few seconds.")
        self._refuse(await self._owners.take(_key(room), HELD_S))

    async def check(self, room: str) -> None:
        """See that no other node has the room. Raises: Elsewhere."""
        self._refuse(await self._owners.owner(_key(room)))

    async def renew(self, rooms: Iterable[str]) -> None:
        for room in [] if self._is_leaving else list(rooms):
            await self._owners.take(_key(room), HELD_S)

    async def leave(self, room: str) -> None:
        """Nobody is in the room any more: another node may have it."""
        await self._owners.give_back(_key(room))

    async def leave_all(self, rooms: Iterable[str]) -> None:
        """This node stops: others take its rooms at once."""
        self._is_leaving = True
        for room in list(rooms):
            await self.leave(room)

    def _refuse(self, owner: str | None) -> None:
        if owner is not None and owner != self._owners.node:
            detail = "This session is on another server. You are taken there."
            raise Elsewhere(detail, fields={"url": f"/node/{owner}"})


def _key(room: str) -> str:
    return f"room:{room}"
