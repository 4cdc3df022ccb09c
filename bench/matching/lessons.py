"""When weights are proposed: how often by chance, how often when they are wrong, and what it costs.

Answers about seven mentors follow hidden weights, with noise of .2 of content, in whole stars.
Sixty programmes for each number of answers; the weights in use are the defaults. Asserts nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from time import process_time

import numpy as np
from numpy.typing import NDArray

from server.matching.model import PairFeedback
from server.matching.rules import DEFAULT_WEIGHTS
from server.matching.teach import teach
from server.matching.traits import CRITERIA

PROGRAMMES, COUNTS = 60, (25, 60, 150, 400, 1000)
MENTORS, LARGE = 7, 10_000
NOW = datetime(2026, 1, 1, tzinfo=UTC)
DEFAULTS = np.array([DEFAULT_WEIGHTS[name] for name in CRITERIA])
OTHERS = DEFAULTS + np.array([-0.15, 0, 0.20, 0, 0, 0, 0, 0])
"""Style counts more than twice as much, goals half as much."""


def measure() -> dict[str, float]:
    """Shares of programmes, and seconds of one core."""
    right = [_proposed(count, DEFAULTS) for count in COUNTS]
    wrong = {count: _proposed(count, OTHERS / OTHERS.sum()) for count in COUNTS[2:]}
    answers = _answers(0, LARGE, DEFAULTS)
    start = process_time()
    teach(answers, DEFAULT_WEIGHTS, DEFAULT_WEIGHTS, NOW)
    return {
        "learning_proposed_by_chance": round(float(np.mean(right)), 3),
        **{f"learning_proposed_{count}": round(share, 3) for count, share in wrong.items()},
        "learning_10k_cpu_s": round(process_time() - start, 2),
    }


def _proposed(count: int, weights: NDArray[np.float64]) -> float:
    lessons = [
        teach(_answers(seed, count, weights), DEFAULT_WEIGHTS, DEFAULT_WEIGHTS, NOW).lesson
        for seed in range(PROGRAMMES)
    ]
    return sum(one.is_worth_it for one in lessons) / PROGRAMMES


def _answers(seed: int, count: int, weights: NDArray[np.float64]) -> list[PairFeedback]:
    draw = np.random.default_rng(seed)
    made = []
    for at in range(count):
        features = draw.random(len(CRITERIA))
        content = 0.2 + 0.6 * weights @ features + draw.normal(0, 0.2)
        rater = f"n{draw.integers(max(6, count // 5))}"
        made.append(
            PairFeedback(
                programme="",
                mentor=f"m{draw.integers(MENTORS)}",
                mentee=rater,
                rater=rater,
                occasion=str(at),
                again=int(np.clip(np.rint(1 + 4 * content), 1, 5)),
                at=NOW,
                features=tuple(features.tolist()),
            )
        )
    return made
