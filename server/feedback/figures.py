"""What a mentor is told of all mentees together; refuses what would tell who said what. Pure.

Fewer than five mentees are no figure. An answer counts some days after its reveal, how many is by
lot, and figures change only when another five mentees have something new in them: whoever looks
before and after learns nothing of one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.feedback.model import Card, Tag, Tempo

LEAST_MENTEES = 5
FEWEST_DAYS, MOST_DAYS = 3, 17
"""So long after its reveal an answer is held back."""
SCALES = ("progress", "heard", "useful")


@dataclass(frozen=True, slots=True)
class Figures:
    """Means of the scales, 1 to 5, and counts."""

    mentees: int
    sessions: int
    means: Mapping[str, float | None]
    pace: Mapping[Tempo, float]
    """Shares."""
    tags: Mapping[Tag, int]
    """How many mentees gave each; those that fewer than three gave are not named."""


def counts_at(settled_at: datetime, lot: float) -> datetime:
    """When an answer begins to count; `lot` is drawn from 0 to 1, kept, and told to nobody."""
    return settled_at + timedelta(days=FEWEST_DAYS + (MOST_DAYS - FEWEST_DAYS) * lot)


def figures_of(cards: Iterable[Card], now: datetime) -> Figures | None:
    """Of one mentor's settled cards; None: too few yet."""
    told = [one for one in _ripe(cards) if _ripe_at(one) <= now]
    counted: list[Card] = []
    batch: list[Card] = []
    for one in told:
        batch.append(one)
        if len({card.person for card in batch}) >= LEAST_MENTEES:
            counted, batch = counted + batch, []
    return _summed(counted) if counted else None


def _ripe(cards: Iterable[Card]) -> list[Card]:
    said = (one for one in cards if one.answers is not None and one.answers.useful is not None)
    return sorted(said, key=lambda one: (_ripe_at(one), one.id))


def _ripe_at(card: Card) -> datetime:
    """Of one that was settled before lots were drawn: as late as it gets."""
    return card.counts_at or counts_at(card.settled_at or card.closes_at, 1.0)


def _summed(cards: Sequence[Card]) -> Figures:
    said = [one.answers for one in cards if one.answers is not None]
    paces = [one.pace for one in said if one.pace is not None]
    thanks = {(tag, one.person) for one in cards if one.answers for tag in one.answers.tags}
    counts = {tag: sum(1 for one, _ in thanks if one is tag) for tag in Tag}
    return Figures(
        mentees=len({one.person for one in cards}),
        sessions=len({one.booking for one in cards}),
        means={
            name: _mean([one for card in said if (one := getattr(card, name)) is not None])
            for name in SCALES
        },
        pace={one: paces.count(one) / len(paces) for one in Tempo if paces},
        tags={tag: count for tag, count in counts.items() if count >= 3},
    )


def _mean(values: Sequence[int]) -> float | None:
    return round(sum(values) / len(values), 1) if values else None
