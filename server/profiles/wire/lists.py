"""The lists that profiles choose from, skills while typing, operators' spellings, the export."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from server.accounts.model import Person, Role
from server.core.wire import In, Out
from server.profiles import model
from server.profiles.model import (
    GROUPS,
    ITEMS,
    KNOWN_INTERESTS,
    MINOR_DIGITS,
    STEPS,
    Criterion,
    Industry,
    Item,
    Seniority,
    Style,
    Visibility,
)
from server.profiles.wire.mentee import MenteeProfile
from server.profiles.wire.mentor import MentorProfile, SpokenOut


class IndustryGroup(Out):
    """Industries near each other."""

    key: str
    industries: list[Industry]


class CurrencyOut(Out):
    """`minorDigits` 2: an amount of 1250 is 12.50."""

    code: str
    minor_digits: int


class Options(Out):
    """Everything that a profile may choose, in the order in which it is shown."""

    industries: list[IndustryGroup]
    seniorities: list[Seniority]
    items: list[Item]
    """Of the working style, each answered from 1 to 7."""
    styles: list[Style]
    interests: list[str]
    criteria: list[Criterion]
    visibilities: list[Visibility]
    currencies: list[CurrencyOut]

    @staticmethod
    def all() -> Options:
        """The lists."""
        return Options(
            industries=[IndustryGroup(key=k, industries=list(v)) for k, v in GROUPS.items()],
            seniorities=list(STEPS),
            items=list(ITEMS),
            styles=list(Style),
            interests=list(KNOWN_INTERESTS),
            criteria=list(Criterion),
            visibilities=list(Visibility),
            currencies=[
                CurrencyOut(code=code, minor_digits=digits)
                for code, digits in sorted(MINOR_DIGITS.items())
            ],
        )


class SkillQuery(In):
    """What has been typed so far."""

    q: Annotated[str, Meta(max_length=200)] = ""


class ConceptOut(Out):
    """A skill of the list, and what it is called there."""

    concept: str
    label: str


class Concepts(Out):
    """Skills that may be meant, the likeliest first."""

    skills: list[ConceptOut]


class AliasIn(In):
    """A spelling, and the concept it is to mean on this server."""

    text: Annotated[str, Meta(max_length=2000)]
    concept: Annotated[str, Meta(min_length=1, max_length=200)]


class AliasOut(Out):
    """A spelling of this server."""

    id: str
    text: str
    concept: str
    label: str
    """What the list calls the concept; the spelling, when a newer list has it no more."""
    created_at: datetime

    @staticmethod
    def of(one: model.Alias, label: str) -> AliasOut:
        """For the wire."""
        return AliasOut(
            id=one.id,
            text=one.text,
            concept=one.concept,
            label=label,
            created_at=one.created_at,
        )


class Aliases(Out):
    """By spelling."""

    aliases: list[AliasOut]


class AccountExport(Out):
    """The account's part of the export."""

    id: str
    email: str
    is_email_verified: bool
    name: str
    headline: str
    languages: list[SpokenOut]
    time_zone: str
    locale: str
    roles: list[Role]
    created_at: datetime

    @staticmethod
    def of(person: Person) -> AccountExport:
        """For the wire."""
        return AccountExport(
            id=person.id,
            email=person.email,
            is_email_verified=person.is_email_verified,
            name=person.name,
            headline=person.headline,
            languages=[SpokenOut(tag=one.tag, level=one.level) for one in person.languages],
            time_zone=person.time_zone,
            locale=person.locale,
            roles=sorted(person.roles),
            created_at=person.created_at,
        )


class ProfileExport(Out):
    """Everything that the caller told about themselves."""

    exported_at: datetime
    account: AccountExport
    mentee: MenteeProfile
    mentor: MentorProfile
