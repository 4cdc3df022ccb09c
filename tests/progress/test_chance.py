"""The tests of difference say what scipy says, and raise no alarm where there is nothing."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from server.progress.model.chance import fisher, holm, mann_whitney, wilson

COUNTS = st.tuples(st.integers(1, 60), st.integers(1, 60)).flatmap(
    lambda of: st.tuples(
        st.integers(0, of[0]), st.just(of[0]), st.integers(0, of[1]), st.just(of[1])
    )
)
VALUES = st.lists(st.integers(0, 8).map(float), min_size=10, max_size=40)


@given(COUNTS)
def test_fishers_test_is_scipys(counts: tuple[int, int, int, int]) -> None:
    hits, of, other, other_of = counts
    table = [[hits, of - hits], [other, other_of - other]]
    expected = stats.fisher_exact(table).pvalue
    assert fisher(hits, of, other, other_of) == pytest.approx(expected, rel=1e-5, abs=1e-9)


@given(COUNTS)
def test_wilsons_interval_is_scipys(counts: tuple[int, int, int, int]) -> None:
    hits, of, _, _ = counts
    expected = stats.binomtest(hits, of).proportion_ci(method="wilson")
    found = wilson(hits, of)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-6)


@given(VALUES, VALUES)
def test_mann_and_whitneys_test_is_scipys(ones: list[float], others: list[float]) -> None:
    if len({*ones, *others}) == 1:
        assert mann_whitney(ones, others) == 1.0
        return
    expected = stats.mannwhitneyu(ones, others, method="asymptotic").pvalue
    assert mann_whitney(ones, others) == pytest.approx(expected, abs=1e-6)


def test_many_comparisons_at_once_need_more_than_one_alone() -> None:
    assert holm({"a": 0.03}) == {"a": True}
    assert holm({"a": 0.03, "b": 0.04}) == {"a": False, "b": False}
    assert holm({"a": 0.01, "b": 0.04, "c": 0.2}) == {"a": True, "b": False, "c": False}


def test_where_there_is_no_difference_an_alarm_is_rare() -> None:
    lots, alarms = Random(7), 0
    for _ in range(400):
        hits = [sum(lots.random() < 0.6 for _ in range(25)) for _ in range(3)]
        others = [(sum(hits) - one, 50) for one in hits]
        chances = {n: fisher(one, 25, *others[n]) for n, one in enumerate(hits)}
        alarms += any(holm(chances).values())
    assert alarms <= 400 * 0.05
