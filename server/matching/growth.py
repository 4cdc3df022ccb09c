"""Arrays that grow: longer copies made seldom; refuses to shrink."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T", bound=np.generic)
_GROWTH = 1.1
_LEAST = 16


def grown(
    kept: NDArray[T], length: int, *, fill: int = 0, axis: int = 0, least: int = _LEAST
) -> NDArray[T]:
    """`kept` itself when its axis is long enough, else a longer copy filled up with `fill`."""
    held = kept.shape[axis]
    if held >= length:
        return kept
    shape = list(kept.shape)
    shape[axis] = max(length, int(held * _GROWTH), least)
    longer = np.full(shape, fill, kept.dtype)
    where = [slice(None)] * kept.ndim
    where[axis] = slice(0, held)
    longer[tuple(where)] = kept
    return longer
