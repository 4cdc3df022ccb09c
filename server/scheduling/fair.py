"""Times that are kind to two people in two zones: a heat map, a rotation, and when clocks part.

Inconvenience is shared out, not averaged: whoever had the late hour has the better one next time.
Refuses to know who is free; starts to choose from are given.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from server.scheduling.zones import DAY, Clockwork, clockwork

STEP_MINUTES = 30
WEEK_MINUTES = 7 * DAY

_KNOTS = ((0, 1.0), (5, 1.0), (7, 0.5), (9, 0.0), (18, 0.0), (20, 0.25), (22, 0.7), (24, 1.0))
"""Hour of the day → how hard it is to meet then, 0 to 1, with lines between. Our own judgement:
office hours cost nothing, an evening a little, the night as much as there is."""
HUMANE = 0.5
"""Up to this an hour can be asked of somebody: from 7:00 to a little after 21:00."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One start in the heat map: how hard it is for either, 0 to 1."""

    minute: int
    one: float
    other: float

    @property
    def is_humane(self) -> bool:
        return max(self.one, self.other) <= HUMANE


@dataclass(frozen=True, slots=True)
class Parting:
    """From `minute` on the two clocks are another time apart."""

    minute: int
    before_minutes: int
    after_minutes: int
    """The other's clock minus the one's."""
    who: Literal["one", "other", "both"]
    """Whose clock changes."""


def burden(clocks: Clockwork, minute: int, duration: int) -> float:
    """How hard a meeting is for somebody who lives by these clocks: its harder end."""
    return max(_hard(clocks.wall(minute)), _hard(clocks.wall(minute + duration)))


def heat_map(one: str, other: str, first: int, duration: int) -> list[Cell]:
    """A week of starts, every half-hour from minute `first` on."""
    mine, theirs = _both(one, other, first, first + WEEK_MINUTES)
    return [
        Cell(minute, burden(mine, minute, duration), burden(theirs, minute, duration))
        for minute in range(first, first + WEEK_MINUTES, STEP_MINUTES)
    ]


def rotation(
    one: str, other: str, weeks: Sequence[Sequence[int]], duration: int
) -> list[Cell | None]:
    """For each week one of its starts, so that neither bears much more than the other.

    Of the starts of a week the one is taken after which the more burdened of the two bears least;
    then the one that is easiest for both together, then that of the same time in the week as
    before, then the earliest. None for a week without any.
    """
    starts = [start for week in weeks for start in week]
    if not starts:
        return [None for _ in weeks]
    mine, theirs = _both(one, other, min(starts), max(starts))
    borne, chosen, last = (0.0, 0.0), list[Cell | None](), 0
    for week in weeks:
        cells = [Cell(at, burden(mine, at, duration), burden(theirs, at, duration)) for at in week]
        best = min(cells, key=lambda cell: _cost(cell, borne, last), default=None)
        if best is not None:
            borne, last = (borne[0] + best.one, borne[1] + best.other), best.minute
        chosen.append(best)
    return chosen


def partings(one: str, other: str, first: int, last: int) -> list[Parting]:
    """When in [first, last) the time between two clocks changes: meetings move for one of them."""
    mine, theirs = _both(one, other, first, last)
    changes = sorted({at for at in (*mine.starts, *theirs.starts) if first < at < last})
    found = []
    for at in changes:
        moved = [clocks.offset(at) - clocks.offset(at - 1) for clocks in (mine, theirs)]
        if moved[0] != moved[1]:
            apart = theirs.offset(at - 1) - mine.offset(at - 1)
            found.append(Parting(at, apart, apart + moved[1] - moved[0], _who(moved)))
    return found


def weeks_of(starts: Iterable[int], first: int, count: int) -> list[list[int]]:
    """Starts by week, counted from minute `first`."""
    weeks: list[list[int]] = [[] for _ in range(count)]
    for start in starts:
        at = (start - first) // WEEK_MINUTES
        if 0 <= at < count:
            weeks[at].append(start)
    return weeks


def _cost(cell: Cell, borne: tuple[float, float], last: int) -> tuple[float, float, bool, int]:
    worst = max(borne[0] + cell.one, borne[1] + cell.other)
    is_other_time = bool((cell.minute - last) % WEEK_MINUTES)
    return round(worst, 6), round(cell.one + cell.other, 6), is_other_time, cell.minute


def _both(one: str, other: str, first: int, last: int) -> tuple[Clockwork, Clockwork]:
    return clockwork(one, first, last), clockwork(other, first, last)


def _who(moved: list[int]) -> Literal["one", "other", "both"]:
    if moved[0] and moved[1]:
        return "both"
    return "one" if moved[0] else "other"


def _hard(wall: int) -> float:
    hour = wall % DAY / 60
    at = bisect_right(_KNOTS, (hour, 2.0)) - 1
    (low, low_value), (high, high_value) = _STRETCHES[at]
    return low_value + (high_value - low_value) * (hour - low) / (high - low)


_STRETCHES = tuple(pairwise(_KNOTS))
