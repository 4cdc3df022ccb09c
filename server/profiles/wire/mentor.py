"""The mentor's side on the wire, as its owner sees it and as others do."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from server.accounts.model import Level, Person
from server.core.wire import In, Out
from server.profiles import model
from server.profiles.model import (
    Completeness,
    Industry,
    MentorChange,
    Profile,
    Seniority,
    Visibility,
)
from server.profiles.model import Style as StyleKey
from server.profiles.wire.parts import (
    AboutPerson,
    CommonChange,
    CompletenessOut,
    Line,
    Manner,
    Number,
    Pause,
    Skill,
    Window,
    made,
    shown_about,
    shown_hours,
    shown_pause,
    shown_skills,
    shown_styles,
    windows_of,
)

Lines = Annotated[list[Line], Meta(max_length=50)]


class Offer(In):
    """What a mentor can help with, the strongest first."""

    expertise: Lines
    skills: Annotated[list[Skill], Meta(max_length=100)]

    def value(self) -> model.Offer:
        """As the model has it."""
        return model.Offer(tuple(self.expertise), tuple(one.value() for one in self.skills))


class Wanted(In):
    """Whom and what a mentor would like most; empty means anybody, anything."""

    levels: Annotated[list[Seniority], Meta(max_length=20)]
    topics: Lines
    is_levels_only: bool = False
    """Nobody else is to be proposed."""

    def value(self) -> model.Wanted:
        """As the model has it."""
        return model.Wanted(frozenset(self.levels), self.is_levels_only, tuple(self.topics))


class Capacity(In):
    """Mentees at once (null: not said yet), and minutes a week for all of them."""

    places: Number | None
    weekly_minutes: Number | None


class Charge(In):
    """What a session costs, in minor units of an ISO 4217 currency; nothing is paid here."""

    amount_minor: Number
    currency: Annotated[str, Meta(max_length=8)]
    trial: Line = ""


class Price(In):
    """Free without a charge."""

    charge: Charge | None = None

    def value(self) -> model.Price:
        """As the model has it."""
        if self.charge is None:
            return model.Price()
        one = self.charge
        return model.Price(model.Charge(one.amount_minor, one.currency, one.trial))


class MentorProfileChange(CommonChange):
    """Sections of the mentor's side, each sent as a whole; what is left out stays."""

    offer: Offer | UnsetType = UNSET
    wanted: Wanted | UnsetType = UNSET
    capacity: Capacity | UnsetType = UNSET
    price: Price | UnsetType = UNSET

    def change(self) -> MentorChange:
        """As the model has it."""
        return MentorChange(
            about=made(self.about, AboutPerson.value),
            manner=made(self.manner, Manner.value),
            hours=made(self.hours, windows_of),
            offer=made(self.offer, Offer.value),
            styles=made(self.styles, frozenset),
            wanted=made(self.wanted, Wanted.value),
            capacity=made(
                self.capacity, lambda one: model.Capacity(one.places, one.weekly_minutes)
            ),
            price=made(self.price, Price.value),
            pause=made(self.pause, Pause.value),
            visibility=made(self.visibility, Visibility),
        )


class MentorProfile(Out):
    """The mentor's side of the caller; `hours` are in the account's time zone."""

    version: int
    updated_at: datetime | None
    completeness: CompletenessOut
    about: AboutPerson
    manner: Manner
    hours: list[Window]
    offer: Offer
    styles: list[StyleKey]
    wanted: Wanted
    capacity: Capacity
    places_taken: int
    """Running mentorships."""
    price: Price
    pause: Pause
    visibility: Visibility

    @staticmethod
    def of(profile: Profile, completeness: Completeness) -> MentorProfile:
        """For the wire."""
        common, mentor = profile.common, profile.mentor
        return MentorProfile(
            version=profile.mentor_version,
            updated_at=profile.updated_at,
            completeness=CompletenessOut.of(completeness),
            about=shown_about(common.about),
            manner=Manner.of(common.manner),
            hours=shown_hours(common.hours),
            offer=_offer(mentor.offer),
            styles=shown_styles(mentor.styles),
            wanted=_wanted(mentor.wanted),
            capacity=Capacity(
                places=mentor.capacity.places, weekly_minutes=mentor.capacity.weekly_minutes
            ),
            places_taken=profile.places_taken,
            price=shown_price(mentor.price),
            pause=shown_pause(mentor.pause),
            visibility=mentor.visibility,
        )


class SpokenOut(Out):
    """A language and how well it is spoken."""

    tag: str
    level: Level


class MentorOut(Out):
    """A mentor as other people see them: what they offer, and nothing of their mentee's side."""

    id: str
    name: str
    headline: str
    photo_url: str | None
    languages: list[SpokenOut]
    time_zone: str
    industries: list[Industry]
    seniority: Seniority | None
    interests: list[str]
    hours: list[Window]
    """By the mentor's clock."""
    offer: Offer
    styles: list[StyleKey]
    wanted: Wanted
    price: Price
    is_open: bool
    """Takes new mentees now: not paused, and a place is left."""
    back_on: date | None
    """The last day of a holiday."""
    is_own: bool

    @staticmethod
    def of(person: Person, profile: Profile, *, today: date, viewer: str) -> MentorOut:
        """For the wire."""
        mentor, about = profile.mentor, profile.common.about
        is_awake = mentor.pause.is_open(today)
        return MentorOut(
            id=person.id,
            name=person.name,
            headline=person.headline,
            photo_url=person.photo_url,
            languages=[SpokenOut(tag=one.tag, level=one.level) for one in person.languages],
            time_zone=person.time_zone,
            industries=list(about.industries),
            seniority=about.seniority,
            interests=list(about.interests),
            hours=shown_hours(profile.common.hours),
            offer=_offer(mentor.offer),
            styles=shown_styles(mentor.styles),
            wanted=_wanted(mentor.wanted),
            price=shown_price(mentor.price),
            is_open=is_awake and profile.places_left > 0,
            back_on=None if is_awake else mentor.pause.until,
            is_own=person.id == viewer,
        )


def shown_price(price: model.Price) -> Price:
    """For the wire."""
    if price.charge is None:
        return Price()
    one = price.charge
    return Price(
        charge=Charge(amount_minor=one.amount_minor, currency=one.currency, trial=one.trial)
    )


def _offer(offer: model.Offer) -> Offer:
    return Offer(expertise=list(offer.expertise), skills=shown_skills(offer.skills))


def _wanted(wanted: model.Wanted) -> Wanted:
    levels = [one for one in Seniority if one in wanted.levels]
    return Wanted(levels=levels, topics=list(wanted.topics), is_levels_only=wanted.is_levels_only)
