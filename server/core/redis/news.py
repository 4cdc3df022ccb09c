"""Socket.IO news between nodes by Redis publish/subscribe; delivered here even without Redis.

For low-rate news only: every node reads every message.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import structlog
from redis.asyncio import Redis
from socketio.async_pubsub_manager import AsyncPubSubManager

from server.core.redis.link import ERRORS, RedisDown, RedisLink

CHANNEL = "ithaca:news"
RETRY_S = 0.5
POLL_S = 5.0
log = structlog.get_logger()

Order = Callable[[str, str], Awaitable[None]]


class RedisNews(AsyncPubSubManager):
    """What python-socketio calls a client manager. Orders are ours: (verb, name) to every node."""

    name = "redis"

    def __init__(self, link: RedisLink) -> None:
        super().__init__(channel=CHANNEL)  # type: ignore[no-untyped-call]
        self._link = link
        self._on_order: Order | None = None

    def hear_orders(self, handler: Order) -> None:
        """Sets who carries out what other nodes order."""
        self._on_order = handler

    async def order(self, verb: str, name: str) -> None:
        """Tells every other node to do something."""
        await self._publish({"order": verb, "name": name, "host_id": self.host_id})

    async def stop(self) -> None:
        """Ends the subscription."""
        task: asyncio.Task[None] | None = getattr(self, "thread", None)
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _publish(self, data: dict[str, Any]) -> None:
        with contextlib.suppress(RedisDown):  # the sockets of this node have been told already
            await self._link.ask(lambda redis: redis.publish(CHANNEL, json.dumps(data)))

    async def _listen(  # type: ignore[override]  # annotated as what its stub returns
        self,
    ) -> AsyncIterator[dict[str, Any]]:
        while True:
            client = self._link.listener()
            try:
                async for message in _messages(client):
                    if "order" not in message:
                        yield message
                    elif message.get("host_id") != self.host_id and self._on_order:
                        await self._on_order(message["order"], message["name"])
            except ERRORS:
                await asyncio.sleep(RETRY_S)  # the link has logged it
            finally:
                await client.aclose()


async def _messages(client: Redis) -> AsyncIterator[dict[str, Any]]:
    async with client.pubsub() as subscription:
        await subscription.subscribe(CHANNEL)
        while True:
            raw = await subscription.get_message(ignore_subscribe_messages=True, timeout=POLL_S)
            if raw is not None:
                yield json.loads(raw["data"])
