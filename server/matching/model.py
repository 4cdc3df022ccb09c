"""What mentees choose and were shown, as values; other domains import from here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from server.core.errors import Conflict, Refusal

MOST_CHOICES = 500
"""Favourites and mentors set aside, together."""
KEPT_LISTS = timedelta(days=400)
"""How long it is known what was shown: a year of learning, and a month to spare."""
SAME_LIST = timedelta(hours=1)
"""Looked at again within it, an unchanged list is the same look."""


class TooManyChoices(Conflict):
    code = "too_many_choices"
    title = "These are too many to keep"


class NotLoadedYet(Refusal):
    """The server has just begun and is still reading the profiles."""

    code = "loading"
    status = 503
    title = "Mentors are being read in; please try again in a moment"


class Choice(StrEnum):
    """What a mentee makes of a mentor: told to nobody, least of all to the mentor."""

    FAVOURITE = "favourite"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A mentor on a list. `propensity`: how likely this list had them at this rank at all."""

    mentor: str
    rank: int
    score: float
    standing: float
    propensity: float


@dataclass(frozen=True, slots=True)
class ShownList:
    """What a mentee was shown."""

    id: str
    programme: str
    mentee: str
    shown_at: datetime
    seed: int
    weights: str
    """The version of the weights and of the encoder."""
    items: tuple[ShownItem, ...]

    def is_same_look(self, other: ShownList) -> bool:
        """Whether an earlier list says the same, and not long ago."""
        mine = [one.mentor for one in self.items]
        is_recent = self.shown_at - other.shown_at < SAME_LIST
        theirs = [one.mentor for one in other.items]
        return is_recent and mine == theirs and self.weights == other.weights
