"""Which node has something to itself for now, by leases in Redis; alone in this process without it.

A lease that its node does not renew is free again after its time: a dead node holds nothing up.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from server.core.redis.link import RedisDown, RedisLink

PREFIX = "ithaca:owner:"
_TAKE = """
local owner = redis.call('GET', KEYS[1])
if not owner or owner == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return ARGV[1]
end
return owner
"""
_GIVE_BACK = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""


class Owners:
    """The leases of one node."""

    def __init__(self, link: RedisLink | None, node: str | None) -> None:
        self._link = link
        self.node = node
        """This node's name; None when it works alone."""

    async def take(self, key: str, ttl_s: float) -> str | None:
        """Take or renew a lease; returns whose it is now. Ours, while Redis is gone."""
        link, node = self._link, self.node
        if link is None or node is None:
            return node
        try:
            owner: bytes = await link.ask(
                lambda redis: redis.eval(_TAKE, 1, PREFIX + key, node, int(ttl_s * 1000))
            )
        except RedisDown:
            return node
        return owner.decode()

    async def owner(self, key: str) -> str | None:
        """Whose it is now; None: nobody's, or nobody can say."""
        if self._link is None or self.node is None:
            return None
        try:
            found: Any = await self._link.ask(lambda redis: redis.get(PREFIX + key))
        except RedisDown:
            return None
        return found.decode() if found else None

    async def give_back(self, key: str) -> None:
        """Free a lease of ours at once."""
        link, node = self._link, self.node
        if link is None or node is None:
            return
        with suppress(RedisDown):  # it expires
            await link.ask(lambda redis: redis.eval(_GIVE_BACK, 1, PREFIX + key, node))
