"""What a mentee looks for; a draft may be short of everything, but holds nothing that is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from server.accounts.model import check_language
from server.core.findings import Findings
from server.core.line import clean_text
from server.profiles.hours import Window, clean_hours
from server.profiles.industries import Industry
from server.profiles.model.parts import (
    About,
    Pause,
    Skill,
    Visibility,
    clean_about,
    clean_manner,
    clean_pause,
    clean_skills,
    clean_weekly_minutes,
)
from server.profiles.seniority import STEPS
from server.profiles.styles import Answers, Style

MOST_GOALS = 5
SHORTEST_GOAL, LONGEST_GOAL = 10, 600
"""A shorter one may stand in a draft, but says too little to match by."""
MOST_SKILLS_OF_GOAL = 10
MOST_FILTER_LANGUAGES = 5
_WIDEST_GAP = len(STEPS) - 1


class Criterion(StrEnum):
    """What the score of a pair is made of."""

    GOALS = "goals"
    SKILLS = "skills"
    STYLE = "style"
    AVAILABILITY = "availability"
    INDUSTRY = "industry"
    SENIORITY = "seniority"
    INTERESTS = "interests"
    QUALITY = "quality"


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing to reach, in the person's words; `industry` is where it lies."""

    text: str
    industry: Industry | None = None
    skills: tuple[Skill, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """Who is not to be proposed at all. Each is the mentee's own wish and off until set.

    `languages`: a mentor must speak one of them. The gaps are steps of seniority, the mentor's
    minus the mentee's, -7 to 7.
    """

    languages: tuple[str, ...] = ()
    is_free_only: bool = False
    least_gap: int | None = None
    most_gap: int | None = None


@dataclass(frozen=True, slots=True)
class Mentee:
    """The mentee's side of a person. Goals are in the order of their weight."""

    goals: tuple[Goal, ...] = ()
    styles: frozenset[Style] = frozenset()
    weekly_minutes: int | None = None
    most_important: Criterion | None = None
    filters: Filters = Filters()
    pause: Pause = field(default_factory=Pause)
    visibility: Visibility = Visibility.COORDINATOR


@dataclass(frozen=True, slots=True)
class Effort:
    """How much time a week somebody gives it; a value of its own so that None can be set."""

    weekly_minutes: int | None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What matters most, and what must be."""

    most_important: Criterion | None
    filters: Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class MenteeChange:
    """The sections that change, each as a whole; None leaves a section as it is."""

    about: About | None = None
    manner: Answers | None = None
    hours: tuple[Window, ...] | None = None
    goals: tuple[Goal, ...] | None = None
    styles: frozenset[Style] | None = None
    effort: Effort | None = None
    wishes: Wishes | None = None
    pause: Pause | None = None
    visibility: Visibility | None = None


def clean_mentee_change(change: MenteeChange, today: date) -> MenteeChange:
    """The same in normal form. Raises: Invalid with every bad field."""
    findings = Findings()
    clean = MenteeChange(
        about=findings.of(change.about, clean_about),
        manner=findings.of(change.manner, clean_manner),
        hours=findings.of(change.hours, clean_hours),
        goals=findings.of(change.goals, _clean_goals),
        styles=change.styles,
        effort=findings.of(change.effort, _clean_effort),
        wishes=findings.of(change.wishes, _clean_wishes),
        pause=findings.of(change.pause, lambda pause: clean_pause(pause, today)),
        visibility=change.visibility,
    )
    findings.settle()
    return clean


def _clean_goals(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    findings = Findings()
    cleaned = findings.each(goals, _clean_goal)
    if len(cleaned) > MOST_GOALS:
        findings.refuse("goals", f"At most {MOST_GOALS} goals: choose those that matter most.")
    findings.settle()
    return cleaned


def _clean_goal(goal: Goal, at: int) -> Goal:
    findings, where = Findings(), f"goals[{at}]"
    text = findings.take(
        lambda: clean_text(goal.text, field=f"{where}.text", at_least=1, at_most=LONGEST_GOAL)
    )
    skills = findings.take(
        lambda: clean_skills(goal.skills, field=f"{where}.skills", at_most=MOST_SKILLS_OF_GOAL)
    )
    findings.settle()
    return Goal(text or "", goal.industry, skills or ())


def _clean_effort(effort: Effort) -> Effort:
    return Effort(clean_weekly_minutes(effort.weekly_minutes, field="effort.weeklyMinutes"))


def _clean_wishes(wishes: Wishes) -> Wishes:
    findings, filters = Findings(), wishes.filters
    tags = findings.each(filters.languages, _clean_tag)
    if len(tags) > MOST_FILTER_LANGUAGES:
        findings.refuse("wishes.languages", f"At most {MOST_FILTER_LANGUAGES} languages.")
    for name, gap in (("leastGap", filters.least_gap), ("mostGap", filters.most_gap)):
        if gap is not None and abs(gap) > _WIDEST_GAP:
            findings.refuse(f"wishes.{name}", f"From -{_WIDEST_GAP} to {_WIDEST_GAP} steps.")
    least, most = filters.least_gap, filters.most_gap
    if least is not None and most is not None and least > most:
        findings.refuse("wishes.mostGap", "The most is less than the least.")
    findings.settle()
    languages = tuple(dict.fromkeys(tags))
    return Wishes(wishes.most_important, Filters(languages, filters.is_free_only, least, most))


def _clean_tag(tag: str, at: int) -> str:
    return check_language(tag, field=f"wishes.languages[{at}]")
