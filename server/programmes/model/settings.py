"""What a coordinator sets: mode, rules, gates and weights; refuses weights that do not sum."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Self

from server.core.errors import Invalid
from server.core.findings import Findings


class Mode(StrEnum):
    """Who decides that two people become a pair."""

    SELF_SELECT = "self_select"
    """The mentee picks, and it starts at once."""
    MENTOR_APPROVES = "mentor_approves"
    """The mentee asks, the mentor answers."""
    MUTUAL = "mutual"
    """Both see the proposal and approve it."""
    COORDINATOR_ASSIGNS = "coordinator_assigns"


class Learning(StrEnum):
    """What becomes of weights that were learned from feedback."""

    PROPOSE = "propose"
    """A coordinator sees the evidence and decides."""
    AUTOMATIC = "automatic"


_SUM_TOLERANCE = 1e-6
"""Of shares that were written as decimals."""
LEAST_STALLED_DAYS, MOST_STALLED_DAYS = 14, 60


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each criterion of a pair's score counts; shares that sum to 1."""

    goals: float = 0.30
    skills: float = 0.20
    style: float = 0.15
    availability: float = 0.10
    industry: float = 0.08
    seniority: float = 0.08
    interests: float = 0.04
    quality: float = 0.05

    def as_shares(self) -> dict[str, float]:
        """By criterion."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def checked(self) -> Self:
        """The same. Raises: Invalid naming each bad weight, or the sum."""
        findings, shares = Findings(), self.as_shares()
        for name, share in shares.items():
            if not math.isfinite(share) or not 0 <= share <= 1:
                findings.refuse(f"weights.{name}", "A weight is between 0 and 100 %.")
        findings.settle()
        whole = math.fsum(shares.values())
        if abs(whole - 1) > _SUM_TOLERANCE:
            percent = f"{100 * whole:.4f}".rstrip("0").rstrip(".")
            sentence = f"The weights sum to {percent} %, and must sum to 100 %."
            raise Invalid(sentence, fields={"weights": sentence})
        return self

    @classmethod
    def of_shares(cls, shares: Mapping[str, float]) -> Self:
        """From positive numbers of any sum, in tenths of a percent that sum to exactly 100 %.

        Raises: Invalid, for numbers that are no shares of anything.
        """
        named = {one.name: float(shares.get(one.name, 0.0)) for one in fields(cls)}
        whole = math.fsum(named.values())
        if not math.isfinite(whole) or whole <= 0 or min(named.values()) < 0:
            raise Invalid("Weights are numbers of which none is negative and one is above 0.")
        exact = {name: 1000 * share / whole for name, share in named.items()}
        tenths = {name: math.floor(share) for name, share in exact.items()}
        # The largest remainders get what rounding down has left over.
        by_rest = sorted(exact, key=lambda name: tenths[name] - exact[name])
        for name in by_rest[: 1000 - sum(tenths.values())]:
            tenths[name] += 1
        return cls(**{name: tenth / 1000 for name, tenth in tenths.items()})


@dataclass(frozen=True, slots=True)
class Gates:
    """What keeps two people from being a pair at all, as far as a programme may say."""

    shared_minutes: int = 60
    """A week at least; 0: they need not share any hour."""
    allows_reporting_line: bool = False
    allows_past_pairs: bool = False
    allows_peers: bool = False
    """A mentor need not be ahead in seniority."""

    def checked(self) -> Self:
        """The same. Raises: Invalid."""
        minutes = self.shared_minutes
        if not 0 <= minutes <= 600 or minutes % 30:
            sentence = "Shared time is 0 to 10 hours a week, in half hours."
            raise Invalid(sentence, fields={"gates.sharedMinutes": sentence})
        return self


@dataclass(frozen=True, slots=True)
class Pace:
    """How quickly answers are due, how much one may ask for, and how long a mentorship is."""

    answer_days: int = 3
    most_open_requests: int = 3
    mentors_a_mentee: int = 1
    weeks: int = 12
    sessions_a_month: int = 2

    def checked(self) -> Self:
        """The same. Raises: Invalid naming each bad number."""
        findings = Findings()
        for name, (wire, least, most, what) in _BOUNDS.items():
            if not least <= getattr(self, name) <= most:
                findings.refuse(f"pace.{wire}", f"{what}: from {least} to {most}.")
        findings.settle()
        return self


_BOUNDS = {
    "answer_days": ("answerDays", 1, 14, "Days to answer a request"),
    "most_open_requests": ("mostOpenRequests", 1, 10, "Open requests at a time"),
    "mentors_a_mentee": ("mentorsAMentee", 1, 5, "Mentors of one mentee"),
    "weeks": ("weeks", 1, 104, "Weeks of a mentorship"),
    "sessions_a_month": ("sessionsAMonth", 1, 12, "Sessions a month"),
}


@dataclass(frozen=True, slots=True)
class Nudging:
    """Whether people are told what would help their mentorship; each may switch it off besides."""

    is_on: bool = True
    stalled_days: int = 21
    """So long without a meeting, with nothing booked, and a pair stands still."""

    def checked(self) -> Self:
        """The same. Raises: Invalid."""
        if not LEAST_STALLED_DAYS <= self.stalled_days <= MOST_STALLED_DAYS:
            sentence = f"From {LEAST_STALLED_DAYS} to {MOST_STALLED_DAYS} days."
            raise Invalid(sentence, fields={"nudging.stalledDays": sentence})
        return self


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a coordinator may tune while a programme goes on."""

    mode: Mode = Mode.MENTOR_APPROVES
    pace: Pace = field(default_factory=Pace)
    gates: Gates = field(default_factory=Gates)
    weights: Weights = field(default_factory=Weights)
    learning: Learning = Learning.PROPOSE
    nudging: Nudging = field(default_factory=Nudging)

    def checked(self) -> Self:
        """The same. Raises: Invalid with every bad field."""
        findings = Findings()
        findings.take(self.pace.checked)
        findings.take(self.gates.checked)
        findings.take(self.weights.checked)
        findings.take(self.nudging.checked)
        findings.settle()
        return self


@dataclass(frozen=True, slots=True)
class Rules:
    """What requests and mentorships of a programme go by."""

    mode: Mode
    answer_days: int
    most_open_requests: int
    mentors_a_mentee: int
    weeks: int
    sessions_a_month: int
    is_running: bool
    nudging: Nudging
