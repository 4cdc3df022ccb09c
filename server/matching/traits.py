"""One mentee and one mentor as the score sees them: all that it may look at.

There is no name, age, gender, origin, faith, health or family here, nor a place to put one.
Whatever is compared is in these values, so leaving it out here leaves it out everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from server.matching.hours import Hours
from server.matching.vectors import Matrix
from server.profiles.model import Criterion, Style

ITEMS = 8
"""At most so many seven-point items of working style; a shorter tuple leaves the rest unasked."""
STEPS = 8
"""Of the scale of seniority, 0 to 7."""
CRITERIA = tuple(Criterion)
"""In the order of the features."""
STYLES = tuple(Style)


class Fluency(IntEnum):
    """How well a language is spoken."""

    BASIC = 1
    GOOD = 2
    FLUENT = 3
    NATIVE = 4


@dataclass(frozen=True, slots=True, eq=False)
class Skill:
    """A concept, or free words under an id of their own; `broader` are its parents' ids."""

    id: str
    vector: Matrix
    """[dim]."""
    broader: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Filters:
    """Whom a mentee does not want proposed at all. Gaps are the mentor's step minus theirs."""

    languages: frozenset[str] = frozenset()
    """One of them must be spoken."""
    is_free_only: bool = False
    least_gap: int | None = None
    most_gap: int | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class MenteeTraits:
    """What a mentee seeks."""

    id: str
    goals: Matrix
    """[g, dim] unit rows in the mentee's order."""
    targets: tuple[str | None, ...] = ()
    """For each goal the industry in which it lies."""
    skills: tuple[Skill, ...] = ()
    """Wanted."""
    seniority: int | None = None
    languages: Mapping[str, Fluency] = field(default_factory=dict)
    interests: frozenset[str] = frozenset()
    items: tuple[int | None, ...] = ()
    """1 to 7 for each item of working style."""
    styles: frozenset[Style] = frozenset()
    """Wished."""
    hours: Hours
    most_important: Criterion | None = None
    filters: Filters = Filters()
    preparedness: float = 1.0
    """0 to 1: goals filled in, sessions attended."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Whom a mentor would like most; empty means anybody."""

    levels: frozenset[int] = frozenset()
    """Steps of seniority."""
    is_levels_only: bool = False
    """Nobody else is to be proposed."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a mentor's work here; the neutral start is a newcomer's."""

    effect: float = 0.0
    """b_j of the learning job, on the scale of feedback 0 to 1, shrunk to 0."""
    accepted: int = 0
    declined: int = 0
    """Requests; those left unanswered count here."""
    reply_hours: float | None = None
    """Median time to an answer."""
    sessions: int = 0
    raters: int = 0
    """People whose answers are in `effect`."""
    lower: float | None = None
    """The effect as far as it is certain, a newcomer's being 0; None: as `effect`."""

    @property
    def standing(self) -> float:
        """What the quality of a mentor is measured by."""
        return self.effect if self.lower is None else self.lower


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class MentorTraits:
    """What a mentor offers."""

    id: str
    expertise: Matrix
    """[lines, dim] unit rows."""
    skills: tuple[Skill, ...] = ()
    industries: frozenset[str] = frozenset()
    seniority: int | None = None
    languages: Mapping[str, Fluency] = field(default_factory=dict)
    interests: frozenset[str] = frozenset()
    items: tuple[int | None, ...] = ()
    styles: frozenset[Style] = frozenset()
    """Offered."""
    hours: Hours
    places_left: int = 0
    is_open: bool = True
    is_free: bool = True
    """Asks for no money."""
    topics: Matrix | None = None
    """[topics, dim]: what they would like to work on most; None for anything."""
    wishes: Wishes = Wishes()
    record: Record = Record()
