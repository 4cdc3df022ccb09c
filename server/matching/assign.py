"""Matches a cohort: stable, balanced or by the sum of scores, around what a coordinator laid down.

Balanced is meant where the platform works out the scores: nobody ranked anybody, so stability
protects no one, while some more people get a mentor and the worst pairs become better. Stable is
meant where mentees ranked: then it is safe for them to say what they want. Refuses to move locked
pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum

import numpy as np

from server.core.errors import Invalid
from server.matching.auction import auction, prices_of, worths_of
from server.matching.book import Book
from server.matching.cohort import (
    NO_EDITS,
    NOBODY,
    Cohort,
    Edits,
    Lock,
    Numbers,
    Ranked,
    edited,
    in_order,
    ranked,
)
from server.matching.deferred import stable
from server.matching.memo import Array
from server.matching.outcome import Figures, Outcome, Pair, blocking_pairs, figures_of
from server.matching.vectors import Matrix

Longer = Callable[[Sequence[str]], Cohort]
"""For some mentees the same cohort with longer lists of these alone, in the order given."""
_MOST_PASSES = 20
_STEPS = ((2_000, 0.01, 0.001), (20_000, 0.02, 0.005))
_LAST_STEPS = (0.1, 0.01)
"""Up to so many mentees: the step of balanced, of sum. Larger ones keep it within seconds, but
drown what an incumbent is given: with .05 one edit moved 293 of 10,000, with .02 three."""


class Mode(StrEnum):
    """How a cohort is matched."""

    BALANCED = "balanced"
    STABLE = "stable"
    SUM = "sum"


def epsilon_of(mode: Mode, mentees: int) -> float:
    """The step of an auction, on the scale of the mode's worths."""
    fitting = (steps for most, *steps in _STEPS if mentees <= most)
    balanced, by_sum = next(fitting, _LAST_STEPS)
    return balanced if mode is Mode.BALANCED else by_sum


def assign(
    cohort: Cohort,
    mode: Mode,
    edits: Edits = NO_EDITS,
    *,
    longer: Longer | None = None,
    epsilon: float | None = None,
) -> Outcome:
    """Match everybody who can be; `longer` gives those left over a second chance.

    Raises: Invalid when more pairs are locked than a mentor has places.
    """
    cohort = edited(in_order(cohort), edits)
    free, locked = _unlocked(cohort, edits.locks)
    lists = [ranked(free)]
    book = Book(free.places, len(free.mentees))
    step = epsilon_of(mode, len(free.mentees)) if epsilon is None else epsilon
    held = _solve(lists, book, mode, step)
    for _ in range(_MOST_PASSES if longer else 0):
        # Whoever is displaced by somebody with a longer list gets one too.
        lengthened = np.concatenate([one.rows for one in lists[1:]] or [lists[0].rows[:0]])
        left = np.setdiff1d(np.flatnonzero(held == NOBODY), lengthened).astype(np.int32)
        if longer is None or len(left) == 0:
            break
        lists.append(_longer_lists(free, left, edits, longer))
        held = _solve(lists, book, mode, step)
    return _outcome(cohort, (free, lists, book), locked, mode)


def _solve(lists: list[Ranked], book: Book, mode: Mode, epsilon: float) -> Numbers:
    if mode is Mode.STABLE:
        return stable(lists, book)
    is_balanced = mode is Mode.BALANCED
    return auction([worths_of(one, is_balanced=is_balanced) for one in lists], book, epsilon)


def _unlocked(cohort: Cohort, locks: Sequence[Lock]) -> tuple[Cohort, dict[str, Lock]]:
    """The cohort without locked mentees (their lists are empty) and without their places."""
    locked = {one.mentee: one for one in locks if one.mentee in set(cohort.mentees)}
    numbers = {one: at for at, one in enumerate(cohort.mentors)}
    places, choices = cohort.places.copy(), cohort.choices.copy()
    for one in locked.values():
        places[numbers[one.mentor]] -= 1
    if (places < 0).any():
        names = [cohort.mentors[at] for at in np.flatnonzero(places < 0)]
        raise Invalid(
            f"More pairs are locked than {len(names)} of the mentors have places.",
            fields={"locks": ", ".join(sorted(names))},
        )
    for row, mentee in enumerate(cohort.mentees):
        if mentee in locked:
            choices[row] = NOBODY
    return replace(cohort, places=places, choices=choices), locked


def _longer_lists(free: Cohort, left: Numbers, edits: Edits, longer: Longer) -> Ranked:
    """Lists of those left over, in the numbers of `free`; who is locked stays without."""
    given = edited(longer([free.mentees[at] for at in left]), edits)
    numbers = {one: at for at, one in enumerate(free.mentors)}
    to_free = np.array([*(numbers.get(one, NOBODY) for one in given.mentors), NOBODY], np.int32)
    locked = {one.mentee for one in edits.locks}
    choices = to_free[given.choices]
    choices[[mentee in locked for mentee in given.mentees]] = NOBODY
    whole = replace(
        free,
        choices=choices,
        scores=given.scores,
        wants=given.wants,
        priorities=given.priorities,
        added=given.added,
    )
    return ranked(whole, left)


def _outcome(
    cohort: Cohort,
    solved: tuple[Cohort, list[Ranked], Book],
    locked: dict[str, Lock],
    mode: Mode,
) -> Outcome:
    free, lists, book = solved
    pairs = {one.mentee: Pair(one.mentor, one.score, None, True) for one in locked.values()}
    ranks, scores = _ranks_and_scores(lists, book.held)
    for row in np.flatnonzero(book.held != NOBODY).tolist():
        mentor = free.mentors[book.held[row]]
        pairs[free.mentees[row]] = Pair(mentor, float(scores[row]), int(ranks[row]))
    lengths = _lengths(lists, len(free.mentees))
    unmatched = {
        mentee: int(lengths[row]) for row, mentee in enumerate(free.mentees) if mentee not in pairs
    }
    prices = {} if mode is Mode.STABLE else _named_prices(free, book)
    return Outcome(pairs, unmatched, prices, _figures(cohort, solved, pairs))


def _figures(
    cohort: Cohort, solved: tuple[Cohort, list[Ranked], Book], pairs: dict[str, Pair]
) -> Figures:
    free, lists, book = solved
    given = list(pairs.values())
    numbers = {one: at for at, one in enumerate(cohort.mentors)}
    taken = np.bincount([numbers[one.mentor] for one in given], minlength=len(cohort.mentors))
    has_places = cohort.places > 0
    full = taken[has_places] / cohort.places[has_places]
    return figures_of(
        np.array([one.score for one in given], np.float32),
        np.array([one.rank or 0 for one in given], np.int32),
        len(cohort.mentees),
        full.astype(np.float32),
        _blocking(free, lists, book),
    )


def _blocking(free: Cohort, lists: list[Ranked], book: Book) -> int:
    """Each mentee by their last list."""
    whole = lists[0]
    for more in lists[1:]:
        whole = _joined(whole, ~np.isin(whole.rows, more.rows), more)
    return blocking_pairs(free, whole, book.held)


def _joined(one: Ranked, kept: Array, other: Ranked) -> Ranked:
    """Some rows of one, and all of another."""
    width = max(one.choices.shape[1], other.choices.shape[1])

    def both(name: str, fill: int) -> Array:
        parts = [getattr(one, name)[kept], getattr(other, name)]
        wide = [np.pad(p, ((0, 0), (0, width - p.shape[1])), constant_values=fill) for p in parts]
        return np.concatenate(wide)

    return Ranked(
        rows=np.concatenate([one.rows[kept], other.rows]),
        choices=both("choices", NOBODY),
        scores=both("scores", 0),
        worths=both("worths", 0),
        wants=both("wants", 0),
        keys=both("keys", 0),
    )


def _ranks_and_scores(lists: list[Ranked], held: Numbers) -> tuple[Numbers, Matrix]:
    """[mentees] each: the place of their mentor on their last list, from 1, and the score."""
    ranks, scores = np.zeros(len(held), np.int32), np.zeros(len(held), np.float32)
    for one in lists:
        is_match = one.choices == held[one.rows, None]
        at = is_match.argmax(axis=1)
        across = np.arange(len(one.rows))
        found = is_match[across, at] & (held[one.rows] != NOBODY)
        ranks[one.rows[found]] = at[found] + 1
        scores[one.rows[found]] = one.scores[across, at][found]
    return ranks, scores


def _lengths(lists: list[Ranked], mentees: int) -> Numbers:
    found = np.zeros(mentees, np.int32)
    for one in lists:
        found[one.rows] = (one.choices != NOBODY).sum(axis=1)
    return found


def _named_prices(free: Cohort, book: Book) -> dict[str, float]:
    prices = prices_of(book)
    full = np.flatnonzero((prices > 0) & np.isfinite(prices))
    return {free.mentors[at]: float(prices[at]) for at in full}
