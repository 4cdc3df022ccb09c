"""What is known of how a mentorship goes, in instants and counts; refuses a word of its content.

Charts, stages, engagement, reports and nudges all follow from these values by pure functions, so
that two pages never disagree about the same pair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from server.mentorships.model import Mentorship, Pause, Side
from server.scheduling.model import Tally


@dataclass(frozen=True, slots=True)
class Met:
    """That the two met, here or elsewhere."""

    at: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Action:
    """An open action item without its words."""

    id: str
    owner: Side | None
    """None: both."""
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One mentorship as it stands at a moment."""

    mentorship: Mentorship
    sessions_a_month: int
    """As signed last, else as asked for."""
    is_agreement_signed: bool
    """By both, in whichever edition."""
    agreement_ends_at: datetime | None = None
    """When what both signed last is to be renewed; None: nothing is signed."""
    pauses: tuple[Pause, ...] = ()
    """Oldest first; the last may go on."""
    met: tuple[Met, ...] = ()
    """Oldest first."""
    booked: tuple[datetime, ...] = ()
    """Beginnings of asked or confirmed sessions still to come."""
    kept: Mapping[Side, Tally] = field(default_factory=dict)
    """How each has kept the sessions whose attendance is known."""
    goals: int = 0
    """Not dropped."""
    goal_percent: int | None = None
    """Of all goals, 0 to 100, by weight; None without a goal."""
    goals_changed_at: datetime | None = None
    """When anybody last changed the goals' document."""
    open_actions: tuple[Action, ...] = ()
    done_actions: int = 0
    check_ins: Mapping[Side, frozenset[date]] = field(default_factory=dict)
    """Mondays of the weeks written about, of the last half year."""
    wrote_at: Mapping[Side, datetime] = field(default_factory=dict)
    """When each last wrote a message."""
    unanswered: Mapping[Side, tuple[datetime, ...]] = field(default_factory=dict)
    """When each wrote since the other last did, oldest first; mostly of one of them alone."""

    @property
    def last_met_at(self) -> datetime | None:
        return self.met[-1].at if self.met else None

    @property
    def going_since(self) -> datetime:
        """Since when it goes without a pause: its beginning, or the end of its last pause."""
        ended = [one.ended_at for one in self.pauses if one.ended_at is not None]
        return max([self.mentorship.started_at, *ended])

    def until(self, now: datetime) -> datetime:
        """Up to when there is anything to say: now, or when it ended."""
        return self.mentorship.ended_at or now
