"""Why these two: the strongest reasons, one honest caveat, and a level instead of a number.

Everything is a code with arguments, worded by the web app in the reader's language. Each comes
from a feature's value; nothing is said that no number stands behind.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from server.matching.pair import Evidence
from server.matching.rules import Calibration
from server.matching.traits import CRITERIA
from server.profiles.model import Criterion

MOST_REASONS = 3
LEAST_FEATURE = 0.25
"""Less is no reason for anything."""
LEAST_MISSED = 0.01
"""Of the score; what is lost by less is no caveat."""
NEWCOMER_SESSIONS = 5
"""Up to here a mentor counts as new here."""
STRONG_SHARE, STRONG_SCORE = 0.10, 0.50
GOOD_SHARE, GOOD_SCORE = 0.30, 0.35
"""Shares are of the mentors that pass this mentee's gates."""


class Level(StrEnum):
    """How well two people fit, no finer than it is known."""

    STRONG = "strong"
    GOOD = "good"
    POSSIBLE = "possible"


class Code(StrEnum):
    """What is said; the arguments stand beside each."""

    GOALS_COVERED = "goals_covered"
    """covered, of; matches: [{goal, line}] by place in both profiles."""
    SKILLS_OFFERED = "skills_offered"
    """covered, of; skills: [{wanted, offered}] by id."""
    WORKS_ALIKE = "works_alike"
    """percent of likeness, or null; styles that are wished and offered."""
    HOURS_SHARED = "hours_shared"
    """hours a week."""
    SAME_INDUSTRY = "same_industry"
    """industries."""
    NEAR_INDUSTRY = "near_industry"
    """industries of the mentee."""
    STEPS_AHEAD = "steps_ahead"
    """steps; may be 0 among peers."""
    INTERESTS_SHARED = "interests_shared"
    """interests; languages in which both are at home."""
    WELL_FOUND = "well_found"
    """sessions."""

    GOALS_MISSED = "goals_missed"
    """goals by place."""
    SKILLS_MISSED = "skills_missed"
    """skills wanted, by id."""
    WORKS_OTHERWISE = "works_otherwise"
    """percent of likeness, or null; styles wished are in the mentee's profile."""
    FEW_HOURS = "few_hours"
    """hours a week."""
    OTHER_INDUSTRY = "other_industry"
    """industries of the mentee."""
    STEPS_OFF = "steps_off"
    """steps, or null when unknown."""
    NO_INTERESTS = "no_interests"
    """languages that are shared."""
    NEWCOMER = "newcomer"
    """sessions."""
    FOUND_LESS = "found_less"
    """sessions: mentees were less content, or answers come late."""


@dataclass(frozen=True, slots=True)
class Said:
    """A code and what fills it."""

    code: Code
    criterion: Criterion
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a criterion brings to the score; all of them sum to it."""

    criterion: Criterion
    weight: float
    value: float
    """0 to 1."""
    points: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is said of a pair."""

    reasons: tuple[Said, ...]
    caveat: Said | None
    is_newcomer: bool
    contributions: tuple[Contribution, ...]


def explain(seen: Evidence, calibration: Calibration) -> Explanation:
    """The three largest contributions, and the largest weight that is missed."""
    given = contributions(seen)
    by_points = sorted(given, key=lambda one: -one.points)
    reasons = [
        _reason(one.criterion, seen, calibration)
        for one in by_points
        if one.value >= LEAST_FEATURE and one.points > 0
    ]
    by_missed = sorted(given, key=lambda one: -_missed(one))
    caveats = [
        _caveat(one.criterion, seen, calibration)
        for one in by_missed
        if _missed(one) >= LEAST_MISSED
    ]
    return Explanation(
        tuple(one for one in reasons if one is not None)[:MOST_REASONS],
        next((one for one in caveats if one is not None), None),
        seen.record.sessions < NEWCOMER_SESSIONS,
        given,
    )


def contributions(seen: Evidence) -> tuple[Contribution, ...]:
    """Weight * value of each criterion, in the measure in which the mentor's side agrees."""
    p, score = seen.mentee_side, seen.score
    part = score / p if p else 0.0
    return tuple(
        Contribution(name, weight, value, weight * value * part)
        for name, weight, value in zip(CRITERIA, seen.weights, seen.features, strict=True)
    )


def level(score: float, rank: int, pool: int) -> Level:
    """`rank` from 1 among the `pool` mentors that pass the mentee's gates."""
    if score >= STRONG_SCORE and rank <= math.ceil(STRONG_SHARE * pool):
        return Level.STRONG
    is_near_top = rank <= math.ceil(GOOD_SHARE * pool)
    if score >= STRONG_SCORE or (score >= GOOD_SCORE and is_near_top):
        return Level.GOOD
    return Level.POSSIBLE


def _missed(one: Contribution) -> float:
    return one.weight * (1 - one.value)


def _reason(name: Criterion, seen: Evidence, calibration: Calibration) -> Said | None:
    arguments: dict[str, Any]
    match name:
        case Criterion.GOALS:
            met = [one for one in seen.goals if one.cosine >= calibration.match]
            matches = [{"goal": one.goal, "line": one.line} for one in met]
            arguments = {"covered": len(met), "of": len(seen.goals), "matches": matches}
            return Said(Code.GOALS_COVERED, name, arguments) if met else None
        case Criterion.SKILLS:
            return _skills_reason(seen)
        case Criterion.INDUSTRY:
            return _industry_reason(seen)
        case Criterion.QUALITY if seen.record.sessions == 0:
            return None
        case _:
            return _plain_reason(name, seen)


def _skills_reason(seen: Evidence) -> Said | None:
    offered = [one for one in seen.skills if one.worth > 0]
    pairs = [{"wanted": one.wanted, "offered": one.offered} for one in offered]
    arguments = {"covered": len(offered), "of": len(seen.skills), "skills": pairs}
    return Said(Code.SKILLS_OFFERED, Criterion.SKILLS, arguments) if offered else None


def _plain_reason(name: Criterion, seen: Evidence) -> Said | None:
    match name:
        case Criterion.STYLE:
            if seen.alike is None and not seen.styles:
                return None
            return Said(Code.WORKS_ALIKE, name, _style(seen))
        case Criterion.AVAILABILITY:
            return Said(Code.HOURS_SHARED, name, {"hours": seen.hours})
        case Criterion.SENIORITY:
            return (
                Said(Code.STEPS_AHEAD, name, {"steps": seen.gap}) if seen.gap is not None else None
            )
        case Criterion.INTERESTS:
            return _interests_reason(seen)
        case _:
            return Said(Code.WELL_FOUND, name, {"sessions": seen.record.sessions})


def _interests_reason(seen: Evidence) -> Said | None:
    if not seen.interests and not seen.fluent:
        return None
    shared = {"interests": sorted(seen.interests), "languages": sorted(seen.fluent)}
    return Said(Code.INTERESTS_SHARED, Criterion.INTERESTS, shared)


def _industry_reason(seen: Evidence) -> Said | None:
    same = _industries(seen, 1.0)
    if same:
        return Said(Code.SAME_INDUSTRY, Criterion.INDUSTRY, {"industries": same})
    near = sorted({one.industry for one in seen.targets if one.worth > 0})
    return Said(Code.NEAR_INDUSTRY, Criterion.INDUSTRY, {"industries": near}) if near else None


def _caveat(name: Criterion, seen: Evidence, calibration: Calibration) -> Said | None:
    match name:
        case Criterion.GOALS:
            missed = [one.goal for one in seen.goals if one.cosine < calibration.match]
            return Said(Code.GOALS_MISSED, name, {"goals": missed}) if missed else None
        case Criterion.SKILLS:
            lacking = [one.wanted for one in seen.skills if one.worth == 0]
            return Said(Code.SKILLS_MISSED, name, {"skills": lacking}) if lacking else None
        case Criterion.STYLE:
            return Said(Code.WORKS_OTHERWISE, name, _style(seen))
        case Criterion.AVAILABILITY:
            return Said(Code.FEW_HOURS, name, {"hours": seen.hours})
        case _:
            return _plain_caveat(name, seen)


def _plain_caveat(name: Criterion, seen: Evidence) -> Said | None:
    match name:
        case Criterion.INDUSTRY:
            other = sorted({one.industry for one in seen.targets if one.worth < 1})
            return Said(Code.OTHER_INDUSTRY, name, {"industries": other}) if other else None
        case Criterion.SENIORITY:
            return Said(Code.STEPS_OFF, name, {"steps": seen.gap})
        case Criterion.INTERESTS:
            if seen.interests:
                return None
            return Said(Code.NO_INTERESTS, name, {"languages": sorted(seen.languages)})
        case _:
            is_new = seen.record.sessions < NEWCOMER_SESSIONS
            code = Code.NEWCOMER if is_new else Code.FOUND_LESS
            return Said(code, name, {"sessions": seen.record.sessions})


def _style(seen: Evidence) -> dict[str, Any]:
    percent = None if seen.alike is None else round(100 * seen.alike)
    return {"percent": percent, "styles": sorted(seen.styles)}


def _industries(seen: Evidence, worth: float) -> list[str]:
    return sorted({one.industry for one in seen.targets if one.worth == worth})
