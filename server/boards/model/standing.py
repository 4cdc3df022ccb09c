"""How far the goals of a mentorship are, in numbers; refuses their words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from server.mentorships.model import Side


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action item still to be done."""

    id: str
    owner: Side | None
    """None: both."""
    due: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one mentorship."""

    goals: int = 0
    """Not dropped."""
    percent: int | None = None
    """Of all of these by their weights, a done one as a whole; None without any."""
    open: tuple[OpenAction, ...] = ()
    done: int = 0
    """Action items."""
    changed_at: datetime | None = None
    """When anybody last wrote in the document."""
