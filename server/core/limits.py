"""How often somebody may ask; refuses by `TooMany`, and counts on in memory without Redis."""

from __future__ import annotations

import ipaddress
import math
import time

from aiohttp import web
from limits import RateLimitItemPerSecond
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from server.core.errors import TooMany
from server.core.redis.link import RedisDown, RedisLink, same_pool
from server.core.window import Rule, Window, rule


class Limits:
    """Rate limits, shared through Redis when there is one."""

    def __init__(self, link: RedisLink | None = None) -> None:
        self._local = Window()
        self._shared = _Shared(link) if link else None

    async def hit(self, limit: str, *key: str) -> None:
        """Counts one ask of `key` against a limit like `10/minute`. Raises: TooMany."""
        asked, name = rule(limit), ":".join((*key, limit))
        wait_s = await self._wait_s(asked, name)
        if wait_s > 0:
            raise too_many(wait_s)

    async def _wait_s(self, asked: Rule, name: str) -> float:
        if self._shared:
            try:
                return await self._shared.hit(asked, name)
            except RedisDown:
                pass  # better to count per node than not at all, or to lock everybody out
        return self._local.hit(name, asked, time.time())


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
    """The same windows in Redis."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link
        storage = RedisStorage(
            link.url, implementation="redispy", key_prefix="ithaca:limit", **same_pool(link)
        )
        self._limiter = SlidingWindowCounterRateLimiter(storage)

    async def hit(self, asked: Rule, name: str) -> float:
        """Seconds to wait. Raises: RedisDown."""
        item = RateLimitItemPerSecond(asked.amount, asked.per_s)
        if await self._link.ask(lambda _: self._limiter.hit(item, name)):
            return 0.0
        stats = await self._link.ask(lambda _: self._limiter.get_window_stats(item, name))
        return max(stats.reset_time - time.time(), 0.001)
