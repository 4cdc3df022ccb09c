"""Learning finds what made sessions good, says how sure it is, and never runs away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.matching.learn import Feedback, content_of, learn
from server.matching.rules import DEFAULT_WEIGHTS
from server.matching.traits import CRITERIA
from server.profiles.model import Criterion

DEFAULTS = np.array([DEFAULT_WEIGHTS[name] for name in CRITERIA])


def sessions(
    seed: int, count: int, weights: np.ndarray, *, mentors: int = 20, mild: float = 0.0
) -> list[Feedback]:
    """Made-up sessions that are good by these weights, and by who the mentor is."""
    draw = np.random.default_rng(seed)
    quality = draw.normal(0, 0.08, mentors)
    rows = []
    for at in range(count):
        features = draw.random(len(CRITERIA))
        mentor, rater = int(draw.integers(mentors)), int(draw.integers(max(count // 5, 1)))
        content = 0.2 + 0.6 * weights @ features + quality[mentor] + draw.normal(0, 0.1)
        content += mild if rater % 2 else -mild
        rows.append(
            Feedback(
                tuple(features), float(np.clip(content, 0, 1)), f"m{mentor}", f"r{rater}", at % 90
            )
        )
    return rows


def test_three_answers_are_one_number() -> None:
    assert content_of(5, 5, 5) == 1
    assert content_of(1, 1, 1) == 0
    assert content_of(5, 1, 1) == pytest.approx(0.5)


def test_a_criterion_that_matters_more_gains_weight() -> None:
    truth = DEFAULTS.copy()
    truth[[0, 2]] = 0.15, 0.30
    learned = learn(sessions(1, 1500, truth), DEFAULT_WEIGHTS)
    assert learned.weights[Criterion.STYLE] > 0.22
    assert learned.weights[Criterion.GOALS] < 0.22
    style = learned.evidence[Criterion.STYLE]
    assert style.before == pytest.approx(0.15)
    assert style.sessions == 1500
    assert style.after == learned.weights[Criterion.STYLE]
    assert style.slope > 3 * style.error > 0


def test_the_truth_is_found_the_better_the_more_sessions_there_are() -> None:
    truth = np.array([0.2, 0.3, 0.2, 0.06, 0.06, 0.1, 0.03, 0.05])
    far = []
    for count in (100, 800, 6000):
        learned = learn(sessions(2, count, truth), DEFAULT_WEIGHTS)
        far.append(np.abs(np.array(list(learned.weights.values())) - truth).sum())
    assert far[0] > far[1] > far[2]
    assert far[2] < 0.08


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 400), st.lists(st.floats(0, 1), min_size=8, max_size=8))
def test_no_weight_leaves_half_to_twice_and_all_sum_to_1(
    seed: int, count: int, truth: list[float]
) -> None:
    learned = learn(sessions(seed, count, np.array(truth) - 0.3), DEFAULT_WEIGHTS)
    weights = np.array([learned.weights[name] for name in CRITERIA])
    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0.5 * DEFAULTS - 1e-6).all()
    assert (weights <= 2.0 * DEFAULTS + 1e-6).all()


def test_few_sessions_change_nothing() -> None:
    learned = learn(sessions(3, 19, np.ones(8)), DEFAULT_WEIGHTS)
    assert learned.weights == pytest.approx(dict(DEFAULT_WEIGHTS))
    assert learned.mentors == {}


def test_what_is_in_use_bounds_the_next_step() -> None:
    truth = np.array([0.02, 0.02, 0.9, 0.02, 0.01, 0.01, 0.01, 0.01])
    first = learn(sessions(4, 3000, truth), DEFAULT_WEIGHTS)
    second = learn(sessions(4, 3000, truth), DEFAULT_WEIGHTS, first.weights)
    assert first.weights[Criterion.STYLE] <= 0.30 + 1e-6
    assert second.weights[Criterion.STYLE] > 0.4


def test_a_good_mentor_is_told_from_a_mild_rater() -> None:
    draw = np.random.default_rng(5)
    rows = []
    for at in range(400):
        mentor = at % 2
        rater = int(draw.integers(40))
        content = 0.5 + (0.15 if mentor else -0.15) + (0.2 if rater < 20 else -0.2)
        rows.append(Feedback(tuple(draw.random(8)), content, f"m{mentor}", f"r{rater}", 0))
    learned = learn(rows, DEFAULT_WEIGHTS)
    assert learned.mentors["m1"] - learned.mentors["m0"] == pytest.approx(0.3, abs=0.05)
    mild = np.mean([learned.raters[f"r{at}"] for at in range(20)])
    strict = np.mean([learned.raters[f"r{at}"] for at in range(20, 40)])
    assert mild - strict == pytest.approx(0.3, abs=0.1)


def test_one_bad_session_says_little_of_a_mentor() -> None:
    rows = sessions(6, 200, DEFAULTS)
    rows.append(Feedback((0.5,) * 8, 0.0, "unlucky", "somebody", 0))
    assert -0.1 < learn(rows, DEFAULT_WEIGHTS).mentors["unlucky"] < 0


def test_what_is_long_ago_counts_less() -> None:
    old = [
        Feedback(one.features, 1 - one.content, one.mentor, one.rater, 3650)
        for one in sessions(7, 500, DEFAULTS)
    ]
    fresh = sessions(8, 500, DEFAULTS)
    with_old, without = learn(old + fresh, DEFAULT_WEIGHTS), learn(fresh, DEFAULT_WEIGHTS)
    for name in CRITERIA:
        assert with_old.weights[name] == pytest.approx(without.weights[name], abs=0.01)


def test_the_same_rows_in_another_order_say_the_same() -> None:
    rows = sessions(9, 300, DEFAULTS)
    one, other = learn(rows, DEFAULT_WEIGHTS), learn(rows[::-1], DEFAULT_WEIGHTS)
    assert one.weights == pytest.approx(other.weights, abs=1e-9)
