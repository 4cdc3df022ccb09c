"""How a programme weighs and what it requires: values that a coordinator may change, with defaults.

Weights and tables are those of the research behind Ithaca (docs/decisions/0029-matching-core.md).
Refuses weights that say nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from server.core.errors import Invalid
from server.matching.traits import CRITERIA, STEPS, Fluency, MenteeTraits
from server.profiles.model import Criterion

DEFAULT_WEIGHTS: Mapping[Criterion, float] = {
    Criterion.GOALS: 0.30,
    Criterion.SKILLS: 0.20,
    Criterion.STYLE: 0.15,
    Criterion.AVAILABILITY: 0.10,
    Criterion.INDUSTRY: 0.08,
    Criterion.SENIORITY: 0.08,
    Criterion.INTERESTS: 0.04,
    Criterion.QUALITY: 0.05,
}
GOAL_WEIGHTS = (4.0, 3.0, 2.0, 1.0)
"""By the mentee's order; from the fourth on all count as much."""
MOST_HOURS = 6.0
"""A week; more in common makes no pair better."""

Distance = Literal["ahead", "peers"]
"""Whether mentors are to be some steps ahead, or near."""

_AHEAD = {1: 0.7, 2: 1.0, 3: 1.0, 4: 0.8, 5: 0.5}
_PEERS = {0: 1.0, 1: 0.7, 2: 0.3}


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a cosine of the encoder in use is worth; stored with the encoder's version."""

    unrelated: float = 0.10
    """At or below it two texts have nothing in common."""
    same: float = 0.45
    """From it on they say the same."""
    match: float = 0.20
    """From it on a goal counts as covered by a line."""


@dataclass(frozen=True, slots=True)
class Rules:
    """One programme's."""

    weights: Mapping[Criterion, float] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    calibration: Calibration = Calibration()
    least_fluency: Fluency = Fluency.GOOD
    """In a shared language, of both."""
    least_shared_hours: float = 1.0
    """A week, in each of the coming four."""
    distance: Distance = "ahead"
    industry_groups: Mapping[str, str] = field(default_factory=dict)
    """The group of each industry; members of one are siblings."""


def checked_weights(weights: Mapping[Criterion, float]) -> dict[Criterion, float]:
    """All criteria, summing to 1; one left out weighs nothing. Raises: Invalid."""
    problems = {
        f"weights.{name}": "A weight is a number from 0 on."
        for name, weight in weights.items()
        if not (math.isfinite(weight) and weight >= 0)
    }
    if problems:
        raise Invalid(next(iter(problems.values())), fields=problems)
    whole = sum(weights.values())
    if whole <= 0:
        sentence = "At least one criterion must weigh more than nothing."
        raise Invalid(sentence, fields={"weights": sentence})
    return {name: weights.get(name, 0.0) / whole for name in CRITERIA}


def weights_for(mentee: MenteeTraits, rules: Rules) -> tuple[float, ...]:
    """In the order of `CRITERIA`, summing to 1.

    What the mentee calls most important counts twice. A criterion about which the mentee has said
    nothing is alike for all mentors and would only press every score down: it weighs nothing.
    """
    given = [
        rules.weights.get(name, 0.0) * (2 if name is mentee.most_important else 1)
        for name in CRITERIA
    ]
    unsaid = _unsaid(mentee)
    heard = [0.0 if name in unsaid else w for w, name in zip(given, CRITERIA, strict=True)]
    whole = sum(heard)
    if whole <= 0:
        return tuple(1 / len(CRITERIA) for _ in CRITERIA)
    return tuple(weight / whole for weight in heard)


@cache
def goal_weights(count: int) -> tuple[float, ...]:
    """For so many goals, summing to 1."""
    given = [GOAL_WEIGHTS[min(at, len(GOAL_WEIGHTS) - 1)] for at in range(count)]
    whole = sum(given)
    return tuple(weight / whole for weight in given)


def worth_of_gap(gap: int, distance: Distance) -> float:
    """Of a mentor so many steps ahead, 0 to 1."""
    if distance == "peers":
        return _PEERS.get(abs(gap), 0.0)
    return 0.0 if gap <= 0 else _AHEAD.get(gap, 0.2)


def worth_of_steps(mentee: int | None, distance: Distance) -> tuple[float, ...]:
    """Of a mentor on each step, and last of one who did not say."""
    if mentee is None:
        return (0.5,) * (STEPS + 1)
    return (*(worth_of_gap(step - mentee, distance) for step in range(STEPS)), 0.5)


def _unsaid(mentee: MenteeTraits) -> set[Criterion]:
    said = {
        Criterion.GOALS: len(mentee.goals) > 0,
        Criterion.SKILLS: bool(mentee.skills),
        Criterion.STYLE: bool(mentee.styles) or any(one is not None for one in mentee.items),
        Criterion.INDUSTRY: any(mentee.targets),
        Criterion.SENIORITY: mentee.seniority is not None,
    }
    return {name for name, is_said in said.items() if not is_said}
