"""What one of two people says of a session, hidden from the other until both have said it.

Refuses what came too early, twice, or after the reveal, and answers outside the scales. What is
hidden follows from the two cards and the clock alone: nothing has to run for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from server.core.errors import Conflict, NotFound
from server.core.findings import Findings
from server.core.line import clean_text
from server.mentorships.model import Side

WINDOW = timedelta(days=14)
"""So long feedback may be given, and stays hidden if only one gives it."""
LONGEST_WORDS = 1000
MOST_TAGS = 4
BEGUN_FOR = timedelta(days=1)
"""After a session that began so long ago, one tap counts as all that somebody wanted to say."""
LEAST, MET, MOST = 1, 3, 5
"""The scale: 3 is "as I expected"."""


class AlreadyGiven(Conflict):
    """Once is enough; until the reveal it may be changed instead."""

    code = "feedback_given"
    title = "You have given your feedback already"


class Revealed(Conflict):
    """The other one has read it, or could have."""

    code = "feedback_revealed"
    title = "This feedback can no longer be changed"


class FeedbackOver(Conflict):
    """The window has closed."""

    code = "feedback_over"
    title = "It is too late for feedback on this session"


class NotYet(Conflict):
    """The session is still to come."""

    code = "feedback_early"
    title = "This session has not begun"


class Tempo(StrEnum):
    """How fast it went."""

    TOO_SLOW = "too_slow"
    RIGHT = "right"
    TOO_FAST = "too_fast"


class Happened(StrEnum):
    """Why the two did not meet here."""

    FORGOTTEN = "forgotten"
    CAME_UP = "came_up"
    TECHNOLOGY = "technology"
    ELSEWHERE = "elsewhere"
    """They met somewhere else, so there is something to say of it."""
    OTHER = "other"


class Tag(StrEnum):
    """What somebody is thanked for."""

    LISTENS = "listens"
    CLEAR = "clear"
    ENCOURAGING = "encouraging"
    CHALLENGING = "challenging"
    PREPARED = "prepared"
    PRACTICAL = "practical"
    OPEN = "open"
    KNOWS = "knows"


class CardState(StrEnum):
    """Where it stands for one of the two."""

    OPEN = "open"
    GIVEN = "given"
    """Given, and still hidden: it may be changed."""
    REVEALED = "revealed"
    CLOSED = "closed"
    """Nobody said anything in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What one of them says. The scales are shown to nobody: they count in sums alone."""

    progress: int | None = None
    heard: int | None = None
    useful: int | None = None
    pace: Tempo | None = None
    happened: Happened | None = None
    tags: frozenset[Tag] = frozenset()
    appreciation: str = ""
    may_be_shown: bool = False
    """Whether the author lets others read the appreciation, with their name."""
    note: str = ""
    """For the other one alone."""

    def checked(self, *, is_held: bool) -> Self:
        """In order. Raises: Invalid with every bad field."""
        findings = Findings()
        for name in ("progress", "heard", "useful"):
            self._check_scale(name, findings)
        has_met = is_held or self.happened is Happened.ELSEWHERE
        if is_held and self.happened is not None:
            findings.refuse("happened", "You two met in this session.")
        if not is_held and self.happened is None:
            findings.refuse("happened", "Please say what happened.")
        if has_met and self.useful is None:
            findings.refuse("useful", "Please say how useful it was.")
        if not has_met and (self.progress, self.heard, self.useful, self.pace) != (None,) * 4:
            findings.refuse("useful", "You two did not meet, so there is nothing to rate.")
        if len(self.tags) > MOST_TAGS:
            findings.refuse("tags", f"At most {MOST_TAGS}.")
        texts = {
            name: findings.take(
                lambda name=name: clean_text(  # type: ignore[misc]
                    getattr(self, name), field=name, at_most=LONGEST_WORDS
                )
            )
            for name in ("appreciation", "note")
        }
        findings.settle()
        return replace(self, **texts)  # type: ignore[arg-type]

    def _check_scale(self, name: str, findings: Findings) -> None:
        given = getattr(self, name)
        if given is not None and (type(given) is not int or not LEAST <= given <= MOST):
            findings.refuse(name, f"An answer is a whole number from {LEAST} to {MOST}.")


@dataclass(frozen=True, slots=True)
class Words:
    """What of somebody's feedback the other one may read, once it is revealed."""

    tags: frozenset[Tag]
    appreciation: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One person's side of one session; the other one has a card of their own."""

    id: str
    booking: str
    programme: str | None
    mentorship: str | None
    person: str
    other: str
    side: Side
    is_held: bool
    session_at: datetime
    closes_at: datetime
    known_at: datetime | None = None
    """When it was derived how the session was attended; None: it may still last."""
    told_at: datetime | None = None
    reminded_at: datetime | None = None
    given_at: datetime | None = None
    answers: Answers | None = None
    begun: int | None = None
    """How useful it was, said by one tap and not sent yet: it counts by itself after a while."""
    settled_at: datetime | None = None
    """When it was passed on to what learns from it, or noted that nobody answered."""
    counts_at: datetime | None = None
    """From when on it is in the mentor's own figures: some days later, by a lot that is kept."""
    version: int = 0

    def given(self, theirs: Card | None, answers: Answers, now: datetime) -> Self:
        """With its first answers. Raises: AlreadyGiven, FeedbackOver, Invalid."""
        if self.answers is not None:
            raise AlreadyGiven(
                "You can no longer change it."
                if is_revealed(self, theirs, now)
                else "You can still change it: open it again."
            )
        if now >= self.closes_at:
            raise FeedbackOver(f"Feedback is possible for {WINDOW.days} days.")
        return self._with(answers, now)

    def tapped(self, theirs: Card | None, useful: int | None, now: datetime) -> Self:
        """With a first answer that nobody reads yet; None takes it back.

        Raises: AlreadyGiven, FeedbackOver, Invalid.
        """
        if self.answers is not None:
            raise AlreadyGiven("Change what you have said instead.")
        if is_revealed(self, theirs, now):
            raise FeedbackOver(f"Feedback is possible for {WINDOW.days} days.")
        if useful is not None:
            Answers(useful=useful).checked(is_held=True)
        return replace(self, begun=useful, version=self.version + 1)

    def changed(self, theirs: Card | None, answers: Answers, now: datetime) -> Self:
        """With other answers. Raises: NotFound, Revealed, Invalid."""
        if self.answers is None:
            raise NotFound("You have given no feedback on this session yet.")
        if is_revealed(self, theirs, now):
            raise Revealed("The other one can read it by now.")
        return self._with(answers, now)

    def shown_no_more(self) -> Self:
        """The author takes back that it may be shown."""
        if self.answers is None:
            raise NotFound("There is no such review.")
        return replace(
            self, answers=replace(self.answers, may_be_shown=False), version=self.version + 1
        )

    def _with(self, answers: Answers, now: datetime) -> Self:
        checked = answers.checked(is_held=self.is_held)
        given_at = self.given_at or now
        return replace(
            self, answers=checked, begun=None, given_at=given_at, version=self.version + 1
        )


def is_revealed(mine: Card, theirs: Card | None, now: datetime) -> bool:
    """Both have said it, or the window has closed."""
    both = mine.answers is not None and theirs is not None and theirs.answers is not None
    return both or now >= mine.closes_at


def state_of(mine: Card, theirs: Card | None, now: datetime) -> CardState:
    """As its author sees it; says nothing of the other one before the reveal."""
    if not is_revealed(mine, theirs, now):
        return CardState.OPEN if mine.answers is None else CardState.GIVEN
    is_silent = mine.answers is None and (theirs is None or theirs.answers is None)
    return CardState.CLOSED if is_silent else CardState.REVEALED


def seen_of(mine: Card, theirs: Card | None, now: datetime) -> Words | None:
    """What the other one said, for the owner of `mine`; None: hidden, or nothing."""
    if theirs is None or theirs.answers is None or not is_revealed(mine, theirs, now):
        return None
    said = theirs.answers
    return Words(said.tags, said.appreciation, said.note)
