"""A question or a form for one of the two; refuses second answers and late ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from server.feedback.instruments import Given, Instrument, checked
from server.feedback.model.cards import AlreadyGiven, FeedbackOver
from server.mentorships.model import Mentorship, Side

OPEN_FOR = timedelta(days=30)
DAY = timedelta(days=1)
FIT_AFTER = DAY
"""The fit question comes a day after the first session, not with its card."""
FIRST_PULSE, PULSES = timedelta(days=30), timedelta(days=60)
FIRST_ALLIANCE, ALLIANCES = timedelta(days=60), timedelta(days=120)
"""Between two pulses, so that nothing comes together."""
LATE = timedelta(days=14)
"""What fell due longer ago is not asked any more: the server was away, or has just learned to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Asked once of one person; shown to nobody else."""

    id: str
    mentorship: str
    programme: str
    person: str
    other: str
    side: Side
    instrument: Instrument
    occasion: str
    """Such as "pulse:30": once for each person."""
    due_at: datetime
    closes_at: datetime
    told_at: datetime | None = None
    reminded_at: datetime | None = None
    answered_at: datetime | None = None
    answers: Mapping[str, Given] | None = None
    settled_at: datetime | None = None

    def answered(self, given: Mapping[str, Given], now: datetime) -> Self:
        """Raises: AlreadyGiven, FeedbackOver, Invalid."""
        if self.answers is not None:
            raise AlreadyGiven("Each of these is answered once.")
        if now >= self.closes_at:
            raise FeedbackOver(f"It could be answered for {OPEN_FOR.days} days.")
        return replace(self, answers=checked(self.instrument, given), answered_at=now)


@dataclass(frozen=True, slots=True)
class Moment:
    """Something to ask of both of a pair."""

    instrument: Instrument
    occasion: str
    due_at: datetime


def moments_of(pair: Mentorship, now: datetime) -> list[Moment]:
    """What is due of a mentorship, and has not been for too long."""
    if not pair.is_running:
        ended_at = pair.ended_at or pair.ends_at
        closing = Moment(Instrument.CLOSING, "closing", ended_at)
        return [closing] if _is_due(closing, now) else []
    return [one for one in _rounds(pair, now) if _is_due(one, now)]


def _rounds(pair: Mentorship, now: datetime) -> Iterator[Moment]:
    for instrument, first, every in (
        (Instrument.PULSE, FIRST_PULSE, PULSES),
        (Instrument.ALLIANCE, FIRST_ALLIANCE, ALLIANCES),
    ):
        times = (now - pair.started_at - first) // every
        if times >= 0:
            after = first + times * every
            occasion = f"{instrument.value}:{after.days}"
            yield Moment(instrument, occasion, pair.started_at + after)


def _is_due(one: Moment, now: datetime) -> bool:
    return one.due_at <= now < one.due_at + LATE
