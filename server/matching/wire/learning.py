"""What was learned as HTTP speaks of it: sums over many people, and never one of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from server.core.wire import In, Out
from server.matching.learn import LEAST_SESSIONS
from server.matching.proposal import (
    LEAST_RATERS,
    Certainty,
    History,
    LearningView,
    Outcome,
    Proposal,
    proposed_weights,
)
from server.profiles.model import Criterion
from server.programmes.model import Author, WeightsVersion
from server.programmes.model import Learning as Way


class ProposedWeight(Out):
    """A criterion's share before and after. Stars: how much better those are rated who fit wholly.

    `expected_stars` is what the weights in use say of it, `error_stars` one standard deviation.
    """

    criterion: Criterion
    before: float
    after: float
    stars: float
    expected_stars: float
    error_stars: float
    certainty: Certainty


class ProposalOut(Out):
    """Other weights, and why. `foreseen_…`: of two answers, how often the better is foreseen."""

    id: str
    made_at: datetime
    is_outdated: bool
    """The weights were changed since: it cannot be accepted any more."""
    sessions: int
    raters: int
    mentors: int
    first_at: datetime
    last_at: datetime
    foreseen_before: float
    foreseen_after: float
    weights: list[ProposedWeight]

    @staticmethod
    def of(one: Proposal, version: int) -> ProposalOut:
        lesson, shares = one.lesson, proposed_weights(one).as_shares()
        return ProposalOut(
            id=one.id,
            made_at=one.made_at,
            is_outdated=one.base != version,
            sessions=lesson.sessions,
            raters=lesson.raters,
            mentors=lesson.mentors,
            first_at=lesson.first_at,
            last_at=lesson.last_at,
            foreseen_before=lesson.foreseen_before,
            foreseen_after=lesson.foreseen_after,
            weights=[
                ProposedWeight(
                    criterion=name,
                    before=each.before,
                    after=shares[name.value],
                    stars=each.stars,
                    expected_stars=each.expected_stars,
                    error_stars=each.error_stars,
                    certainty=each.certainty,
                )
                for name, each in lesson.weights.items()
            ],
        )


class LearningOut(Out):
    """How far learning is. `version` of the weights is in use; so many answers there are."""

    way: Way
    version: int
    sessions: int
    needed_sessions: int
    raters: int
    needed_raters: int
    is_asked: bool
    """A worker is about to look."""
    checked_at: datetime | None
    outcome: Outcome | None
    proposal: ProposalOut | None

    @staticmethod
    def of(seen: LearningView) -> LearningOut:
        one = seen.proposal
        return LearningOut(
            way=seen.programme.settings.learning,
            version=seen.version,
            sessions=seen.sessions,
            needed_sessions=LEAST_SESSIONS,
            raters=seen.raters,
            needed_raters=LEAST_RATERS,
            is_asked=seen.check.asked_at is not None,
            checked_at=seen.check.checked_at,
            outcome=seen.check.outcome,
            proposal=ProposalOut.of(one, seen.version) if one else None,
        )


class VersionEvidence(Out):
    """On what learned weights rest."""

    sessions: int
    raters: int
    foreseen_before: float
    foreseen_after: float


class WeightsVersionOut(Out):
    """Weights as they were from `set_at` on; `by` is a name, None where nobody decided it."""

    number: int
    weights: dict[str, float]
    set_at: datetime
    author: Author
    by: str | None
    restores: int | None
    evidence: VersionEvidence | None

    @staticmethod
    def of(one: WeightsVersion, names: Mapping[str, str]) -> WeightsVersionOut:
        return WeightsVersionOut(
            number=one.number,
            weights=one.weights.as_shares(),
            set_at=one.set_at,
            author=one.why.author,
            by=names.get(one.why.person or ""),
            restores=one.why.restores,
            evidence=_evidence(one.why.evidence),
        )


class WeightsHistory(Out):
    """Every set of weights, the one in use first."""

    versions: list[WeightsVersionOut]

    @staticmethod
    def of(found: History) -> WeightsHistory:
        return WeightsHistory(
            versions=[WeightsVersionOut.of(one, found.names) for one in found.versions]
        )


class RestoreIn(In):
    """`base`: the version that was in use when this was decided."""

    base: int


def _evidence(figures: Mapping[str, float]) -> VersionEvidence | None:
    if not figures:
        return None
    return VersionEvidence(
        sessions=int(figures["sessions"]),
        raters=int(figures["raters"]),
        foreseen_before=figures["foreseenBefore"],
        foreseen_after=figures["foreseenAfter"],
    )
