"""By what answers about a mentor are measured: what all answers about others tell. Pure.

Nothing said of a mentor may bend the measure it is taken by, or a bad answer could help: by making
answers look scattered, by making its author look at odds with everybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PULL = 4.0
"""C, the weight of the mean in a mentor's: so many answers count as much as knowing nothing."""
RATER_PULL = 1.5
"""Of a rater's mildness to 0."""
BEND = 2.0
"""An answer further off than so many deviations counts no more than one that is so far off."""
DOUBT = 3.0
"""So many answers a rater begins with that are as far off as everybody's."""
ODD = 2.5
"""Whose answers are so many times as far off, squared, as everybody's are, is trusted less."""
LEAST_TRUST = 0.1
ROUNDS = 8
FIRST_MEAN, FIRST_SIGMA, FIRST_WEIGHT = 0.5, 0.2, 4.0
"""Before anybody has answered: "as I expected", and how far answers scatter, in so many answers."""
UNHEARD = ""
"""Whoever nobody has spoken of is measured by all."""
_CELLS = 2_000_000
"""Of a table of mentors by voices that is worked on at once."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Voice:
    """All that one rater said of one mentor: its mean, 0 to 1, and its weight, 0 to 2."""

    mentor: str
    rater: str
    content: float
    weight: float


@dataclass(frozen=True, slots=True)
class Yardstick:
    """For one mentor."""

    mean: float
    sigma: float
    mild: dict[str, float]
    """By rater, beside the mean."""
    met: dict[str, float]
    """By rater, the weight of what tells how mild they are."""
    trust: dict[str, float]
    """By rater, 0 to 1."""


class _Groups:
    """Voices by mentor or by rater: sums over these, for each row of a table."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names, self.of = np.unique(np.array(names), return_inverse=True)
        self._order = np.argsort(self.of, kind="stable")
        self._starts = np.searchsorted(self.of[self._order], np.arange(len(self.names)))

    def sums(self, table: Floats) -> Floats:
        return np.add.reduceat(table[:, self._order], self._starts, axis=1)


class _Fit:
    """Mean, mentors, raters and trust in turn, each given the others; a row a mentor left out."""

    def __init__(self, voices: Sequence[Voice], out: NDArray[np.intp], by: tuple[_Groups, _Groups]):
        self.mentors, self.raters = by
        self.content = np.array([one.content for one in voices])
        self.is_there = self.mentors.of[None, :] != out[:, None]
        self.given = np.array([one.weight for one in voices]) * self.is_there
        self.mean = _means(self.content[None, :], self.given, FIRST_MEAN)
        self.sigma = np.full(len(out), FIRST_SIGMA)
        self.trust = np.ones((len(out), len(self.raters.names)))
        self.of_mentor = np.zeros((len(out), len(self.mentors.names)))
        self.of_rater = np.zeros_like(self.trust)
        self.met = np.zeros_like(self.trust)

    def run(self) -> None:
        for _ in range(ROUNDS):
            self.of_rater = self._effects(self.raters, self.of_rater, RATER_PULL)
            self.of_mentor = self._effects(self.mentors, self.of_mentor, PULL)
            self.mean = self.mean + _means(self._rest(), self._weight(), 0.0)
            squares = (self._rest() ** 2 * self._trusted()).sum(axis=1)
            whole = self._trusted().sum(axis=1) + FIRST_WEIGHT
            self.sigma = np.sqrt((squares + FIRST_WEIGHT * FIRST_SIGMA**2) / whole)
            self._doubt()
        self.met = self.raters.sums(self._weight())

    def yardstick(self, row: int, raters: NDArray[np.intp]) -> Yardstick:
        names = self.raters.names[raters].tolist()
        mild, met, trust = (
            dict(zip(names, table[row, raters].tolist(), strict=True))
            for table in (self.of_rater, self.met, self.trust)
        )
        return Yardstick(float(self.mean[row]), float(self.sigma[row]), mild, met, trust)

    def _rest(self) -> Floats:
        """What nothing explains."""
        of_mentor = self.of_mentor[:, self.mentors.of]
        return self.content - self.mean[:, None] - of_mentor - self.of_rater[:, self.raters.of]

    def _trusted(self) -> Floats:
        trusted: Floats = self.given * self.trust[:, self.raters.of]
        return trusted

    def _weight(self) -> Floats:
        """By age and number, by who says it, and by how far off it is (Huber's)."""
        far = np.abs(self._rest()) / (BEND * self.sigma[:, None])
        weight: Floats = self._trusted() / np.maximum(far, 1.0)
        return weight

    def _effects(self, groups: _Groups, kept: Floats, pull: float) -> Floats:
        weight = self._weight()
        told = groups.sums(weight * (self._rest() + kept[:, groups.of]))
        effects: Floats = told / (groups.sums(weight) + pull)
        return effects

    def _doubt(self) -> None:
        """Who is at odds with all the others, again and again, weighs less."""
        squares = (self._rest() / self.sigma[:, None]) ** 2 * self.is_there
        count = self.raters.sums(self.is_there.astype(float))
        spread = (self.raters.sums(squares) + DOUBT) / (count + DOUBT)
        self.trust = np.clip((ODD / spread) ** 2, LEAST_TRUST, 1.0)


def yardsticks_of(voices: Sequence[Voice]) -> Iterator[tuple[str, Yardstick]]:
    """By mentor, and for the unheard, of at least one voice."""
    mentors = _Groups([one.mentor for one in voices])
    raters = _Groups([one.rater for one in voices])
    everybody = np.arange(len(mentors.names) + 1)
    for out in np.array_split(everybody, 1 + len(everybody) * len(voices) // _CELLS):
        fit = _Fit(voices, out, (mentors, raters))
        fit.run()
        for row, one in enumerate(out):
            name = str(mentors.names[one]) if one < len(mentors.names) else UNHEARD
            yield name, fit.yardstick(row, np.unique(raters.of[mentors.of == one]))


def _means(values: Floats, weights: Floats, otherwise: float) -> Floats:
    whole = weights.sum(axis=1)
    told = (values * weights).sum(axis=1)
    return np.where(whole > 0, told / np.where(whole > 0, whole, 1.0), otherwise)
