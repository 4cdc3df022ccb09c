"""How good mentors are, from what mentees said: shrunk, fair to harsh raters, hard to bend. Pure.

A mentor's standing is what stands out of a programme's mean, on the scale of content 0 to 1. Told
apart from it: how mild somebody rates, how old an answer is, who is at odds with everybody else.
An answer made worse never helps a mentor, and one more at or below the bound does not either: the
measure comes from what is said of others, and what is far off is cut, not believed less.
Refuses to publish a number of fewer than five raters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from server.feedback.yardstick import PULL, UNHEARD, Voice, Yardstick, yardsticks_of

HALF_LIFE_DAYS = 180.0
LEAST_RATERS = 5
SAME_RATER = 0.5
"""However often somebody rates the same mentor, it weighs less than one answer and a half."""
STRANGER = 0.6
"""Of whom nothing else is known, says less than that: it may be their way to rate."""
BEND = 3.0
"""An answer further off than so many deviations counts no more than one that is so far off."""
SILENCE = 0.3
"""Weight of a silence of somebody who always answers, and how far below the mean it stands."""
SILENCE_DROP = 0.25
SURE = 1.0
"""The lower bound is so many standard errors below."""
_HALVINGS = 50


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


_Said = dict[str, list[tuple[float, float]]]
"""By rater, the weight by age and the content of each answer about one mentor."""


def standings_of(ratings: Iterable[Rating]) -> dict[str, Standing]:
    """By mentor; whoever was only met with silence is in it with no rater."""
    told = list(ratings)
    said = _said(told)
    if not said:
        return {}
    voices = [
        _voice(mentor, rater, all_) for mentor in said for rater, all_ in said[mentor].items()
    ]
    sticks = dict(yardsticks_of(voices))
    silences = _silences(told)
    return {
        mentor: _standing(
            sticks.get(mentor, sticks[UNHEARD]), said.get(mentor, {}), silences.get(mentor, 0.0)
        )
        for mentor in {one.mentor for one in told}
    }


def _said(told: Sequence[Rating]) -> dict[str, _Said]:
    """By mentor."""
    found: dict[str, _Said] = {}
    for one in told:
        if one.content is not None:
            answers = found.setdefault(one.mentor, {}).setdefault(one.rater, [])
            answers.append((_by_age(one), one.content))
    return found


def _voice(mentor: str, rater: str, answers: Sequence[tuple[float, float]]) -> Voice:
    age = sum(weight for weight, _ in answers)
    content = sum(weight * content for weight, content in answers) / age
    return Voice(mentor, rater, content, age * (1 + SAME_RATER) / (age + SAME_RATER))


def _by_age(one: Rating) -> float:
    """Of what is older than thirty years a trace stays, as no weight may be nothing."""
    return max(float(0.5 ** (max(one.age_days, 0.0) / HALF_LIFE_DAYS)), 1e-18)


def _silences(told: Sequence[Rating]) -> dict[str, float]:
    """By mentor, the weight of silences of people who speak of others."""
    asked: dict[str, tuple[int, int]] = {}
    of_pair: dict[tuple[str, str], tuple[int, int]] = {}
    for one in told:
        there, spoken = asked.get(one.rater, (0, 0))
        asked[one.rater] = (there + 1, spoken + (one.content is not None))
        there, spoken = of_pair.get((one.rater, one.mentor), (0, 0))
        of_pair[one.rater, one.mentor] = (there + 1, spoken + (one.content is not None))
    found: dict[str, float] = {}
    for one in told:
        if one.content is None:
            (there, spoken), (here, heard) = asked[one.rater], of_pair[one.rater, one.mentor]
            share = (spoken - heard) / max(there - here, 1)
            found[one.mentor] = found.get(one.mentor, 0.0) + SILENCE * _by_age(one) * share
    return found


def _standing(by: Yardstick, said: _Said, silence: float) -> Standing:
    # (weight, how far from what this rater says of anybody): a mean hides what is far off.
    answers = []
    for rater, all_ in said.items():
        each = _each(by, rater, sum(weight for weight, _ in all_))
        known = by.mean + by.mild.get(rater, 0.0)
        answers += [(each * weight, content - known) for weight, content in all_]
    effect = _effect(by, answers, silence)
    # A newcomer knows nothing of themself but the pull: what is known beyond that counts.
    whole = sum(weight for weight, _ in answers) + silence + PULL
    gained = SURE * by.sigma * (1 / sqrt(PULL) - 1 / sqrt(whole))
    return Standing(effect, effect + gained, len(said))


def _each(by: Yardstick, rater: str, age: float) -> float:
    """What an answer counts of its weight by age: less of a rater of whom little else is known."""
    doubt = 1 / (1 + SAME_RATER) + 1 / (STRANGER + by.met.get(rater, 0.0))
    return by.trust.get(rater, 1.0) / (doubt * age + SAME_RATER / (1 + SAME_RATER))


def _effect(by: Yardstick, answers: Sequence[tuple[float, float]], silence: float) -> float:
    """Where the pulls of the mean, of silences and of answers balance."""
    most = BEND * by.sigma

    def pulls(at: float) -> float:
        told = sum(weight * min(max(off - at, -most), most) for weight, off in answers)
        return told - PULL * at - silence * (at + SILENCE_DROP)

    low, high = -2.0, 2.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if pulls(middle) > 0 else (low, middle)
    return (low + high) / 2
