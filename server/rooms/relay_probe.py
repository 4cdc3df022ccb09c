"""Asks a relay for a place as a browser would, and gives it back; wraps aioice's client."""

from __future__ import annotations

import asyncio
import re
import ssl

from aioice import turn

from server.rooms.model import IceServer

_URL = re.compile(r"^(?P<scheme>turns?):(?P<host>\[[^\]]+\]|[^:?]+)(?::(?P<port>\d+))?(?:\?.*)?$")
_PORTS = {"turn": 3478, "turns": 5349}
_LIFETIME_S = 60


def way(url: str) -> str:
    """How a relay is spoken to: udp, tcp or tls (RFC 7065)."""
    if url.startswith("turns:"):
        return "tls"
    return "tcp" if "transport=tcp" in url else "udp"


async def answers(server: IceServer) -> bool:
    """Whether it takes our credentials. Raises what went wrong; has no timeout of its own."""
    match = _URL.match(server.urls[0])
    if match is None:
        return False
    host, scheme = match["host"].strip("[]"), match["scheme"]
    relay, guest = await turn.create_turn_endpoint(
        _Guest,
        (host, int(match["port"] or _PORTS[scheme])),
        server.username,
        server.credential,
        lifetime=_LIFETIME_S,
        ssl=ssl.create_default_context() if scheme == "turns" else None,
        transport="udp" if way(server.urls[0]) == "udp" else "tcp",
    )
    relay.close()
    await guest.left.wait()
    return True


class _Guest(asyncio.DatagramProtocol):
    """Notices when its place has been given back and the socket is closed."""

    def __init__(self) -> None:
        self.left = asyncio.Event()

    def connection_lost(self, exc: Exception | None) -> None:
        self.left.set()
