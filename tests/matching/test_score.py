"""Scores of all mentors at once are those of two people worked out one by one."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.errors import Invalid
from server.matching.features import rarities
from server.matching.pair import evidence
from server.matching.ranking import top, top_lists
from server.matching.rules import (
    DEFAULT_WEIGHTS,
    Rules,
    checked_weights,
    goal_weights,
    weights_for,
    worth_of_gap,
)
from server.matching.score import compare
from server.matching.traits import CRITERIA, Fluency, MenteeTraits, MentorTraits
from server.matching.vectors import cosines, quantise
from server.profiles.model import Criterion, Style
from tests.matching.crowds import RULES, crowd, indexed

PROTECTED = {
    "name", "gender", "sex", "pronouns", "age", "birth", "race", "ethnicity", "origin",
    "nationality", "religion", "faith", "disability", "health", "orientation", "family",
    "photo", "email", "headline",
}  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_the_vectors_and_the_readable_twin_agree(seed: int) -> None:
    mentees, mentors = crowd(seed, 6, 40)
    index = indexed(mentors)
    rules = dataclasses.replace(RULES, distance="peers") if seed == 3 else RULES
    for mentee in mentees:
        seen, rare = compare(index, mentee, rules), rarities(index, mentee)
        for row, mentor in enumerate(mentors):
            one = evidence(mentee, mentor, rules, rare)
            np.testing.assert_allclose(seen.features[:, row], one.features, atol=2e-6)
            assert seen.sides.mentee[row] == pytest.approx(one.mentee_side, abs=2e-6)
            assert seen.sides.mentor[row] == pytest.approx(one.mentor_side, abs=2e-6)
            assert seen.scores[row] == pytest.approx(one.score, abs=2e-6)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_every_feature_and_score_is_between_0_and_1(seed: int) -> None:
    mentees, mentors = crowd(seed, 1, 15)
    seen = compare(indexed(mentors), mentees[0], RULES)
    for numbers in (seen.features, seen.sides.mentee, seen.sides.mentor, seen.scores):
        assert numbers.min() >= 0
        assert numbers.max() <= 1 + 1e-6


def test_weights_sum_to_1_and_the_most_important_counts_twice() -> None:
    (mentee,), _ = crowd(1, 1, 1)
    plain = dict(zip(CRITERIA, weights_for(mentee, RULES), strict=True))
    wished = dataclasses.replace(mentee, most_important=Criterion.STYLE)
    doubled = dict(zip(CRITERIA, weights_for(wished, RULES), strict=True))
    assert sum(plain.values()) == pytest.approx(1)
    assert sum(doubled.values()) == pytest.approx(1)
    ratio = doubled[Criterion.STYLE] / doubled[Criterion.GOALS]
    assert ratio == pytest.approx(2 * plain[Criterion.STYLE] / plain[Criterion.GOALS])


def test_what_a_mentee_did_not_say_weighs_nothing() -> None:
    (mentee,), _ = crowd(1, 1, 1)
    silent = dataclasses.replace(
        mentee, skills=(), targets=(None,) * len(mentee.goals), seniority=None, items=(),
        styles=frozenset(),
    )  # fmt: skip
    heard = {n for n, w in zip(CRITERIA, weights_for(silent, RULES), strict=True) if w}
    assert heard == {
        Criterion.GOALS, Criterion.AVAILABILITY, Criterion.INTERESTS, Criterion.QUALITY,
    }  # fmt: skip


def test_default_weights_and_tables_are_those_of_the_research() -> None:
    assert sum(DEFAULT_WEIGHTS.values()) == pytest.approx(1)
    assert goal_weights(4) == (0.4, 0.3, 0.2, 0.1)
    assert [worth_of_gap(gap, "ahead") for gap in range(-1, 8)] == [
        0, 0, 0.7, 1, 1, 0.8, 0.5, 0.2, 0.2,
    ]  # fmt: skip
    assert worth_of_gap(0, "peers") == 1


def test_weights_that_say_nothing_are_refused() -> None:
    assert checked_weights({Criterion.GOALS: 3, Criterion.STYLE: 1})[Criterion.GOALS] == 0.75
    with pytest.raises(Invalid, match="more than nothing"):
        checked_weights({Criterion.GOALS: 0.0})
    for wrong in (-0.1, float("nan"), float("inf")):
        with pytest.raises(Invalid) as caught:
            checked_weights({Criterion.GOALS: 0.5, Criterion.STYLE: wrong})
        assert list(caught.value.fields) == ["weights.style"]


def test_quantising_twice_changes_nothing_and_products_are_whole() -> None:
    rows = np.random.default_rng(3).standard_normal((50, 256)).astype(np.float32)
    once = quantise(rows)
    again = quantise(once.values.astype(np.float32) * once.factors[:, None])
    assert np.array_equal(once.values, again.values)
    exact = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    assert np.abs(cosines(once, once) - exact @ exact.T).max() < 0.01
    assert quantise(np.zeros((1, 8), np.float32)).factors[0] == 0


def test_no_protected_attribute_has_a_place_in_the_traits() -> None:
    for kind in (MenteeTraits, MentorTraits):
        words = {part for f in dataclasses.fields(kind) for part in f.name.split("_")}
        assert words & PROTECTED == set()


def test_who_somebody_is_changes_no_ranking() -> None:
    mentees, mentors = crowd(5, 4, 60)
    others = [dataclasses.replace(one, id=f"renamed-{at}") for at, one in enumerate(mentors)]
    back = {other.id: one.id for other, one in zip(others, mentors, strict=True)}
    for mentee in mentees:
        before = top(indexed(mentors), mentee, RULES, 20)
        after = top(indexed(others), dataclasses.replace(mentee, id="another"), RULES, 20)
        assert [one.mentor_id for one in before] == [back[one.mentor_id] for one in after]
        assert [one.score for one in before] == [one.score for one in after]


def test_a_bulk_list_is_the_instant_list() -> None:
    mentees, mentors = crowd(6, 20, 90)
    index = indexed(mentors)
    at = 0
    for lists in top_lists(index, mentees, RULES, 12):
        for rows, scores in zip(lists.rows, lists.scores, strict=True):
            single = top(index, mentees[at], RULES, 12)
            assert [index.ids[row] for row in rows if row >= 0] == [s.mentor_id for s in single]
            assert scores[: len(single)].tolist() == [s.score for s in single]
            at += 1
    assert at == len(mentees)


def test_whoever_is_not_compared_could_not_have_been_listed() -> None:
    mentees, mentors = crowd(8, 6, 4000)
    open_to_all = {"en": Fluency.GOOD}
    mentors = [
        dataclasses.replace(one, languages=open_to_all, is_open=True, places_left=1)
        for one in mentors
    ]
    always = ~np.zeros_like(mentees[0].hours)
    mentees = [dataclasses.replace(m, languages=open_to_all, hours=always) for m in mentees]
    index = indexed(mentors)
    price = np.linspace(0, 0.4, len(mentors), dtype=np.float32)
    for mentee in mentees:
        every = compare(index, mentee, RULES)
        scores = np.where(every.failed == 0, every.scores, -1)
        assert np.count_nonzero(every.failed == 0) > 2000
        for added in (None, -price):
            standing = scores if added is None else np.where(scores < 0, -1, scores + added)
            expected = {index.ids[row] for row in np.argsort(-standing)[:10]}
            listed = top(index, mentee, RULES, 10, adjusted=added)
            assert {one.mentor_id for one in listed} == expected
            assert [one.score for one in listed] == [
                scores[index.row(one.mentor_id)] for one in listed
            ]


def test_wished_styles_count_when_they_are_offered() -> None:
    (mentee,), (mentor,) = crowd(7, 1, 1)
    wishing = dataclasses.replace(mentee, styles=frozenset({Style.COACHING, Style.SPONSOR}))

    def style(offered: set[Style]) -> float:
        one = dataclasses.replace(mentor, styles=frozenset(offered))
        return evidence(wishing, one, RULES, rarities(indexed([one]), wishing)).features[2]

    none, half, both = style(set()), style({Style.COACHING}), style(set(wishing.styles))
    assert none < half < both


def test_an_empty_index_has_an_empty_list() -> None:
    (mentee,), _ = crowd(1, 1, 1)
    assert top(indexed([]), mentee, Rules(), 10) == ()
