"""A simulated platform: who is asked, declined and matched when lists are ranked in three ways.

3,000 mentees see ten mentors each of 600 with five places or so, look at rank r with probability
1/log2(r + 1), ask at most three in a round, from the top and one after the other, and mentors
accept with .5 + .5 q while they have places. Four rounds; matched is told of the first, the rest
of all four, in the mean of three seeds. Asserts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from server.matching.assign import Mode, assign
from server.matching.cohort import Cohort
from server.matching.outcome import gini

MENTEES, MENTORS, LENGTH, ASKED, ROUNDS, SEEDS = 3000, 600, 10, 3, 4, 3
POPULARITY = 0.5
"""Share of what mentees see in a mentor on which all agree."""
_DEPTH = 200
"""Of the lists that prices are made from: with fewer, mentors whom nobody has on a list cost
nothing, and everybody is sent to them."""
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Market:
    p: Matrix
    """[mentees, mentors]: what mentees see in mentors."""
    q: Matrix
    """And mentors in mentees."""
    scores: Matrix
    """What both have of it."""
    places: NDArray[np.int64]


def measure() -> dict[str, float]:
    """Ours, with prices; beside it what products do: the same lists, full mentors hidden."""
    ours = _mean([_simulate(seed, is_priced=True) for seed in range(SEEDS)])
    plain = _mean([_simulate(seed, is_priced=False) for seed in range(SEEDS)])
    names = ("matched_round1", "declined", "gini")
    return {
        **{f"sim_{name}": round(value, 3) for name, value in zip(names, ours, strict=True)},
        **{
            f"sim_{name}_without_prices": round(value, 3)
            for name, value in zip(names, plain, strict=True)
        },
    }


def _simulate(seed: int, *, is_priced: bool) -> tuple[float, float, float]:
    """Matched in round 1; declined of all requests; Gini of requests per place."""
    draw = np.random.default_rng(seed)
    market = _market(draw)
    left, free = market.places.copy(), np.ones(MENTEES, bool)
    asked_of, declined, in_first = np.zeros(MENTORS), 0, 0
    for turn in range(ROUNDS):
        prices = _prices(market, left, free) if is_priced else np.zeros(MENTORS)
        # Lists are those of the beginning of the round: nobody sees places go meanwhile.
        shown = {
            int(mentee): _requests(market, mentee, left, prices, draw)
            for mentee in draw.permutation(np.flatnonzero(free))
        }
        for mentee, mentors in shown.items():
            for mentor in mentors:
                asked_of[mentor] += 1
                if left[mentor] > 0 and draw.random() < 0.5 + 0.5 * market.q[mentee, mentor]:
                    left[mentor] -= 1
                    free[mentee] = False
                    break
                declined += 1
        if turn == 0:
            in_first = MENTEES - int(free.sum())
    share = asked_of / market.places
    return in_first / MENTEES, declined / asked_of.sum(), gini(share.astype(np.float32))


def _market(draw: np.random.Generator) -> _Market:
    def side(common: Matrix) -> Matrix:
        own = draw.random((MENTEES, MENTORS))
        return np.clip(POPULARITY * common + (1 - POPULARITY) * own, 0.01, 1)

    places = draw.integers(3, 8, MENTORS)
    p, q = side(draw.random((1, MENTORS))), side(draw.random((MENTEES, 1)))
    return _Market(p, q, 2 * p * q / (p + q), places)


def _requests(
    market: _Market,
    mentee: int,
    left: NDArray[np.int64],
    prices: Matrix,
    draw: np.random.Generator,
) -> NDArray[np.int64]:
    """The first that are looked at, of the ten that are shown."""
    standing = np.where(left > 0, market.scores[mentee] - prices, -np.inf)
    shown = np.argsort(-standing)[:LENGTH]
    shown = shown[np.isfinite(standing[shown])]
    is_seen = draw.random(len(shown)) < 1 / np.log2(np.arange(len(shown)) + 2)
    seen = shown[is_seen]
    return seen[:ASKED]


def _prices(market: _Market, left: NDArray[np.int64], free: NDArray[np.bool_]) -> Matrix:
    """The auction of all mentees who look for somebody."""
    rows = np.flatnonzero(free)
    scores = market.scores[rows]
    choices = np.argpartition(-scores, _DEPTH, axis=1)[:, :_DEPTH]
    outcome = assign(
        Cohort(
            mentees=[str(row) for row in rows],
            mentors=[str(mentor) for mentor in range(MENTORS)],
            places=left.astype(np.int32),
            choices=choices.astype(np.int32),
            scores=np.take_along_axis(scores, choices, axis=1).astype(np.float32),
        ),
        Mode.SUM,
    )
    found = np.zeros(MENTORS)
    for mentor, price in outcome.prices.items():
        found[int(mentor)] = price
    return found


def _mean(runs: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    first, second, third = (float(np.mean(values)) for values in zip(*runs, strict=True))
    return first, second, third
