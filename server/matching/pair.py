"""One mentee and one mentor, feature by feature, with what each number comes from.

The readable twin of `score`, which does the same for all mentors at once; tests hold the two
together. `explain` words what is found here. Refuses to say anything that is not in the traits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from server.matching.columns import quality_of
from server.matching.features import (
    HALF_COMFORT,
    ITEMS_WEIGHT,
    SIBLING,
    UNKNOWN,
    WIDEST,
    WISHED_WEIGHT,
)
from server.matching.hours import Hours, shared_hours
from server.matching.rules import (
    MOST_HOURS,
    Calibration,
    Rules,
    goal_weights,
    weights_for,
    worth_of_steps,
)
from server.matching.score import LEVELS_WEIGHT, NEAR_LEVEL, PREPARED_WEIGHT, TOPICS_WEIGHT
from server.matching.skills import likenesses
from server.matching.traits import STEPS, Fluency, MenteeTraits, MentorTraits, Record
from server.matching.vectors import Matrix, cosines, quantise
from server.profiles.model import Style


@dataclass(frozen=True, slots=True)
class GoalMatch:
    """A goal and the mentor's nearest line, by their places in both profiles."""

    goal: int
    line: int | None
    cosine: float
    likeness: float


@dataclass(frozen=True, slots=True)
class SkillMatch:
    """A wanted skill and the best that the mentor offers for it."""

    wanted: str
    offered: str | None
    worth: float
    weight: float
    """Of all wanted skills, by rarity; they sum to 1."""


@dataclass(frozen=True, slots=True)
class TargetMatch:
    """The industry of a goal: 1 the mentor's own, .5 a sibling, 0 neither."""

    goal: int
    industry: str
    worth: float


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """All of it. Features and weights are in the order of `CRITERIA`."""

    features: tuple[float, ...]
    weights: tuple[float, ...]
    mentor_side: float
    goals: tuple[GoalMatch, ...]
    skills: tuple[SkillMatch, ...]
    targets: tuple[TargetMatch, ...]
    alike: float | None
    """Likeness of working style, if both answered something."""
    styles: frozenset[Style]
    """Wished and offered."""
    hours: float
    common_hours: Hours
    gap: int | None
    """Steps of seniority that the mentor is ahead."""
    languages: frozenset[str]
    """Shared at the needed level."""
    fluent: frozenset[str]
    """Of these, in which both are at home."""
    interests: frozenset[str]
    record: Record

    @property
    def mentee_side(self) -> float:
        """p."""
        return sum(w * x for w, x in zip(self.weights, self.features, strict=True))

    @property
    def score(self) -> float:
        """2pq/(p+q)."""
        p, q = self.mentee_side, self.mentor_side
        return 2 * p * q / (p + q) if p + q else 0.0


def evidence(
    mentee: MenteeTraits, mentor: MentorTraits, rules: Rules, rarities: Sequence[float]
) -> Evidence:
    """What `score` says of these two; `rarities` of the mentee's skills come from the index."""
    goals = _goals(mentee, mentor, rules.calibration)
    skills = _skills(mentee, mentor, rarities)
    targets = _targets(mentee, mentor, rules)
    alike = _alike(mentee, mentor)
    hours = shared_hours(mentee.hours, mentor.hours)
    shared = _shared(mentee, mentor, rules.least_fluency)
    fluent = _shared(mentee, mentor, Fluency.FLUENT)
    step = STEPS if mentor.seniority is None else mentor.seniority
    features = (
        sum(w * one.likeness for w, one in zip(goal_weights(len(goals)), goals, strict=True)),
        sum(one.weight * one.worth for one in skills),
        _style(mentee, mentor, alike),
        min(hours / MOST_HOURS, 1.0),
        _industry(mentee, targets),
        worth_of_steps(mentee.seniority, rules.distance)[step],
        _interests(mentee, mentor, bool(fluent)),
        quality_of(mentor.record),
    )
    return Evidence(
        features=features,
        weights=weights_for(mentee, rules),
        mentor_side=_mentor_side(mentee, mentor, rules.calibration),
        goals=goals,
        skills=skills,
        targets=targets,
        alike=alike,
        styles=mentee.styles & mentor.styles,
        hours=hours,
        common_hours=mentee.hours & mentor.hours,
        gap=None if None in (mentee.seniority, mentor.seniority) else step - _step(mentee),
        languages=shared,
        fluent=fluent,
        interests=mentee.interests & mentor.interests,
        record=mentor.record,
    )


def _goals(
    mentee: MenteeTraits, mentor: MentorTraits, calibration: Calibration
) -> tuple[GoalMatch, ...]:
    found = cosines(quantise(mentee.goals), quantise(mentor.expertise))
    return tuple(_nearest(goal, row, calibration) for goal, row in enumerate(found))


def _nearest(goal: int, row: Matrix, calibration: Calibration) -> GoalMatch:
    if len(row) == 0:
        return GoalMatch(goal, None, 0.0, 0.0)
    line = int(row.argmax())
    cosine = float(row[line])
    return GoalMatch(goal, line, cosine, _worth(cosine, calibration))


def _worth(cosine: float, calibration: Calibration) -> float:
    span = calibration.same - calibration.unrelated
    return min(max((cosine - calibration.unrelated) / span, 0.0), 1.0)


def _skills(
    mentee: MenteeTraits, mentor: MentorTraits, rarities: Sequence[float]
) -> tuple[SkillMatch, ...]:
    whole = sum(rarities)
    found = []
    worths = likenesses(mentee.skills, mentor.skills)
    for wanted, rare, row in zip(mentee.skills, rarities, worths, strict=True):
        each = [(worth, offered.id) for worth, offered in zip(row, mentor.skills, strict=True)]
        worth, offered_id = max(each, default=(0.0, ""))
        found.append(SkillMatch(wanted.id, offered_id if worth else None, worth, rare / whole))
    return tuple(found)


def _targets(mentee: MenteeTraits, mentor: MentorTraits, rules: Rules) -> tuple[TargetMatch, ...]:
    groups = rules.industry_groups
    near = {groups.get(one) for one in mentor.industries} - {None}
    found = []
    for goal, target in enumerate(mentee.targets):
        if target is not None:
            kin = SIBLING if groups.get(target) in near else 0.0
            found.append(TargetMatch(goal, target, 1.0 if target in mentor.industries else kin))
    return tuple(found)


def _industry(mentee: MenteeTraits, targets: tuple[TargetMatch, ...]) -> float:
    weights = goal_weights(len(mentee.targets))
    whole = sum(weights[one.goal] for one in targets)
    return sum(weights[one.goal] * one.worth for one in targets) / whole if targets else 0.0


def _alike(mentee: MenteeTraits, mentor: MentorTraits) -> float | None:
    apart = [
        abs(own - other)
        for own, other in zip(mentee.items, mentor.items, strict=False)
        if own is not None and other is not None
    ]
    return 1 - sum(apart) / len(apart) / WIDEST if apart else None


def _style(mentee: MenteeTraits, mentor: MentorTraits, alike: float | None) -> float:
    parts = []
    if any(answer is not None for answer in mentee.items):
        parts.append((ITEMS_WEIGHT, UNKNOWN if alike is None else alike))
    if mentee.styles:
        met = len(mentee.styles & mentor.styles) / len(mentee.styles)
        parts.append((WISHED_WEIGHT, met))
    whole = sum(weight for weight, _ in parts)
    return sum(weight * part for weight, part in parts) / whole if parts else 0.0


def _interests(mentee: MenteeTraits, mentor: MentorTraits, is_fluent: bool) -> float:
    comfort = 1.0 if is_fluent else HALF_COMFORT
    if not mentee.interests:
        return comfort
    both = len(mentee.interests & mentor.interests)
    return (comfort + both / len(mentee.interests | mentor.interests)) / 2


def _shared(mentee: MenteeTraits, mentor: MentorTraits, least: Fluency) -> frozenset[str]:
    return frozenset(
        tag
        for tag, level in mentee.languages.items()
        if level >= least and mentor.languages.get(tag, 0) >= least
    )


def _mentor_side(mentee: MenteeTraits, mentor: MentorTraits, calibration: Calibration) -> float:
    parts: list[tuple[float, float]] = []
    if mentor.topics is not None and len(mentor.topics):
        near = cosines(quantise(mentee.goals), quantise(mentor.topics))
        best = float(np.max(near, initial=0.0))
        parts.append((TOPICS_WEIGHT, _worth(best, calibration)))
    if mentor.wishes.levels:
        parts.append((LEVELS_WEIGHT, _level(mentee.seniority, mentor.wishes.levels)))
    if not parts:
        return 1.0
    parts.append((PREPARED_WEIGHT, mentee.preparedness))
    return sum(w * x for w, x in parts) / sum(w for w, _ in parts)


def _level(step: int | None, wanted: frozenset[int]) -> float:
    if step is None:
        return UNKNOWN
    if step in wanted:
        return 1.0
    return NEAR_LEVEL if {step - 1, step + 1} & wanted else 0.0


def _step(mentee: MenteeTraits) -> int:
    return mentee.seniority or 0
