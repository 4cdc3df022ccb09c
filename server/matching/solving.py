"""From the traits of a programme to a draft, and from a draft and edits to the next: pure numbers.

A draft follows from the packed cohort and the edits alone, so undoing an edit brings back exactly
what was there before. Refuses to know whose numbers these are.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import msgspec
import numpy as np

from server.core.errors import Invalid
from server.matching.assign import Mode, assign
from server.matching.cohort import NOBODY, Boost, Cohort, Edits, Lock, Numbers
from server.matching.draft import Draft, DraftEdits, DraftPair, Left, Why
from server.matching.gates import Barred
from server.matching.index import MentorIndex
from server.matching.obstacles import obstacles
from server.matching.outcome import Outcome
from server.matching.ranking import top_lists
from server.matching.rules import Rules
from server.matching.skills import rarity
from server.matching.traits import MenteeTraits

LENGTH = 50
"""Mentors on a list; who is left over is left for want of places, hardly of listed mentors."""
INCUMBENT_BONUS = 0.05
Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """All that a draft is made from."""

    cohort: Cohort
    first: Mapping[str, str]
    """Whom the first draft gave each mentee: edits move as few of these as they must."""
    obstacles: tuple[Left, ...]
    """Of mentees with nobody on their list."""
    rarities: Mapping[str, float]
    """Weights of wanted skills, by id: to score a pair that is on no list."""
    waited: Mapping[str, float] = field(default_factory=dict)
    """By mentee, what their waiting adds to their pairs."""


def listed(
    index: MentorIndex,
    mentees: Sequence[MenteeTraits],
    rules: Rules,
    seed: int,
    *,
    barred: Mapping[str, Barred],
    tell: Tell,
) -> Problem:
    """Everybody's list; `tell` is called with how many mentees are done, and may raise to stop."""
    parts = []
    for part in top_lists(index, mentees, rules, LENGTH, barred=barred):
        parts.append(part)
        tell(len(parts[-1].rows))
    empty = np.full((0, LENGTH), NOBODY, np.int32)
    choices = np.concatenate([empty, *(one.rows for one in parts)])
    scores = np.concatenate([empty.astype(np.float32), *(one.scores for one in parts)])
    cohort = Cohort(
        mentees=[one.id for one in mentees],
        mentors=list(index.ids),
        places=index.columns.places[: index.length].astype(np.int32),
        choices=choices,
        scores=scores,
        seed=seed,
    )
    without = [one for one, row in zip(mentees, choices, strict=True) if (row == NOBODY).all()]
    left = tuple(_left(index, one, rules, barred.get(one.id, {})) for one in without)
    wanted = {skill.id for one in mentees for skill in one.skills}
    rare = {one: rarity(len(index), index.skills.holders(one)) for one in wanted}
    return Problem(cohort, {}, left, rare)


def solve(problem: Problem, mode: Mode, edits: DraftEdits, scores: Mapping[str, float]) -> Draft:
    """The draft by these edits; `scores` of laid-down pairs on no list, by `mentee mentor`.

    Raises: Invalid, when more pairs are locked than a mentor has places, or for people who are
    not in the run.
    """
    cohort = problem.cohort
    _require_known(cohort, edits)
    given = _edits(problem, edits, scores)
    outcome = assign(cohort, mode, given)
    # Prices are on the scale of scores, whatever the mode, and without what keeps drafts alike.
    priced = assign(cohort, Mode.SUM, replace(given, incumbents={}))
    return Draft(
        pairs=_pairs(cohort, outcome, priced.prices),
        left=_lefts(problem, outcome),
        figures=outcome.figures,
    )


def score_of(cohort: Cohort, mentee: str, mentor: str) -> float | None:
    """Of a pair that is on a list."""
    if mentee not in cohort.mentees or mentor not in cohort.mentors:
        return None
    row = cohort.mentees.index(mentee)
    at = np.flatnonzero(cohort.choices[row] == cohort.mentors.index(mentor))
    return float(cohort.scores[row, at[0]]) if len(at) else None


def options_of(cohort: Cohort, mentee: str, most: int = 10) -> list[tuple[str, float]]:
    """The first of a mentee's list, best first."""
    row = cohort.mentees.index(mentee)
    found = [
        (cohort.mentors[number], float(score))
        for number, score in zip(cohort.choices[row], cohort.scores[row], strict=True)
        if number != NOBODY
    ]
    return found[:most]


def pair_key(mentee: str, mentor: str) -> str:
    """Under which scores of pairs on no list are told."""
    return f"{mentee} {mentor}"


def packed(problem: Problem) -> bytes:
    """For the table."""
    cohort, file = problem.cohort, io.BytesIO()
    np.savez(
        file,
        places=cohort.places,
        choices=cohort.choices.astype(np.int32),
        scores=cohort.scores.astype(np.float32),
    )
    told = {
        "mentees": cohort.mentees,
        "mentors": cohort.mentors,
        "seed": cohort.seed,
        "first": dict(problem.first),
        "obstacles": problem.obstacles,
        "rarities": dict(problem.rarities),
        "waited": dict(problem.waited),
    }
    return zlib.compress(msgspec.msgpack.encode({"told": told, "arrays": file.getvalue()}), 3)


def unpacked(content: bytes) -> Problem:
    """From it."""
    whole = msgspec.msgpack.decode(zlib.decompress(content))
    told = whole["told"]
    with np.load(io.BytesIO(whole["arrays"]), allow_pickle=False) as arrays:
        cohort = Cohort(
            mentees=told["mentees"],
            mentors=told["mentors"],
            places=arrays["places"],
            choices=arrays["choices"],
            scores=arrays["scores"],
            seed=told["seed"],
        )
    lefts = msgspec.convert(told["obstacles"], tuple[Left, ...])
    return Problem(cohort, told["first"], lefts, told["rarities"], told.get("waited", {}))


def without_people(problem: Problem, gone: Collection[str]) -> Problem:
    """The same when people have left meanwhile: nobody is given to them any more."""
    cohort = problem.cohort
    choices, places = cohort.choices.copy(), cohort.places.copy()
    for number, mentor in enumerate(cohort.mentors):
        if mentor in gone:
            choices[choices == number] = NOBODY
            places[number] = 0
    kept = [at for at, one in enumerate(cohort.mentees) if one not in gone]
    slim = replace(
        cohort,
        mentees=[cohort.mentees[at] for at in kept],
        choices=choices[kept],
        scores=cohort.scores[kept],
        places=places,
    )
    left = tuple(one for one in problem.obstacles if one.mentee not in gone)
    return replace(problem, cohort=slim, obstacles=left)


def _left(index: MentorIndex, mentee: MenteeTraits, rules: Rules, barred: Barred) -> Left:
    found = obstacles(index, mentee, rules, barred=barred)
    change = found.change
    return Left(
        mentee=mentee.id,
        why=_name(found.main.name if found.main else None) or "absent",
        change=_name(change.gate.name if change else None),
        opens=change.opens if change else 0,
        slot=change.slot if change else None,
        language=change.language if change else None,
    )


def _name(gate: str | None) -> str | None:
    return gate.lower() if gate else None


def _require_known(cohort: Cohort, edits: DraftEdits) -> None:
    mentees, mentors = set(cohort.mentees), set(cohort.mentors)
    pairs = [*edits.locks, *edits.forbids, *((one.mentee, one.mentor) for one in edits.boosts)]
    is_known = all(mentee in mentees and mentor in mentors for mentee, mentor in pairs)
    if not is_known or not mentors.issuperset(edits.places):
        sentence = "A change names somebody who is not in this run."
        raise Invalid(sentence, fields={"edits": sentence})


def _edits(problem: Problem, edits: DraftEdits, scores: Mapping[str, float]) -> Edits:
    cohort = problem.cohort

    def own(mentee: str, mentor: str) -> float:
        found = score_of(cohort, mentee, mentor)
        return scores.get(pair_key(mentee, mentor), 0.0) if found is None else found

    present = set(cohort.mentees)
    first = problem.first if edits != DraftEdits() else {}  # nothing laid down: the first draft
    return Edits(
        locks=tuple(Lock(*pair, own(*pair)) for pair in edits.locks),
        forbids=frozenset(edits.forbids),
        boosts=tuple(
            Boost(one.mentee, one.mentor, one.by, own(one.mentee, one.mentor))
            for one in edits.boosts
        ),
        places=dict(edits.places),
        incumbents={one: mentor for one, mentor in first.items() if one in present},
        incumbent_bonus=INCUMBENT_BONUS,
        waited=problem.waited,
    )


def _pairs(cohort: Cohort, outcome: Outcome, prices: Mapping[str, float]) -> tuple[DraftPair, ...]:
    numbers = {one: at for at, one in enumerate(cohort.mentors)}
    by_mentor = _scores_by_mentor(cohort)
    return tuple(
        DraftPair(
            mentee=mentee,
            mentor=pair.mentor,
            score=round(pair.score, 6),
            mentee_rank=pair.rank,
            mentor_rank=_rank(by_mentor[numbers[pair.mentor]], pair.score),
            is_locked=pair.is_locked,
            price=round(prices.get(pair.mentor, 0.0), 6),
        )
        for mentee, pair in sorted(outcome.pairs.items())
    )


def _scores_by_mentor(cohort: Cohort) -> list[Numbers]:
    """For each mentor the scores of all mentees who list them, the least first."""
    is_there = cohort.choices != NOBODY
    mentors, scores = cohort.choices[is_there], cohort.scores[is_there]
    order = np.lexsort((scores, mentors))
    bounds = np.searchsorted(mentors[order], np.arange(len(cohort.mentors) + 1))
    return [scores[order[start:stop]] for start, stop in pairwise(bounds.tolist())]


def _rank(scores: Numbers, own: float) -> int | None:
    if len(scores) == 0:
        return None
    return int(np.count_nonzero(scores > np.float32(own) + np.float32(1e-6))) + 1


def _lefts(problem: Problem, outcome: Outcome) -> tuple[Left, ...]:
    known = {one.mentee: one for one in problem.obstacles}
    return tuple(
        known.get(mentee)
        or Left(mentee=mentee, listed=listed_, why=Why.TAKEN, change="full", opens=listed_)
        for mentee, listed_ in sorted(outcome.unmatched.items())
    )
