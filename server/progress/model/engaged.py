"""How alive a programme's mentorships are, all together; refuses the score of any one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from server.progress.model.engagement import Part, engagement_of
from server.progress.model.facts import Facts
from server.progress.model.suppress import LEAST_COHORT, coarse

BANDS = 5
"""Of twenty points each."""


@dataclass(frozen=True, slots=True)
class Engaged:
    """Of the mentorships that run and of which it is not too early to say."""

    pairs: int
    too_early: int
    median: int
    bands: tuple[int, ...]
    """How many pairs have 0 to 19 points, and so on."""
    parts: Mapping[Part, int]
    """The mean of each, 0 to 100, of the pairs of which it is known; from five on."""


def engaged_of(pairs: Iterable[Facts], now: datetime) -> Engaged | None:
    """None: too few for any figure."""
    running = [engagement_of(one, now) for one in pairs if one.mentorship.is_running]
    scores = [one.score for one in running if one.score is not None]
    if len(scores) < LEAST_COHORT:
        return None
    of_parts = {
        part: [value for one in running if (value := one.parts[part]) is not None] for part in Part
    }
    return Engaged(
        pairs=len(scores),
        too_early=len(running) - len(scores),
        median=coarse(median(scores)),
        bands=tuple(
            sum(1 for one in scores if min(one * BANDS // 100, BANDS - 1) == band)
            for band in range(BANDS)
        ),
        parts={
            part: coarse(100 * sum(of) / len(of))
            for part, of in of_parts.items()
            if len(of) >= LEAST_COHORT
        },
    )
