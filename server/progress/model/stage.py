"""Where a mentorship stands; refuses blame: of why it ended nothing is told here.

Whether somebody left because they had what they came for is theirs to know (`Mentorship.reason`),
and the other one reads the stage: so an end before its time is one word, whatever the reason.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from server.mentorships.model import MentorshipState
from server.progress.model.facts import Facts

STALLED_AFTER = timedelta(days=21)
"""Without a meeting, from the last one, the beginning, or the end of a pause on."""


class Stage(StrEnum):
    """Of one mentorship; every one has exactly one."""

    WAITING = "waiting"
    """They have not met yet, and it is not late for that."""
    ACTIVE = "active"
    PAUSED = "paused"
    STALLED = "stalled"
    """Not met for longer than `STALLED_AFTER`, or not yet, and nothing is booked."""
    COMPLETED = "completed"
    ENDED_EARLY = "ended_early"


_OF_STATE = {
    MentorshipState.PAUSED: Stage.PAUSED,
    MentorshipState.COMPLETED: Stage.COMPLETED,
    MentorshipState.ENDED: Stage.ENDED_EARLY,
}


def quiet_since(facts: Facts) -> datetime:
    """The last meeting, or, if it was later, when they could begin to meet again."""
    return max(facts.last_met_at or facts.going_since, facts.going_since)


def stage_of(facts: Facts, now: datetime) -> Stage:
    """Where it stands at a moment."""
    if (known := _OF_STATE.get(facts.mentorship.state)) is not None:
        return known
    if not facts.booked and now - quiet_since(facts) > STALLED_AFTER:
        return Stage.STALLED
    return Stage.ACTIVE if facts.met else Stage.WAITING
