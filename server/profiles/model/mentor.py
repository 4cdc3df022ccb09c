"""What a mentor offers; a draft may be short of everything, but holds nothing that is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from server.core.findings import Findings
from server.core.line import clean_line
from server.profiles.currencies import MINOR_DIGITS
from server.profiles.hours import Window, clean_hours
from server.profiles.interests import as_compared
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
    once,
)
from server.profiles.seniority import Seniority
from server.profiles.styles import Answers, Style

MOST_EXPERTISE = 8
SHORTEST_EXPERTISE, LONGEST_EXPERTISE = 3, 200
MOST_SKILLS = 30
MOST_TOPICS = 8
MOST_PLACES = 50
LONGEST_TRIAL = 160
HIGHEST_AMOUNT = 100_000_000
"""In minor units; beyond it somebody typed one digit too many."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What they can help with, the strongest first."""

    expertise: tuple[str, ...] = ()
    skills: tuple[Skill, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom and what they would like most. Empty: anybody, anything."""

    levels: frozenset[Seniority] = frozenset()
    is_levels_only: bool = False
    """Nobody else is to be proposed: the mentor's own wish, off until set."""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many mentees at once (None: not said yet), and the time for all of them."""

    places: int | None = None
    weekly_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """What a mentor asks for. Information only: nothing is paid through Ithaca."""

    amount_minor: int
    """In the currency's minor units, for one session."""
    currency: str
    """ISO 4217."""
    trial: str
    """What may be tried for nothing, in the mentor's words; may be empty."""


@dataclass(frozen=True, slots=True)
class Price:
    """What it costs; without a charge it is free, as it is for most."""

    charge: Charge | None = None


@dataclass(frozen=True, slots=True)
class Mentor:
    """The mentor's side of a person."""

    offer: Offer = Offer()
    styles: frozenset[Style] = frozenset()
    wanted: Wanted = Wanted()
    capacity: Capacity = Capacity()
    price: Price = Price()
    pause: Pause = field(default_factory=Pause)
    visibility: Visibility = Visibility.LISTED


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorChange:
    """The sections that change, each as a whole; None leaves a section as it is."""

    about: About | None = None
    manner: Answers | None = None
    hours: tuple[Window, ...] | None = None
    offer: Offer | None = None
    styles: frozenset[Style] | None = None
    wanted: Wanted | None = None
    capacity: Capacity | None = None
    price: Price | None = None
    pause: Pause | None = None
    visibility: Visibility | None = None


def clean_mentor_change(change: MentorChange, today: date, *, taken: int) -> MentorChange:
    """The same in normal form. `taken`: how many mentees they have now.

    Raises: Invalid with every bad field.
    """
    findings = Findings()
    clean = MentorChange(
        about=findings.of(change.about, clean_about),
        manner=findings.of(change.manner, clean_manner),
        hours=findings.of(change.hours, clean_hours),
        offer=findings.of(change.offer, _clean_offer),
        styles=change.styles,
        wanted=findings.of(change.wanted, _clean_wanted),
        capacity=findings.of(change.capacity, lambda one: _clean_capacity(one, taken)),
        price=findings.of(change.price, _clean_price),
        pause=findings.of(change.pause, lambda pause: clean_pause(pause, today)),
        visibility=change.visibility,
    )
    findings.settle()
    return clean


def _clean_offer(offer: Offer) -> Offer:
    findings = Findings()
    expertise = _clean_lines(findings, offer.expertise, "offer.expertise", MOST_EXPERTISE)
    skills = findings.take(
        lambda: clean_skills(offer.skills, field="offer.skills", at_most=MOST_SKILLS)
    )
    findings.settle()
    return Offer(expertise, skills or ())


def _clean_wanted(wanted: Wanted) -> Wanted:
    findings = Findings()
    topics = _clean_lines(findings, wanted.topics, "wanted.topics", MOST_TOPICS)
    findings.settle()
    return Wanted(wanted.levels, wanted.is_levels_only and bool(wanted.levels), topics)


def _clean_lines(
    findings: Findings, lines: Iterable[str], field: str, at_most: int
) -> tuple[str, ...]:
    """Each line once."""

    def clean(raw: str, at: int) -> str:
        return clean_line(
            raw,
            field=f"{field}[{at}]",
            at_least=SHORTEST_EXPERTISE,
            at_most=LONGEST_EXPERTISE,
        )

    cleaned = once(findings.each(lines, clean), as_compared)
    if len(cleaned) > at_most:
        findings.refuse(field, f"At most {at_most} lines: choose the strongest.")
    return cleaned


def _clean_capacity(capacity: Capacity, taken: int) -> Capacity:
    findings, places = Findings(), capacity.places
    if places is not None and not 0 <= places <= MOST_PLACES:
        findings.refuse("capacity.places", f"From 0 to {MOST_PLACES} mentees.")
    elif places is not None and places < taken:
        findings.refuse(
            "capacity.places",
            f"You have {taken} running mentorships: end one first, or pause new ones.",
        )
    minutes = findings.take(
        lambda: clean_weekly_minutes(capacity.weekly_minutes, field="capacity.weeklyMinutes")
    )
    findings.settle()
    return Capacity(places, minutes)


def _clean_price(price: Price) -> Price:
    if price.charge is None:
        return price
    findings, charge = Findings(), price.charge
    currency = charge.currency.strip().upper()
    if currency not in MINOR_DIGITS:
        findings.refuse("price.currency", "A currency has three letters, like EUR or KES.")
    if not 0 < charge.amount_minor <= HIGHEST_AMOUNT:
        findings.refuse("price.amountMinor", "An amount above 0, or choose that it is free.")
    trial = findings.take(
        lambda: clean_line(charge.trial, field="price.trial", at_most=LONGEST_TRIAL)
    )
    findings.settle()
    return Price(Charge(charge.amount_minor, currency, trial or ""))
