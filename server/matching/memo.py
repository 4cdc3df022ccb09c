"""Arrays over all rows that many mentees ask for alike; refuses to outlive a change of the index.

Whoever lists a whole cohort makes one, and throws it away afterwards; a single list needs none.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]


class Memo:
    """Keeps what was made, up to so many bytes; what is kept is only read."""

    def __init__(self, most_bytes: int = 0) -> None:
        self._left = most_bytes
        self._kept: dict[Hashable, Array] = {}

    def get(self, key: Hashable, make: Callable[[], Array]) -> Array:
        """What was made for this key before, or is now."""
        found = self._kept.get(key)
        if found is None:
            found = make()
            if found.nbytes <= self._left:
                self._left -= found.nbytes
                self._kept[key] = found
        return found
