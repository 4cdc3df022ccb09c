"""A real database with a programme's people in it: profiles of words, not of drawn vectors.

Goals and lines of expertise are cut from descriptions of occupations, skills come from the list.
The same seed makes the same people. Refuses to be quick about passwords: only a few can sign in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import numpy as np

from bench.matching.judged import onet
from bench.matching.people import ZONE_SHARES, ZONES
from server.accounts.model import Language, Level, Person, ProfileChange, Role
from server.accounts.service import Newcomer
from server.accounts.store import people
from server.core.ids import new_id
from server.meaning.catalogue import Catalogue
from server.profiles.model import (
    About,
    Capacity,
    Goal,
    Industry,
    MenteeChange,
    MentorChange,
    Offer,
    Seniority,
    Skill,
    Window,
)
from server.profiles.styles import Style
from server.services import Services

PASSWORD = "a sail and a harbour"
_AT_ONCE = 1000
_ROLES = {Role.MENTOR: "mentor", Role.MENTEE: "mentee"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each kind."""

    mentors: int
    mentees: int
    visitors: int = 0
    """Mentees who can sign in."""


async def settle(services: Services, size: Size, seed: int = 1) -> list[str]:
    """Puts them all into an empty database; the addresses of those who can sign in."""
    draw, texts = np.random.default_rng(seed), _Texts()
    now = services.clock.now()
    for role, count in ((Role.MENTOR, size.mentors), (Role.MENTEE, size.mentees)):
        for start in range(0, count, _AT_ONCE):
            numbers = range(start, min(start + _AT_ONCE, count))
            await _move_in(services, [_person(n, role, draw, now) for n in numbers], draw, texts)
    return [await _visitor(services, number, draw, texts) for number in range(size.visitors)]


class _Texts:
    """Where words come from."""

    def __init__(self) -> None:
        self.lines = [" ".join(one.split()[:12]) for one in onet().answers]
        self.skills = [one for one in Catalogue.shipped().by_id.values() if one.is_own]

    def some(self, count: int, draw: np.random.Generator) -> tuple[str, ...]:
        return tuple(_some(self.lines, count, draw))

    def some_skills(self, count: int, draw: np.random.Generator) -> tuple[Skill, ...]:
        return tuple(Skill(one.id, one.label) for one in _some(self.skills, count, draw))


async def _move_in(
    services: Services, newcomers: list[Person], draw: np.random.Generator, texts: _Texts
) -> None:
    sides = {
        one.id: (_seeks(draw, texts), None)
        if Role.MENTEE in one.roles
        else (None, _offers(draw, texts))
        for one in newcomers
    }
    async with services.database.write() as tx:
        if not await people.add_many(tx, newcomers):
            raise ValueError("the database is not empty")
        await services.profiles.fill_many(tx, sides)


async def _visitor(
    services: Services, number: int, draw: np.random.Generator, texts: _Texts
) -> str:
    newcomer = Newcomer(
        email=f"visitor-{number}@example.org",
        password=PASSWORD,
        name=f"Visitor {number}",
        roles=frozenset({Role.MENTEE}),
        time_zone="Europe/Berlin",
    )
    spoken = ProfileChange(languages=(Language("en", Level.FLUENT),))
    person = await services.registration.seed(newcomer, change=spoken)
    await services.profiles.change_mentee(person.id, _seeks(draw, texts))
    return newcomer.email


def _person(number: int, role: Role, draw: np.random.Generator, now: datetime) -> Person:
    name = _ROLES[role]
    tags = ["en", *(["de"] if draw.random() < 0.4 else [])]
    return Person(
        id=new_id(),
        email=f"{name}-{number}@example.org",
        email_key=f"{name}-{number}@example.org",
        email_verified_at=now,
        name=f"{name.title()} {number}",
        headline=name,
        languages=tuple(Language(tag, Level.FLUENT) for tag in tags),
        time_zone=str(draw.choice(ZONES, p=ZONE_SHARES)),
        locale="en",
        roles=frozenset({role}),
        photo=None,
        created_at=now,
    )


def _seeks(draw: np.random.Generator, texts: _Texts) -> MenteeChange:
    industries = tuple(Industry)
    return MenteeChange(
        about=About((_one(industries, draw),), _one(tuple(Seniority)[:4], draw)),
        manner=_manner(draw),
        hours=_hours(draw),
        goals=tuple(
            Goal(text, _one(industries, draw), texts.some_skills(2, draw))
            for text in texts.some(3, draw)
        ),
        styles=frozenset(_some(list(Style), 2, draw)),
    )


def _offers(draw: np.random.Generator, texts: _Texts) -> MentorChange:
    return MentorChange(
        about=About((_one(tuple(Industry), draw),), _one(tuple(Seniority)[2:], draw)),
        manner=_manner(draw),
        hours=_hours(draw),
        offer=Offer(
            texts.some(int(draw.integers(1, 6)), draw),
            texts.some_skills(int(draw.integers(2, 9)), draw),
        ),
        styles=frozenset(_some(list(Style), 2, draw)),
        capacity=Capacity(int(draw.integers(1, 20))),
    )


def _manner(draw: np.random.Generator) -> tuple[int | None, ...]:
    return tuple(int(one) for one in draw.integers(1, 8, 7))


def _hours(draw: np.random.Generator) -> tuple[Window, ...]:
    days = sorted(draw.choice(7, size=int(draw.integers(3, 6)), replace=False).tolist())
    begins = draw.integers(16, 21, len(days)).tolist()
    return tuple(
        Window(day, begin * 60, (begin + 3) * 60) for day, begin in zip(days, begins, strict=True)
    )


def _one(of: tuple[T, ...], draw: np.random.Generator) -> T:
    return of[int(draw.integers(len(of)))]


def _some(of: list[T], count: int, draw: np.random.Generator) -> list[T]:
    return [of[at] for at in draw.choice(len(of), size=count, replace=False)]
