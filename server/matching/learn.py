"""Better weights from feedback, few enough to read: a ridge around the coordinator's own weights.

y = mu + w.x + b_j + c_i: what the features say, how good a mentor is beside that, how mild a rater
is. Mentor and rater are shrunk to 0, so that few sessions say little. Weights stay between half
and twice what the coordinator set. Refuses to change anything: it proposes, with its evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import lsq_linear

from server.matching.traits import CRITERIA
from server.profiles.model import Criterion

HALF_LIFE_DAYS = 365.0
PULL = 1.0
"""Of each weight towards the coordinator's, on centred features: some fifty sessions' worth."""
GAIN_PULL = 0.3
MENTOR_PULL = 8.0
"""A Bayesian average: every mentor begins with so many sessions at the mean."""
RATER_PULL = 4.0
ROUNDS = 4
LEAST_TIMES, MOST_TIMES = 0.5, 2.0
LEAST_SESSIONS = 20
"""With fewer there is nothing to propose."""
f64 = np.float64
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Feedback:
    """One answer about one session that took place."""

    features: tuple[float, ...]
    """Of the pair when it was made, in the order of `CRITERIA`."""
    content: float
    """0 to 1, see `content_of`."""
    mentor: str
    rater: str
    age_days: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a weight is to change."""

    before: float
    after: float
    slope: float
    """How much content a whole feature brings, as far as the data go alone with the pull."""
    error: float
    """Of the slope: one standard deviation."""
    sessions: int


@dataclass(frozen=True, slots=True)
class Learned:
    """What feedback says; weights sum to 1."""

    weights: Mapping[Criterion, float]
    evidence: Mapping[Criterion, Evidence]
    mentors: Mapping[str, float]
    """b_j, on the scale of content."""
    raters: Mapping[str, float]
    """c_i: how mild."""
    sigma: float
    """The standard deviation of content that nothing explains."""
    sessions: int


def content_of(usefulness: int | None, rapport: int | None, again: int | None) -> float:
    """Three answers from 1 to 5, one of them at least given, as one number from 0 to 1."""
    given = [
        (weight, answer)
        for weight, answer in ((0.5, usefulness), (0.2, rapport), (0.3, again))
        if answer is not None
    ]
    whole = sum(weight for weight, _ in given)
    return (sum(weight * answer for weight, answer in given) / whole - 1) / 4


def learn(
    rows: Sequence[Feedback],
    origin: Mapping[Criterion, float],
    current: Mapping[Criterion, float] | None = None,
) -> Learned:
    """`origin` are the weights that feedback is weighed against, `current` those in use now.

    A proposal moves each weight in use to half or twice at most; once it is accepted, the next
    one may go on from there.
    """
    start = _vector(origin)
    held = start if current is None else _vector(current)
    if len(rows) < LEAST_SESSIONS:
        return _nothing_learned(held, len(rows))
    data = _Data.of(rows)
    fit = _fit(data, start, held)
    shares = _bounded(fit.slopes, held)
    errors = _errors(data, fit.sigma)
    numbers = (column.tolist() for column in (held, shares, fit.slopes, errors))
    evidence = {
        name: Evidence(before, after, slope, error, len(rows))
        for name, before, after, slope, error in zip(CRITERIA, *numbers, strict=True)
    }
    return Learned(
        weights=dict(zip(CRITERIA, shares.tolist(), strict=True)),
        evidence=evidence,
        mentors=dict(zip(data.mentor_names, fit.of_mentor.tolist(), strict=True)),
        raters=dict(zip(data.rater_names, fit.of_rater.tolist(), strict=True)),
        sigma=fit.sigma,
        sessions=len(rows),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Data:
    features: Vector
    content: Vector
    importance: Vector
    """omega: halves each year."""
    mentors: NDArray[np.intp]
    raters: NDArray[np.intp]
    mentor_names: list[str]
    rater_names: list[str]

    @staticmethod
    def of(rows: Sequence[Feedback]) -> _Data:
        mentor_names, mentors = np.unique([one.mentor for one in rows], return_inverse=True)
        rater_names, raters = np.unique([one.rater for one in rows], return_inverse=True)
        ages = np.array([one.age_days for one in rows], f64)
        return _Data(
            np.array([one.features for one in rows], f64),
            np.array([one.content for one in rows], f64),
            2.0 ** (-ages / HALF_LIFE_DAYS),
            mentors,
            raters,
            mentor_names.tolist(),
            rater_names.tolist(),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    slopes: Vector
    of_mentor: Vector
    of_rater: Vector
    sigma: float


def _fit(data: _Data, start: Vector, held: Vector) -> _Fit:
    """Weights, mentors and raters in turn, each given the others."""
    omega = data.importance
    centred = data.features - np.average(data.features, axis=0, weights=omega)
    of_mentor, of_rater = np.zeros(len(data.mentor_names)), np.zeros(len(data.rater_names))
    slopes = start.copy()
    for _ in range(ROUNDS):
        rest = data.content - of_mentor[data.mentors] - of_rater[data.raters]
        mean = np.average(rest, weights=omega)
        gain = _gain(centred @ start, rest - mean, omega)
        slopes = _slopes(centred, rest - mean, omega, (gain * start, gain * held))
        plain = data.content - mean - centred @ slopes
        of_mentor = _shrunk(plain - of_rater[data.raters], omega, data.mentors, MENTOR_PULL)
        of_rater = _shrunk(plain - of_mentor[data.mentors], omega, data.raters, RATER_PULL)
    left = data.content - mean - centred @ slopes
    left = left - of_mentor[data.mentors] - of_rater[data.raters]
    sigma = float(np.sqrt(np.average(left * left, weights=omega)))
    return _Fit(slopes, of_mentor, of_rater, sigma)


def _gain(scores: Vector, rest: Vector, omega: Vector) -> float:
    """How much content a whole score brings; near 1 until the data say otherwise."""
    top = float((omega * scores * rest).sum()) + GAIN_PULL
    return max(top / (float((omega * scores * scores).sum()) + GAIN_PULL), 0.05)


def _slopes(centred: Vector, rest: Vector, omega: Vector, towards: tuple[Vector, Vector]) -> Vector:
    """Ridge towards the first of `towards`, within half and twice of the second."""
    target, held = towards
    bounds = (LEAST_TIMES * held, np.maximum(MOST_TIMES * held, LEAST_TIMES * held + 1e-9))
    # Through the root of the normal equations: the number of sessions no longer counts.
    scaled = centred * omega[:, None]
    root = np.linalg.cholesky(scaled.T @ centred + PULL * np.eye(len(target))).T
    right = np.linalg.solve(root.T, scaled.T @ rest + PULL * target)
    found: Vector = lsq_linear(root, right, bounds=bounds, method="bvls").x
    return found


def _shrunk(left: Vector, omega: Vector, groups: NDArray[np.intp], pull: float) -> Vector:
    whole = np.bincount(groups, omega * left)
    found: Vector = whole / (np.bincount(groups, omega) + pull)
    return found


def _bounded(slopes: Vector, held: Vector) -> Vector:
    """As shares of 1, and still within half and twice."""
    shares: Vector = slopes / slopes.sum()
    for _ in range(50):
        shares = np.clip(shares, LEAST_TIMES * held, MOST_TIMES * held)
        shares = shares / shares.sum()
    return shares


def _errors(data: _Data, sigma: float) -> Vector:
    omega = data.importance
    centred = data.features - np.average(data.features, axis=0, weights=omega)
    normal = (centred * omega[:, None]).T @ centred + PULL * np.eye(centred.shape[1])
    found: Vector = sigma * np.sqrt(np.diag(np.linalg.inv(normal)))
    return found


def _vector(weights: Mapping[Criterion, float]) -> Vector:
    given = np.array([weights.get(name, 0.0) for name in CRITERIA], f64)
    found: Vector = given / given.sum()
    return found


def _nothing_learned(held: Vector, sessions: int) -> Learned:
    weights = dict(zip(CRITERIA, held.tolist(), strict=True))
    evidence = {n: Evidence(w, w, 0.0, float("inf"), sessions) for n, w in weights.items()}
    return Learned(weights, evidence, {}, {}, 0.0, sessions)
