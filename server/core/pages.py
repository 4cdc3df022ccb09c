"""Which sockets of a door are open here, by person; refuses to know of other nodes."""

from __future__ import annotations

from collections import defaultdict

from server.core.sockets import Socket


class Pages:
    """A person may have several pages open, and each has a socket."""

    def __init__(self) -> None:
        self._open: defaultdict[str, set[Socket]] = defaultdict(set)

    def came(self, socket: Socket) -> None:
        """Who is not signed in is nobody's page."""
        if socket.caller is not None:
            self._open[socket.caller.person].add(socket)

    def went(self, socket: Socket) -> None:
        """Harmless twice."""
        if socket.caller is None:
            return
        theirs = self._open[socket.caller.person]
        theirs.discard(socket)
        if not theirs:
            del self._open[socket.caller.person]

    def of(self, person: str) -> tuple[Socket, ...]:
        """Somebody's open sockets."""
        return tuple(self._open.get(person, ()))
