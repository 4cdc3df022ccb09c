"""What holds for each kind of notice until a person says otherwise: one table, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from server.notifications.model.letter import Kind


class Topic(StrEnum):
    """What a settings page sorts kinds by."""

    SESSIONS = "sessions"
    REQUESTS = "requests"
    MENTORSHIPS = "mentorships"
    GOALS = "goals"
    INVITATIONS = "invitations"
    SAFETY = "safety"


@dataclass(frozen=True, slots=True)
class Rule:
    """By which ways a kind goes; the in-app centre has every one of them."""

    topic: Topic
    email: bool = True
    push: bool = True
    is_quiet: bool = False
    """Whether it may wait for a digest."""
    is_fixed: bool = False
    """Whether it is about the safety of an account: its letter cannot be switched off."""


_ASKING = Rule(Topic.REQUESTS)
_ANSWER = Rule(Topic.REQUESTS)
_STEP = Rule(Topic.MENTORSHIPS)
_NEWS = Rule(Topic.MENTORSHIPS, push=False, is_quiet=True)
_SESSION = Rule(Topic.SESSIONS)

RULES: dict[Kind, Rule] = {
    Kind.SESSION_REMINDER: _SESSION,
    Kind.BOOKING_ASKED: _SESSION,
    Kind.BOOKING_BOOKED: _SESSION,
    Kind.BOOKING_DECLINED: _SESSION,
    Kind.BOOKING_EXPIRED: _SESSION,
    Kind.BOOKING_RESCHEDULED: _SESSION,
    Kind.BOOKING_CANCELLED: _SESSION,
    Kind.BOOKING_MOVED: _SESSION,
    Kind.BOOKING_MOVE_CLASHES: _SESSION,
    Kind.BOOKING_SEATED: _SESSION,
    Kind.BOOKING_CALLED: _SESSION,
    Kind.MENTOR_ASKED: _ASKING,
    Kind.REQUEST_ACCEPTED: _ANSWER,
    Kind.REQUEST_DECLINED: _ANSWER,
    Kind.REQUEST_EXPIRED: Rule(Topic.REQUESTS, push=False, is_quiet=True),
    Kind.REQUEST_WITHDRAWN: Rule(Topic.REQUESTS, push=False, is_quiet=True),
    Kind.MENTOR_PAUSED: Rule(Topic.REQUESTS, push=False),
    Kind.MENTORSHIP_PROPOSED: _STEP,
    Kind.MENTORSHIP_BEGUN: _STEP,
    Kind.MENTORSHIP_PAUSED: _NEWS,
    Kind.MENTORSHIP_RESUMED: _NEWS,
    Kind.MENTORSHIP_EXTENDED: _NEWS,
    Kind.MENTORSHIP_COMPLETED: Rule(Topic.MENTORSHIPS, push=False),
    Kind.MENTORSHIP_ENDED: Rule(Topic.MENTORSHIPS, push=False),
    Kind.AGREEMENT_WRITTEN: _NEWS,
    Kind.AGREEMENT_SIGNED: _NEWS,
    Kind.GOAL_DUE: Rule(Topic.GOALS),
    Kind.CHECK_IN_WRITTEN: Rule(Topic.GOALS, push=False, is_quiet=True),
    Kind.PROGRAMME_INVITE: Rule(Topic.INVITATIONS),
    Kind.ROOM_INVITE: Rule(Topic.INVITATIONS),
    Kind.SECURITY_ALERT: Rule(Topic.SAFETY, is_fixed=True),
}
"""Letters that prove something, and the digest itself, are no notices and stand nowhere here."""


def switchable(kind: Kind) -> bool:
    """Whether a person may switch its letters off."""
    return kind is Kind.DIGEST or (kind in RULES and not RULES[kind].is_fixed)
