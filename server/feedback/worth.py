"""What guests say of gatherings, all together; refuses what would tell who said what. Pure.

Answers are told when nobody can answer any more, a gathering at once, as soon as five people who
are not counted yet have answered those of one host in one programme. So two figures, whenever they
are looked at and whosever they are, differ by nobody or by five people. Words have no name and no
order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from server.feedback.model import GatheringAnswer, Worth

LEAST_GUESTS = 5

Batch = tuple[GatheringAnswer, ...]


@dataclass(frozen=True, slots=True)
class Worths:
    """Sums; `guests` are people, who may have come to several gatherings."""

    guests: int
    gatherings: int
    counts: Mapping[Worth, int]


def batches(said: Iterable[GatheringAnswer], now: datetime) -> list[Batch]:
    """Those that may be told, of any hosts and programmes, each of five people or more."""
    closed = sorted((one for one in said if one.closes_at <= now), key=_whose)
    return [batch for _, of in groupby(closed, key=_whose) for batch in _batched(of)]


def worths_of(told: Iterable[Batch]) -> Worths | None:
    """None: too few yet."""
    counted = [one for batch in told for one in batch]
    if not counted:
        return None
    return Worths(
        guests=len({one.person for one in counted}),
        gatherings=len({one.booking for one in counted}),
        counts={worth: sum(1 for one in counted if one.worth is worth) for worth in Worth},
    )


def notes_of(told: Iterable[Batch]) -> list[tuple[str, str]]:
    """Who wrote, which is told to nobody, and what; by the alphabet, batch after batch."""
    return [
        pair
        for batch in told
        for pair in sorted(((one.person, one.note) for one in batch if one.note), key=_words)
    ]


def _batched(said: Iterable[GatheringAnswer]) -> Iterator[Batch]:
    batch: list[GatheringAnswer] = []
    ordered = sorted(said, key=lambda one: (one.closes_at, one.booking))
    for _, of in groupby(ordered, key=lambda one: (one.closes_at, one.booking)):
        batch += of
        if len({one.person for one in batch}) >= LEAST_GUESTS:
            yield tuple(batch)
            batch = []


def _whose(one: GatheringAnswer) -> tuple[str, str]:
    return one.host, one.programme or ""


def _words(pair: tuple[str, str]) -> str:
    return pair[1].casefold()
