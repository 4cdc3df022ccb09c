"""How far a profile is: what is missing, in the form's order, and whether it can be matched."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from server.accounts.model import Language, Role
from server.core.line import length_of
from server.profiles.hours import total_minutes
from server.profiles.model.mentee import SHORTEST_GOAL, Mentee
from server.profiles.model.mentor import Mentor
from server.profiles.model.parts import Common
from server.profiles.model.profile import Profile
from server.profiles.styles import ITEMS

LEAST_HOURS_MINUTES = 60
"""A week: with less no two people ever share an hour."""
LEAST_ANSWERS = 5
"""Of the seven items, for the likeness of two people to say something."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that says too little. Without the needed ones nobody can be matched."""

    field: str
    is_needed: bool


@dataclass(frozen=True, slots=True)
class Completeness:
    """`percent` 0 to 100, 100 when nothing is missing."""

    percent: int
    missing: tuple[Missing, ...]

    @property
    def is_ready(self) -> bool:
        """Whether there is enough to match by."""
        return not any(one.is_needed for one in self.missing)


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    weight: int
    is_there: bool
    is_needed: bool = False


def completeness(profile: Profile, role: Role, languages: Collection[Language]) -> Completeness:
    """How far the profile of a role is; languages are the account's."""
    if role is Role.MENTEE:
        fields = _of_mentee(profile.common, profile.mentee, bool(languages))
    else:
        fields = _of_mentor(profile.common, profile.mentor, bool(languages))
    missing = tuple(Missing(one.name, one.is_needed) for one in fields if not one.is_there)
    whole = sum(one.weight for one in fields)
    there = sum(one.weight for one in fields if one.is_there)
    return Completeness(100 * there // whole, missing)


def _of_mentee(common: Common, mentee: Mentee, speaks: bool) -> tuple[_Field, ...]:
    goals = mentee.goals
    says_enough = bool(goals) and all(length_of(one.text) >= SHORTEST_GOAL for one in goals)
    return (
        _Field("goals", 30, says_enough, is_needed=True),
        _Field("goalSkills", 5, any(one.skills for one in goals)),
        *_of_both(common, speaks),
        _Field("styles", 5, bool(mentee.styles)),
        _hours(common),
    )


def _of_mentor(common: Common, mentor: Mentor, speaks: bool) -> tuple[_Field, ...]:
    return (
        _Field("expertise", 25, bool(mentor.offer.expertise), is_needed=True),
        _Field("skills", 10, bool(mentor.offer.skills)),
        *_of_both(common, speaks),
        _Field("styles", 5, bool(mentor.styles)),
        _hours(common),
        _Field("places", 5, mentor.capacity.places is not None, is_needed=True),
    )


def _of_both(common: Common, speaks: bool) -> tuple[_Field, ...]:
    answers = sum(answer is not None for answer in common.manner)
    return (
        _Field("industries", 10, bool(common.about.industries), is_needed=True),
        _Field("seniority", 10, common.about.seniority is not None, is_needed=True),
        _Field("languages", 10, speaks, is_needed=True),
        _Field("interests", 5, bool(common.about.interests)),
        _Field("manner", 10, answers >= min(LEAST_ANSWERS, len(ITEMS))),
    )


def _hours(common: Common) -> _Field:
    has_enough = total_minutes(common.hours) >= LEAST_HOURS_MINUTES
    return _Field("hours", 10, has_enough, is_needed=True)
