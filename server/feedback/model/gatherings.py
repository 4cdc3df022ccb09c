"""What a guest says of a gathering in one tap; refuses whoever was not there, and what comes late.

It is no session card: it is about an hour of many, and feeds nothing but sums.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from server.core.line import clean_text
from server.feedback.model.cards import FeedbackOver

ANSWERED_WITHIN = timedelta(days=7)
"""After its end; only then is anything told, and nothing of it changes any more."""
LONGEST_WORDS = 500


class Worth(StrEnum):
    """Whether it was worth somebody's time."""

    NO = "no"
    PARTLY = "partly"
    YES = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheringAnswer:
    """Of one guest of one gathering."""

    booking: str
    person: str
    host: str
    programme: str | None
    worth: Worth
    note: str
    """For the host, without a name."""
    given_at: datetime
    closes_at: datetime

    def checked(self, now: datetime) -> Self:
        """Raises: FeedbackOver, Invalid."""
        if now >= self.closes_at:
            raise FeedbackOver(f"It could be answered for {ANSWERED_WITHIN.days} days.")
        words = clean_text(self.note, field="note", at_most=LONGEST_WORDS)
        return replace(self, note=words)
