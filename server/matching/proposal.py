"""What feedback teaches a programme, as a coordinator reads it; refuses to show single people.

A lesson is only drawn from so many answers of so many people that none of them can be read out
of it, and it is only proposed when it foresees answers it was not taught better than before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from server.core.errors import Conflict
from server.matching.learn import LEAST_SESSIONS
from server.profiles.model import Criterion
from server.programmes.model import Programme, Weights, WeightsVersion

LEAST_RATERS = 5
"""With fewer a coordinator could guess who said what."""
LEAST_NEW = 5
"""Answers between two lessons: what one or two answers changed would tell who gave them."""
LEAST_MOVE = 0.01
"""Of a share: less is not worth a decision."""
SURE = 2.5
"""Standard deviations between what one criterion brings and what was expected of it: eight are
looked at together, so that two would be chance too often (docs/decisions/0035-learning.md)."""
MORE_AFTER_NO = 1.2
"""So many times the answers are needed to propose again what was declined."""
STARS = 4
"""From 1 to 5."""


class LearningMoved(Conflict):
    """A decision on what is no longer so."""

    code = "learning_moved"
    title = "This has changed meanwhile"


class ProposalState(StrEnum):
    """What became of a proposal."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REPLACED = "replaced"
    """By a later one, or because it no longer holds."""
    APPLIED = "applied"
    """By itself: the programme learns automatically."""


class Outcome(StrEnum):
    """What the last look at the answers came to."""

    TOO_FEW = "too_few"
    NO_BETTER = "no_better"
    """The weights in use foresee the answers as well as any that were learned."""
    NO_NEWS = "no_news"
    """Hardly anybody has answered since the last proposal."""
    DECLINED = "declined"
    """It would be what a coordinator has declined already, with hardly more to show for it."""
    PROPOSED = "proposed"
    APPLIED = "applied"
    FAILED = "failed"
    """The server could not work it out; its log says more."""


class Certainty(StrEnum):
    """How sure it is that a criterion counts more, or less, than its weight says."""

    CLEAR = "clear"
    LIKELY = "likely"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class MentorEffect:
    """b_j, on the scale of content (0 to 1), shrunk to 0; from the answers of so many people."""

    effect: float
    raters: int
    lower: float | None = None
    """As far as it is certain, a newcomer's being 0; None: as `effect`."""


@dataclass(frozen=True, slots=True)
class WeightEvidence:
    """One weight, before and after, and what speaks for it."""

    before: float
    after: float
    slope: float
    """Content that the whole criterion brings."""
    expected: float
    """The same, were the weights in use right."""
    error: float
    """Of the slope: one standard deviation."""

    @property
    def stars(self) -> float:
        """How much better pairs are rated that fit wholly than those that do not at all."""
        return STARS * self.slope

    @property
    def expected_stars(self) -> float:
        return STARS * self.expected

    @property
    def error_stars(self) -> float:
        return STARS * self.error

    def is_apart_by(self, deviations: float) -> bool:
        """Whether so many standard deviations lie between what was found and what was expected."""
        apart = abs(self.slope - self.expected)
        return apart > 0 and apart >= deviations * self.error

    @property
    def certainty(self) -> Certainty:
        """By standard deviations."""
        if self.is_apart_by(2):
            return Certainty.CLEAR
        return Certainty.LIKELY if self.is_apart_by(1) else Certainty.WEAK


@dataclass(frozen=True, slots=True)
class Lesson:
    """All that a proposal rests on. `foreseen_…`: of two answers, how often the better one was."""

    weights: Mapping[Criterion, WeightEvidence]
    sessions: int
    raters: int
    mentors: int
    first_at: datetime
    last_at: datetime
    foreseen_before: float
    foreseen_after: float

    @property
    def is_worth_it(self) -> bool:
        """Whether it changes something, for the better, and hardly by chance."""
        every = self.weights.values()
        is_moved = any(abs(one.after - one.before) >= LEAST_MOVE for one in every)
        is_sure = any(one.is_apart_by(SURE) for one in every)
        return is_moved and is_sure and self.foreseen_after > self.foreseen_before

    def as_evidence(self) -> dict[str, float]:
        """What is kept with the weights, for whoever reads their history."""
        return {
            "sessions": self.sessions,
            "raters": self.raters,
            "mentors": self.mentors,
            "foreseenBefore": self.foreseen_before,
            "foreseenAfter": self.foreseen_after,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A lesson put to the coordinators; `base` is the version of the weights it starts from."""

    id: str
    programme: str
    state: ProposalState
    made_at: datetime
    base: int
    lesson: Lesson
    decided_at: datetime | None = None
    decided_by: str | None = None

    def still_holds(self, base: int, sessions: int) -> bool:
        """Whether it is as good as a new one from so many answers."""
        is_open = self.state is ProposalState.WAITING and self.base == base
        return is_open and abs(sessions - self.lesson.sessions) < LEAST_NEW

    def require_waiting(self) -> None:
        """Raises: LearningMoved."""
        if self.state is ProposalState.REPLACED:
            raise LearningMoved("There is a newer proposal, or it no longer holds.")
        if self.state is not ProposalState.WAITING:
            raise LearningMoved("This proposal was decided already.")


def is_news(last: Proposal | None, sessions: int) -> bool:
    """Whether a lesson from so many answers may be shown after the last one that was."""
    return last is None or not 0 < abs(sessions - last.lesson.sessions) < LEAST_NEW


def is_declined(last: Proposal | None, sessions: int) -> bool:
    """Whether a no to the last one holds for what so many answers say."""
    is_no = last is not None and last.state is ProposalState.REJECTED
    return last is not None and is_no and sessions < MORE_AFTER_NO * last.lesson.sessions


@dataclass(frozen=True, slots=True)
class Check:
    """The last look at a programme's answers, and whether another was asked for."""

    asked_at: datetime | None = None
    checked_at: datetime | None = None
    outcome: Outcome | None = None
    sigma: float = 0.0
    """Of content: what nothing explains. 0 before anything was learned."""


def is_enough(sessions: int, raters: int) -> bool:
    """Whether anything may be learned at all."""
    return sessions >= LEAST_SESSIONS and raters >= LEAST_RATERS


@dataclass(frozen=True, slots=True)
class LearningView:
    """How far a programme's learning is."""

    programme: Programme
    version: int
    """Of the weights in use."""
    sessions: int
    raters: int
    check: Check
    proposal: Proposal | None
    """The one that waits."""


@dataclass(frozen=True, slots=True)
class History:
    """Every set of weights, the one in use first, and who set them, by id."""

    versions: tuple[WeightsVersion, ...]
    names: Mapping[str, str]


def proposed_weights(one: Proposal) -> Weights:
    """In tenths of a percent that sum to 100 %."""
    shares = {name.value: each.after for name, each in one.lesson.weights.items()}
    return Weights.of_shares(shares)


def night_before(now: datetime, hour: int) -> datetime:
    """The last time that it was this hour, in UTC."""
    tonight = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return tonight if tonight <= now else tonight - timedelta(days=1)
