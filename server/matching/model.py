"""What mentees choose and were shown, and what people made of each other, as values.

Other domains import from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from server.core.errors import Conflict, Refusal
from server.core.findings import Findings
from server.core.line import clean_line
from server.mentorships.model import FitReason

MOST_CHOICES = 500
"""Favourites and mentors set aside, together."""
KEPT_LISTS = timedelta(days=400)
"""How long it is known what was shown: a year of learning, and a month to spare."""
LONGEST_OCCASION = 80
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


class EncoderUnusable(NotLoadedYet):
    """The encoder that was chosen does not load; the log says why."""

    title = "The server cannot compare texts at the moment; whoever runs it has been told"


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


@dataclass(frozen=True, slots=True)
class Standing:
    """How a mentor stands in a programme by what mentees say, on the scale of content, 0 to 1."""

    effect: float
    """Beside the programme's mean, shrunk to 0."""
    lower: float
    """The same as far as it is certain, a newcomer's being 0."""
    raters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFeedback:
    """What one of two people made of an occasion; answers are 1 to 5, at least one is given."""

    id: str = ""
    programme: str
    mentorship: str | None = None
    mentor: str
    mentee: str
    rater: str
    """One of the two."""
    occasion: str
    """Such as "session:<id>"; said once by each."""
    usefulness: int | None = None
    rapport: int | None = None
    again: int | None = None
    """Whether they would meet again."""
    misfit: frozenset[FitReason] = frozenset()
    """What did not fit, if it was said so."""
    at: datetime
    features: tuple[float, ...] = ()
    """Of the pair as the score saw it when this was said first, in the order of `CRITERIA`."""
    encoder: str = ""
    """Name and version of what compared their texts."""

    def checked(self) -> Self:
        """The same. Raises: Invalid with every bad field."""
        findings = Findings()
        for name in ("usefulness", "rapport", "again"):
            given = getattr(self, name)
            if given is not None and (type(given) is not int or not 1 <= given <= 5):
                findings.refuse(name, "An answer is a whole number from 1 to 5.")
        if self.usefulness is None and self.rapport is None and self.again is None:
            findings.refuse("usefulness", "Please answer at least one of the questions.")
        if self.mentor == self.mentee:
            findings.refuse("mentee", "A pair is two people.")
        elif self.rater not in {self.mentor, self.mentee}:
            findings.refuse("rater", "Only the two can say how it was.")
        findings.take(
            lambda: clean_line(
                self.occasion, field="occasion", at_least=1, at_most=LONGEST_OCCASION
            )
        )
        findings.settle()
        return self

    def is_of_same_pair(self, other: PairFeedback) -> bool:
        """Whether another one is about the same two in the same programme."""
        mine = (self.programme, self.mentor, self.mentee)
        return mine == (other.programme, other.mentor, other.mentee)


@dataclass(frozen=True, slots=True)
class Round:
    """A match run of which something was published."""

    run: str
    made_at: datetime
    pairs: frozenset[tuple[str, str]]
    """(mentee, mentor), as they were proposed."""
