"""What both sides of a person share, and the small values of both profiles; refuses bad ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from server.core.errors import Invalid
from server.core.findings import Findings
from server.core.line import clean_line
from server.profiles.hours import Window
from server.profiles.industries import Industry
from server.profiles.interests import as_compared, known_or
from server.profiles.seniority import Seniority
from server.profiles.styles import HIGHEST, ITEMS, LOWEST, NO_ANSWERS, Answers

T = TypeVar("T")

MOST_INDUSTRIES = 5
MOST_INTERESTS = 15
LONGEST_INTEREST = 40
LONGEST_SKILL = 80
LONGEST_PAUSE = timedelta(days=730)
MOST_WEEKLY_MINUTES = 2400
"""Forty hours."""


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill as its person wrote it, and the concept it is; None when no list knows it."""

    concept: str | None
    text: str


@dataclass(frozen=True, slots=True)
class About:
    """What somebody does. The first industry is where they are now."""

    industries: tuple[Industry, ...] = ()
    seniority: Seniority | None = None
    interests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Common:
    """What is true of a person on whichever side they sit: kept once, shown in both profiles."""

    about: About = About()
    manner: Answers = NO_ANSWERS
    hours: tuple[Window, ...] = ()


class Visibility(StrEnum):
    """Who finds a profile."""

    LISTED = "listed"
    """Everybody in the programme."""
    COORDINATOR = "coordinator"
    """Coordinators, and whoever they propose it to."""
    HIDDEN = "hidden"
    """Nobody, for now."""


@dataclass(frozen=True, slots=True)
class Pause:
    """No new mentorships: for good, or through the last day of a holiday."""

    is_on: bool = False
    until: date | None = None

    def is_open(self, today: date) -> bool:
        """Whether new mentorships are welcome; `today` as the person's calendar has it."""
        return not self.is_on or (self.until is not None and self.until < today)


def clean_about(about: About) -> About:
    """Each industry and interest once. Raises: Invalid."""
    findings = Findings()
    if len(about.industries) > MOST_INDUSTRIES:
        findings.refuse("about.industries", f"At most {MOST_INDUSTRIES} industries.")
    interests = findings.each(about.interests, _clean_interest)
    interests = once(interests, as_compared)
    if len(interests) > MOST_INTERESTS:
        findings.refuse("about.interests", f"At most {MOST_INTERESTS} interests.")
    findings.settle()
    return About(tuple(dict.fromkeys(about.industries)), about.seniority, interests)


def clean_manner(answers: Answers) -> Answers:
    """An answer, or none, to each item. Raises: Invalid."""
    if len(answers) != len(ITEMS):
        raise no("manner", f"{len(ITEMS)} answers are needed.")
    findings = Findings()
    for item, answer in zip(ITEMS, answers, strict=True):
        if answer is not None and not LOWEST <= answer <= HIGHEST:
            findings.refuse(f"manner.{item}", f"From {LOWEST} to {HIGHEST}.")
    findings.settle()
    return answers


def clean_skills(skills: Iterable[Skill], *, field: str, at_most: int) -> tuple[Skill, ...]:
    """Each skill once. Raises: Invalid."""
    findings = Findings()

    def clean(one: Skill, at: int) -> Skill:
        where = f"{field}[{at}].text"
        return Skill(
            one.concept, clean_line(one.text, field=where, at_least=1, at_most=LONGEST_SKILL)
        )

    cleaned = once(findings.each(skills, clean), lambda one: one.concept or as_compared(one.text))
    if len(cleaned) > at_most:
        findings.refuse(field, f"At most {at_most} skills.")
    findings.settle()
    return cleaned


def clean_pause(pause: Pause, today: date) -> Pause:
    """An end only of a pause that is on, and in time to come. Raises: Invalid."""
    if not pause.is_on:
        return Pause()
    if pause.until is not None and not today <= pause.until <= today + LONGEST_PAUSE:
        raise no("pause.until", "Choose a day from today on, within two years.")
    return pause


def clean_weekly_minutes(minutes: int | None, *, field: str) -> int | None:
    """Quarter hours a week, or nothing said. Raises: Invalid."""
    if minutes is not None and (minutes % 15 or not 15 <= minutes <= MOST_WEEKLY_MINUTES):
        raise no(field, "From a quarter of an hour to 40 hours a week, in quarters.")
    return minutes


def once(values: Iterable[T], key: Callable[[T], str]) -> tuple[T, ...]:
    """The first of each key, in their order."""
    found: dict[str, T] = {}
    for value in values:
        found.setdefault(key(value), value)
    return tuple(found.values())


def no(field: str, sentence: str) -> Invalid:
    """The refusal of one field."""
    return Invalid(sentence, fields={field: sentence})


def _clean_interest(raw: str, at: int) -> str:
    where = f"about.interests[{at}]"
    return known_or(clean_line(raw, field=where, at_least=1, at_most=LONGEST_INTEREST))
