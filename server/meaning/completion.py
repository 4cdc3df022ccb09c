"""Names that begin with what was typed so far, at any of their words. Pure.

Sorted once; a question is two bisections and a few numbers, however many names begin alike.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int32]

AFTER_ALL_LETTERS = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Name:
    """A folded name of the item at a place, and how far down the list it stands."""

    text: str
    place: int
    rank: int
    """Smaller is better."""


@dataclass(frozen=True, slots=True)
class Completion:
    """Every word's beginning in order, with the item it belongs to and how good it is there."""

    keys: list[str]
    places: Places
    ranks: Places

    @classmethod
    def of(cls, names: Sequence[Name]) -> Completion:
        """Sorts the names from each of their words on."""
        starts = sorted(
            (key, name.place, _rank(name, nth)) for name in names for nth, key in _tails(name.text)
        )
        return cls(
            keys=[key for key, _, _ in starts],
            places=np.array([place for _, place, _ in starts], np.int32),
            ranks=np.array([rank for _, _, rank in starts], np.int32),
        )

    def best(self, typed: Sequence[str], most: int) -> list[int]:
        """Places of the items with these words, the last perhaps unfinished; best first."""
        if not typed or most <= 0:
            return []
        joined = self._range(" ".join(typed))
        places, ranks = self.places[joined], self.ranks[joined]
        if len(typed) > 1:  # also apart and in another order, after all that follow each other
            apart = self._apart(typed)
            places = np.concatenate([places, apart])
            ranks = np.concatenate([ranks, np.full(len(apart), np.iinfo(np.int32).max, np.int32)])
        return _first(places, ranks, most)

    def _apart(self, typed: Sequence[str]) -> Places:
        sets = [self.places[self._range(word)] for word in typed]
        return reduce(np.intersect1d, sets)

    def _range(self, beginning: str) -> slice:
        start = bisect_left(self.keys, beginning)
        return slice(start, bisect_left(self.keys, beginning + AFTER_ALL_LETTERS, start))


def _tails(text: str) -> list[tuple[int, str]]:
    found = text.split(" ")
    return [(nth, " ".join(found[nth:])) for nth in range(len(found))]


def _rank(name: Name, nth: int) -> int:
    """Names that begin so come before names that go on so; then short ones."""
    return (min(nth, 3) << 24) + (min(name.rank, 15) << 16) + min(len(name.text), 0xFFFF)


def _first(places: Places, ranks: Places, most: int) -> list[int]:
    """The best places, each once; equal ranks in the order of their names."""
    seen: dict[int, None] = {}
    wanted = most
    while len(seen) < most:
        count = min(wanted, len(places))
        order = np.argsort(ranks, kind="stable") if count == len(places) else _lowest(ranks, count)
        seen = dict.fromkeys(places[order].tolist())
        if count == len(places):
            break
        wanted *= 4
    return list(seen)[:most]


def _lowest(ranks: Places, count: int) -> NDArray[np.intp]:
    bound = np.partition(ranks, count - 1)[count - 1]
    chosen = np.flatnonzero(ranks <= bound)
    return chosen[np.argsort(ranks[chosen], kind="stable")]
