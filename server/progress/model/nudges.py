"""What a nudge is, what was said before, what its reader wishes; refuses any word of content."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from server.core.errors import Invalid
from server.mentorships.model import Side
from server.notifications.model import Quiet

FORTNIGHT = timedelta(days=14)
WEEK = timedelta(days=7)
MOST_IN_A_ROW = 3
"""So often the same is said while nothing happens; then there is silence."""
LATER_WEEKS = (1, 2, 4, 8)
"""How long somebody may put nudges off."""


class Matter(StrEnum):
    """What a nudge is about; the most pressing first."""

    SILENCE = "silence"
    """The mentor has left a message of the mentee's without a sign."""
    STALLED = "stalled"
    """The two have not met for long, and nothing is booked."""
    UNBOOKED = "unbooked"
    """By their cadence the next session is due, and nothing is booked."""
    OVERDUE = "overdue"
    """Action items are past their day."""
    CHECK_INS = "check_ins"
    """Somebody who wrote weekly check-ins has missed two."""


MEETING = frozenset({Matter.SILENCE, Matter.STALLED, Matter.UNBOOKED})
"""One session answers all of these: of a pair only one of them is said at a time."""

Key = tuple[str, Matter]
"""A mentorship, and what about it."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """One line for one person about one mentorship."""

    mentorship: str
    person: str
    other: str
    side: Side
    matter: Matter
    mark: str
    """What was last done about it: when this differs, something has happened."""
    count: int
    """Days of silence or without a meeting, action items, or weeks."""

    @property
    def key(self) -> Key:
        return self.mentorship, self.matter

    @property
    def path(self) -> str:
        """The page where the thing is done."""
        pair = f"/mentorships/{self.mentorship}"
        if self.matter in {Matter.OVERDUE, Matter.CHECK_INS}:
            return f"{pair}/goals"
        if self.side is Side.MENTOR:
            return f"{pair}/messages"
        # Whoever is a mentee books; whoever waits for a word may also write, or ask for help.
        return pair if self.matter is Matter.SILENCE else f"/mentors/{self.other}/book"


@dataclass(frozen=True, slots=True)
class Said:
    """What one person was told about one matter of one mentorship."""

    at: datetime | None = None
    times: int = 0
    """In a row, while nothing happened."""
    mark: str = ""
    not_before: datetime | None = None
    """Put off by its reader."""

    def again(self, nudge: Nudge, now: datetime) -> Said:
        """After it is said now."""
        return Said(now, self.times + 1 if self.mark == nudge.mark else 1, nudge.mark)

    def is_put_off(self, now: datetime) -> bool:
        return self.not_before is not None and now < self.not_before


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody wishes about nudges, and when they last had any."""

    off: frozenset[Matter] = frozenset()
    snoozed_until: datetime | None = None
    said_at: datetime | None = None
    looked_on: date | None = None
    """By their own clock: the day on which we last looked whether there is something to say."""

    def wants(self, matter: Matter, now: datetime) -> bool:
        is_snoozed = self.snoozed_until is not None and now < self.snoozed_until
        return matter not in self.off and not is_snoozed

    def snoozed(self, now: datetime, weeks: int) -> Self:
        """All of it put off; 0 weeks: no longer. Raises: Invalid."""
        return replace(self, snoozed_until=put_off(now, weeks))

    def without(self, off: Collection[Matter]) -> Self:
        return replace(self, off=frozenset(off))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who is to be told, by their own clock."""

    person: str
    zone: str
    quiet: Quiet | None = None
    wishes: Wishes = field(default_factory=Wishes)
    away: tuple[tuple[date, date], ...] = ()
    """Holidays, from day to day."""


def put_off(now: datetime, weeks: int) -> datetime | None:
    """Until when; None for 0 weeks. Raises: Invalid."""
    if weeks and weeks not in LATER_WEEKS:
        choices = ", ".join(str(one) for one in LATER_WEEKS)
        sentence = f"Nudges can be put off for {choices} weeks."
        raise Invalid(sentence, fields={"weeks": sentence})
    return now + timedelta(weeks=weeks) if weeks else None
