"""How far the goals of a mentorship were on a day; refuses their words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from server.progress.model.facts import Facts


@dataclass(frozen=True, slots=True)
class Day:
    """From this day on, up to the next one that is another."""

    day: date
    """In UTC."""
    percent: int | None
    """None: no goal."""
    done: int
    open: int
    """Action items."""

    @classmethod
    def of(cls, facts: Facts, today: date) -> Self:
        """As it stands."""
        return cls(today, facts.goal_percent, facts.done_actions, len(facts.open_actions))

    def is_as(self, other: Day | None) -> bool:
        """Whether another one, if there is one, says the same of its day."""
        return other is not None and replace(other, day=self.day) == self
