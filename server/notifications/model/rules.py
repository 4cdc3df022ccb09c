"""What holds for each kind of news until a person says otherwise: one table, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from server.notifications.model.letter import Kind


class Topic(StrEnum):
    """What a settings page sorts kinds by; a letter's last line says why it came by it."""

    SESSIONS = "sessions"
    REQUESTS = "requests"
    MENTORSHIPS = "mentorships"
    GOALS = "goals"
    FEEDBACK = "feedback"
    PROGRAMMES = "programmes"
    INVITATIONS = "invitations"
    SAFETY = "safety"


class Way(StrEnum):
    """How something reaches a person."""

    MAIL = "mail"
    CENTRE = "centre"
    PUSH = "push"


EVERY_WAY = frozenset(Way)
BY_MAIL = frozenset({Way.MAIL})
NOT_BY_MAIL = EVERY_WAY - BY_MAIL
NOT_BY_PUSH = EVERY_WAY - {Way.PUSH}


@dataclass(frozen=True, slots=True)
class Rule:
    """Which ways a kind can take, which of them it takes unasked, and where it leads."""

    topic: Topic
    leads_to: tuple[str, ...]
    """Pages, as the web app's router has them: `$` begins what differs."""
    ways: frozenset[Way] = EVERY_WAY
    email: bool = True
    push: bool = True
    is_quiet: bool = False
    """Whether it may wait for a digest."""
    is_fixed: bool = False
    """Whether it proves something or is about the safety of an account: no letter less."""

    @property
    def is_notice(self) -> bool:
        """Whether it stands in the centre, and with it among the switches."""
        return Way.CENTRE in self.ways

    @property
    def has_letter(self) -> bool:
        """Whether there is a letter of it."""
        return Way.MAIL in self.ways

    @property
    def has_push(self) -> bool:
        """Whether devices may be told of it."""
        return Way.PUSH in self.ways


_REQUESTS, _PAIRS, _PAIR = "/mentorships", "/mentorships", "/mentorships/$mentorshipId"
_AGREEMENT = "/mentorships/$mentorshipId/agreement"
_GOALS = "/mentorships/$mentorshipId/goals"
_MESSAGES = "/mentorships/$mentorshipId/messages"
_ROOM, _BOOKING = "/s/$roomId", "/bookings/$bookingId"
_PROGRAMME = "/programmes/$programmeId"
_CARD = "/feedback/sessions/$bookingId"

_SESSION = Rule(Topic.SESSIONS, (_ROOM, _BOOKING))
_ASKING = Rule(Topic.REQUESTS, (_REQUESTS,))
_GOES_ON = Rule(Topic.REQUESTS, (_REQUESTS, "/mentors"))
_STEP = Rule(Topic.MENTORSHIPS, (_PAIRS, _PAIR))
_NEWS = Rule(Topic.MENTORSHIPS, (_PAIR,), push=False, is_quiet=True)
_SIGNED = Rule(Topic.MENTORSHIPS, (_AGREEMENT,), push=False, is_quiet=True)
_END = Rule(Topic.MENTORSHIPS, (_PAIR,), push=False)

RULES: dict[Kind, Rule] = {
    Kind.SESSION_REMINDER: _SESSION,
    Kind.SESSION_ASKED: _SESSION,
    Kind.SESSION_BOOKED: _SESSION,
    Kind.SESSION_DECLINED: _SESSION,
    Kind.SESSION_EXPIRED: _SESSION,
    Kind.SESSION_RESCHEDULED: _SESSION,
    Kind.SESSION_CANCELLED: _SESSION,
    Kind.SESSION_MOVED: _SESSION,
    Kind.SESSION_CLASHES: _SESSION,
    Kind.SESSION_ANSWERED: _SESSION,
    Kind.SEAT_TAKEN: _SESSION,
    # Always the reader's own deed, of which no device tells them.
    Kind.SEAT_LEFT: Rule(Topic.SESSIONS, (_ROOM, _BOOKING), NOT_BY_PUSH, push=False),
    # Of no use a minute later, and whoever it concerns waits at the page: no letter.
    Kind.SEAT_CALLED: Rule(Topic.SESSIONS, (_ROOM, _BOOKING), NOT_BY_MAIL, email=False),
    Kind.ATTENDANCE_CORRECTED: Rule(
        Topic.SESSIONS, ("/calendar",), email=False, push=False, is_quiet=True
    ),
    Kind.BUSY_SOURCE_LOST: Rule(Topic.SESSIONS, ("/calendar/elsewhere",)),
    Kind.MENTOR_ASKED: _ASKING,
    Kind.REQUEST_ACCEPTED: _ASKING,
    Kind.REQUEST_DECLINED: _GOES_ON,
    Kind.REQUEST_EXPIRED: Rule(Topic.REQUESTS, _GOES_ON.leads_to, push=False, is_quiet=True),
    Kind.REQUEST_WITHDRAWN: Rule(Topic.REQUESTS, (_REQUESTS,), push=False, is_quiet=True),
    Kind.MENTOR_PAUSED: Rule(Topic.REQUESTS, ("/profile/mentor",), push=False),
    Kind.MENTORSHIP_PROPOSED: _STEP,
    Kind.MENTORSHIP_BEGUN: _STEP,
    Kind.MENTORSHIP_PAUSED: _NEWS,
    Kind.MENTORSHIP_RESUMED: _NEWS,
    Kind.MENTORSHIP_EXTENDED: _NEWS,
    Kind.MENTORSHIP_COMPLETED: _END,
    Kind.MENTORSHIP_ENDED: _END,
    Kind.AGREEMENT_WRITTEN: _SIGNED,
    Kind.AGREEMENT_SIGNED: _SIGNED,
    Kind.GOAL_DUE: Rule(Topic.GOALS, (_GOALS,)),
    Kind.SESSION_DIGEST: Rule(Topic.GOALS, (_GOALS,), push=False, is_quiet=True),
    Kind.CHECK_IN_WRITTEN: Rule(Topic.GOALS, (_GOALS,), push=False, is_quiet=True),
    Kind.MESSAGE_WAITING: Rule(Topic.MENTORSHIPS, (_MESSAGES,)),
    Kind.NUDGE: Rule(Topic.MENTORSHIPS, ("/nudges",)),
    Kind.SESSION_FEEDBACK: Rule(Topic.FEEDBACK, (_CARD,), email=False),
    Kind.FEEDBACK_REVEALED: Rule(Topic.FEEDBACK, (_CARD,), push=False, is_quiet=True),
    Kind.SURVEY_ASKED: Rule(
        Topic.FEEDBACK, ("/feedback/surveys/$surveyId",), push=False, is_quiet=True
    ),
    Kind.MODERATION_ASKED: Rule(Topic.PROGRAMMES, (f"{_PROGRAMME}/manage",), push=False),
    Kind.WEIGHTS_LEARNED: Rule(Topic.PROGRAMMES, (f"{_PROGRAMME}/manage",), push=False),
    Kind.PROGRAMME_INVITE: Rule(Topic.INVITATIONS, (_PROGRAMME,)),
    Kind.ROOM_INVITE: Rule(Topic.INVITATIONS, (_ROOM,)),
    Kind.SECURITY_ALERT: Rule(Topic.SAFETY, ("/forgot", "/security"), is_fixed=True),
    # Whoever reads these has shown nothing yet, or is locked out: there is no centre to look at.
    Kind.CONFIRM_EMAIL: Rule(Topic.SAFETY, ("/verify",), BY_MAIL, push=False, is_fixed=True),
    Kind.RESET_PASSWORD: Rule(Topic.SAFETY, ("/reset",), BY_MAIL, push=False, is_fixed=True),
    # What is in it stands in the centre already; its rhythm is its switch.
    Kind.DIGEST: Rule(Topic.MENTORSHIPS, ("/notices",), BY_MAIL, push=False),
}
NOTICES: dict[Kind, Rule] = {kind: rule for kind, rule in RULES.items() if rule.is_notice}


def switchable(kind: Kind) -> bool:
    """Whether a person may switch its letters off."""
    return RULES[kind].has_letter and not RULES[kind].is_fixed


def leads_there(kind: Kind, path: str) -> bool:
    """Whether a path is one of the pages that a kind leads to."""
    parts = path.partition("?")[0].split("/")
    return any(_is_like(parts, page.split("/")) for page in RULES[kind].leads_to)


def _is_like(parts: list[str], page: list[str]) -> bool:
    return len(parts) == len(page) and all(
        own == known or (known.startswith("$") and own)
        for own, known in zip(parts, page, strict=True)
    )
