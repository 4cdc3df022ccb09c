"""How often something comes off for a mentor, as a Beta posterior around the programme's rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

STRENGTH = 8.0
"""The prior is worth so many pairs: one misfit says little of a person, several do."""
SURE = 1.0


@dataclass(frozen=True, slots=True)
class Tally:
    """How often it came off, of how many times."""

    good: int = 0
    all: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.good + other.good, self.all + other.all)


@dataclass(frozen=True, slots=True)
class Chance:
    """A Beta distribution."""

    good: float
    bad: float

    @property
    def mean(self) -> float:
        return self.good / (self.good + self.bad)

    @property
    def lower(self) -> float:
        """The mean less a standard deviation."""
        whole = self.good + self.bad
        return max(self.mean - SURE * sqrt(self.mean * (1 - self.mean) / (whole + 1)), 0.0)


def rate_of(tallies: Mapping[str, Tally]) -> float:
    """Of all together, with one of each outcome added, so that it is never 0 or 1."""
    whole = sum(tallies.values(), Tally())
    return (whole.good + 1) / (whole.all + 2)


def chances_of(tallies: Mapping[str, Tally]) -> dict[str, Chance]:
    """By mentor, each beginning at everybody's rate."""
    rate = rate_of(tallies)
    return {
        mentor: Chance(STRENGTH * rate + one.good, STRENGTH * (1 - rate) + one.all - one.good)
        for mentor, one in tallies.items()
    }
