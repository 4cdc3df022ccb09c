"""Requests, mentorships and agreements as values and rules."""

from server.mentorships.model.agreement import (
    Agreement,
    Draft,
    Drift,
    Pace,
    Signature,
    drift_of,
)
from server.mentorships.model.history import History
from server.mentorships.model.mentorship import (
    Encounter,
    EndReason,
    FitReason,
    HandOver,
    HandOverItem,
    Meeting,
    Mentorship,
    MentorshipState,
    NotInMentorship,
)
from server.mentorships.model.pause import Pause, paused_within
from server.mentorships.model.request import (
    ANSWER_TIME,
    MOST_CHOICES,
    OPEN,
    DeclineReason,
    MentorIsFull,
    Plan,
    Request,
    RequestState,
    Side,
    WrongState,
    next_in_line,
)

__all__ = [
    "ANSWER_TIME",
    "MOST_CHOICES",
    "OPEN",
    "Agreement",
    "DeclineReason",
    "Draft",
    "Drift",
    "Encounter",
    "EndReason",
    "FitReason",
    "HandOver",
    "HandOverItem",
    "History",
    "Meeting",
    "MentorIsFull",
    "Mentorship",
    "MentorshipState",
    "NotInMentorship",
    "Pace",
    "Pause",
    "Plan",
    "Request",
    "RequestState",
    "Side",
    "Signature",
    "WrongState",
    "drift_of",
    "next_in_line",
    "paused_within",
]
