"""Nudges as HTTP speaks of them: places and counts, no word of what they are about."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from server.core.wire import In, Out
from server.mentorships.model import Side
from server.progress.model.nudges import Matter

Weeks = Annotated[int, Meta(ge=0, le=1000)]


class NudgePerson(Out):
    """The other one of a mentorship."""

    id: str
    name: str
    photo_url: str | None


class NudgeOut(Out):
    """What would help one mentorship. `count`: days, action items or weeks, as the matter has it.

    `path`: the page where it is done; `side`: the caller's.
    """

    mentorship_id: str
    matter: Matter
    side: Side
    other: NudgePerson | None
    count: int
    path: str


class NudgeList(Out):
    """What would help now, the most pressing first, and what the caller wishes.

    `off`: matters they want to hear nothing of; `laterWeeks`: how long something can be put off.
    """

    nudges: list[NudgeOut]
    matters: list[Matter]
    off: list[Matter]
    snoozed_until: datetime | None
    later_weeks: list[int]


class NudgesOff(In):
    """Matters that the caller wants to hear nothing of; the others are on."""

    off: Annotated[list[Matter], Meta(max_length=20)]


class NudgesLater(In):
    """All of it put off for so many weeks; 0: no longer."""

    weeks: Weeks


class NudgeLater(In):
    """One matter of a mentorship put off for so many weeks; 0: no longer."""

    matter: Matter
    weeks: Weeks
