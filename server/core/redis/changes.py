"""Names of what has changed, told to every reader on every node; refuses to be relied on alone.

News are hints: what is told while Redis is gone stays on its node, so a reader also looks into
the database from time to time. A name that is told again before it was read is told once.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

from server.core.ids import new_id
from server.core.redis.link import ERRORS, RedisDown, RedisLink

PREFIX = "ithaca:changes:"
RETRY_S = 0.5
POLL_S = 5.0


class Changes:
    """One topic. Whoever opens it keeps `run` running."""

    def __init__(self, link: RedisLink | None, topic: str) -> None:
        self._link = link
        self._channel = PREFIX + topic
        self._node = new_id()
        self._readers: set[_Reader] = set()
        self._sending: set[asyncio.Task[None]] = set()

    async def tell(self, name: str) -> None:
        """Tells every reader here at once, and those elsewhere when Redis is there."""
        self._hear(name)
        await self._publish(name)

    def tell_soon(self, name: str) -> None:
        """The same for who cannot wait, as after a commit; readers elsewhere are told soon."""
        self._hear(name)
        if self._link is not None:
            task = asyncio.get_running_loop().create_task(self._publish(name))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def read(self) -> AsyncIterator[str]:
        """What is told from now on, in order, each name once until it is read."""
        reader = _Reader()
        self._readers.add(reader)
        try:
            while True:
                yield await reader.next()
        finally:
            self._readers.discard(reader)

    async def run(self) -> None:
        """Hears other nodes until cancelled; at once over without Redis."""
        while self._link is not None:
            client = self._link.listener()
            try:
                async with client.pubsub() as subscription:
                    await subscription.subscribe(self._channel)
                    while True:
                        self._receive(
                            await subscription.get_message(
                                ignore_subscribe_messages=True, timeout=POLL_S
                            )
                        )
            except ERRORS:
                await asyncio.sleep(RETRY_S)  # the link has logged it
            finally:
                await client.aclose()

    async def _publish(self, name: str) -> None:
        if self._link is None:
            return
        message = json.dumps([self._node, name])
        with contextlib.suppress(RedisDown):
            await self._link.ask(lambda redis: redis.publish(self._channel, message))

    def _receive(self, message: dict[str, str] | None) -> None:
        if message is not None:
            node, name = json.loads(message["data"])
            if node != self._node:
                self._hear(name)

    def _hear(self, name: str) -> None:
        for reader in self._readers:
            reader.hear(name)


class _Reader:
    """What one reader has not read yet: never more than there are names."""

    def __init__(self) -> None:
        self._waiting: dict[str, None] = {}
        self._is_any = asyncio.Event()

    def hear(self, name: str) -> None:
        self._waiting[name] = None
        self._is_any.set()

    async def next(self) -> str:
        await self._is_any.wait()
        name = next(iter(self._waiting))
        del self._waiting[name]
        if not self._waiting:
            self._is_any.clear()
        return name
