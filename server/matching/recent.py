"""What was asked for lately, so that it need not be worked out again; refuses to grow on.

Safe to share between threads: two that ask at once work out the same twice.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """At most so many values by key; the one that was asked for longest ago goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[K, V] = {}
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """What is kept, and from now on the latest."""
        with self._lock:
            found = self._kept.pop(key, None)
            if found is not None:
                self._kept[key] = found
            return found

    def put(self, key: K, value: V) -> V:
        """Keeps it, and gives it back."""
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = value
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
        return value

    def got(self, key: K, make: Callable[[], V]) -> V:
        """What is kept, or is made now."""
        found = self.get(key)
        return self.put(key, make()) if found is None else found
