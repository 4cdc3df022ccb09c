"""A cohort to be matched: who may be given to whom, how good it would be, how many places.

Everything is put into an order that depends on ids and seed alone before anything is decided, so
that the order in which people came changes nothing. Refuses lists that name a mentor twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from server.matching.ties import Hashes, hashes_of, mixed
from server.matching.vectors import Matrix

Numbers = NDArray[np.int32]
Keys = NDArray[np.uint64]
NOBODY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Cohort:
    """Lists are [mentees, k]: numbers of mentors, `NOBODY` where a list is short, in any order."""

    mentees: list[str]
    mentors: list[str]
    places: Numbers
    """[mentors], 0 or more."""
    choices: Numbers
    scores: Matrix
    """What both have of a pair, 0 to 1."""
    wants: Matrix | None = None
    """By which a mentee ranks, higher first; None: by the score. Not below 0."""
    priorities: Matrix | None = None
    """By which a mentor ranks; None: by the score. Not below 0."""
    added: Matrix | None = None
    """What a coordinator, or the last draft, adds to all three; scores are told without it."""
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """The lists of some mentees, best first, each with a key by which its mentor ranks."""

    rows: Numbers
    """Which mentees."""
    choices: Numbers
    """[rows, k]; short lists end in `NOBODY`."""
    scores: Matrix
    worths: Matrix
    """The scores with what is added."""
    wants: Keys
    keys: Keys
    """No two of one mentor are equal, but by a chance of 2^-32."""


@dataclass(frozen=True, slots=True)
class Lock:
    """A pair that stays, whatever it scores."""

    mentee: str
    mentor: str
    score: float


@dataclass(frozen=True, slots=True)
class Boost:
    """A pair that a coordinator sees better or worse than its numbers: by -0.1 to 0.1.

    `score` is the pair's own, for one that is on no list.
    """

    mentee: str
    mentor: str
    by: float
    score: float


@dataclass(frozen=True, slots=True)
class Edits:
    """What a coordinator has laid down before the rest is solved."""

    locks: tuple[Lock, ...] = ()
    forbids: frozenset[tuple[str, str]] = frozenset()
    """(mentee, mentor)."""
    boosts: tuple[Boost, ...] = ()
    places: dict[str, int] = field(default_factory=dict)
    """By mentor, in place of what they have."""
    incumbents: dict[str, str] = field(default_factory=dict)
    """By mentee, whom the last draft gave them: a little is added, so that a draft moves less."""
    incumbent_bonus: float = 0.05
    waited: Mapping[str, float] = field(default_factory=dict)
    """By mentee, what their waiting adds to each of their pairs (`waiting_bonus`)."""


NO_EDITS = Edits()
MOST_BOOST = 0.1
WAITING_A_WEEK = 0.01
MOST_WAITING = 0.1


def waiting_bonus(days: int) -> float:
    """What waiting for so many days adds: a little for each whole week, up to a limit."""
    return min(WAITING_A_WEEK * max(0, days // 7), MOST_WAITING)


def in_order(cohort: Cohort) -> Cohort:
    """The same people by a hash of seed and id."""
    mentees = _order(cohort.mentees, cohort.seed)
    mentors = _order(cohort.mentors, cohort.seed)
    number = np.empty(len(mentors) + 1, np.int32)
    number[mentors] = np.arange(len(mentors))
    number[NOBODY] = NOBODY
    return replace(
        cohort,
        mentees=[cohort.mentees[at] for at in mentees],
        mentors=[cohort.mentors[at] for at in mentors],
        places=cohort.places[mentors],
        choices=number[cohort.choices[mentees]],
        scores=cohort.scores[mentees],
        wants=None if cohort.wants is None else cohort.wants[mentees],
        priorities=None if cohort.priorities is None else cohort.priorities[mentees],
        added=None if cohort.added is None else cohort.added[mentees],
    )


def ranked(cohort: Cohort, rows: Numbers | None = None) -> Ranked:
    """The lists of all mentees, or of those that `rows` says these lists are of."""
    if rows is None:
        rows = np.arange(len(cohort.mentees), dtype=np.int32)
    is_there, ties = cohort.choices != NOBODY, _ties(cohort, rows)
    worths = _raised(cohort.scores, cohort.added)
    wants = keys = _keys(worths, ties, is_there)
    if cohort.wants is not None:
        wants = _keys(_raised(cohort.wants, cohort.added), ties, is_there)
    if cohort.priorities is not None:
        keys = _keys(_raised(cohort.priorities, cohort.added), ties, is_there)
    parts = (cohort.choices, cohort.scores, worths, wants, keys)
    if not (wants[:, 1:] <= wants[:, :-1]).all():
        order = np.argsort(~wants, axis=1, kind="stable")
        parts = tuple(np.take_along_axis(part, order, axis=1) for part in parts)  # type: ignore[assignment]
    return Ranked(rows, *parts)


def edited(cohort: Cohort, edits: Edits) -> Cohort:
    """With forbids, places, and all that adds to pairs worked in; locks are the solver's matter."""
    cohort = _with_boosted(cohort, edits)
    mentees = {one: at for at, one in enumerate(cohort.mentees)}
    mentors = {one: at for at, one in enumerate(cohort.mentors)}
    choices, places = cohort.choices.copy(), cohort.places.copy()
    for mentor, count in edits.places.items():
        places[mentors[mentor]] = count
    for mentee, mentor in edits.forbids:
        row, number = mentees.get(mentee), mentors.get(mentor)
        if row is not None and number is not None:
            choices[row][choices[row] == number] = NOBODY
    added = np.zeros(choices.shape, np.float32)
    for mentee, mentor, by in _additions(edits):
        row, number = mentees.get(mentee), mentors.get(mentor)
        if row is not None and number is not None:
            added[row][choices[row] == number] += by
    for mentee, by in edits.waited.items():
        if mentee in mentees:
            added[mentees[mentee]] += by
    return replace(cohort, choices=choices, places=places, added=added)


def _additions(edits: Edits) -> Iterator[tuple[str, str, float]]:
    """What is added to single pairs: (mentee, mentor, by)."""
    for one in edits.boosts:
        yield one.mentee, one.mentor, min(max(one.by, -MOST_BOOST), MOST_BOOST)
    for mentee, mentor in edits.incumbents.items():
        yield mentee, mentor, edits.incumbent_bonus


def _with_boosted(cohort: Cohort, edits: Edits) -> Cohort:
    """With another place in every list for a pair that is boosted and on no list."""
    mentees = {one: at for at, one in enumerate(cohort.mentees)}
    mentors = {one: at for at, one in enumerate(cohort.mentors)}
    for one in edits.boosts:
        row, number = mentees.get(one.mentee), mentors.get(one.mentor)
        if row is None or number is None or number in cohort.choices[row]:
            continue
        column = np.full((len(mentees), 1), NOBODY, np.int32)
        scores = np.zeros((len(mentees), 1), np.float32)
        column[row], scores[row] = number, one.score
        cohort = replace(
            cohort,
            choices=np.hstack([cohort.choices, column]),
            scores=np.hstack([cohort.scores, scores]),
            wants=None if cohort.wants is None else np.hstack([cohort.wants, scores]),
            priorities=(
                None if cohort.priorities is None else np.hstack([cohort.priorities, scores])
            ),
        )
    return cohort


def _raised(numbers: Matrix, added: Matrix | None) -> Matrix:
    """Never quite to 0, which would be no pair at all."""
    if added is None:
        return numbers
    found: Matrix = np.where(added == 0, numbers, np.clip(numbers + added, 0.001, 2.0))
    return found


def _order(ids: list[str], seed: int) -> NDArray[np.intp]:
    own = hashes_of(ids)
    return np.lexsort((own, mixed(seed, own, own)))


def _ties(cohort: Cohort, rows: Numbers) -> Hashes:
    mentees = hashes_of([cohort.mentees[at] for at in rows])
    mentors = hashes_of(cohort.mentors) if cohort.mentors else np.zeros(1, np.uint64)
    return mixed(cohort.seed, mentees[:, None], mentors[cohort.choices])


def _keys(values: Matrix, ties: Hashes, is_there: NDArray[np.bool_]) -> Keys:
    """Whole numbers in the order of (value, hash): the bits of a float not below 0 keep order."""
    bits = (values + np.float32(0)).view(np.uint32).astype(np.uint64)
    bits <<= np.uint64(32)
    bits |= ties >> np.uint64(32)
    found: Keys = np.where(is_there, bits | np.uint64(1), np.uint64(0))
    return found
