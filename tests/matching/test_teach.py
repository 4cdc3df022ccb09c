"""A lesson is drawn from what holds, hardly ever from chance, and says nothing of single people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from server.matching.model import PairFeedback
from server.matching.proposal import Lesson
from server.matching.rules import DEFAULT_WEIGHTS
from server.matching.teach import as_learned, teach
from server.matching.traits import CRITERIA
from server.mentorships.model import FitReason
from server.profiles.model import Criterion

AT = datetime(2026, 1, 1, tzinfo=UTC)
DEFAULTS = np.array([DEFAULT_WEIGHTS[name] for name in CRITERIA])
STYLE = CRITERIA.index(Criterion.STYLE)
TOLD = PairFeedback(
    programme="p", mentor="m", mentee="n", rater="n", occasion="o", again=5, at=AT,
    features=(0.7,) * len(CRITERIA),
)  # fmt: skip


def answers(seed: int, count: int, weights: np.ndarray) -> list[PairFeedback]:
    """Made-up answers that are as good as these weights say, and half chance."""
    draw = np.random.default_rng(seed)
    rows = []
    for _ in range(count):
        features = draw.random(len(CRITERIA))
        stars = int(np.clip(np.rint(1.8 + 2.4 * weights @ features + draw.normal(0, 0.8)), 1, 5))
        rater, mentor = int(draw.integers(count // 5)), int(draw.integers(7))
        rows.append(
            replace(
                TOLD,
                mentor=f"m{mentor}",
                mentee=f"n{rater}",
                rater=f"n{rater}",
                again=stars,
                features=tuple(features.tolist()),
            )
        )
    return rows


def lesson(seed: int, count: int, weights: np.ndarray) -> Lesson:
    return teach(answers(seed, count, weights), DEFAULT_WEIGHTS, DEFAULT_WEIGHTS, AT).lesson


def test_where_the_weights_in_use_are_right_hardly_anything_is_proposed() -> None:
    proposed = sum(
        lesson(seed, count, DEFAULTS).is_worth_it for seed in range(20) for count in (50, 400)
    )
    assert proposed <= 2


def test_where_they_are_wrong_enough_answers_say_so_and_what_was_not_taught_is_foreseen() -> None:
    truth = DEFAULTS.copy()
    truth[STYLE], truth[0] = 0.35, 0.10
    found = lesson(1, 1000, truth)
    assert found.is_worth_it
    assert found.foreseen_after > found.foreseen_before
    style = found.weights[Criterion.STYLE]
    assert style.after > style.before
    assert style.stars > style.expected_stars


def test_the_same_answers_in_another_order_teach_the_same() -> None:
    rows = answers(2, 300, DEFAULTS)
    one, other = (
        teach(given, DEFAULT_WEIGHTS, DEFAULT_WEIGHTS, AT).lesson for given in (rows, rows[::-1])
    )
    assert one.foreseen_after == pytest.approx(other.foreseen_after)
    for name in CRITERIA:
        assert one.weights[name].after == pytest.approx(other.weights[name].after)


def test_what_did_not_fit_counts_as_missing_whatever_profiles_said() -> None:
    row = as_learned(replace(TOLD, again=1, misfit=frozenset({FitReason.STYLE})), AT)
    assert row.content == 0
    assert [at for at, value in enumerate(row.features) if value == 0] == [STYLE]


def test_what_mentors_say_of_mentees_says_nothing_of_the_mentor() -> None:
    assert as_learned(TOLD, AT).mentor == "m"
    assert as_learned(replace(TOLD, rater="m"), AT).mentor not in {"m", "n"}
    taught = teach(
        [replace(one, rater=one.mentor) for one in answers(3, 50, DEFAULTS)],
        DEFAULT_WEIGHTS, DEFAULT_WEIGHTS, AT,
    )  # fmt: skip
    assert taught.effects == {}
