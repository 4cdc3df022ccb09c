"""From what people said to a lesson: rows for learning, and whether it foresees what it never saw.

Refuses nobody's answers and shows nobody's: what leaves here are sums.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from server.matching.learn import Feedback, Learned, content_of, learn
from server.matching.model import PairFeedback
from server.matching.proposal import Lesson, MentorEffect, WeightEvidence
from server.matching.traits import CRITERIA
from server.mentorships.model import FitReason
from server.profiles.model import Criterion

FOLDS = 5
MOST_COMPARED = 1500
"""Answers of a fold that are compared with each other; more say the same."""
_RATED_MENTEE = "mentee:"
"""Before the id of a rated mentee: how easy they are to work with is not how good they mentor."""
_DAY = timedelta(days=1)
_MISSED = {
    FitReason.TOPICS: (Criterion.GOALS, Criterion.SKILLS),
    FitReason.STYLE: (Criterion.STYLE,),
    FitReason.LEVEL: (Criterion.SENIORITY,),
    FitReason.HOURS: (Criterion.AVAILABILITY,),
    FitReason.LANGUAGE: (Criterion.INTERESTS,),
}
"""What a pair did not have after all, whatever their profiles said."""
f64 = np.float64
Shares = Mapping[Criterion, float]
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson, and what it says of mentors."""

    lesson: Lesson
    weights: Shares
    effects: Mapping[str, MentorEffect]
    sigma: float


def as_learned(one: PairFeedback, now: datetime) -> Feedback:
    """A row for learning. A mentor's own answers say nothing of how good that mentor is."""
    missed = {name for reason in one.misfit for name in _MISSED.get(reason, ())}
    features = tuple(
        0.0 if name in missed else value for name, value in zip(CRITERIA, one.features, strict=True)
    )
    rated = one.mentor if one.rater == one.mentee else _RATED_MENTEE + one.mentee
    content = content_of(one.usefulness, one.rapport, one.again)
    return Feedback(features, content, rated, one.rater, max((now - one.at) / _DAY, 0.0))


def teach(said: Sequence[PairFeedback], origin: Shares, current: Shares, now: datetime) -> Taught:
    """What enough answers say (`proposal.is_enough`), the weights in use being `current`."""
    rows = [as_learned(one, now) for one in said]
    learned = learn(rows, origin, current)
    before, after = foreseen(rows, origin, current)
    lesson = Lesson(
        weights=_evidence(learned),
        sessions=len(rows),
        raters=len({one.rater for one in said}),
        mentors=len({one.mentor for one in said}),
        first_at=min(one.at for one in said),
        last_at=max(one.at for one in said),
        foreseen_before=before,
        foreseen_after=after,
    )
    return Taught(lesson, learned.weights, _effects(rows, learned), learned.sigma)


def foreseen(rows: Sequence[Feedback], origin: Shares, current: Shares) -> tuple[float, float]:
    """Of two answers, how often the weights have the better one higher: in use, and learned.

    Learned weights are judged by answers that they were not learned from: a fifth at a time, all
    that somebody said of somebody being in the same fifth.
    """
    folds = _folds(rows)
    right, compared = np.zeros(2), 0.0
    for fold in range(FOLDS):
        rest = [one for one, at in zip(rows, folds, strict=True) if at != fold]
        held = [one for one, at in zip(rows, folds, strict=True) if at == fold]
        learned = learn(rest, origin, current)
        some = held[:: len(held) // MOST_COMPARED + 1]
        found, count = _in_order(some, learned, current)
        right, compared = right + found, compared + count
    if compared == 0:
        return 0.5, 0.5
    before, after = (right / compared).tolist()
    return before, after


def _folds(rows: Sequence[Feedback]) -> list[int]:
    pairs = sorted({(one.rater, one.mentor) for one in rows})
    fold = {pair: at % FOLDS for at, pair in enumerate(pairs)}
    return [fold[one.rater, one.mentor] for one in rows]


def _in_order(held: Sequence[Feedback], learned: Learned, current: Shares) -> tuple[Vector, float]:
    """Pairs of answers in the right order by the weights in use and the learned; of how many."""
    if not held:
        return np.zeros(2), 0.0
    features = np.array([one.features for one in held], f64)
    # What is known of who rates and who is rated is none of the weights' doing.
    content = np.array([
        one.content - learned.mentors.get(one.mentor, 0.0) - learned.raters.get(one.rater, 0.0)
        for one in held
    ])  # fmt: skip
    better = np.sign(content[:, None] - content[None, :])
    found = [
        _agreeing(features @ _vector(weights), better) for weights in (current, learned.weights)
    ]
    return np.array(found), float((better > 0).sum())


def _agreeing(scores: Vector, better: Vector) -> float:
    """Ties count half."""
    order = np.sign(np.round(scores[:, None] - scores[None, :], 12))
    return float(((better > 0) * (1 + order) / 2).sum())


def _vector(weights: Shares) -> Vector:
    return np.array([weights[name] for name in CRITERIA], f64)


def _evidence(learned: Learned) -> dict[Criterion, WeightEvidence]:
    whole = sum(one.slope for one in learned.evidence.values())
    return {
        name: WeightEvidence(one.before, one.after, one.slope, one.before * whole, one.error)
        for name, one in learned.evidence.items()
    }


def _effects(rows: Sequence[Feedback], learned: Learned) -> dict[str, MentorEffect]:
    raters: dict[str, set[str]] = {}
    for one in rows:
        raters.setdefault(one.mentor, set()).add(one.rater)
    return {
        mentor: MentorEffect(effect, len(raters[mentor]))
        for mentor, effect in learned.mentors.items()
        if not mentor.startswith(_RATED_MENTEE)
    }
