"""How well the skills of every mentor cover those that one mentee wants. Refuses free words:
a skill comes as a concept with a vector, whatever named it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from server.matching.growth import grown
from server.matching.postings import Postings, Vocabulary
from server.matching.traits import Skill
from server.matching.vectors import Codes, Matrix, cosines, quantise

KIN = 0.6
"""What a parent or a child of the wanted concept is worth."""
_NO_LIKENESS, _FULL_LIKENESS = 0.3, 0.8
"""Cosines between which two other concepts rise from nothing to the same."""


def likenesses(wanted: Sequence[Skill], offered: Sequence[Skill]) -> list[list[float]]:
    """What each offered skill is worth for each wanted one, 0 to 1."""
    if not wanted or not offered:
        return [[] for _ in wanted]
    near = cosines(
        quantise(np.stack([one.vector for one in wanted])),
        quantise(np.stack([one.vector for one in offered])),
    ).tolist()
    return [
        [_likeness(one, other, cosine) for other, cosine in zip(offered, row, strict=True)]
        for one, row in zip(wanted, near, strict=True)
    ]


def _likeness(wanted: Skill, offered: Skill, cosine: float) -> float:
    if wanted.id == offered.id:
        return 1.0
    if wanted.id in offered.broader or offered.id in wanted.broader:
        return KIN
    return min(max((cosine - _NO_LIKENESS) / (_FULL_LIKENESS - _NO_LIKENESS), 0.0), 1.0)


def rarity(mentors: int, holders: int) -> float:
    """The weight of a wanted skill: one that few mentors have decides more."""
    return round(1.0 + math.log((1 + mentors) / (1 + holders)), 6)


@dataclass(frozen=True, slots=True, eq=False)
class _Near:
    """Concepts that are worth something for a wanted one, the least first."""

    numbers: list[int]
    worths: list[float]


class Skills:
    """The skills that mentors offer."""

    def __init__(self, dim: int) -> None:
        self._words = Vocabulary()
        self._known: list[Skill] = []
        self._values = np.zeros((0, dim), np.int8)
        self._factors = np.zeros(0, np.float32)
        self._children: dict[str, list[int]] = {}
        self._postings = Postings()
        self._near: dict[str, _Near] = {}

    def put(self, row: int, skills: Sequence[Skill]) -> None:
        """Set the skills of a row."""
        self._postings.put(row, [self._number(one) for one in skills])

    def clear(self, row: int) -> None:
        """Forget the skills of a row."""
        self._postings.clear(row)

    def of(self, row: int) -> tuple[Skill, ...]:
        """The skills of a row."""
        return tuple(self._known[number] for number in self._postings.of(row))

    def holders(self, skill: str) -> int:
        """How many mentors offer exactly this one."""
        number = self._words.find(skill)
        return 0 if number is None else len(self._postings.rows(number))

    def covered(self, wanted: Skill, rows: int) -> Matrix:
        """What each row's best skill is worth for a wanted one: [rows]."""
        found = np.zeros(rows, np.float32)
        near = self._near.get(wanted.id) or self._find_near(wanted)
        for number, worth in zip(near.numbers, near.worths, strict=True):
            # From the least to the best, so that the best is what stays.
            found[self._postings.rows(number)] = worth
        return found

    @property
    def nbytes(self) -> int:
        """Memory held."""
        return self._postings.nbytes + self._values.nbytes + self._factors.nbytes

    def _number(self, skill: Skill) -> int:
        number = self._words.number(skill.id)
        if number == len(self._known):
            code = quantise(skill.vector[None])
            self._values = grown(self._values, number + 1)
            self._factors = grown(self._factors, number + 1)
            self._values[number], self._factors[number] = code.values[0], code.factors[0]
            self._known.append(skill)
            for parent in skill.broader:
                self._children.setdefault(parent, []).append(number)
            self._near.clear()
        return number

    def _find_near(self, wanted: Skill) -> _Near:
        known = Codes(self._values[: len(self._known)], self._factors[: len(self._known)])
        raw = cosines(quantise(wanted.vector[None]), known)[0]
        worths = (raw - np.float32(_NO_LIKENESS)) / np.float32(_FULL_LIKENESS - _NO_LIKENESS)
        worths = np.clip(worths, 0.0, 1.0)
        worths[self._children.get(wanted.id, [])] = KIN
        worths[self._words.known(wanted.broader)] = KIN
        worths[self._words.known([wanted.id])] = 1.0
        numbers = np.flatnonzero(worths > 0)
        order = numbers[np.lexsort((numbers, worths[numbers]))]
        near = _Near(order.tolist(), worths[order].tolist())
        self._near[wanted.id] = near
        return near
