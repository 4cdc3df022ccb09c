"""The score: shrunk, fair to harsh raters, deaf to revenge and to rings; simulated with seeds."""

from __future__ import annotations

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.feedback.town import WAYS, taus
from server.feedback.chances import Tally, chances_of
from server.feedback.score import Rating, standings_of


@pytest.mark.parametrize("way", list(WAYS))
def test_the_order_of_mentors_comes_out_better_than_by_the_plain_mean(way: str) -> None:
    found = [taus(way, 1000 + seed) for seed in range(6)]
    assert fmean(ours for ours, _ in found) > fmean(plain for _, plain in found)


def said(mentor: str, *contents: float, age_days: float = 0) -> list[Rating]:
    """By as many raters."""
    return [
        Rating(mentor, f"{mentor}'s {number}", content, age_days)
        for number, content in enumerate(contents)
    ]


def test_few_answers_say_little_and_a_number_needs_five_raters() -> None:
    found = standings_of([*said("new", 1.0), *said("known", *[0.9] * 9), *said("bad", *[0.3] * 9)])
    assert not found["new"].is_published
    assert found["known"].is_published
    assert 0 < found["new"].effect < found["known"].effect
    assert found["known"].lower > found["new"].lower > found["bad"].lower


def test_however_often_one_person_rates_it_stays_one_person() -> None:
    crowd = [*said("a", *[0.7] * 6), *said("b", *[0.7] * 6)]
    once = standings_of([*crowd, Rating("a", "enemy", 0.0, 0)])
    often = standings_of([*crowd, *(Rating("a", "enemy", 0.0, 0) for _ in range(50))])
    assert often["a"].raters == 7
    assert often["a"].effect > -0.1
    assert abs(often["a"].effect - once["a"].effect) < 0.05


def test_who_rates_all_alike_low_is_taken_for_harsh_and_mentors_do_not_pay_for_it() -> None:
    mentors = [f"m{number}" for number in range(8)]
    ratings = [
        Rating(mentor, rater, 0.8 if rater != "harsh" else 0.3, 0)
        for mentor in mentors[:4]
        for rater in ("a", "b", "c", "harsh")
    ]
    ratings += [
        Rating(mentor, rater, 0.8, 0) for mentor in mentors[4:] for rater in ("d", "e", "f")
    ]
    found = standings_of(ratings)
    assert abs(found["m0"].effect - found["m7"].effect) < 0.06


def test_what_was_said_long_ago_fades() -> None:
    others = [*said("x", *[0.6] * 6), *said("y", *[0.6] * 6)]
    old = standings_of([*others, *said("a", *[0.1] * 4, age_days=720)])
    fresh = standings_of([*others, *said("a", *[0.1] * 4)])
    assert fresh["a"].effect < old["a"].effect < 0


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6), st.none() | st.floats(0, 1))))
def test_any_answers_give_finite_standings(answers: list[tuple[int, int, float | None]]) -> None:
    ratings = [Rating(str(mentor), str(rater), said, 10) for mentor, rater, said in answers]
    for one in standings_of(ratings).values():
        assert -1.5 < one.effect < 1.5
        assert 0 <= one.raters <= 7


def test_one_misfit_says_little_of_a_person_and_several_do() -> None:
    everybody = {f"m{number}": Tally(9, 10) for number in range(10)}
    once = chances_of(everybody | {"m0": Tally(0, 1)})["m0"]
    often = chances_of(everybody | {"m0": Tally(0, 8)})["m0"]
    assert once.mean > 0.75
    assert often.mean < 0.5
    assert often.lower < once.lower < once.mean


STEPS = st.integers(0, 4).map(lambda step: step / 4)
WHOSE = st.tuples(st.integers(0, 3), st.integers(0, 7), STEPS, st.sampled_from([0.0, 30.0, 200.0]))
A_HAIR = 1e-9


def _lower(answers: list[tuple[int, int, float, float]]) -> float:
    """Of mentor 0."""
    ratings = [Rating(f"m{mentor}", f"r{rater}", *said) for mentor, rater, *said in answers]
    return standings_of(ratings)["m0"].lower


@given(st.lists(WHOSE, max_size=30), st.integers(0, 7), STEPS, STEPS)
def test_an_answer_made_worse_never_raises_the_bound(
    others: list[tuple[int, int, float, float]], rater: int, one: float, other: float
) -> None:
    worse, better = (
        _lower([*others, (0, rater, said, 10.0)]) for said in (min(one, other), max(one, other))
    )
    assert worse <= better + A_HAIR


@given(st.lists(WHOSE, max_size=30), STEPS, st.integers(1, 4))
def test_one_more_answer_that_is_bad_never_raises_the_bound_and_a_good_one_never_lowers_it(
    others: list[tuple[int, int, float, float]], said: float, times: int
) -> None:
    # The others' answers are as people's are: about the middle, every kind is among them.
    usual = [(mentor, 9 + step, step / 4, 0.0) for mentor in range(1, 4) for step in range(5)]
    before = [(0, 8, said, 0.0), *usual, *others]
    bad, good = (0, 99, 0.0, 0.0), (0, 99, 1.0, 0.0)
    assert _lower([*before, *[bad] * times]) <= _lower(before) + A_HAIR
    assert _lower([*before, *[good] * times]) >= _lower(before) - A_HAIR
    # Of somebody who has said something, too: no better than that.
    assert _lower([*before, (0, 8, 0.0, 0.0)]) <= _lower(before) + A_HAIR


def test_a_second_one_does_not_help_whom_a_first_one_hurt() -> None:
    others = [*said("steady", 0.75, 0.75, 0.75, 0.75, 0.75), *said("mixed", 1.0, 1.0, 0.75, 0.75)]
    found = [
        standings_of([*others, *(Rating("mixed", f"enemy {one}", 0.0, 0) for one in range(count))])
        for count in range(4)
    ]
    bounds = [one["mixed"].lower for one in found]
    assert bounds == sorted(bounds, reverse=True)
    assert len(set(bounds)) == len(bounds)
