"""The mentee's side on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from server.core.wire import In, Out
from server.profiles import model
from server.profiles.model import (
    Completeness,
    Criterion,
    Industry,
    MenteeChange,
    Profile,
    Visibility,
)
from server.profiles.model import Style as StyleKey
from server.profiles.wire.parts import (
    AboutPerson,
    CommonChange,
    CompletenessOut,
    Manner,
    Number,
    Pause,
    Skill,
    Tag,
    Text,
    Window,
    made,
    shown_about,
    shown_hours,
    shown_pause,
    shown_skills,
    shown_styles,
    windows_of,
)


class Goal(In):
    """Something to reach; the industry is where it lies."""

    text: Text
    industry: Industry | None = None
    skills: Annotated[tuple[Skill, ...], Meta(max_length=100)] = ()

    def value(self) -> model.Goal:
        """As the model has it."""
        return model.Goal(self.text, self.industry, tuple(one.value() for one in self.skills))


class Effort(In):
    """Minutes a week that a mentee can give it, in quarter hours."""

    weekly_minutes: Number | None


class Wishes(In):
    """What matters most, and who is not to be proposed at all.

    `languages`: the mentor must speak one of them; none means any. The gaps are steps of
    seniority that the mentor is ahead.
    """

    most_important: Criterion | None = None
    languages: Annotated[tuple[Tag, ...], Meta(max_length=50)] = ()
    is_free_only: bool = False
    least_gap: Number | None = None
    most_gap: Number | None = None

    def value(self) -> model.Wishes:
        """As the model has it."""
        filters = model.Filters(self.languages, self.is_free_only, self.least_gap, self.most_gap)
        return model.Wishes(self.most_important, filters)


class MenteeProfileChange(CommonChange):
    """Sections of the mentee's side, each sent as a whole; what is left out stays."""

    goals: Annotated[list[Goal], Meta(max_length=50)] | UnsetType = UNSET
    effort: Effort | UnsetType = UNSET
    wishes: Wishes | UnsetType = UNSET

    def change(self) -> MenteeChange:
        """As the model has it."""
        return MenteeChange(
            about=made(self.about, AboutPerson.value),
            manner=made(self.manner, Manner.value),
            hours=made(self.hours, windows_of),
            goals=made(self.goals, lambda goals: tuple(one.value() for one in goals)),
            styles=made(self.styles, frozenset),
            effort=made(self.effort, lambda one: model.Effort(one.weekly_minutes)),
            wishes=made(self.wishes, Wishes.value),
            pause=made(self.pause, Pause.value),
            visibility=made(self.visibility, Visibility),
        )


class MenteeProfile(Out):
    """The mentee's side of the caller; `hours` are in the account's time zone."""

    version: int
    updated_at: datetime | None
    completeness: CompletenessOut
    about: AboutPerson
    manner: Manner
    hours: list[Window]
    goals: list[Goal]
    styles: list[StyleKey]
    effort: Effort
    wishes: Wishes
    pause: Pause
    visibility: Visibility

    @staticmethod
    def of(profile: Profile, completeness: Completeness) -> MenteeProfile:
        """For the wire."""
        common, mentee = profile.common, profile.mentee
        return MenteeProfile(
            version=profile.mentee_version,
            updated_at=profile.updated_at,
            completeness=CompletenessOut.of(completeness),
            about=shown_about(common.about),
            manner=Manner.of(common.manner),
            hours=shown_hours(common.hours),
            goals=[
                Goal(text=one.text, industry=one.industry, skills=tuple(shown_skills(one.skills)))
                for one in mentee.goals
            ],
            styles=shown_styles(mentee.styles),
            effort=Effort(weekly_minutes=mentee.weekly_minutes),
            wishes=_wishes(mentee),
            pause=shown_pause(mentee.pause),
            visibility=mentee.visibility,
        )


def _wishes(mentee: model.Mentee) -> Wishes:
    filters = mentee.filters
    return Wishes(
        most_important=mentee.most_important,
        languages=filters.languages,
        is_free_only=filters.is_free_only,
        least_gap=filters.least_gap,
        most_gap=filters.most_gap,
    )
