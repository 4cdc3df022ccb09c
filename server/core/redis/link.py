"""The connection to Redis; refuses to let anybody wait for a Redis that is gone."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog
from redis.asyncio import ConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

T = TypeVar("T")

PATIENCE_S = 0.5  # one command on a local network takes well under 10 ms
PAUSE_S = 1.0  # after a failure nobody asks again for this long
ERRORS = (RedisError, OSError, TimeoutError)
log = structlog.get_logger()


class RedisDown(Exception):  # noqa: N818 - a state of the world, told to callers who have a plan
    """Redis cannot be asked right now."""


class RedisLink:
    """One pool, and the knowledge whether Redis is there."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.pool = ConnectionPool.from_url(
            url,
            socket_timeout=PATIENCE_S,
            socket_connect_timeout=PATIENCE_S,
            # Once, at once: a connection may have died with the last Redis.
            retry=Retry(NoBackoff(), 1),
        )
        self._client = Redis(connection_pool=self.pool)
        self._again_at = 0.0
        self._is_down = False

    async def ask(self, work: Callable[[Redis], Awaitable[T]]) -> T:
        """The result of `work` on a client. Raises: RedisDown, at once when that is known."""
        if time.monotonic() < self._again_at:
            raise RedisDown
        try:
            result = await work(self._client)
        except ERRORS as error:
            self._note_down(error)
            raise RedisDown from error
        self._note_up()
        return result

    async def is_up(self) -> bool:
        """Whether Redis answers now."""
        try:
            await self._client.ping()
        except ERRORS as error:
            self._note_down(error)
            return False
        self._note_up()
        return True

    def listener(self) -> Redis:
        """A client of its own for a subscription, which waits as long as it takes."""
        return Redis.from_url(
            self.url,
            socket_timeout=None,
            socket_connect_timeout=PATIENCE_S,
            socket_keepalive=True,
            health_check_interval=5,
            retry=Retry(NoBackoff(), 0),
        )

    async def close(self) -> None:
        """Closes every connection."""
        await self._client.aclose()
        await self.pool.aclose()

    def _note_down(self, error: BaseException) -> None:
        self._again_at = time.monotonic() + PAUSE_S
        if not self._is_down:
            self._is_down = True
            log.warning("redis.unreachable", error=type(error).__name__)

    def _note_up(self) -> None:
        self._again_at = 0.0
        if self._is_down:
            self._is_down = False
            log.info("redis.back")


def same_pool(link: RedisLink) -> dict[str, Any]:
    """Options for a library that makes its own client."""
    return {"connection_pool": link.pool}
