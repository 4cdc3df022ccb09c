"""What the two agree on, signed by both; refuses one word changed under a signature."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Self

from server.core.errors import Conflict
from server.core.findings import Findings
from server.core.line import clean_text
from server.mentorships.model.mentorship import Mentorship
from server.mentorships.model.request import (
    LONGEST_GOALS,
    Side,
    WrongState,
    check_pace,
)

LONGEST_CLAUSE = 1000
MONTH = timedelta(days=30)


class AgreementState(StrEnum):
    """How far two are with their agreement, as one of them sees it."""

    UNWRITTEN = "unwritten"
    TO_SIGN = "to_sign"
    """By whoever looks."""
    AWAITED = "awaited"
    """The other one has yet to sign."""
    SIGNED = "signed"


class AgreementChanged(Conflict):
    """What was read is not what is there now."""

    code = "agreement_changed"
    title = "The agreement has been changed meanwhile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The words of an agreement."""

    goals: str
    sessions_a_month: int
    weeks: int
    channels: str
    confidentiality: str

    def checked(self) -> Self:
        """Cleaned. Raises: Invalid, with every bad field."""
        findings = Findings()
        clean = {
            name: findings.take(partial(_clause, getattr(self, name), name, at_most))
            for name, at_most in (
                ("goals", LONGEST_GOALS),
                ("channels", LONGEST_CLAUSE),
                ("confidentiality", LONGEST_CLAUSE),
            )
        }
        check_pace(findings, self.sessions_a_month, self.weeks)
        findings.settle()
        return replace(self, **clean)  # type: ignore[arg-type]


def _clause(raw: str, field: str, at_most: int) -> str:
    return clean_text(raw, field=field, at_least=1, at_most=at_most)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed and when."""

    side: Side
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One edition; a change makes the next, which both sign anew."""

    mentorship: str
    edition: int
    draft: Draft
    written_by: Side
    written_at: datetime
    signatures: tuple[Signature, ...] = ()

    @property
    def is_signed(self) -> bool:
        """By both."""
        return {one.side for one in self.signatures} == set(Side)

    @property
    def signed_at(self) -> datetime | None:
        """When the second signature came."""
        return max(one.signed_at for one in self.signatures) if self.is_signed else None

    @property
    def ends_at(self) -> datetime | None:
        """When it is to be renewed."""
        signed_at = self.signed_at
        return signed_at + timedelta(weeks=self.draft.weeks) if signed_at else None

    def state_for(self, side: Side) -> AgreementState:
        """For one of the two."""
        if self.is_signed:
            return AgreementState.SIGNED
        has_signed = any(one.side is side for one in self.signatures)
        return AgreementState.AWAITED if has_signed else AgreementState.TO_SIGN

    def signed(self, side: Side, edition: int, now: datetime) -> Self:
        """Raises: AgreementChanged, WrongState."""
        if edition != self.edition:
            raise AgreementChanged("Please read it again before you sign.")
        if any(one.side is side for one in self.signatures):
            raise WrongState("You have signed this already.")
        return replace(self, signatures=(*self.signatures, Signature(side, now)))


@dataclass(frozen=True, slots=True)
class Pace:
    """What both signed last, in numbers alone."""

    sessions_a_month: int
    weeks: int
    signed_at: datetime

    @property
    def ends_at(self) -> datetime:
        """When it is to be renewed."""
        return self.signed_at + timedelta(weeks=self.weeks)


def first_draft(mentorship: Mentorship) -> Draft:
    """From the request, with words for what it did not say."""
    return Draft(
        goals=mentorship.plan.goals,
        sessions_a_month=mentorship.plan.sessions_a_month,
        weeks=mentorship.plan.weeks,
        channels="Sessions and messages on Ithaca.",
        confidentiality="What we tell each other stays between us, unless somebody is in danger.",
    )


@dataclass(frozen=True, slots=True)
class Drift:
    """How far the pair is from its cadence."""

    planned: int
    """Sessions in the last 30 days; less in the first month and after a pause."""
    held: int
    last_met_at: datetime | None

    @property
    def missing(self) -> int:
        """0: on course."""
        return max(0, self.planned - self.held)


def drift_of(
    sessions_a_month: int, started_at: datetime, met_at: Iterable[datetime], now: datetime
) -> Drift:
    """Sessions due and held in the last 30 days, counted in whole sessions that are over due."""
    met = sorted(met_at)
    window = min(now - started_at, MONTH)
    planned = int(sessions_a_month * (window / MONTH))
    held = sum(1 for one in met if now - MONTH < one <= now)
    return Drift(planned, held, met[-1] if met else None)
