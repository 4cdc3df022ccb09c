"""The E-model against the tables of ITU-T G.107 and G.113."""

from __future__ import annotations

import pytest

from server.quality.emodel import mos, opinion


@pytest.mark.parametrize(
    ("rating", "score"), [(90, 4.34), (80, 4.03), (70, 3.60), (60, 3.10), (50, 2.58)]
)
def test_ratings_are_the_scores_of_g107_table_b1(rating: float, score: float) -> None:
    assert opinion(rating) == pytest.approx(score, abs=0.01)


def test_the_default_rating_is_g107s_best_score() -> None:
    assert opinion(93.2) == pytest.approx(4.41, abs=0.01)


def test_a_clean_near_path_is_nearly_the_best_there_is() -> None:
    assert mos(loss=0, jitter_ms=0, rtt_ms=20) == pytest.approx(4.39, abs=0.01)


def test_half_the_robustness_lost_halves_the_impairment() -> None:
    # By G.107 §7.5 a loss of Bpl per cent costs half of 95: R = 93.2 - 0.72 - 47.5 = 44.98.
    assert mos(loss=0.251, jitter_ms=0, rtt_ms=0) == pytest.approx(opinion(44.98), abs=0.001)


def test_more_loss_jitter_or_delay_never_sounds_better() -> None:
    losses = [mos(loss=step / 50, jitter_ms=5, rtt_ms=40) for step in range(51)]
    delays = [mos(loss=0.01, jitter_ms=5, rtt_ms=20 * step) for step in range(100)]
    jitters = [mos(loss=0.01, jitter_ms=2 * step, rtt_ms=40) for step in range(100)]
    for scores in (losses, delays, jitters):
        assert scores == sorted(scores, reverse=True)
        assert all(1 <= score <= 4.5 for score in scores)


def test_delay_begins_to_hurt_more_beyond_the_knee() -> None:
    before = mos(loss=0, jitter_ms=0, rtt_ms=200) - mos(loss=0, jitter_ms=0, rtt_ms=280)
    after = mos(loss=0, jitter_ms=0, rtt_ms=320) - mos(loss=0, jitter_ms=0, rtt_ms=400)
    assert after > 3 * before
