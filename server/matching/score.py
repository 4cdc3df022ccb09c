"""How well every mentor fits one mentee: eight features, their sum, and the mentor's side of it.

p = sum of weight * feature is the mentee's side, q the mentor's, and 2pq/(p+q) what both have of
it: lists by it end in more requests that are accepted than lists by one side (RECON, Pizzato and
others, RecSys 2010). Sums are made elementwise in a fixed order, so that every machine has the
same. `pair` is the readable twin for two people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.matching.columns import bits_of
from server.matching.gates import (
    Barred,
    Failed,
    bar,
    failed,
    shared_half_hours,
    speak_any,
)
from server.matching.index import MentorIndex
from server.matching.lines import Places
from server.matching.rules import (
    MOST_HOURS,
    Calibration,
    Rules,
    goal_weights,
    weights_for,
    worth_of_steps,
)
from server.matching.skills import rarity
from server.matching.traits import CRITERIA, STYLES, Fluency, MenteeTraits
from server.matching.vectors import Codes, Matrix, quantise

TOPICS_WEIGHT, LEVELS_WEIGHT, PREPARED_WEIGHT = 0.5, 0.3, 0.2
"""Of the mentor's side, as far as the mentor stated wishes."""
NEAR_LEVEL = 0.5
"""A mentee one step beside the levels a mentor wants."""
SIBLING = 0.5
"""An industry of the same group."""
UNKNOWN = 0.5
"""What nobody said is neither good nor bad."""
HALF_COMFORT = 0.5
"""A shared language in which one of the two is less than fluent."""
ITEMS_WEIGHT, WISHED_WEIGHT = 2.0, 1.0
"""Within style: likeness of working style, and the styles wished of those offered."""
WIDEST = 6
"""Between two answers of a seven-point item."""
f32 = np.float32


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
    features: Matrix
    """[criteria, rows]; those of goals are missing."""
    partial: Matrix
    """p without the goals, [rows]."""
    failed: Failed

    def highest(self, rows: Places) -> Matrix:
        """No score of these can be above: all goals met, and the mentor's every wish."""
        most = self.partial[rows] + f32(self.weights[0])
        return reciprocal(most, np.ones_like(most))


def prepare(
    index: MentorIndex, mentee: MenteeTraits, rules: Rules, *, barred: Barred | None = None
) -> Prepared:
    """Gates, and all features but those of texts."""
    half_hours = shared_half_hours(index, mentee)
    shut = failed(index, mentee, rules, half_hours)
    bar(shut, index, mentee.id, barred or {})
    features = np.zeros((len(CRITERIA), index.length), f32)
    _skills(features[1], index, mentee)
    _style(features[2], index, mentee)
    np.minimum(half_hours * f32(0.5 / MOST_HOURS), f32(1), out=features[3])
    _industry(features[4], index, mentee, rules)
    features[5] = np.array(worth_of_steps(mentee.seniority, rules.distance), f32).take(
        index.columns.step[: index.length]
    )
    _interests(features[6], index, mentee)
    features[7] = index.columns.quality[: index.length]
    weights = weights_for(mentee, rules)
    partial = weighted(features[1:], weights[1:])
    return Prepared(index, mentee, rules, weights, features, partial, shut)


def sides(prepared: Prepared, near: Nearness, rows: Places | None = None) -> Sides:
    """Both sides of all rows or some, when their texts have been compared."""
    calibration, partial = prepared.rules.calibration, prepared.partial
    goals = _goals(_likeness(near.expertise, calibration))
    mentee = (partial if rows is None else partial[rows]) + goals * f32(prepared.weights[0])
    mentor = _mentor_side(
        prepared.index, prepared.mentee, _likeness(near.topics, calibration), rows
    )
    return Sides(goals, mentee, mentor)


def compare(
    index: MentorIndex,
    mentee: MenteeTraits,
    rules: Rules,
    *,
    barred: Barred | None = None,
    near: Nearness | None = None,
) -> Compared:
    """Everything about one mentee and every mentor; `near` when it has been worked out before."""
    prepared = prepare(index, mentee, rules, barred=barred)
    found = sides(prepared, near or nearness(index, quantise(mentee.goals)))
    prepared.features[0] = found.goals
    return Compared(prepared.features, found, prepared.failed)


def weighted(features: Matrix, weights: tuple[float, ...]) -> Matrix:
    """The sum of weight * feature, in a fixed order."""
    total = np.zeros(features.shape[1:], f32)
    for feature, weight in zip(features, weights, strict=True):
        if weight:
            total += feature * f32(weight)
    return total


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


def _mentor_side(
    index: MentorIndex, mentee: MenteeTraits, met: Matrix, rows: Places | None
) -> Matrix:
    """q: 1 until a mentor states wishes, then how far this mentee meets them."""
    levels, has_topics = index.columns.levels[: index.length], index.topics.has(index.length)
    if rows is not None:
        levels, has_topics = levels[rows], has_topics[rows]
    found = np.ones(len(levels), f32)
    wishing = np.flatnonzero(has_topics | (levels != 0))
    if len(wishing) == 0:
        return found
    of_topics = has_topics[wishing] * f32(TOPICS_WEIGHT)
    of_levels = (levels[wishing] != 0) * f32(LEVELS_WEIGHT)
    total = of_topics * met[:, wishing].max(axis=0, initial=0)
    total += of_levels * _level(levels[wishing], mentee.seniority)
    total += f32(PREPARED_WEIGHT * mentee.preparedness)
    found[wishing] = total / (of_topics + of_levels + f32(PREPARED_WEIGHT))
    return found


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


def rarities(index: MentorIndex, mentee: MenteeTraits) -> tuple[float, ...]:
    """Of each skill that the mentee wants, among the mentors of the index."""
    return tuple(rarity(len(index), index.skills.holders(one.id)) for one in mentee.skills)


def _skills(out: Matrix, index: MentorIndex, mentee: MenteeTraits) -> None:
    rare_ones = rarities(index, mentee)
    whole = sum(rare_ones)
    for wanted, rare in zip(mentee.skills, rare_ones, strict=True):
        out += index.skills.covered(wanted, index.length) * f32(rare / whole)


def _style(out: Matrix, index: MentorIndex, mentee: MenteeTraits) -> None:
    parts: list[tuple[float, Any]] = []
    if any(answer is not None for answer in mentee.items):
        parts.append((ITEMS_WEIGHT, _items(index, mentee)))
    if mentee.styles:
        wished = np.uint8(sum(1 << STYLES.index(one) for one in mentee.styles))
        offered = np.bitwise_count(index.columns.styles[: index.length] & wished)
        parts.append((WISHED_WEIGHT, offered * f32(1 / len(mentee.styles))))
    whole = sum(weight for weight, _ in parts)
    for weight, part in parts:
        out += part * f32(weight / whole)


def _items(index: MentorIndex, mentee: MenteeTraits) -> Matrix:
    """1 less the mean distance on the items that both answered."""
    columns, length = index.columns, index.length
    apart = np.zeros(length, np.uint8)
    asked = np.zeros(length, np.uint8)
    step = np.empty(length, np.int8)
    for at, answer in enumerate(mentee.items):
        if answer is None:
            continue
        answered = columns.answered[at, :length]
        np.abs(np.subtract(columns.items[at, :length], np.int8(answer), out=step), out=step)
        apart += step.view(np.uint8) * answered
        asked += answered
    found = np.ones(length, f32)
    found -= apart / np.maximum(asked, np.uint8(1)).astype(f32) * f32(1 / WIDEST)
    found[asked == 0] = UNKNOWN
    return found


def _industry(out: Matrix, index: MentorIndex, mentee: MenteeTraits, rules: Rules) -> None:
    """For each goal with a target: the same industry, a sibling, or neither."""
    stated = [
        (weight, target)
        for weight, target in zip(goal_weights(len(mentee.targets)), mentee.targets, strict=True)
        if target is not None
    ]
    whole = sum(weight for weight, _ in stated)
    for weight, target in stated:
        group = rules.industry_groups.get(target)
        kin = [w for w, g in rules.industry_groups.items() if g == group]
        worth = _has_any(index, kin) * f32(SIBLING)
        worth[_has_any(index, [target])] = 1
        out += worth * f32(weight / whole)


def _has_any(index: MentorIndex, industries: list[str]) -> NDArray[np.bool_]:
    planes = index.columns.industries[:, : index.length]
    found = np.zeros(index.length, np.bool_)
    numbers = index.industry_words.known(industries)
    for plane, word in zip(planes, bits_of(numbers, len(planes)), strict=True):
        if word:
            found |= (plane & word) != 0
    return found


def _interests(out: Matrix, index: MentorIndex, mentee: MenteeTraits) -> None:
    """Half likeness of interests (Jaccard), half comfort in a shared language."""
    fluent = index.language_words.known(
        tag for tag, level in mentee.languages.items() if level >= Fluency.FLUENT
    )
    out[...] = HALF_COMFORT
    out[speak_any(index, fluent, Fluency.FLUENT)] = 1
    if not mentee.interests:
        return
    shared = np.zeros(index.length, np.uint8)
    for number in index.interest_words.known(mentee.interests):
        shared[index.interests.rows(number)] += 1
    either = index.columns.interests[: index.length].astype(f32)
    either += f32(len(mentee.interests))
    either -= shared
    out += shared / either
    out *= f32(0.5)
