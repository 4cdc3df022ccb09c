"""How many stars a mentor has, drawn towards the mean; refuses fewer than five raters."""

from __future__ import annotations

from dataclasses import dataclass

from server.matching.traits import Record

LEAST_RATERS = 5
"""With fewer it could be told who said what, and chance would speak."""
_STARS = 4
"""From 1 to 5: the scale of content, 0 to 1, is so long in stars."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What is told of a mentor: `stars` from 1 to 5."""

    stars: float
    raters: int


def rating_of(record: Record, mean_stars: float | None) -> Rating | None:
    """The programme's mean and what the mentor is beside it, which is shrunk already."""
    if mean_stars is None or record.raters < LEAST_RATERS:
        return None
    stars = min(max(mean_stars + _STARS * record.effect, 1.0), 5.0)
    return Rating(round(stars, 1), record.raters)
