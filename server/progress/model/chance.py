"""Whether two groups differ by more than chance would have it; refuses to say so lightly.

Shares have Wilson's interval and Fisher's exact test, means the normal interval and the test of
Mann and Whitney (normal approximation with ties). Where several comparisons are made at once,
Holm's step-down keeps the chance of even one false alarm under 5 %.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, exp, lgamma, sqrt
from typing import TypeVar

Z = 1.959964
"""Of 95 %."""
LEVEL = 0.05

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true value lies, in 95 of 100 such samples."""

    low: float
    high: float


def wilson(hits: int, of: int) -> Interval:
    """Of a share; `of` is at least 1."""
    share, z2 = hits / of, Z * Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z / (1 + z2 / of) * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def interval_of_mean(values: Sequence[float]) -> Interval:
    """Of two values at least."""
    mean = sum(values) / len(values)
    variance = sum((one - mean) ** 2 for one in values) / (len(values) - 1)
    half = Z * sqrt(variance / len(values))
    return Interval(mean - half, mean + half)


def fisher(hits: int, of: int, other_hits: int, other_of: int) -> float:
    """The chance of two shares as far apart as these, or farther, if there were no difference."""
    all_hits, everybody = hits + other_hits, of + other_of
    lowest, highest = max(0, all_hits - other_of), min(of, all_hits)

    def log_chance(k: int) -> float:
        ways = _log_ways(of, k) + _log_ways(other_of, all_hits - k)
        return ways - _log_ways(everybody, all_hits)

    # What is as unlikely as this counts, but for what the floats get wrong.
    bound = log_chance(hits) + 1e-9
    logs = (log_chance(k) for k in range(lowest, highest + 1))
    return min(1.0, sum(exp(one) for one in logs if one <= bound))


def mann_whitney(ones: Sequence[float], others: Sequence[float]) -> float:
    """The chance of two samples that lie as far apart as these, if there were no difference."""
    n, m = len(ones), len(others)
    ranks = _ranks([*ones, *others])
    u = sum(ranks[:n]) - n * (n + 1) / 2
    ties = sum(count**3 - count for count in Counter([*ones, *others]).values())
    everybody = n + m
    variance = n * m / 12 * (everybody + 1 - ties / (everybody * (everybody - 1)))
    if variance <= 0:
        return 1.0
    # A half is taken off for the step that counts make.
    z = max(0.0, abs(u - n * m / 2) - 0.5) / sqrt(variance)
    return erfc(z / sqrt(2))


def holm(chances: Mapping[K, float]) -> dict[K, bool]:
    """Which of these comparisons, taken together, are more than chance."""
    ascending = sorted(chances, key=lambda one: chances[one])
    found: dict[K, bool] = {}
    is_still = True
    for done, one in enumerate(ascending):
        is_still = is_still and chances[one] <= LEVEL / (len(ascending) - done)
        found[one] = is_still
    return found


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=lambda at: values[at])
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for at in order[start:end]:
            ranks[at] = (start + 1 + end) / 2
        start = end
    return ranks


def _log_ways(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
