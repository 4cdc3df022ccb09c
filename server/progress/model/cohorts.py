"""People and pairs by the month in which they began; months of few people are not shown.

What is shown of any window is a sum over months that are shown themselves, so that no two windows
differ by a few people. Only the whole counts everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from server.progress.model.suppress import LEAST_COHORT, shown_of

T = TypeVar("T")
WINDOWS = (0, 3, 6, 12)
"""Months, with the one that runs; 0: all time."""


@dataclass(frozen=True, slots=True)
class Cohorts(Generic[T]):
    """`all`: of the whole window; `months`: those that are shown, by "2026-11", oldest first."""

    all: Sequence[T]
    months: Mapping[str, Sequence[T]]
    hidden: int
    """Of the window, in months that are not shown."""


def month_of(moment: datetime) -> str:
    """In UTC: a cohort is not to depend on who looks."""
    return moment.strftime("%Y-%m")


def cohorts_of(
    begun: Iterable[tuple[datetime | None, T]], now: datetime, window: int
) -> Cohorts[T]:
    """Those whose beginning is known by month; the others count in the whole alone."""
    everybody: list[T] = []
    months: dict[str, list[T]] = {}
    for at, one in begun:
        everybody.append(one)
        if at is not None:
            months.setdefault(month_of(at), []).append(one)
    shown = shown_of({key: len(of) for key, of in months.items()}, len(everybody), LEAST_COHORT)
    first = _first_of(now, window)
    seen = {key: months[key] for key in sorted(shown) if key >= first}
    if not window:
        return Cohorts(everybody, seen, len(everybody) - sum(len(of) for of in seen.values()))
    # A month that is not shown is in no window either.
    return Cohorts([one for of in seen.values() for one in of], seen, 0)


def _first_of(now: datetime, window: int) -> str:
    if not window:
        return ""
    month = now.year * 12 + now.month - window
    return f"{month // 12:04}-{month % 12 + 1:02}"
