"""What would help a pair most, for the pair alone; refuses grades: no part is told as a number."""

from __future__ import annotations

from server.progress.model.engagement import WEIGHTS, Engagement, Part

GOOD_ENOUGH = 0.75
MOST_HINTS = 2
"""Who reads five pieces of advice follows none."""


def hints_of(engagement: Engagement) -> tuple[Part, ...]:
    """Where most could be won, that first."""
    gains = {
        part: WEIGHTS[part] * (1 - value)
        for part, value in engagement.parts.items()
        if value is not None and value < GOOD_ENOUGH
    }
    return tuple(sorted(gains, key=lambda part: -gains[part])[:MOST_HINTS])
