"""Made-up mentees and mentors for the benches and tests of matching; the same for the same seed.

Texts are vectors around some sixty topics: two of one topic have a cosine near .4, two of
different ones .045 with a deviation of .08, as the encoder was measured to have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from server.matching.hours import Window, free_hours
from server.matching.traits import (
    STYLES,
    Fluency,
    MenteeTraits,
    MentorTraits,
    Record,
    Skill,
    Wishes,
)

FIRST = date(2026, 11, 23)
ZONES = (
    "Europe/Berlin", "Europe/London", "America/New_York", "America/Sao_Paulo", "Africa/Lagos",
    "Asia/Kolkata", "Asia/Tokyo", "Asia/Kathmandu", "Australia/Sydney",
)  # fmt: skip
ZONE_SHARES = (0.4, 0.2, 0.15, 0.05, 0.05, 0.06, 0.04, 0.02, 0.03)
LANGUAGES = ("en", "de", "fr", "es", "pt", "hi", "ja", "ne")
INDUSTRIES = tuple(f"industry-{number}" for number in range(26))
INDUSTRY_GROUPS = {one: f"group-{at // 3}" for at, one in enumerate(INDUSTRIES)}
INTERESTS = tuple(f"interest-{number}" for number in range(64))
_EVENINGS = (17, 18, 19, 20)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shape:
    """How much people say."""

    dim: int = 256
    goals: int = 3
    lines: int = 3
    """Mentors have one to twice as many less one: this many in the mean."""
    skills: int = 1500
    """Known."""
    wishing: float = 0.3
    """Share of mentors with wishes of their own."""


class Population:
    """Draws people; those drawn before do not change those drawn later from another source."""

    def __init__(self, seed: int, shape: Shape = Shape()) -> None:
        self.shape = shape
        draw = np.random.default_rng(seed)
        self._topics = _unit(draw.standard_normal((60, shape.dim)))
        self._common = _unit(draw.standard_normal((1, shape.dim)))
        families = _unit(draw.standard_normal((max(shape.skills // 10, 1), shape.dim)))
        self.skills = [self._skill(number, families, draw) for number in range(shape.skills)]
        popularity = 1 / np.arange(1, shape.skills + 1) ** 0.8
        self._popularity = popularity / popularity.sum()
        self._seed = seed

    def mentors(self, count: int) -> Iterator[MentorTraits]:
        """So many, with some four places each."""
        draw = np.random.default_rng([self._seed, 1])
        return (self._mentor(f"mentor-{number}", draw) for number in range(count))

    def mentees(self, count: int) -> Iterator[MenteeTraits]:
        """So many."""
        draw = np.random.default_rng([self._seed, 2])
        return (self._mentee(f"mentee-{number}", draw) for number in range(count))

    def _skill(
        self, number: int, families: NDArray[np.float64], draw: np.random.Generator
    ) -> Skill:
        family = number % len(families)
        vector = _unit(0.8 * families[[family]] + _noise(draw, (1, self.shape.dim), 0.6))[0]
        broader = frozenset({f"skill-{family}"}) if number >= len(families) else frozenset()
        return Skill(f"skill-{number}", vector.astype(np.float32), broader)

    def _texts(self, topics: NDArray[np.int64], draw: np.random.Generator) -> NDArray[np.float32]:
        parts = 0.63 * self._topics[topics] + 0.21 * self._common
        noise = _noise(draw, parts.shape, 0.75)
        return _unit(parts + noise).astype(np.float32)

    def _mentor(self, name: str, draw: np.random.Generator) -> MentorTraits:
        most = 2 * self.shape.lines - 1
        lines = int(draw.integers(1, most + 1))
        is_wishing = draw.random() < self.shape.wishing
        topics = draw.integers(len(self._topics), size=lines)
        return MentorTraits(
            id=name,
            expertise=self._texts(topics, draw),
            skills=self._some_skills(int(draw.integers(3, 12)), draw),
            industries=frozenset(_some(INDUSTRIES, int(draw.integers(1, 4)), draw)),
            seniority=int(draw.choice(8, p=(0, 0.02, 0.1, 0.25, 0.25, 0.18, 0.12, 0.08))),
            languages=_languages(draw),
            interests=frozenset(_some(INTERESTS, int(draw.integers(0, 9)), draw)),
            items=_items(draw),
            styles=frozenset(_some(STYLES, int(draw.integers(1, 4)), draw)),
            hours=_hours(draw),
            places_left=int(draw.integers(0, 9)),
            is_open=bool(draw.random() < 0.95),
            is_free=bool(draw.random() < 0.9),
            topics=self._texts(topics[:1], draw) if is_wishing else None,
            wishes=_wishes(draw) if is_wishing else Wishes(),
            record=_record(draw),
        )

    def _mentee(self, name: str, draw: np.random.Generator) -> MenteeTraits:
        goals = self.shape.goals
        topics = draw.integers(len(self._topics), size=goals)
        targets = [str(draw.choice(INDUSTRIES)) if draw.random() < 0.6 else None for _ in topics]
        return MenteeTraits(
            id=name,
            goals=self._texts(topics, draw),
            targets=tuple(targets),
            skills=self._some_skills(int(draw.integers(1, 7)), draw),
            seniority=int(draw.choice(8, p=(0.2, 0.25, 0.25, 0.15, 0.08, 0.04, 0.02, 0.01))),
            languages=_languages(draw),
            interests=frozenset(_some(INTERESTS, int(draw.integers(0, 9)), draw)),
            items=_items(draw),
            styles=frozenset(_some(STYLES, int(draw.integers(0, 3)), draw)),
            hours=_hours(draw),
            preparedness=float(draw.uniform(0.5, 1)),
        )

    def _some_skills(self, count: int, draw: np.random.Generator) -> tuple[Skill, ...]:
        chosen = np.searchsorted(np.cumsum(self._popularity), draw.random(count))
        return tuple(self.skills[min(at, len(self.skills) - 1)] for at in sorted(set(chosen)))


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    scaled: NDArray[np.float64] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return scaled


def _noise(draw: np.random.Generator, shape: tuple[int, ...], length: float) -> NDArray[np.float64]:
    scaled: NDArray[np.float64] = draw.standard_normal(shape) * (length / np.sqrt(shape[-1]))
    return scaled


def _some(from_these: tuple[T, ...], count: int, draw: np.random.Generator) -> list[T]:
    return [from_these[at] for at in draw.choice(len(from_these), size=count, replace=False)]


def _languages(draw: np.random.Generator) -> dict[str, Fluency]:
    spoken = {str(draw.choice(LANGUAGES[1:])): Fluency.NATIVE}
    if draw.random() < 0.85:
        spoken["en"] = Fluency(int(draw.integers(2, 5)))
    return spoken


def _items(draw: np.random.Generator) -> tuple[int | None, ...]:
    answers = np.clip(np.rint(draw.normal(4, 1.5, 7)), 1, 7).astype(int).tolist()
    return tuple(answer if draw.random() < 0.95 else None for answer in answers)


def _hours(draw: np.random.Generator) -> NDArray[np.uint64]:
    """Two to five evenings, and perhaps a morning of the weekend."""
    zone = str(draw.choice(ZONES, p=ZONE_SHARES))
    days = draw.choice(7, size=int(draw.integers(2, 6)), replace=False).tolist()
    begins = draw.choice(_EVENINGS, size=len(days)).tolist()
    windows = [
        Window(day, begin * 60, min(begin * 60 + 60 * int(draw.integers(1, 4)), 1440))
        for day, begin in zip(days, begins, strict=True)
    ]
    if draw.random() < 0.4:
        windows.append(Window(5, 9 * 60, 12 * 60))
    return free_hours(windows, zone, FIRST)


def _wishes(draw: np.random.Generator) -> Wishes:
    first = int(draw.integers(0, 4))
    return Wishes(frozenset(range(first, first + 2)), bool(draw.random() < 0.1))


def _record(draw: np.random.Generator) -> Record:
    sessions = int(draw.exponential(8))
    if sessions == 0:
        return Record()
    accepted, declined = int(draw.integers(0, 12)), int(draw.integers(0, 6))
    effect = float(draw.normal(0, 0.08))
    return Record(effect, accepted, declined, float(draw.exponential(24)), sessions)
