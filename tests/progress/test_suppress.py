"""No few people follow from what is shown: not by themselves, not by subtraction, not in time."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from server.progress.model.cohorts import WINDOWS, cohorts_of
from server.progress.model.suppress import (
    LEAST_COHORT,
    LEAST_GROUP,
    shown_counts,
    shown_means,
    shown_of,
)
from tests.progress.facts import ago
from tests.support.clock import NOON

SIZES = st.dictionaries(st.text("abcdef", max_size=3), st.integers(0, 30), max_size=7)


@given(SIZES, st.integers(0, 40), st.sampled_from((LEAST_COHORT, LEAST_GROUP)))
def test_neither_a_part_nor_the_rest_is_a_few_people(
    sizes: dict[str, int], silent: int, least: int
) -> None:
    total = sum(sizes.values()) + silent
    shown = shown_of(sizes, total, least)
    assert all(sizes[one] >= least for one in shown)
    rest = total - sum(sizes[one] for one in shown)
    assert rest == 0 or rest >= least or not shown


@given(SIZES)
def test_no_sum_or_difference_of_what_is_shown_is_a_few_people(sizes: dict[str, int]) -> None:
    shown = shown_counts(sizes, LEAST_COHORT)
    total = sum(sizes.values())
    for some in range(len(shown) + 1):
        for parts in combinations(shown, some):
            left = total - sum(sizes[one] for one in parts)
            assert not 0 < left < LEAST_COHORT or total < LEAST_COHORT


def test_where_one_part_must_go_the_smallest_goes() -> None:
    assert shown_of({"a": 40, "b": 12, "c": 3}, 55, 10) == {"a"}
    assert shown_of({"a": 40, "b": 12, "c": 3, "d": 8}, 63, 10) == {"a", "b"}
    assert shown_of({"a": 40, "b": 12}, 52, 10) == {"a", "b"}
    assert shown_of({"a": 12, "b": 3}, 15, 10) == set()


def test_a_mean_is_of_enough_and_hides_the_rest_of_its_total() -> None:
    means, whole = shown_means({"a": [1.0] * 8, "b": [4.0] * 5, "c": [2.0]}, 5)
    assert set(means) == {"a"}
    assert whole is not None
    assert whole.count == 14
    assert shown_means({"a": [1.0] * 4}, 5) == ({}, None)


@given(st.lists(st.integers(0, 500), max_size=80))
def test_two_windows_never_differ_by_a_few_people(days: list[int]) -> None:
    begun = [(ago(day), number) for number, day in enumerate(days)]
    found = {window: cohorts_of(begun, NOON, window) for window in WINDOWS}
    sets = [frozenset(of) for one in found.values() for of in one.months.values()]
    sets += [frozenset(one.all) for one in found.values()]
    if len(days) < LEAST_COHORT:
        assert all(not one.months for one in found.values())
        return
    for one, other in combinations(sets, 2):
        if one <= other or other <= one:
            assert len(one ^ other) == 0 or len(one ^ other) >= LEAST_COHORT


def test_a_month_of_a_few_counts_in_the_whole_alone() -> None:
    begun = [(ago(70), "a")] * 9 + [(ago(40), "b")] * 6 + [(ago(2), "c")] * 5 + [(None, "d")] * 3
    found = cohorts_of(begun, NOON, 0)
    assert (len(found.all), found.hidden) == (23, 8)
    assert list(found.months) == ["2026-09", "2026-10"]
    assert list(cohorts_of(begun, NOON, 3).months) == ["2026-09", "2026-10"]
    assert len(cohorts_of(begun, NOON, 3).all) == 15
