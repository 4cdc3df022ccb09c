"""Whole cohorts: stable, balanced and by the sum, at the sizes of published ones. Asserts nothing.

Scores of the large cohort are made up from topics that people share, how good a mentor is, and
chance; those of 10,000 mentees come from the real lists of made-up people.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from bench.matching.apart import apart
from bench.matching.lists import LENGTH, RULES
from bench.matching.people import Population, Shape
from server.matching.assign import Mode, assign
from server.matching.cohort import NOBODY, Cohort, Edits
from server.matching.index import MentorIndex
from server.matching.memo import Array
from server.matching.outcome import Outcome, difference, incumbents_of
from server.matching.ranking import Lists, top_lists
from server.matching.traits import MenteeTraits

NRMP_2025 = (47_208, 6_626, 43_237, 12)
"""Active applicants, programmes, positions (National Resident Matching Program, 2025)."""
PLACES = 2.5
"""Times those of made-up mentors: ten in the mean, as many as there are mentees."""
_ROWS = 500
_TOPICS = 40


def measure() -> dict[str, float]:
    """Seconds of wall time around the solver, from lists to pairs with ranks and figures."""
    figures = apart(nrmp, [()])[0]
    figures |= apart(large, [()])[0]
    return figures | apart(bulk, [()])[0]


def nrmp() -> dict[str, float]:
    """Random lists of both sides at the size of a real match."""
    applicants, programmes, positions, length = NRMP_2025
    draw = np.random.default_rng(1)
    places = np.full(programmes, positions // programmes, np.int32)
    places[: positions % programmes] += 1
    shape = (applicants, length)
    choices = np.array([draw.choice(programmes, length, replace=False) for _ in range(applicants)])
    cohort = Cohort(
        mentees=[f"applicant-{at}" for at in range(applicants)],
        mentors=[f"programme-{at}" for at in range(programmes)],
        places=places,
        choices=choices.astype(np.int32),
        scores=np.full(shape, 0.5, np.float32),
        wants=draw.random(shape, np.float32),
        priorities=draw.random(shape, np.float32),
    )
    wall_s, cpu_s, outcome = _timed(cohort, Mode.STABLE)
    return {
        "nrmp_s": round(wall_s, 2),
        "nrmp_cpu_s": round(cpu_s, 2),
        "nrmp_blocking_pairs": outcome.figures.blocking,
    }


def large() -> dict[str, float]:
    """100,000 mentees, 10,000 mentors, as many places as mentees, lists of 50."""
    cohort = _made_up(100_000, 10_000, LENGTH)
    figures: dict[str, float] = {}
    outcomes = {}
    for mode in (Mode.STABLE, Mode.BALANCED, Mode.SUM):
        wall_s, cpu_s, outcomes[mode] = _timed(cohort, mode)
        figures[f"{mode}_100k_s"] = round(wall_s, 2)
        figures[f"{mode}_100k_cpu_s"] = round(cpu_s, 2)
    most = _optimum(cohort)
    figures["sum_100k_share_of_optimum"] = round(outcomes[Mode.SUM].figures.total / most, 5)
    return figures


def bulk() -> dict[str, float]:
    """10,000 mentees and 1,000 mentors from traits to a draft, then one edit solved anew."""
    people = Population(2, Shape(skills=1000))
    mentors, mentees = list(people.mentors(1000)), list(people.mentees(10_000))
    begin, begin_cpu = time.perf_counter(), time.process_time()
    index = MentorIndex(people.shape.dim, mentors)
    cohort = _cohort(index, mentees)
    draft = assign(cohort, Mode.BALANCED)
    bulk_s, bulk_cpu_s = time.perf_counter() - begin, time.process_time() - begin_cpu
    stable = assign(cohort, Mode.STABLE)
    mentee, pair = next(iter(draft.pairs.items()))
    begin = time.perf_counter()
    forbidden = frozenset({(mentee, pair.mentor)})
    edits = Edits(forbids=forbidden, incumbents=incumbents_of(draft))
    again = assign(cohort, Mode.BALANCED, edits)
    moved = difference(draft, again)
    return {
        "bulk_10k_wall_s": round(bulk_s, 2),
        "bulk_10k_cpu_s": round(bulk_cpu_s, 2),
        "whatif_s": round(time.perf_counter() - begin, 2),
        "whatif_moves": len(moved.moves),
        **_fairness("balanced", draft),
        **_fairness("stable", stable),
    }


def _fairness(name: str, outcome: Outcome) -> dict[str, float]:
    """As many places as mentees, real lists."""
    of = outcome.figures
    return {
        f"fair_{name}_matched": round(of.matched / of.mentees, 4),
        f"fair_{name}_mean": round(of.mean, 4),
        f"fair_{name}_min": round(of.least, 3),
        f"fair_{name}_p5": round(of.p5, 3),
    }


def _cohort(index: MentorIndex, mentees: list[MenteeTraits]) -> Cohort:
    parts = list(top_lists(index, mentees, RULES, LENGTH))
    lists = Lists(*(np.concatenate([getattr(p, n) for p in parts]) for n in Lists.__slots__))
    return Cohort(
        mentees=[one.id for one in mentees],
        mentors=list(index.ids),
        places=np.rint(index.columns.places[: index.length] * PLACES).astype(np.int32),
        choices=lists.rows,
        scores=lists.scores,
    )


def _timed(cohort: Cohort, mode: Mode) -> tuple[float, float, Outcome]:
    """Wall and CPU seconds; the second is what a quiet machine's first would be."""
    begin, begin_cpu = time.perf_counter(), time.process_time()
    outcome = assign(cohort, mode)
    return time.perf_counter() - begin, time.process_time() - begin_cpu, outcome


def _made_up(mentees: int, mentors: int, length: int) -> Cohort:
    draw = np.random.default_rng(2)
    wanted, offered = (draw.integers(_TOPICS, size=(count, 3)) for count in (mentees, mentors))
    quality = draw.normal(0, 0.06, mentors).astype(np.float32)
    choices = np.empty((mentees, length), np.int32)
    scores = np.empty((mentees, length), np.float32)
    for start in range(0, mentees, _ROWS):
        part = slice(start, start + _ROWS)
        worth = _worth(wanted[part], offered, quality, draw)
        choices[part] = np.argpartition(-worth, length, axis=1)[:, :length]
        scores[part] = np.take_along_axis(worth, choices[part], axis=1)
    return Cohort(
        mentees=[f"mentee-{at}" for at in range(mentees)],
        mentors=[f"mentor-{at}" for at in range(mentors)],
        places=np.full(mentors, mentees // mentors, np.int32),
        choices=choices,
        scores=scores,
    )


def _worth(
    wanted: NDArray[np.int64],
    offered: NDArray[np.int64],
    quality: NDArray[np.float32],
    draw: np.random.Generator,
) -> NDArray[np.float32]:
    shared = sum(
        (wanted[:, one, None] == offered[None, :, other]) * np.float32(0.16 - 0.04 * one)
        for one in range(3)
        for other in range(3)
    )
    chance = 0.05 * draw.standard_normal((len(wanted), len(offered)), np.float32)
    worth: NDArray[np.float32] = np.clip(np.float32(0.1) + shared + quality + chance, 0.01, 1)
    return worth


def _optimum(cohort: Cohort) -> float:
    """The most that scores can sum to: OR-tools' exact min-cost flow."""
    mentees, mentors = len(cohort.mentees), len(cohort.mentors)
    sink, source, scale = mentees + mentors, mentees + mentors + 1, 1_000_000
    flow: Any = min_cost_flow.SimpleMinCostFlow()

    def add(tails: Array, heads: Array, capacities: Array, costs: Array) -> None:
        whole = (one.astype(np.int64) for one in (tails, heads, capacities, costs))
        flow.add_arcs_with_capacity_and_unit_cost(*whole)

    rows, at = np.nonzero(cohort.choices != NOBODY)
    costs = -np.rint(cohort.scores[rows, at] * scale)
    one_each, nothing = np.ones(mentees), np.zeros(max(mentees, mentors))
    everybody, all_mentors = np.arange(mentees), mentees + np.arange(mentors)
    add(rows, mentees + cohort.choices[rows, at], np.ones(len(rows)), costs)
    add(np.full(mentees, source), everybody, one_each, nothing[:mentees])
    add(everybody, np.full(mentees, sink), one_each, nothing[:mentees])
    add(all_mentors, np.full(mentors, sink), cohort.places, nothing[:mentors])
    flow.set_nodes_supplies(np.array([source, sink]), np.array([mentees, -mentees]))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"the reference solver ended with {status}")
    return -float(flow.optimal_cost()) / scale
