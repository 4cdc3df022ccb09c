"""Sets whose members expire: who is where; the twin in memory goes on when Redis is gone."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from server.core.redis.link import RedisDown, RedisLink

PREFIX = "ithaca:present:"
KEY_TTL_S = 3600  # a set that nobody touches goes as a whole; members go by their own time


class Presence(Protocol):
    """Sets by key; a member that is not added again within its time is gone."""

    async def add(self, key: str, member: str, ttl_s: float) -> None:
        """Adds a member, or renews it."""

    async def remove(self, key: str, member: str) -> None:
        """Removes a member."""

    async def members(self, key: str) -> set[str]:
        """Who is there now."""


class LocalPresence:
    """The sets of this process."""

    def __init__(self, now_s: Callable[[], float] = time.time) -> None:
        self._now_s = now_s
        self._until: defaultdict[str, dict[str, float]] = defaultdict(dict)

    async def add(self, key: str, member: str, ttl_s: float) -> None:
        """Adds a member, or renews it."""
        self._until[key][member] = self._now_s() + ttl_s

    async def remove(self, key: str, member: str) -> None:
        """Removes a member."""
        self._until[key].pop(member, None)
        self._forget(key)

    async def members(self, key: str) -> set[str]:
        """Who is there now."""
        self._forget(key)
        return set(self._until.get(key, ()))

    def _forget(self, key: str) -> None:
        now = self._now_s()
        here = {member: until for member, until in self._until[key].items() if until > now}
        if here:
            self._until[key] = here
        else:
            del self._until[key]


class SharedPresence:
    """The sets of all nodes: in Redis a sorted set a key, scored by each member's end."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link
        self._local = LocalPresence()

    async def add(self, key: str, member: str, ttl_s: float) -> None:
        """Adds a member, or renews it."""
        await self._local.add(key, member, ttl_s)
        until, name = time.time() + ttl_s, PREFIX + key
        with suppress(RedisDown):  # the next renewal brings it back
            await self._link.ask(lambda redis: redis.zadd(name, {member: until}))
            await self._link.ask(lambda redis: redis.expire(name, KEY_TTL_S))

    async def remove(self, key: str, member: str) -> None:
        """Removes a member."""
        await self._local.remove(key, member)
        with suppress(RedisDown):  # it expires
            await self._link.ask(lambda redis: redis.zrem(PREFIX + key, member))

    async def members(self, key: str) -> set[str]:
        """Who is there now, on all nodes; on this one while Redis is gone."""
        name, now = PREFIX + key, time.time()
        try:
            await self._link.ask(lambda redis: redis.zremrangebyscore(name, "-inf", now))
            found: list[Any] = await self._link.ask(lambda redis: redis.zrange(name, 0, -1))
        except RedisDown:
            return await self._local.members(key)
        return {member.decode() for member in found}
