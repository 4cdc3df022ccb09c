"""A UDP relay before a server, as a router that translates addresses: it can change its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

Address = tuple[str, int]


class _Outside(asyncio.DatagramProtocol):
    """The address under which the server knows one client."""

    def __init__(self, relay: Relay, client: Address) -> None:
        self._relay, self._client = relay, client

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self._relay.inside.sendto(data, self._client)


class Relay(asyncio.DatagramProtocol):
    """Passes datagrams on; each client has an outside address of its own."""

    inside: asyncio.DatagramTransport
    port: int

    def __init__(self, server: Address) -> None:
        self._server = server
        self._outside: dict[Address, asyncio.DatagramTransport] = {}
        self._opening: dict[Address, asyncio.Task[None]] = {}

    def connection_made(self, transport: Any) -> None:
        self.inside = transport
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: Any) -> None:
        outside = self._outside.get(addr)
        if outside is not None:
            outside.sendto(data)
        elif addr not in self._opening:
            self._opening[addr] = asyncio.create_task(self._open(addr, data))

    def rebind(self) -> None:
        """From now on everybody comes from another address; answers to the old ones are lost."""
        for outside in self._outside.values():
            outside.close()
        self._outside.clear()

    async def close(self) -> None:
        await asyncio.gather(*self._opening.values())
        self.rebind()
        self.inside.close()

    async def _open(self, client: Address, first: bytes) -> None:
        loop = asyncio.get_running_loop()
        outside, _ = await loop.create_datagram_endpoint(
            lambda: _Outside(self, client), remote_addr=self._server
        )
        self._outside[client] = outside
        del self._opening[client]
        outside.sendto(first)


@asynccontextmanager
async def relaying(server: Address) -> AsyncIterator[Relay]:
    """A relay on a loopback port of its own."""
    loop = asyncio.get_running_loop()
    _, relay = await loop.create_datagram_endpoint(
        lambda: Relay(server), local_addr=("127.0.0.1", 0)
    )
    try:
        yield relay
    finally:
        await relay.close()
