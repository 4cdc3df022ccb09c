"""The shapes both sides share; lengths here only keep the endless out, the model has the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated, TypeVar

from msgspec import UNSET, Meta, UnsetType

from server.core.wire import In, Out
from server.profiles import model
from server.profiles.model import (
    ITEMS,
    Answers,
    Completeness,
    Industry,
    Seniority,
    Style,
    Visibility,
)

T = TypeVar("T")
U = TypeVar("U")

Line = Annotated[str, Meta(max_length=2000)]
Text = Annotated[str, Meta(max_length=6000)]
Tag = Annotated[str, Meta(max_length=64)]
Number = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
Version = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Answer = Annotated[int, Meta(ge=1, le=7)]
Styles = Annotated[list[Style], Meta(max_length=8)]


class Skill(In):
    """A skill in the person's words; `concept` is its id in the list of skills, when it has one."""

    text: Line
    concept: Annotated[str, Meta(max_length=200)] | None = None

    def value(self) -> model.Skill:
        """As the model has it."""
        return model.Skill(self.concept, self.text)


class AboutPerson(In):
    """What somebody does: one answer for both sides. The first industry is where they are now."""

    industries: Annotated[list[Industry], Meta(max_length=50)]
    seniority: Seniority | None
    interests: Annotated[list[Line], Meta(max_length=100)]

    def value(self) -> model.About:
        """As the model has it."""
        return model.About(tuple(self.industries), self.seniority, tuple(self.interests))


class Manner(In):
    """How somebody likes to work, 1 (the first pole) to 7 (the second); null where not said."""

    pace: Answer | None = None
    candour: Answer | None = None
    structure: Answer | None = None
    scope: Answer | None = None
    risk: Answer | None = None
    purpose: Answer | None = None
    balance: Answer | None = None

    def value(self) -> Answers:
        """As the model has it."""
        return tuple(getattr(self, item.value) for item in ITEMS)

    @staticmethod
    def of(answers: Answers) -> Manner:
        """For the wire."""
        return Manner(**{item.value: one for item, one in zip(ITEMS, answers, strict=True)})


class Window(In):
    """Free time on a weekday (0 is Monday) by the person's own clock, in quarter hours.

    `endMinute` goes to 1440; at or before the start it means the next day.
    """

    weekday: Number
    start_minute: Number
    end_minute: Number


Hours = Annotated[list[Window], Meta(max_length=200)]


class Pause(In):
    """No new mentorships, until a day (its end included) or until it is taken back."""

    is_on: bool
    until: date | None = None

    def value(self) -> model.Pause:
        """As the model has it."""
        return model.Pause(self.is_on, self.until)


class CommonChange(In):
    """Sections of both sides; what is left out stays. `version` is the one that was read."""

    version: Version
    about: AboutPerson | UnsetType = UNSET
    manner: Manner | UnsetType = UNSET
    hours: Hours | UnsetType = UNSET
    styles: Styles | UnsetType = UNSET
    pause: Pause | UnsetType = UNSET
    visibility: Visibility | UnsetType = UNSET


class MissingOut(Out):
    """A field that says too little; who lacks a needed one cannot be matched."""

    field: str
    is_needed: bool


class CompletenessOut(Out):
    """How far a profile is; `missing` is in the order of the form."""

    percent: int
    is_ready: bool
    missing: list[MissingOut]

    @staticmethod
    def of(one: Completeness) -> CompletenessOut:
        """For the wire."""
        missing = [MissingOut(field=x.field, is_needed=x.is_needed) for x in one.missing]
        return CompletenessOut(percent=one.percent, is_ready=one.is_ready, missing=missing)


def windows_of(hours: Iterable[Window]) -> tuple[model.Window, ...]:
    """As the model has them."""
    return tuple(model.Window(x.weekday, x.start_minute, x.end_minute) for x in hours)


def shown_hours(hours: Iterable[model.Window]) -> list[Window]:
    """For the wire."""
    return [
        Window(weekday=x.weekday, start_minute=x.start_minute, end_minute=x.end_minute)
        for x in hours
    ]


def shown_skills(skills: Iterable[model.Skill]) -> list[Skill]:
    """For the wire."""
    return [Skill(text=one.text, concept=one.concept) for one in skills]


def shown_about(about: model.About) -> AboutPerson:
    """For the wire."""
    return AboutPerson(
        industries=list(about.industries),
        seniority=about.seniority,
        interests=list(about.interests),
    )


def shown_styles(styles: Iterable[Style]) -> list[Style]:
    """In the order in which they are declared."""
    chosen = set(styles)
    return [one for one in Style if one in chosen]


def shown_pause(pause: model.Pause) -> Pause:
    """For the wire."""
    return Pause(is_on=pause.is_on, until=pause.until)


def made(value: T | UnsetType, rule: Callable[[T], U]) -> U | None:
    """What the rule makes of a section; None for one that was left out."""
    return None if isinstance(value, UnsetType) else rule(value)
