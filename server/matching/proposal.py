"""What feedback teaches a programme, as a coordinator reads it; refuses to show single people.

A lesson is only drawn from so many answers of so many people that none of them can be read out
of it, and it is only proposed when it foresees answers it was not taught better than before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from server.core.errors import Conflict
from server.matching.learn import LEAST_SESSIONS
from server.profiles.model import Criterion

LEAST_RATERS = 5
"""With fewer a coordinator could guess who said what."""
LEAST_MOVE = 0.01
"""Of a share: less is not worth a decision."""
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
    def certainty(self) -> Certainty:
        """By standard deviations between what was found and what was expected."""
        apart = abs(self.slope - self.expected)
        if apart >= 2 * self.error:
            return Certainty.CLEAR
        return Certainty.LIKELY if apart >= self.error else Certainty.WEAK


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
        """Whether it changes something, for the better."""
        moved = max(abs(one.after - one.before) for one in self.weights.values())
        return moved >= LEAST_MOVE and self.foreseen_after > self.foreseen_before

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

    def require_waiting(self) -> None:
        """Raises: LearningMoved."""
        if self.state is ProposalState.REPLACED:
            raise LearningMoved("There is a newer proposal, or it no longer holds.")
        if self.state is not ProposalState.WAITING:
            raise LearningMoved("This proposal was decided already.")


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
