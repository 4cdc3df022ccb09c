"""The features of all mentors for one mentee, but those of texts: [rows] each, 0 to 1.

Sums are made elementwise in a fixed order, so that every machine has the same. `pair` is the
readable twin.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from server.matching.columns import bits_of
from server.matching.gates import speak_any
from server.matching.index import MentorIndex
from server.matching.memo import Array, Memo
from server.matching.rules import MOST_HOURS, Rules, goal_weights, worth_of_steps
from server.matching.skills import rarity
from server.matching.traits import STYLES, Fluency, MenteeTraits
from server.matching.vectors import Matrix
from server.profiles.model import Style

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


def weighted(parts: list[Array], weights: list[float], length: int) -> Matrix:
    """The sum of weight * part, in a fixed order."""
    each = [(part, f32(weight)) for part, weight in zip(parts, weights, strict=True) if weight]
    if not each:
        return np.zeros(length, f32)
    total: Matrix = each[0][0] * each[0][1]
    scratch = np.empty(length, f32)
    for part, weight in each[1:]:
        total += np.multiply(part, weight, out=scratch)
    return total


def rarities(index: MentorIndex, mentee: MenteeTraits) -> tuple[float, ...]:
    """Of each skill that the mentee wants, among the mentors of the index."""
    return tuple(rarity(len(index), index.skills.holders(one.id)) for one in mentee.skills)


def skills(index: MentorIndex, mentee: MenteeTraits, memo: Memo) -> Matrix:
    """How far the wanted skills are covered, rare ones weighing more."""
    rare_ones, length = rarities(index, mentee), index.length
    whole = sum(rare_ones)
    parts = [
        memo.get(("skill", one.id), lambda one=one: index.skills.covered(one, length))  # type: ignore[misc]
        for one in mentee.skills
    ]
    return weighted(parts, [rare / whole for rare in rare_ones], length)


def style(index: MentorIndex, mentee: MenteeTraits, memo: Memo) -> Matrix:
    """Likeness of working style, and wished styles that are offered."""
    parts: list[Array] = []
    weights: list[float] = []
    if any(answer is not None for answer in mentee.items):
        parts.append(_items(index, mentee, memo))
        weights.append(ITEMS_WEIGHT)
    if mentee.styles:
        wished = mentee.styles
        parts.append(memo.get(("styles", wished), lambda: _offered(index, wished)))
        weights.append(WISHED_WEIGHT)
    whole = sum(weights)
    return weighted(parts, [weight / whole for weight in weights], index.length)


def availability(half_hours: NDArray[np.uint16]) -> Matrix:
    """Of the hours that are as good as any more."""
    found: Matrix = half_hours * f32(0.5 / MOST_HOURS)
    return np.minimum(found, f32(1), out=found)


def industry(index: MentorIndex, mentee: MenteeTraits, rules: Rules, memo: Memo) -> Matrix:
    """For each goal with a target: the same industry, a sibling, or neither."""
    order = goal_weights(len(mentee.targets))
    stated = [(w, one) for w, one in zip(order, mentee.targets, strict=True) if one is not None]
    whole = sum(weight for weight, _ in stated)
    parts = [
        memo.get(("industry", one), lambda one=one: _near(index, one, rules))  # type: ignore[misc]
        for _, one in stated
    ]
    return weighted(parts, [weight / whole for weight, _ in stated], index.length)


def seniority(index: MentorIndex, mentee: MenteeTraits, rules: Rules, memo: Memo) -> Matrix:
    """By the steps that the mentor is ahead."""

    def make() -> Matrix:
        worths = np.array(worth_of_steps(mentee.seniority, rules.distance), f32)
        return worths.take(index.columns.step[: index.length])

    return memo.get(("step", mentee.seniority), make)


def interests(index: MentorIndex, mentee: MenteeTraits, memo: Memo) -> Matrix:
    """Half likeness of interests (Jaccard), half comfort in a shared language."""
    fluent = frozenset(t for t, level in mentee.languages.items() if level >= Fluency.FLUENT)
    comfort = memo.get(("fluent", fluent), lambda: _comfort(index, fluent))
    if not mentee.interests:
        return comfort
    length = index.length
    shared = np.zeros(length, np.uint8)
    for number in index.interest_words.known(mentee.interests):
        shared += memo.get(("interest", number), lambda number=number: _holders(index, number))  # type: ignore[misc]
    either = index.columns.interests[:length] + f32(len(mentee.interests))
    either -= shared
    found: Matrix = np.divide(shared, either, out=either)
    found += comfort
    found *= f32(0.5)
    return found


def _items(index: MentorIndex, mentee: MenteeTraits, memo: Memo) -> Matrix:
    """1 less the mean distance on the items that both answered."""
    given = [(at, answer) for at, answer in enumerate(mentee.items) if answer is not None]
    apart = np.zeros(index.length, np.uint8)
    for at, answer in given:
        apart += memo.get(
            ("item", at, answer),
            lambda at=at, answer=answer: _apart(index, at, answer),  # type: ignore[misc]
        )
    asked = tuple(at for at, _ in given)
    most, step = memo.get(("asked", asked), lambda: _scale(index, asked))
    found: Matrix = apart * step
    np.subtract(most, found, out=found)
    return found


def _apart(index: MentorIndex, at: int, answer: int) -> NDArray[np.uint8]:
    answers = index.columns.items[at, : index.length]
    steps: NDArray[np.uint8] = np.abs(answers - np.int8(answer)).view(np.uint8)
    steps *= index.columns.answered[at, : index.length]
    return steps


def _scale(index: MentorIndex, asked: tuple[int, ...]) -> Matrix:
    """[2, rows]: what nobody stands apart from, and what each step of distance costs."""
    both = index.columns.answered[list(asked), : index.length].sum(axis=0, dtype=np.uint8)
    step = f32(1) / (np.maximum(both, 1).astype(f32) * f32(WIDEST))
    return np.stack([np.where(both > 0, f32(1), f32(UNKNOWN)), step])


def _offered(index: MentorIndex, wished: frozenset[Style]) -> Matrix:
    bits = np.uint8(sum(1 << STYLES.index(one) for one in wished))
    offered = np.bitwise_count(index.columns.styles[: index.length] & bits)
    found: Matrix = offered * f32(1 / len(wished))
    return found


def _near(index: MentorIndex, target: str, rules: Rules) -> Matrix:
    group = rules.industry_groups.get(target)
    kin = [one for one, other in rules.industry_groups.items() if other == group]
    worth: Matrix = _has_any(index, kin) * f32(SIBLING)
    worth[_has_any(index, [target])] = 1
    return worth


def _has_any(index: MentorIndex, names: list[str]) -> NDArray[np.bool_]:
    planes = index.columns.industries[:, : index.length]
    found = np.zeros(index.length, np.bool_)
    numbers = index.industry_words.known(names)
    for plane, word in zip(planes, bits_of(numbers, len(planes)), strict=True):
        if word:
            found |= (plane & word) != 0
    return found


def _comfort(index: MentorIndex, fluent: frozenset[str]) -> Matrix:
    spoken = index.language_words.known(fluent)
    return np.where(speak_any(index, spoken, Fluency.FLUENT), f32(1), f32(HALF_COMFORT))


def _holders(index: MentorIndex, number: int) -> NDArray[np.uint8]:
    found = np.zeros(index.length, np.uint8)
    found[index.interests.rows(number)] = 1
    return found
