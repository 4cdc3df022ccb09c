"""Grades of connections: by what is measured, and not at the first moment."""

from __future__ import annotations

import pytest

from server.quality.grades import LOOKS_TO_IMPROVE, LOOKS_TO_WORSEN, Opinion, grade, reconsider
from server.quality.model import Grade, Measure


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (Measure(), Grade.GOOD),
        (Measure(loss=0.019, jitter_ms=20, rtt_ms=80), Grade.GOOD),
        (Measure(loss=0.02), Grade.FAIR),
        (Measure(loss=0.1), Grade.POOR),
        (Measure(rtt_ms=300), Grade.FAIR),
        (Measure(rtt_ms=800), Grade.POOR),
        (Measure(jitter_ms=40), Grade.FAIR),
        (Measure(jitter_ms=120), Grade.POOR),
        (Measure(is_starved=True), Grade.POOR),
        (Measure(is_lost=True), Grade.LOST),
    ],
)
def test_a_measure_has_the_grade_of_its_worst_figure(measure: Measure, expected: Grade) -> None:
    assert grade(measure) is expected


def _after(opinion: Opinion, *seen: Grade) -> Grade:
    for one in seen:
        opinion = reconsider(opinion, one)
    return opinion.grade


def test_one_bad_moment_changes_nothing() -> None:
    assert _after(Opinion(), Grade.POOR, Grade.GOOD, Grade.POOR, Grade.GOOD) is Grade.GOOD


def test_a_connection_that_stays_bad_is_bad() -> None:
    assert _after(Opinion(), *[Grade.POOR] * LOOKS_TO_WORSEN) is Grade.POOR


def test_it_is_no_worse_than_the_best_of_the_bad_moments() -> None:
    assert _after(Opinion(), Grade.POOR, Grade.FAIR) is Grade.FAIR


def test_recovery_takes_longer_to_be_believed() -> None:
    poor = Opinion(Grade.POOR)
    assert _after(poor, *[Grade.GOOD] * (LOOKS_TO_IMPROVE - 1)) is Grade.POOR
    assert _after(poor, *[Grade.GOOD] * LOOKS_TO_IMPROVE) is Grade.GOOD


def test_a_lost_connection_and_its_return_count_at_once() -> None:
    assert _after(Opinion(), Grade.LOST) is Grade.LOST
    assert _after(Opinion(Grade.LOST), Grade.GOOD) is Grade.GOOD
