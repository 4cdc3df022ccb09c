"""How well every mentor fits one mentee: eight features, their sum, and the mentor's side of it.

p = sum of weight * feature is the mentee's side, q the mentor's, and 2pq/(p+q) what both have of
it: lists by it end in more requests that are accepted than lists by one side (RECON, Pizzato and
others, RecSys 2010). Sums are made elementwise in a fixed order, so that every machine has the
same. `pair` is the readable twin for two people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from server.matching import features
from server.matching.features import UNKNOWN, f32, weighted
from server.matching.gates import Barred, Failed, bar, failed, shared_half_hours
from server.matching.index import MentorIndex
from server.matching.lines import Places
from server.matching.memo import Array, Memo
from server.matching.rules import Calibration, Rules, goal_weights, weights_for
from server.matching.traits import MenteeTraits
from server.matching.vectors import Codes, Matrix, quantise

TOPICS_WEIGHT, LEVELS_WEIGHT, PREPARED_WEIGHT = 0.5, 0.3, 0.2
"""Of the mentor's side, as far as the mentor stated wishes."""
NEAR_LEVEL = 0.5
"""A mentee one step beside the levels a mentor wants."""


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """What both sides have of some pairs: [rows] each, 0 to 1."""

    goals: Matrix
    """The feature that comes of texts."""
    mentee: Matrix
    """p."""
    mentor: Matrix
    """q."""

    @property
    def scores(self) -> Matrix:
        """What both have of it; also where a gate is shut."""
        return reciprocal(self.mentee, self.mentor)


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """One mentee and all rows of an index."""

    features: Matrix
    """[criteria, rows], 0 to 1."""
    sides: Sides
    failed: Failed

    @property
    def scores(self) -> Matrix:
        """Also where a gate is shut."""
        return self.sides.scores


@dataclass(frozen=True, slots=True, eq=False)
class Nearness:
    """Cosines of the mentee's goals with the best of each mentor's lines and topics: [g, rows]."""

    expertise: Matrix
    topics: Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """One mentee and all rows, as far as it goes without comparing texts, which is most work."""

    index: MentorIndex
    mentee: MenteeTraits
    rules: Rules
    weights: tuple[float, ...]
    features: list[Array]
    """[rows] each, in the order of `CRITERIA`; the first of them, of goals, is missing."""
    partial: Matrix
    """p without the goals, [rows]."""
    failed: Failed
    memo: Memo

    def highest(self, rows: Places) -> Matrix:
        """No score of these can be above: all goals met, and the mentor's every wish."""
        most = self.partial[rows] + f32(self.weights[0])
        return reciprocal(most, np.ones_like(most))


def prepare(
    index: MentorIndex,
    mentee: MenteeTraits,
    rules: Rules,
    *,
    barred: Barred | None = None,
    memo: Memo | None = None,
) -> Prepared:
    """Gates, and all features but those of texts."""
    memo = memo or Memo()
    half_hours = shared_half_hours(index, mentee)
    shut = failed(index, mentee, rules, half_hours, memo)
    bar(shut, index, mentee.id, barred or {})
    found: list[Array] = [
        features.skills(index, mentee, memo),
        features.style(index, mentee, memo),
        features.availability(half_hours),
        features.industry(index, mentee, rules, memo),
        features.seniority(index, mentee, rules, memo),
        features.interests(index, mentee, memo),
        index.columns.quality[: index.length],
    ]
    weights = weights_for(mentee, rules)
    partial = weighted(found, list(weights[1:]), index.length)
    return Prepared(index, mentee, rules, weights, found, partial, shut, memo)


def sides(prepared: Prepared, near: Nearness, rows: Places | None = None) -> Sides:
    """Both sides of all rows or some, when their texts have been compared."""
    calibration, partial = prepared.rules.calibration, prepared.partial
    goals = _goals(_likeness(near.expertise, calibration))
    mentee = (partial if rows is None else partial[rows]) + goals * f32(prepared.weights[0])
    mentor = _mentor_side(prepared, _likeness(near.topics, calibration), rows)
    return Sides(goals, mentee, mentor)


def compare(
    index: MentorIndex, mentee: MenteeTraits, rules: Rules, *, barred: Barred | None = None
) -> Compared:
    """Everything about one mentee and every mentor, whether gates are open or not."""
    prepared = prepare(index, mentee, rules, barred=barred)
    found = sides(prepared, nearness(index, quantise(mentee.goals)))
    every = np.stack([found.goals, *prepared.features])
    return Compared(every, found, prepared.failed)


def reciprocal(one: Matrix, other: Matrix) -> Matrix:
    """2pq/(p+q), 0 where both are."""
    whole = one + other
    product: Matrix = one * other
    product *= f32(2)
    np.divide(product, whole, out=product, where=whole > 0)
    return product


def nearness(index: MentorIndex, goals: Codes, rows: Places | None = None) -> Nearness:
    """Of one mentee's goals, with all rows or some."""
    length = index.length
    return Nearness(
        index.expertise.best(goals, length, rows), index.topics.best(goals, length, rows)
    )


def _mentor_side(prepared: Prepared, met: Matrix, rows: Places | None) -> Matrix:
    """q: 1 until a mentor states wishes, then how far this mentee meets them."""
    index, mentee = prepared.index, prepared.mentee
    memo, step = prepared.memo, mentee.seniority
    has_wishes = memo.get("wishes", lambda: _wishes(index))
    is_wishing = memo.get("wishing", lambda: (has_wishes[:2] != 0).any(axis=0))
    wishing = np.flatnonzero(is_wishing if rows is None else is_wishing.take(rows))
    found = np.ones(index.length if rows is None else len(rows), f32)
    if len(wishing) == 0:
        return found
    at = wishing if rows is None else rows[wishing]
    of_topics, of_levels, whole = has_wishes.take(at, axis=1)
    total = of_topics * met.take(wishing, axis=1).max(axis=0, initial=0)
    levels = memo.get(("level", step), lambda: _level(_levels(index), step))
    total += of_levels * levels.take(at)
    total += f32(PREPARED_WEIGHT * mentee.preparedness)
    found[wishing] = total / whole
    return found


def _wishes(index: MentorIndex) -> Matrix:
    """[3, rows]: what topics and levels weigh, 0 where none are stated, and all with the rest."""
    of_topics = index.topics.has(index.length) * f32(TOPICS_WEIGHT)
    of_levels = (_levels(index) != 0) * f32(LEVELS_WEIGHT)
    return np.stack([of_topics, of_levels, of_topics + of_levels + f32(PREPARED_WEIGHT)])


def _levels(index: MentorIndex) -> NDArray[np.uint16]:
    return index.columns.levels[: index.length]


def _level(levels: NDArray[np.uint16], seniority: int | None) -> Matrix:
    if seniority is None:
        return np.full(len(levels), UNKNOWN, f32)
    own = np.uint16(1 << seniority)
    beside = np.uint16((1 << seniority + 1) | (1 << seniority >> 1))
    return np.where(levels & own, f32(1), np.where(levels & beside, f32(NEAR_LEVEL), f32(0)))


def _likeness(cosines: Matrix, calibration: Calibration) -> Matrix:
    """Cosines as 0 (nothing in common) to 1 (the same)."""
    found: Matrix = cosines - f32(calibration.unrelated)
    found *= f32(1 / (calibration.same - calibration.unrelated))
    np.maximum(found, f32(0), out=found)
    return np.minimum(found, f32(1), out=found)


def _goals(likeness: Matrix) -> Matrix:
    found = np.zeros(likeness.shape[1], f32)
    for of_goal, weight in zip(likeness, goal_weights(len(likeness)), strict=True):
        found += of_goal * f32(weight)
    return found
