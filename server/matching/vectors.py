"""Vectors of meaning as small whole numbers; refuses what would not be exact.

Products of int8 rows are whole numbers below 2^24, which float32 holds exactly in whatever order
they are summed. So a cosine, and with it a ranking, is the same on every machine and with every
BLAS, and a row takes a quarter of the memory.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
LARGEST = 127
MOST_DIMENSIONS = 2**24 // LARGEST**2
"""1,040: up to here a sum of products is exact."""


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """Rows as int8 [n, dim] and a factor each [n]: a cosine is product * factor * factor."""

    values: NDArray[np.int8]
    factors: Matrix

    def __len__(self) -> int:
        return len(self.factors)


def quantise(rows: Matrix) -> Codes:
    """Each row scaled to -127…127; a row of zeros stays one, and is like nothing.

    Quantising what came out of it changes nothing.
    """
    if rows.ndim != 2 or rows.shape[1] > MOST_DIMENSIONS:
        raise ValueError(f"vectors are [n, dim] with dim <= {MOST_DIMENSIONS}, not {rows.shape}")
    exact = rows.astype(np.float64)
    largest = np.abs(exact).max(axis=1, initial=0.0, keepdims=True)
    scale = np.divide(LARGEST, largest, out=np.zeros_like(largest), where=largest > 0)
    values = np.rint(exact * scale).astype(np.int8)
    lengths = np.sqrt(np.square(values.astype(np.int64)).sum(axis=1))
    factors = np.divide(1.0, lengths, out=np.zeros(len(rows)), where=lengths > 0)
    return Codes(values, factors.astype(np.float32))


def cosines(one: Codes, other: Codes) -> Matrix:
    """All pairs: [len(one), len(other)]."""
    found = one.values.astype(np.float32) @ other.values.astype(np.float32).T
    found *= other.factors
    found *= one.factors[:, None]
    return found


def nothing(dim: int) -> Matrix:
    """No vector at all."""
    return np.zeros((0, dim), np.float32)
