"""How far somebody is in their work, in eight steps; refuses job titles, which mean anything."""

from __future__ import annotations

from enum import StrEnum


class Seniority(StrEnum):
    """A step of the scale, lowest first. The keys stay: profiles hold them."""

    STUDENT = "student"
    ENTRY = "entry"
    PROFESSIONAL = "professional"
    SENIOR = "senior"
    LEAD = "lead"
    HEAD = "head"
    DIRECTOR = "director"
    EXECUTIVE = "executive"


STEPS = tuple(Seniority)
_STEP_OF = {one: step for step, one in enumerate(STEPS)}


def step_of(seniority: Seniority) -> int:
    """0 to 7."""
    return _STEP_OF[seniority]


def steps_ahead(mentor: Seniority, mentee: Seniority) -> int:
    """How many steps a mentor is ahead of a mentee; negative when behind."""
    return step_of(mentor) - step_of(mentee)
