"""Which figures may stand beside each other; refuses those from which a few people would follow.

A part that is too small is not shown, and what is left of the total without the shown parts is
nobody or not too small either: whoever subtracts learns nothing of a few.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

LEAST_COHORT = 5
"""People of a cohort, pairs of a sum, and those who answered something."""
LEAST_GROUP = 10
"""People of a declared group."""

COARSE = 5
"""Points of a hundred: a mean is told no finer, so that no step of one pair is seen in it."""
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Mean:
    """Of so many."""

    count: int
    mean: float


def shown_of(sizes: Mapping[K, int], total: int, least: int) -> frozenset[K]:
    """The parts of a total that may be shown beside it; the smallest go first where some must."""
    ascending = sorted((one for one in sizes if sizes[one] >= least), key=lambda one: sizes[one])
    rest = total - sum(sizes[one] for one in ascending)
    while ascending and 0 < rest < least:
        rest += sizes[ascending.pop(0)]
    return frozenset(ascending)


def shown_counts(counts: Mapping[K, int], least: int) -> dict[K, int]:
    """Of parts that make up their total, those that may be shown."""
    shown = shown_of(counts, sum(counts.values()), least)
    return {one: count for one, count in counts.items() if one in shown}


def shown_means(
    values: Mapping[K, Sequence[float]], least: int
) -> tuple[dict[K, Mean], Mean | None]:
    """The mean of each part that may be shown, and that of all, where it may."""
    everything = [one for part in values.values() for one in part]
    shown = shown_of({one: len(part) for one, part in values.items()}, len(everything), least)
    means = {one: mean_of(part) for one, part in values.items() if one in shown}
    return means, mean_of(everything) if len(everything) >= least else None


def coarse(points: float) -> int:
    """Of 0 to 100."""
    return round(points / COARSE) * COARSE


def mean_of(values: Sequence[float]) -> Mean:
    """Of at least one."""
    return Mean(len(values), sum(values) / len(values))
