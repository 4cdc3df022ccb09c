"""A written check-in of a week; refuses to be empty.

It is somebody's own word, so it stands in a table and not in the shared document, in which the
other one could write as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from server.core.errors import Invalid
from server.core.line import clean_text

LONGEST_ANSWER = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """What one of the two says about one week."""

    person: str
    week: date
    """Its Monday, by the person's own clock."""
    went_well: str
    is_hard: str
    comes_next: str
    written_at: datetime
    changed_at: datetime

    def checked(self) -> Self:
        """Cleaned. Raises: Invalid."""
        clean = replace(
            self,
            went_well=clean_text(self.went_well, field="wentWell", at_most=LONGEST_ANSWER),
            is_hard=clean_text(self.is_hard, field="isHard", at_most=LONGEST_ANSWER),
            comes_next=clean_text(self.comes_next, field="comesNext", at_most=LONGEST_ANSWER),
        )
        if not (clean.went_well or clean.is_hard or clean.comes_next):
            sentence = "Write a few words for at least one of the three."
            raise Invalid(sentence, fields={"wentWell": sentence})
        return clean


def week_of(now: datetime, zone: str) -> date:
    """The Monday of the week that it is for somebody in this zone."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return today - timedelta(days=today.weekday())
