"""How a mentor has answered and met mentees so far; refuses words, names and reasons.

What a mentor had no hand in is no answer of theirs: requests that mentees took back, those the
server closed because the last place was gone, and pairs that were made without asking.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from server.mentorships.model.request import RequestState


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that came to its end, and how long it was waited for."""

    state: RequestState
    hours: float


@dataclass(frozen=True, slots=True)
class History:
    """Of one mentor; all zero for somebody new."""

    accepted: int = 0
    declined: int = 0
    """Also by letting the time to answer run out."""
    reply_hours: float | None = None
    """The median wait, silences as long as they were."""
    sessions: int = 0


def history_of(answers: Iterable[Answered], sessions: int) -> History:
    """All of it in four numbers."""
    told = list(answers)
    accepted = sum(1 for one in told if one.state is RequestState.ACCEPTED)
    waits = [one.hours for one in told]
    return History(accepted, len(told) - accepted, median(waits) if waits else None, sessions)
