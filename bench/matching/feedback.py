"""Simulated feedback: does the nightly job find what makes sessions good, and do newcomers get in?

300 mentors have hidden quality (sd .35 of what features say), mentees weigh eight features by
hidden weights (Dirichlet, all alike; their cosine with the defaults is told too), raters are mild
or strict (sd .4) and noisy (.5), stars are whole. Ten are listed; rank r is looked at with
1/log2(r + 1), and the best looking of those is taken. NDCG@10 is against the true worth, the mean
of eight seeds. Asserts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from server.matching.explain import NEWCOMER_SESSIONS
from server.matching.learn import Feedback, Learned, learn
from server.matching.rules import DEFAULT_WEIGHTS
from server.matching.shortlist import BONUS_SESSIONS, NEAR_ENOUGH, NEWCOMER_BONUS
from server.matching.traits import CRITERIA

MENTORS, SEEDS, LENGTH = 300, 8, 10
NEWCOMERS, ARRIVE_AT, END = 60, 4000, 7000
NIGHT = 100
"""Sessions between two runs of the job."""
_STARS_PER_SD = 0.8
_TESTED = 150
DEFAULTS = np.array([DEFAULT_WEIGHTS[name] for name in CRITERIA])
Vector = NDArray[np.float64]


@dataclass(slots=True)
class _World:
    """What is true, and what the platform knows of it."""

    draw: np.random.Generator
    weights: Vector
    quality: Vector
    spread: float
    rows: list[Feedback] = field(default_factory=list)
    learned: Learned | None = None
    effects: Vector = field(default_factory=lambda: np.zeros(MENTORS))
    used: Vector = field(default_factory=DEFAULTS.copy)
    sessions: Vector = field(default_factory=lambda: np.zeros(MENTORS))
    regret: list[float] = field(default_factory=list)


def measure() -> dict[str, float]:
    """Learning on; then newcomers with the bonus and the place kept for them, and without."""
    runs = [_recovery(seed) for seed in range(SEEDS)]
    names = ("cosine_0", "ndcg_0", "ndcg_100", "ndcg_1k", "ndcg_3k", "cosine_3k")
    figures = {
        f"feedback_{name}": round(float(np.mean(values)), 3)
        for name, values in zip(names, zip(*runs, strict=True), strict=True)
    }
    with_slot = np.mean([_newcomers(seed, is_helped=True) for seed in range(SEEDS)], axis=0)
    without = np.mean([_newcomers(seed, is_helped=False) for seed in range(SEEDS)], axis=0)
    return {
        **figures,
        "newcomer_share": round(float(with_slot[0]), 3),
        "newcomer_share_unhelped": round(float(without[0]), 3),
        "newcomer_regret": round(float(with_slot[1] / without[1] - 1), 3),
    }


def _recovery(seed: int) -> tuple[float, ...]:
    world = _world(seed)
    found = [_cosine(world), _ndcg(world)]
    for stop in (100, 1000, 3000):
        _run(world, stop, np.ones(MENTORS, bool), is_helped=True)
        found.append(_ndcg(world))
    return (*found, _cosine(world))


def _cosine(world: _World) -> float:
    both = np.linalg.norm(world.used) * np.linalg.norm(world.weights)
    return float(world.used @ world.weights / both)


def _newcomers(seed: int, *, is_helped: bool) -> tuple[float, float]:
    """Share of the good newcomers who got five sessions; regret of the sessions after arrival."""
    world = _world(seed)
    is_new = np.arange(MENTORS) >= MENTORS - NEWCOMERS
    _run(world, ARRIVE_AT, ~is_new, is_helped=is_helped)
    world.regret.clear()
    _run(world, END, np.ones(MENTORS, bool), is_helped=is_helped)
    good = is_new & (world.quality > np.median(world.quality))
    return float(np.mean(world.sessions[good] >= NEWCOMER_SESSIONS)), float(np.mean(world.regret))


def _world(seed: int) -> _World:
    draw = np.random.default_rng([7, seed])
    weights = draw.dirichlet(np.ones(len(CRITERIA)))
    sample = _features(draw, 2000) @ weights
    return _World(draw, weights, draw.normal(0, 0.35, MENTORS), float(sample.std()))


def _features(draw: np.random.Generator, mentors: int = MENTORS) -> Vector:
    found: Vector = draw.beta(2, 3, (mentors, len(CRITERIA)))
    return found


def _worth(world: _World, features: Vector) -> Vector:
    """In standard deviations of what the features say."""
    said: Vector = features @ world.weights
    worth: Vector = (said - said.mean()) / world.spread + world.quality
    return worth


def _standing(world: _World, features: Vector) -> Vector:
    """What the platform ranks by: content as learned, in shares of the weights in use."""
    gain = 1.0
    if world.learned is not None:
        slopes = sum(one.slope for one in world.learned.evidence.values())
        gain = max(slopes, 0.05)
    found: Vector = gain * features @ world.used + world.effects
    return found


def _run(world: _World, stop: int, is_here: NDArray[np.bool_], *, is_helped: bool) -> None:
    while len(world.rows) < stop:
        features = _features(world.draw)
        listed = _listed(world, features, is_here, is_helped=is_helped)
        worth = _worth(world, features)
        is_seen = world.draw.random(len(listed)) < 1 / np.log2(np.arange(len(listed)) + 2)
        seen = listed[is_seen]
        looks = worth[seen] - world.quality[seen] + world.draw.normal(0, 0.5, len(seen))
        mentor = int(seen[looks.argmax()])
        world.regret.append(float(np.sort(worth[is_here])[-1] - worth[mentor]))
        _rate(world, features[mentor], mentor, worth[mentor])
        if len(world.rows) % NIGHT == 0:
            _learn(world)


def _listed(
    world: _World, features: Vector, is_here: NDArray[np.bool_], *, is_helped: bool
) -> NDArray[np.int64]:
    standing = np.where(is_here, _standing(world, features), -np.inf)
    plain = standing.copy()
    if is_helped and world.learned is not None:
        newness = np.maximum(1 - world.sessions / BONUS_SESSIONS, 0)
        standing = standing + NEWCOMER_BONUS * world.learned.sigma * newness
    order = np.argsort(-standing)
    head = order[:LENGTH]
    if is_helped and not (world.sessions[head] < NEWCOMER_SESSIONS).any():
        new = [m for m in order[LENGTH:100] if world.sessions[m] < NEWCOMER_SESSIONS]
        if new and is_here[new[0]] and plain[new[0]] >= NEAR_ENOUGH * plain[head[-1]]:
            head[-1] = new[0]
    return head


def _rate(world: _World, features: Vector, mentor: int, worth: float) -> None:
    rater = int(world.draw.integers(500))
    mildness = np.random.default_rng([11, rater]).normal(0, 0.4)
    heard = worth + mildness + world.draw.normal(0, 0.5)
    stars = np.clip(np.rint(3 + _STARS_PER_SD * heard), 1, 5)
    content = float((stars - 1) / 4)
    row = Feedback(tuple(features), content, str(mentor), str(rater), 0.0)
    world.rows.append(row)
    world.sessions[mentor] += 1


def _learn(world: _World) -> None:
    """The nightly job, accepted each time."""
    in_use = dict(zip(CRITERIA, world.used.tolist(), strict=True))
    learned = learn(world.rows, DEFAULT_WEIGHTS, in_use)
    world.learned = learned
    world.used = np.array([learned.weights[name] for name in CRITERIA])
    for mentor, effect in learned.mentors.items():
        world.effects[int(mentor)] = effect


def _ndcg(world: _World) -> float:
    """Of the plain list of ten, over mentees drawn for it."""
    draw, found = np.random.default_rng(99), []
    discount = 1 / np.log2(np.arange(LENGTH) + 2)
    for _ in range(_TESTED):
        features = _features(draw)
        worth = _worth(world, features)
        gains = worth - worth.min()
        order = np.argsort(-_standing(world, features))[:LENGTH]
        best = np.sort(gains)[::-1][:LENGTH]
        found.append(float(gains[order] @ discount / (best @ discount)))
    return float(np.mean(found))
