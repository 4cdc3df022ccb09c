"""How good mentors are, from what mentees said: shrunk, fair to harsh raters, hard to bend. Pure.

A mentor's standing is what stands out of a programme's mean, on the scale of content 0 to 1. Told
apart from it: how mild somebody rates, how old an answer is, who is at odds with everybody else.
Refuses to publish a number of fewer than five raters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from statistics import median

HALF_LIFE_DAYS = 180.0
LEAST_RATERS = 5
LEAST_PULL, MOST_PULL = 4.0, 8.0
"""C, the weight of the mean in a mentor's: about the median weight of a mentor's answers."""
RATER_PULL = 1.5
"""Of a rater's mildness to 0."""
SAME_RATER = 1.0
"""However often somebody rates the same mentor, it weighs less than twice one answer."""
BEND = 2.0
"""An answer further off than so many deviations counts no more than one that is so far off."""
DOUBT = 3.0
"""So many answers a rater begins with that are as far off as everybody's."""
ODD = 2.5
"""Whose answers are so many times as far off, squared, as everybody's are, is trusted less."""
LEAST_TRUST = 0.1
ROUNDS = 8
SILENCE = 0.3
"""Weight of a silence of somebody who always answers, and how far below the mean it stands."""
SILENCE_DROP = 0.25
SURE = 1.0
"""The lower bound is so many standard errors below."""
FIRST_SIGMA = 0.2


@dataclass(frozen=True, slots=True)
class Rating:
    """What a mentee said of a session: `content` from 0 to 1, None for a silence."""

    mentor: str
    rater: str
    content: float | None
    age_days: float


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one mentor."""

    effect: float
    """Beside the programme's mean, shrunk to 0."""
    lower: float
    """As far as it is certain, measured from a newcomer's 0: mentors are ordered by it."""
    raters: int

    @property
    def is_published(self) -> bool:
        """Whether a number may be shown; else the mentor is new."""
        return self.raters >= LEAST_RATERS


@dataclass(slots=True, eq=False)
class _Voice:
    """All that one rater said of one mentor."""

    mentor: str
    rater: str
    content: float
    weight: float
    trust: float = 1.0


@dataclass(slots=True, eq=False)
class _Fit:
    voices: Sequence[_Voice]
    mean: float = 0.5
    sigma: float = FIRST_SIGMA
    pull: float = LEAST_PULL
    of_mentor: dict[str, float] = field(default_factory=dict)
    of_rater: dict[str, float] = field(default_factory=dict)

    def rest(self, one: _Voice) -> float:
        """What nothing explains."""
        known = self.mean + self.of_mentor.get(one.mentor, 0.0) + self.of_rater.get(one.rater, 0.0)
        return one.content - known

    def weight(self, one: _Voice) -> float:
        """By age and number, by who says it, and by how far off it is (Huber's)."""
        far = abs(self.rest(one)) / (BEND * self.sigma)
        return one.weight * one.trust / max(far, 1.0)


def standings_of(ratings: Iterable[Rating]) -> dict[str, Standing]:
    """By mentor; whoever was only met with silence is in it with no rater."""
    said = list(ratings)
    voices = _voices(said)
    if not voices:
        return {}
    fit = _fitted(voices)
    silences = _silences(said)
    raters: dict[str, set[str]] = {}
    for one in voices:
        raters.setdefault(one.mentor, set()).add(one.rater)
    found = {}
    for mentor in {one.mentor for one in said}:
        theirs = [one for one in voices if one.mentor == mentor]
        found[mentor] = _standing(fit, theirs, silences.get(mentor, 0.0), raters.get(mentor, set()))
    return found


def ranking(standings: Mapping[str, Standing]) -> list[str]:
    """The best first, by the lower bound."""
    return sorted(standings, key=lambda one: (-standings[one].lower, one))


def _voices(said: Sequence[Rating]) -> list[_Voice]:
    sums: dict[tuple[str, str], tuple[float, float]] = {}
    for one in said:
        if one.content is not None:
            age = 0.5 ** (max(one.age_days, 0.0) / HALF_LIFE_DAYS)
            weight, told = sums.get((one.mentor, one.rater), (0.0, 0.0))
            sums[one.mentor, one.rater] = (weight + age, told + age * one.content)
    return [
        _Voice(mentor, rater, told / weight, weight * (1 + SAME_RATER) / (weight + SAME_RATER))
        for (mentor, rater), (weight, told) in sums.items()
        if weight > 0
    ]


def _fitted(voices: Sequence[_Voice]) -> _Fit:
    """Mean, mentors, raters and trust in turn, each given the others."""
    fit = _Fit(voices)
    loads: dict[str, float] = {}
    for one in voices:
        loads[one.mentor] = loads.get(one.mentor, 0.0) + one.weight
    fit.pull = min(max(median(loads.values()), LEAST_PULL), MOST_PULL)
    fit.mean = _mean([(one.content, one.weight) for one in voices])
    for _ in range(ROUNDS):
        fit.of_rater = _effects(fit, is_mentor=False)
        fit.of_mentor = _effects(fit, is_mentor=True)
        fit.mean += _mean([(fit.rest(one), fit.weight(one)) for one in voices])
        squares = [(fit.rest(one) ** 2, one.weight * one.trust) for one in voices]
        fit.sigma = max(sqrt(_mean(squares)), 0.02)
        _trust(fit)
    return fit


def _effects(fit: _Fit, *, is_mentor: bool) -> dict[str, float]:
    kept = fit.of_mentor if is_mentor else fit.of_rater
    pull = fit.pull if is_mentor else RATER_PULL
    sums: dict[str, tuple[float, float]] = {}
    for one in fit.voices:
        who = one.mentor if is_mentor else one.rater
        weight, told = sums.get(who, (0.0, 0.0))
        now = fit.weight(one)
        sums[who] = (weight + now, told + now * (fit.rest(one) + kept.get(who, 0.0)))
    return {who: told / (weight + pull) for who, (weight, told) in sums.items()}


def _trust(fit: _Fit) -> None:
    """Who is at odds with all the others, again and again, weighs less."""
    off: dict[str, tuple[float, float]] = {}
    for one in fit.voices:
        count, squares = off.get(one.rater, (0.0, 0.0))
        off[one.rater] = (count + 1, squares + (fit.rest(one) / fit.sigma) ** 2)
    for one in fit.voices:
        count, squares = off[one.rater]
        spread = (squares + DOUBT) / (count + DOUBT)
        one.trust = min(max((ODD / spread) ** 2, LEAST_TRUST), 1.0)


def _silences(said: Sequence[Rating]) -> dict[str, float]:
    """By mentor, the weight of silences of people who else speak."""
    asked: dict[str, tuple[int, int]] = {}
    for one in said:
        there, told = asked.get(one.rater, (0, 0))
        asked[one.rater] = (there + 1, told + (one.content is not None))
    found: dict[str, float] = {}
    for one in said:
        if one.content is None:
            there, told = asked[one.rater]
            age = 0.5 ** (max(one.age_days, 0.0) / HALF_LIFE_DAYS)
            weight = SILENCE * age * told / there
            found[one.mentor] = found.get(one.mentor, 0.0) + weight
    return found


def _standing(fit: _Fit, theirs: Sequence[_Voice], silence: float, raters: set[str]) -> Standing:
    weight = sum(fit.weight(one) for one in theirs)
    told = sum(
        fit.weight(one) * (one.content - fit.mean - fit.of_rater.get(one.rater, 0.0))
        for one in theirs
    )
    whole = weight + silence + fit.pull
    effect = (told - silence * SILENCE_DROP) / whole
    # A newcomer knows nothing of themself but the pull: what is known beyond that counts.
    gained = SURE * fit.sigma * (1 / sqrt(fit.pull) - 1 / sqrt(whole))
    return Standing(effect, effect + gained, len(raters))


def _mean(values: Sequence[tuple[float, float]]) -> float:
    whole = sum(weight for _, weight in values)
    return sum(value * weight for value, weight in values) / whole if whole else 0.0
