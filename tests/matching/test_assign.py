"""Cohorts are matched as promised: stable, within places, as good as an exact solver's."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching.games import HospitalResident
from ortools.graph.python import min_cost_flow

from server.core.errors import Invalid
from server.matching.assign import Mode, assign
from server.matching.auction import balanced_worth
from server.matching.cohort import NOBODY, Boost, Cohort, Edits, Lock, waiting_bonus
from server.matching.outcome import Outcome, difference, gini, incumbents_of

MODES = list(Mode)


def cohort_of(
    seed: int, mentees: int = 60, mentors: int = 12, k: int = 8, *, two_sided: bool = False
) -> Cohort:
    """Random lists, some short, with a bit more or less places than mentees."""
    draw = np.random.default_rng(seed)
    k = min(k, mentors)
    drawn = [draw.permutation(mentors)[:k] for _ in range(mentees)]
    choices = np.array(drawn, np.int32).reshape(mentees, k)
    choices[draw.random(choices.shape) < 0.15] = NOBODY
    quality = draw.random(mentors)
    scores = (0.6 * draw.random(choices.shape) + 0.3 * quality[choices] + 0.05).astype(np.float32)
    most = max(2, round(2.2 * mentees / mentors))
    return Cohort(
        mentees=[f"mentee-{at}" for at in range(mentees)],
        mentors=[f"mentor-{at}" for at in range(mentors)],
        places=draw.integers(0, most, mentors).astype(np.int32),
        choices=choices,
        scores=scores,
        wants=draw.random(choices.shape).astype(np.float32) if two_sided else None,
        priorities=draw.random(choices.shape).astype(np.float32) if two_sided else None,
        seed=seed,
    )


def shuffled(cohort: Cohort, seed: int) -> Cohort:
    """The same people and lists in another order."""
    draw = np.random.default_rng(seed)
    rows, columns = draw.permutation(len(cohort.mentees)), draw.permutation(len(cohort.mentors))
    number = np.append(np.argsort(columns), NOBODY).astype(np.int32)
    within = np.argsort(draw.random(cohort.choices.shape), axis=1)

    def moved(part: np.ndarray | None) -> np.ndarray | None:
        return None if part is None else np.take_along_axis(part[rows], within[rows], axis=1)

    choices, scores = moved(number[cohort.choices]), moved(cohort.scores)
    assert choices is not None
    assert scores is not None
    return dataclasses.replace(
        cohort,
        mentees=[cohort.mentees[at] for at in rows],
        mentors=[cohort.mentors[at] for at in columns],
        places=cohort.places[columns],
        choices=choices,
        scores=scores,
        wants=moved(cohort.wants),
        priorities=moved(cohort.priorities),
    )


def _taken(outcome: Outcome) -> Counter[str]:
    return Counter(pair.mentor for pair in outcome.pairs.values())


def _listed(cohort: Cohort) -> dict[tuple[str, str], float]:
    return {
        (cohort.mentees[row], cohort.mentors[number]): float(cohort.scores[row, at])
        for (row, at), number in np.ndenumerate(cohort.choices)
        if number != NOBODY
    }


sizes = st.tuples(st.integers(0, 40), st.integers(1, 12), st.integers(1, 12))
seeds = st.integers(0, 10_000)


@settings(max_examples=30, deadline=None)
@given(seeds, sizes, st.sampled_from(MODES), st.booleans())
def test_places_hold_and_only_listed_pairs_are_made(
    seed: int, size: tuple[int, int, int], mode: Mode, two_sided: bool
) -> None:
    cohort = cohort_of(seed, *size, two_sided=two_sided)
    outcome = assign(cohort, mode)
    places = dict(zip(cohort.mentors, cohort.places.tolist(), strict=True))
    assert all(count <= places[mentor] for mentor, count in _taken(outcome).items())
    listed = _listed(cohort)
    for mentee, pair in outcome.pairs.items():
        assert listed[mentee, pair.mentor] == pytest.approx(pair.score)
    assert set(outcome.pairs) | set(outcome.unmatched) == set(cohort.mentees)
    assert not set(outcome.pairs) & set(outcome.unmatched)


@settings(max_examples=30, deadline=None)
@given(seeds, sizes, st.booleans())
def test_stable_leaves_no_pair_that_would_rather_have_each_other(
    seed: int, size: tuple[int, int, int], two_sided: bool
) -> None:
    cohort = cohort_of(seed, *size, two_sided=two_sided)
    outcome = assign(cohort, Mode.STABLE)
    assert outcome.figures.blocking == 0 == _blocking_pairs(cohort, outcome)


def _blocking_pairs(cohort: Cohort, outcome: Outcome) -> int:
    """Worked out anew, pair by pair."""
    wants = cohort.scores if cohort.wants is None else cohort.wants
    priorities = cohort.scores if cohort.priorities is None else cohort.priorities
    want, priority = {}, {}
    for (row, at), number in np.ndenumerate(cohort.choices):
        if number != NOBODY:
            want[cohort.mentees[row], cohort.mentors[number]] = wants[row, at]
            priority[cohort.mentees[row], cohort.mentors[number]] = priorities[row, at]
    places, taken = dict(zip(cohort.mentors, cohort.places, strict=True)), _taken(outcome)
    worst = {
        mentor: min(priority[m, p.mentor] for m, p in outcome.pairs.items() if p.mentor == mentor)
        for mentor in taken
    }
    count = 0
    for (mentee, mentor), wanted in want.items():
        pair = outcome.pairs.get(mentee)
        rather = pair is None or wanted > want[mentee, pair.mentor]
        has_room = taken[mentor] < places[mentor]
        would = places[mentor] > 0 and (has_room or priority[mentee, mentor] > worst[mentor])
        count += bool(rather and would)
    return count


@pytest.mark.parametrize("mode", [Mode.SUM, Mode.BALANCED])
@pytest.mark.parametrize("seed", range(6))
def test_blocking_pairs_are_counted_right(mode: Mode, seed: int) -> None:
    cohort = cohort_of(seed, two_sided=seed % 2 == 1)
    outcome = assign(cohort, mode)
    assert outcome.figures.blocking == _blocking_pairs(cohort, outcome)


@pytest.mark.parametrize("seed", range(4))
def test_stable_is_what_another_library_finds(seed: int) -> None:
    cohort = cohort_of(seed, 120, 20, two_sided=True)
    cohort = dataclasses.replace(cohort, places=np.maximum(cohort.places, 1))
    assert cohort.wants is not None
    assert cohort.priorities is not None
    mentees: dict[str, list[str]] = {}
    mentors: dict[str, list[tuple[float, str]]] = {}
    for row, mentee in enumerate(cohort.mentees):
        order = [at for at in np.argsort(-cohort.wants[row]) if cohort.choices[row, at] != NOBODY]
        mentees[mentee] = [cohort.mentors[cohort.choices[row, at]] for at in order]
        for at in order:
            mentor = cohort.mentors[cohort.choices[row, at]]
            mentors.setdefault(mentor, []).append((-cohort.priorities[row, at], mentee))
    game: Any = HospitalResident.create_from_dictionaries(  # type: ignore[no-untyped-call]
        {one: listed for one, listed in mentees.items() if listed},
        {one: [name for _, name in sorted(listed)] for one, listed in mentors.items()},
        {m: int(p) for m, p in zip(cohort.mentors, cohort.places, strict=True) if m in mentors},
    )
    expected = {
        str(mentee): str(mentor)
        for mentor, held in game.solve("resident").items()
        for mentee in held
    }
    outcome = assign(cohort, Mode.STABLE)
    assert {mentee: pair.mentor for mentee, pair in outcome.pairs.items()} == expected


@settings(max_examples=25, deadline=None)
@given(seeds, sizes)
def test_stable_by_one_score_is_best_first(seed: int, size: tuple[int, int, int]) -> None:
    cohort = cohort_of(seed, *size)
    left = dict(zip(cohort.mentors, cohort.places.tolist(), strict=True))
    greedy: dict[str, str] = {}
    for (mentee, mentor), _ in sorted(_listed(cohort).items(), key=lambda one: -one[1]):
        if mentee not in greedy and left[mentor] > 0:
            greedy[mentee], left[mentor] = mentor, left[mentor] - 1
    outcome = assign(cohort, Mode.STABLE)
    assert {mentee: pair.mentor for mentee, pair in outcome.pairs.items()} == greedy


def optimum(cohort: Cohort, worths: np.ndarray) -> float:
    """The most that all worths can sum to, by OR-tools' exact min-cost flow."""
    flow: Any = min_cost_flow.SimpleMinCostFlow()
    scale = 1_000_000
    mentees, mentors = len(cohort.mentees), len(cohort.mentors)
    sink, source = mentees + mentors, mentees + mentors + 1
    for (row, at), number in np.ndenumerate(cohort.choices):
        if number != NOBODY and worths[row, at] > 0:
            cost = -round(float(worths[row, at]) * scale)
            flow.add_arc_with_capacity_and_unit_cost(row, mentees + int(number), 1, cost)
    for row in range(mentees):
        flow.add_arc_with_capacity_and_unit_cost(source, row, 1, 0)
        flow.add_arc_with_capacity_and_unit_cost(row, sink, 1, 0)
    for at, places in enumerate(cohort.places.tolist()):
        flow.add_arc_with_capacity_and_unit_cost(mentees + at, sink, places, 0)
    flow.set_nodes_supplies(np.array([source, sink]), np.array([mentees, -mentees]))
    assert flow.solve() == flow.OPTIMAL
    most: float = -flow.optimal_cost() / scale
    return most


@settings(max_examples=25, deadline=None)
@given(seeds, st.tuples(st.integers(5, 60), st.integers(2, 12), st.integers(2, 12)))
def test_an_auction_comes_within_a_thousandth_of_the_most(
    seed: int, size: tuple[int, int, int]
) -> None:
    cohort = cohort_of(seed, *size)
    most = optimum(cohort, cohort.scores)
    assert assign(cohort, Mode.SUM, epsilon=0.0002).figures.total >= 0.999 * most


def test_both_auctions_come_near_the_most_of_a_larger_cohort() -> None:
    cohort = cohort_of(3, 600, 90, 30)
    outcome = assign(cohort, Mode.SUM)
    assert outcome.figures.total >= 0.999 * optimum(cohort, cohort.scores)
    worths = balanced_worth(cohort.scores)
    balanced = assign(cohort, Mode.BALANCED)
    reached = balanced_worth(np.array([p.score for p in balanced.pairs.values()])).sum()
    assert reached >= 0.995 * optimum(cohort, worths)
    assert balanced.figures.least >= outcome.figures.least


@settings(max_examples=25, deadline=None)
@given(seeds, sizes, st.sampled_from(MODES), st.booleans(), st.booleans())
def test_the_order_of_input_is_irrelevant(
    seed: int, size: tuple[int, int, int], mode: Mode, two_sided: bool, with_ties: bool
) -> None:
    cohort = cohort_of(seed, *size, two_sided=two_sided)
    if with_ties:
        cohort = dataclasses.replace(cohort, scores=np.full_like(cohort.scores, 0.5))
    one, other = assign(cohort, mode), assign(shuffled(cohort, seed + 1), mode)
    assert one.pairs == other.pairs
    assert one.prices == other.prices
    assert one.unmatched == other.unmatched
    assert one.figures == other.figures


def test_another_seed_breaks_ties_otherwise_and_the_same_one_alike() -> None:
    cohort = cohort_of(1)
    even = dataclasses.replace(cohort, scores=np.full_like(cohort.scores, 0.5))
    first = assign(even, Mode.STABLE)
    assert assign(even, Mode.STABLE) == first
    assert assign(dataclasses.replace(even, seed=2), Mode.STABLE).pairs != first.pairs


@pytest.mark.parametrize("mode", MODES)
def test_locks_stay_and_forbids_keep_apart(mode: Mode) -> None:
    cohort = cohort_of(5)
    before = assign(cohort, mode)
    mentee = next(m for m, p in before.pairs.items() if p.rank == 1)
    other = next(m for m in cohort.mentors if cohort.places[cohort.mentors.index(m)] > 0)
    lock = Lock("mentee-0", other, 0.01)
    edits = Edits(locks=(lock,), forbids=frozenset({(mentee, before.pairs[mentee].mentor)}))
    after = assign(cohort, mode, edits)
    assert after.pairs["mentee-0"].mentor == other
    assert after.pairs["mentee-0"].is_locked
    assert mentee not in after.pairs or after.pairs[mentee].mentor != before.pairs[mentee].mentor
    places = dict(zip(cohort.mentors, cohort.places.tolist(), strict=True))
    assert all(count <= places[mentor] for mentor, count in _taken(after).items())
    if mode is Mode.STABLE:
        assert after.figures.blocking == 0


@pytest.mark.parametrize("mode", MODES)
def test_running_pairs_that_are_locked_never_move(mode: Mode) -> None:
    cohort = cohort_of(6)
    before = assign(cohort, mode)
    locks = tuple(Lock(m, p.mentor, p.score) for m, p in before.pairs.items())
    after = assign(dataclasses.replace(cohort, seed=99), mode, Edits(locks=locks))
    assert difference(before, after).moves == ()
    assert after.figures.total == pytest.approx(before.figures.total)


def test_more_locks_than_places_are_refused() -> None:
    cohort = cohort_of(7)
    full = cohort.mentors[0]
    locks = tuple(Lock(mentee, full, 0.5) for mentee in cohort.mentees)
    with pytest.raises(Invalid, match="places") as caught:
        assign(cohort, Mode.STABLE, Edits(locks=locks))
    assert full in caught.value.fields["locks"]


def test_a_boost_brings_a_pair_that_was_on_no_list() -> None:
    cohort = Cohort(
        ["a", "b"], ["x", "y"], np.array([1, 1], np.int32), np.array([[0], [0]], np.int32),
        np.array([[0.5], [0.35]], np.float32),
    )  # fmt: skip
    plain = assign(cohort, Mode.STABLE)
    assert (plain.pairs["a"].mentor, plain.unmatched) == ("x", {"b": 1})
    boosted = assign(cohort, Mode.STABLE, Edits(boosts=(Boost("b", "y", 0.1, 0.3),)))
    assert boosted.pairs["b"].mentor == "y"
    assert boosted.pairs["b"].score == pytest.approx(0.3), "a score is told as it is"
    turned = assign(cohort, Mode.STABLE, Edits(boosts=(Boost("b", "x", 5.0, 0.35),)))
    assert turned.pairs["a"].mentor == "x", "a boost is a tenth at most"


def test_changed_places_count() -> None:
    cohort = cohort_of(8)
    mentor = max(_taken(assign(cohort, Mode.SUM)))
    fewer = assign(cohort, Mode.SUM, Edits(places={mentor: 0}))
    assert mentor not in _taken(fewer)


def test_what_the_last_draft_gave_is_kept_where_little_speaks_against_it() -> None:
    cohort = cohort_of(9, 200, 30, 12)
    draw = np.random.default_rng(0)
    moved = np.clip(cohort.scores + draw.normal(0, 0.02, cohort.scores.shape), 0.01, 1)
    again = dataclasses.replace(cohort, scores=moved.astype(np.float32))
    before = assign(cohort, Mode.BALANCED)
    incumbents = incumbents_of(before)
    free = difference(before, assign(again, Mode.BALANCED))
    calm = difference(before, assign(again, Mode.BALANCED, Edits(incumbents=incumbents)))
    assert len(calm.moves) < len(free.moves) / 2


@pytest.mark.parametrize("mode", MODES)
def test_one_edit_moves_few(mode: Mode) -> None:
    cohort = cohort_of(12, 300, 50, 12)
    draft = assign(cohort, mode)
    mentee = min(draft.pairs)
    pair = (mentee, draft.pairs[mentee].mentor)
    edits = Edits(forbids=frozenset({pair}), incumbents=incumbents_of(draft))
    moved = difference(draft, assign(cohort, mode, edits))
    assert 1 <= len(moved.moves) <= 12
    assert mentee in [one.mentee for one in moved.moves]
    assert abs(moved.total) < 0.01


@pytest.mark.parametrize("mode", MODES)
def test_longer_lists_give_a_second_chance(mode: Mode) -> None:
    whole = cohort_of(10, 100, 20, 20)
    whole = dataclasses.replace(whole, places=np.full(20, 6, np.int32))
    short = dataclasses.replace(whole, choices=whole.choices[:, :2], scores=whole.scores[:, :2])
    asked: list[str] = []

    def longer(mentees: Sequence[str]) -> Cohort:
        asked.extend(mentees)
        rows = [whole.mentees.index(one) for one in mentees]
        return dataclasses.replace(
            whole, mentees=list(mentees), choices=whole.choices[rows], scores=whole.scores[rows]
        )

    first = assign(short, mode)
    second = assign(short, mode, longer=longer)
    assert set(asked) >= set(first.unmatched)
    assert len(asked) == len(set(asked))
    assert len(second.unmatched) == 0 < len(first.unmatched)
    if mode is Mode.STABLE:
        assert second.figures.blocking == 0


@pytest.mark.parametrize("seed", range(11, 19))
def test_a_price_is_paid_only_where_no_place_is_free(seed: int) -> None:
    cohort = cohort_of(seed)
    outcome = assign(cohort, Mode.SUM)
    taken, places = _taken(outcome), dict(zip(cohort.mentors, cohort.places, strict=True))
    assert outcome.prices
    assert all(taken[mentor] == places[mentor] for mentor in outcome.prices)
    for mentee, pair in outcome.pairs.items():
        for (name, mentor), score in _listed(cohort).items():
            if name == mentee and places[mentor]:
                own = pair.score - outcome.prices.get(pair.mentor, 0)
                assert score - outcome.prices.get(mentor, 0) <= own + 0.0021


def test_why_somebody_has_nobody_is_told_by_the_length_of_the_list() -> None:
    cohort = Cohort(
        ["a", "b", "c"], ["x"], np.array([1], np.int32), np.array([[0], [0], [NOBODY]], np.int32),
        np.array([[0.5], [0.4], [0]], np.float32),
    )  # fmt: skip
    for mode in MODES:
        assert assign(cohort, mode).unmatched == {"b": 1, "c": 0}


def test_nobody_at_all_is_matched_to_nobody() -> None:
    none = np.zeros((0, 3), np.int32)
    empty = Cohort([], [], np.zeros(0, np.int32), none, none.astype(np.float32))
    for mode in MODES:
        assert assign(empty, mode).pairs == {}


def test_gini_tells_alike_from_unlike() -> None:
    assert gini(np.ones(10, np.float32)) == pytest.approx(0)
    assert gini(np.array([0] * 9 + [1], np.float32)) == pytest.approx(0.9)
    assert gini(np.zeros(3, np.float32)) == 0


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seed", range(4))
def test_of_two_who_fit_alike_the_one_who_has_waited_is_given_the_place(
    mode: Mode, seed: int
) -> None:
    cohort = Cohort(
        mentees=["new", "waiting"],
        mentors=["mentor"],
        places=np.array([1], np.int32),
        choices=np.array([[0], [0]], np.int32),
        scores=np.array([[0.6], [0.6]], np.float32),
        seed=seed,
    )
    outcome = assign(cohort, mode, Edits(waited={"waiting": waiting_bonus(60)}))
    assert list(outcome.pairs) == ["waiting"]
    assert outcome.pairs["waiting"].score == pytest.approx(0.6)


def test_waiting_counts_by_whole_weeks_and_only_so_far() -> None:
    assert [waiting_bonus(days) for days in (-1, 6, 7, 27, 70, 4000)] == [
        0,
        0,
        0.01,
        0.03,
        0.1,
        0.1,
    ]
