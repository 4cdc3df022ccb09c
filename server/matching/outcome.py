"""What came of matching a cohort: pairs, ranks, prices, and figures to judge it by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from server.matching.cohort import NOBODY, Cohort, Keys, Numbers, Ranked
from server.matching.vectors import Matrix

_CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Pair:
    """A mentee and the mentor they were given."""

    mentor: str
    score: float
    rank: int | None
    """On the mentee's list, from 1; None for a locked pair that is on none."""
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """To compare runs by; scores are 0 to 1, shares of all mentees or of the matched."""

    mentees: int
    matched: int
    mean: float
    least: float
    p1: float
    p5: float
    total: float
    top3: float
    """Share of the matched who got one of the first three of their list."""
    gini: float
    """Of how full mentors are, 0 alike to 1 unlike; those with places."""
    blocking: int
    """Pairs who would both rather have each other."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """By mentee; whoever is missing has nobody."""

    pairs: Mapping[str, Pair]
    unmatched: Mapping[str, int]
    """How many mentors stood on the list, all of whom went to others; 0: no gate was open."""
    prices: Mapping[str, float]
    """Of full mentors, on the scale of the mode's worths; empty for stable."""
    figures: Figures


@dataclass(frozen=True, slots=True)
class Move:
    """A mentee for whom something else came out."""

    mentee: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What an edit brought about."""

    moves: tuple[Move, ...]
    total: float
    """Of all scores; the change as a share of what it was."""


def incumbents_of(draft: Outcome) -> dict[str, str]:
    """Whom a draft gave everybody: laid down for the next one, it keeps what nothing speaks
    against, so that an edit moves few."""
    return {mentee: pair.mentor for mentee, pair in draft.pairs.items()}


def difference(before: Outcome, after: Outcome) -> Difference:
    """Mentees in the order of their ids."""
    moves = []
    for mentee in sorted(set(before.pairs) | set(after.pairs)):
        old, new = before.pairs.get(mentee), after.pairs.get(mentee)
        names = (old.mentor if old else None, new.mentor if new else None)
        if names[0] != names[1]:
            moves.append(Move(mentee, *names))
    was = before.figures.total
    change = (after.figures.total - was) / was if was else 0.0
    return Difference(tuple(moves), change)


def figures_of(
    scores: Matrix, ranks: Numbers, mentees: int, full: Matrix, blocking: int
) -> Figures:
    """`scores` and `ranks` of the matched, `full` the share of places taken of each mentor."""
    values = np.sort(scores.astype(np.float64))
    some = len(values) > 0
    p1, p5 = np.percentile(values, [1, 5]).tolist() if some else (0.0, 0.0)
    return Figures(
        mentees=mentees,
        matched=len(values),
        mean=float(values.mean()) if some else 0.0,
        least=float(values[0]) if some else 0.0,
        p1=p1,
        p5=p5,
        total=float(values.sum()),
        top3=float(np.mean((ranks >= 1) & (ranks <= 3))) if some else 0.0,
        gini=gini(full),
        blocking=blocking,
    )


def gini(values: Matrix) -> float:
    """0 when all have alike, towards 1 when one has all."""
    ordered = np.sort(values.astype(np.float64))
    count, whole = len(ordered), ordered.sum()
    if count == 0 or whole == 0:
        return 0.0
    return float(
        2 * (np.arange(1, count + 1) * ordered).sum() / (count * whole) - (count + 1) / count
    )


def blocking_pairs(cohort: Cohort, lists: Ranked, held: Numbers) -> int:
    """Pairs on the lists who would both leave what they have for each other.

    `held` is the mentor of each mentee. A mentor with a free place would take anybody listed.
    """
    least, match_wants = _least_keys(cohort, lists, held), _want_of_match(lists, held)
    count = 0
    for start in range(0, len(lists.rows), _CHUNK):
        part = slice(start, start + _CHUNK)
        choices = lists.choices[part]
        is_there = choices != NOBODY
        rather = lists.wants[part] > match_wants[part, None]
        welcome = lists.keys[part] > least[choices]
        count += int(np.count_nonzero(is_there & rather & welcome))
    return count


def _want_of_match(lists: Ranked, held: Numbers) -> Keys:
    is_match = lists.choices == held[lists.rows, None]
    is_match &= lists.choices != NOBODY
    found: Keys = np.where(is_match, lists.wants, np.uint64(0)).max(axis=1, initial=np.uint64(0))
    return found


def _least_keys(cohort: Cohort, lists: Ranked, held: Numbers) -> Keys:
    """[mentors]: of the worst whom each holds; 0 with a free place, the highest with no places."""
    count = len(cohort.mentors)
    is_match = (lists.choices == held[lists.rows, None]) & (lists.choices != NOBODY)
    matched = lists.choices[is_match]
    least = np.full(count, np.iinfo(np.uint64).max, np.uint64)
    np.minimum.at(least, matched, lists.keys[is_match])
    taken = np.bincount(held[held != NOBODY], minlength=count)
    least[(taken < cohort.places) & (cohort.places > 0)] = 0
    return least
