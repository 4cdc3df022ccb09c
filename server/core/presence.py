"""Sets whose members vanish unless they are renewed; refuses to know what they stand for."""

from __future__ import annotations

from typing import Protocol

from server.core.clock import Clock


class Presence(Protocol):
    """Who is where: in this process, or in Redis for all nodes."""

    async def add(self, key: str, member: str, ttl_s: float) -> None:
        """Adds or renews a member."""

    async def remove(self, key: str, member: str) -> None:
        """Takes a member out at once."""

    async def members(self, key: str) -> set[str]:
        """The members whose time has not run out."""


class LocalPresence:
    """Presence of a single process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[str, dict[str, float]] = {}

    async def add(self, key: str, member: str, ttl_s: float) -> None:
        """Adds or renews a member."""
        self._until.setdefault(key, {})[member] = self._clock.monotonic() + ttl_s

    async def remove(self, key: str, member: str) -> None:
        """Takes a member out at once."""
        members = self._until.get(key, {})
        members.pop(member, None)
        if not members:
            self._until.pop(key, None)

    async def members(self, key: str) -> set[str]:
        """The members whose time has not run out."""
        now = self._clock.monotonic()
        alive = {m: until for m, until in self._until.get(key, {}).items() if until > now}
        if alive:
            self._until[key] = alive
        else:
            self._until.pop(key, None)
        return set(alive)
