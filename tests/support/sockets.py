"""Real Socket.IO clients, and raw ones that misbehave."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import socketio

PATIENCE_S = 20


class Client:
    """A well-behaved client in one namespace; `news` keeps what it was told."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace
        self.news: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.ever: list[tuple[str, Any]] = []
        """All of it, from the beginning."""
        self.gone = asyncio.Event()
        self.io = socketio.AsyncClient(serializer="msgpack", reconnection=False)
        self.io.on("*", self._hear, namespace=namespace)
        self.io.on("disconnect", self._end, namespace=namespace)

    async def call(self, event: str, body: Any = None) -> Any:
        """Sends an event; returns its ack."""
        content = {} if body is None else body
        return await self.io.call(event, content, namespace=self.namespace, timeout=PATIENCE_S)

    async def told(self, name: str) -> Any:
        """The content of the next news of this name; others before it are dropped."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                heard, content = await self.news.get()
                if heard == name:
                    return content

    async def _hear(self, event: str, *content: Any) -> None:
        self.ever.append((event, content[0] if content else None))
        self.news.put_nowait(self.ever[-1])

    async def _end(self, *_reason: Any) -> None:
        self.gone.set()


@asynccontextmanager
async def connected(
    url: str, namespace: str, headers: dict[str, str] | None = None
) -> AsyncIterator[Client]:
    """A client that is in. Raises: socketio.exceptions.ConnectionError when refused."""
    client = Client(namespace)
    await client.io.connect(
        url,
        headers=dict(headers or {}),  # the client takes the cookies out of its own
        transports=["websocket"],
        namespaces=[namespace],
        wait_timeout=PATIENCE_S,
    )
    try:
        yield client
    finally:
        await client.io.disconnect()
        await client.io.shutdown()
