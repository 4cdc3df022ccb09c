"""A reverse proxy before several nodes: `/node/<name>/` goes to one of them, the rest to any."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

CHUNK_BYTES = 65_536


class Balancer:
    """Chooses by the first line of a connection; what is not by name goes to the first alive."""

    def __init__(self) -> None:
        self.url = ""
        self.nodes: dict[str, str] = {}
        """Name → address, in the order in which they are asked."""
        self._tasks: set[asyncio.Task[None]] = set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, both ways."""
        ends = [writer]
        with suppress(OSError, asyncio.IncompleteReadError):
            first = await reader.readuntil(b"\r\n")
            back = await self._open(first.split()[1].decode())
            ends.append(back[1])
            back[1].write(first)
            ways = [_copy(reader, back[1]), _copy(back[0], writer)]
            tasks = [asyncio.create_task(way) for way in ways]
            self._tasks.update(tasks)
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            self._tasks.difference_update(tasks)
        for end in ends:
            end.transport.abort()

    async def _open(self, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        name = path.split("/")[2] if path.startswith("/node/") else None
        chosen = [self.nodes[name]] if name in self.nodes else list(self.nodes.values())
        for url in chosen:
            parts = urlsplit(url)
            with suppress(OSError):
                return await asyncio.open_connection(parts.hostname, parts.port)
        raise OSError("no node answers")


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(CHUNK_BYTES):
            writer.write(data)
            await writer.drain()


@asynccontextmanager
async def balancing() -> AsyncIterator[Balancer]:
    """A balancer on a loopback port of its own, without nodes at first."""
    balancer = Balancer()
    server = await asyncio.start_server(balancer.carry, "127.0.0.1", 0)
    balancer.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield balancer
    server.close()
