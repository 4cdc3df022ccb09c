"""Builds the services of this domain together, for all follow from the same facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from server.progress.service.days import Days
from server.progress.service.gathering import Below, Gathering
from server.progress.service.nudges import Nudges
from server.progress.service.pair import Pair


@dataclass(frozen=True, slots=True)
class Progress:
    """What doors and jobs call."""

    gathering: Gathering
    days: Days
    pair: Pair
    nudges: Nudges

    @classmethod
    def on(cls, below: Below) -> Self:
        """Ready to be called."""
        gathering = Gathering(below)
        days = Days(below, gathering)
        pair = Pair(below, gathering, days)
        return cls(gathering, days, pair, Nudges(below, gathering))
