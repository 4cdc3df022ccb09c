"""What coordinators are told: words addressed to them, and reports of what anybody can read.

Refuses everything else of feedback: what the two write to each other is not theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from server.core.line import clean_text

LONGEST_NOTE = 2000
LONGEST_WORDS = 600


class Matter(StrEnum):
    """What a note to moderators is about."""

    CONCERN = "concern"
    BEHAVIOUR = "behaviour"
    HELP = "help"
    OTHER = "other"


class ReportReason(StrEnum):
    """Why something should not stand there."""

    RUDE = "rude"
    PRIVATE = "private"
    UNTRUE = "untrue"
    SPAM = "spam"
    OTHER = "other"


class Target(StrEnum):
    """What a report is about."""

    REVIEW = "review"
    REPLY = "reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeratorsNote:
    """Written by one of a pair, for the coordinators of its programme."""

    id: str
    programme: str
    mentorship: str
    author: str
    other: str
    matter: Matter
    text: str
    at: datetime
    handled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Somebody says that a review, or a reply, should not stand there."""

    id: str
    programme: str
    review: str
    target: Target
    by: str
    reason: ReportReason
    words: str
    at: datetime
    judged_at: datetime | None = None
    is_upheld: bool | None = None


def clean_note(text: str) -> str:
    """Raises: Invalid."""
    return clean_text(text, field="text", at_least=1, at_most=LONGEST_NOTE)


def clean_report(words: str) -> str:
    """Raises: Invalid."""
    return clean_text(words, field="words", at_most=LONGEST_WORDS)
