"""How often somebody may ask; refuses by `TooMany`, and counts on in memory without Redis."""

from __future__ import annotations

import ipaddress
import math
import time
from typing import Any

import structlog
from aiohttp import web
from limits import RateLimitItemPerSecond
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from redis.exceptions import RedisError

from server.core.errors import TooMany
from server.core.window import Rule, Window, rule

REDIS_PATIENCE_S = 0.5
REDIS_PAUSE_S = 2.0  # after a failure Redis is left alone this long, so that no caller waits for it
log = structlog.get_logger()


class Limits:
    """Rate limits, shared through Redis when there is one."""

    def __init__(self, redis_url: str | None = None) -> None:
        self._local = Window()
        self._shared = _Shared(redis_url) if redis_url else None

    async def hit(self, limit: str, *key: str) -> None:
        """Counts one ask of `key` against a limit like `10/minute`. Raises: TooMany."""
        asked, name = rule(limit), ":".join((*key, limit))
        wait_s = await self._shared.hit(asked, name) if self._shared else None
        if wait_s is None:
            wait_s = self._local.hit(name, asked, time.time())
        if wait_s > 0:
            raise too_many(wait_s)

    async def close(self) -> None:
        """Lets go of Redis."""
        if self._shared:
            await self._shared.close()


LIMITS: web.AppKey[Limits] = web.AppKey("limits", Limits)


def too_many(wait_s: float) -> TooMany:
    """The refusal that says how long to wait."""
    seconds = max(1, math.ceil(wait_s))
    unit = "second" if seconds == 1 else "seconds"
    return TooMany(f"Please wait {seconds} {unit} and try again.", retry_after_s=seconds)


def network_of(remote: str | None) -> str:
    """What counts as one anonymous caller: an IPv4 address, or an IPv6 /64 (one household)."""
    try:
        address = ipaddress.ip_address(remote or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


class _Shared:
    """The same windows in Redis; `None` when Redis cannot be asked right now."""

    def __init__(self, redis_url: str) -> None:
        self._storage = RedisStorage(
            redis_url,
            implementation="redispy",
            key_prefix="ithaca:limit",
            socket_timeout=REDIS_PATIENCE_S,
            socket_connect_timeout=REDIS_PATIENCE_S,
        )
        self._limiter = SlidingWindowCounterRateLimiter(self._storage)
        bridge: Any = self._storage.bridge  # the redis-py one, see `implementation`
        self._client = bridge.storage
        self._again_at = 0.0

    async def hit(self, asked: Rule, name: str) -> float | None:
        now = time.monotonic()
        if now < self._again_at:
            return None
        item = RateLimitItemPerSecond(asked.amount, asked.per_s)
        try:
            if await self._limiter.hit(item, name):
                return 0.0
            stats = await self._limiter.get_window_stats(item, name)
        except (RedisError, OSError) as error:
            self._again_at = now + REDIS_PAUSE_S
            log.warning("limits.redis_unreachable", error=type(error).__name__)
            return None
        return max(stats.reset_time - time.time(), 0.001)

    async def close(self) -> None:
        await self._client.aclose()
