"""How far a pair is, as its coordinators may know; refuses anything that was said or done in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from server.mentorships.model import MentorshipState
from server.progress.model.facts import Facts

STALLED_AFTER = timedelta(days=21)


class Health(StrEnum):
    """The first three are of pairs that are active."""

    NOT_MET = "not_met"
    ACTIVE = "active"
    STALLED = "stalled"
    PAUSED = "paused"
    COMPLETED = "completed"
    ENDED = "ended"


def health_of(one: Facts, now: datetime) -> Health:
    """Of a pair."""
    if one.mentorship.state is not MentorshipState.ACTIVE:
        return Health(one.mentorship.state.value)
    if now - quiet_since(one) > STALLED_AFTER and not one.booked:
        return Health.STALLED
    return Health.ACTIVE if one.met else Health.NOT_MET


def quiet_since(one: Facts) -> datetime:
    """When they last met, or else began."""
    return one.met[-1].at if one.met else one.mentorship.started_at
