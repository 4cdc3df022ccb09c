"""A mentorship and its life; refuses steps out of order and strangers.

Ended by either side at any time and without blame; a running one is never changed by a match run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from server.core.errors import Invalid, NotFound
from server.core.line import clean_text
from server.mentorships.model.request import LONGEST_WEEKS, Plan, Side, WrongState

MOST_HAND_OVER_ITEMS = 40
LONGEST_ITEM = 600
LONGEST_MEETING_MINUTES = 24 * 60
SESSION_MINUTES = 5
"""Shorter than that nobody has met."""
SESSION_GAP = timedelta(minutes=30)
"""Whoever comes back within it goes on with the same session."""


class NotInMentorship(NotFound):
    """For everybody but the two."""

    title = "There is no such mentorship"


class MentorshipState(StrEnum):
    """Where a mentorship stands; the last two are its ends."""

    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    ENDED = "ended"


RUNNING = frozenset({MentorshipState.ACTIVE, MentorshipState.PAUSED})
"""Those that take a mentor's place."""


class EndReason(StrEnum):
    """Why it ended before its time; nobody is told but the matching."""

    GOALS_REACHED = "goals_reached"
    NO_TIME = "no_time"
    NOT_THE_FIT = "not_the_fit"
    SILENT = "silent"
    LEFT = "left"
    OTHER = "other"


class FitReason(StrEnum):
    """What did not fit; these become features of the pair for the matching's learning."""

    TOPICS = "topics"
    STYLE = "style"
    LEVEL = "level"
    HOURS = "hours"
    LANGUAGE = "language"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentorship:
    """One mentor and one mentee for some weeks."""

    id: str
    programme: str
    mentor: str
    mentee: str
    request: str | None
    plan: Plan
    state: MentorshipState
    started_at: datetime
    ends_at: datetime
    """When it is completed by itself, unless extended."""
    paused_until: datetime | None = None
    extended_times: int = 0
    ended_at: datetime | None = None
    ended_by: Side | None = None
    reason: EndReason | None = None
    fit_reasons: frozenset[FitReason] = frozenset()
    is_new_mentor_asked: bool = False
    """Whether the mentee wants to be matched again."""
    version: int = 0

    @property
    def is_running(self) -> bool:
        """Whether it takes a place."""
        return self.state in RUNNING

    def side_of(self, person: str) -> Side:
        """Raises: NotInMentorship."""
        if person == self.mentee:
            return Side.MENTEE
        if person == self.mentor:
            return Side.MENTOR
        raise NotInMentorship

    def person_on(self, side: Side) -> str:
        """The inverse of `side_of`."""
        return self.mentee if side is Side.MENTEE else self.mentor

    def other_than(self, person: str) -> str:
        """The other of the two. Raises: NotInMentorship."""
        return self.mentor if self.side_of(person) is Side.MENTEE else self.mentee

    def paused(self, now: datetime, until: datetime | None) -> Self:
        """Raises: WrongState, Invalid for a day that is past."""
        self._require(MentorshipState.ACTIVE)
        if until is not None and until <= now:
            sentence = "Choose a day that is still to come."
            raise Invalid(sentence, fields={"until": sentence})
        return self._next(state=MentorshipState.PAUSED, paused_until=until)

    def resumed(self) -> Self:
        """Raises: WrongState."""
        self._require(MentorshipState.PAUSED)
        return self._next(state=MentorshipState.ACTIVE, paused_until=None)

    def extended(self, weeks: int) -> Self:
        """Raises: WrongState, Invalid."""
        self._require(*RUNNING)
        if not 1 <= weeks <= LONGEST_WEEKS:
            sentence = f"From 1 to {LONGEST_WEEKS} weeks."
            raise Invalid(sentence, fields={"weeks": sentence})
        ends_at = self.ends_at + timedelta(weeks=weeks)
        return self._next(ends_at=ends_at, extended_times=self.extended_times + 1)

    def completed(self, now: datetime) -> Self:
        """Raises: WrongState."""
        self._require(*RUNNING)
        return self._next(state=MentorshipState.COMPLETED, ended_at=now)

    def ended(
        self, by: Side, now: datetime, reason: EndReason, fit: frozenset[FitReason] = frozenset()
    ) -> Self:
        """Raises: WrongState."""
        self._require(*RUNNING)
        return self._next(
            state=MentorshipState.ENDED, ended_at=now, ended_by=by, reason=reason, fit_reasons=fit
        )

    def asking_for_another(self, by: Side, now: datetime, fit: frozenset[FitReason]) -> Self:
        """Not the right fit: ended, and the mentee is to be matched again. Raises: WrongState."""
        ended = self.ended(by, now, EndReason.NOT_THE_FIT, fit)
        return replace(ended, is_new_mentor_asked=True)

    def matched_again(self) -> Self:
        """The mentee has somebody new."""
        return self._next(is_new_mentor_asked=False)

    def _next(self, **changes: object) -> Self:
        return replace(self, version=self.version + 1, **changes)  # type: ignore[arg-type]

    def _require(self, *states: MentorshipState) -> None:
        if self.state in states:
            return
        if self.is_running:
            raise WrongState(f"This mentorship is {self.state.value}.")
        raise WrongState("This mentorship has ended.")


@dataclass(frozen=True, slots=True)
class Meeting:
    """That the two have met."""

    id: str
    mentorship: str
    met_at: datetime
    minutes: int
    is_session: bool
    """Noted by the server, from a session; else by hand."""
    noted_by: str | None
    """Who noted it by hand; None too when they have left."""

    @property
    def parted_at(self) -> datetime:
        return self.met_at + timedelta(minutes=self.minutes)

    def checked(self, now: datetime) -> Self:
        """Raises: Invalid."""
        wrong: dict[str, str] = {}
        if self.met_at > now:
            wrong["metAt"] = "A meeting that is still to come cannot be noted yet."
        if not 1 <= self.minutes <= LONGEST_MEETING_MINUTES:
            wrong["minutes"] = "From 1 minute to a day."
        if wrong:
            raise Invalid(next(iter(wrong.values())), fields=wrong)
        return self


@dataclass(frozen=True, slots=True)
class Encounter:
    """That two people were in a session here together, without a break."""

    people: frozenset[str]
    met_at: datetime
    parted_at: datetime

    @property
    def minutes(self) -> int:
        """Whole ones."""
        return int((self.parted_at - self.met_at) / timedelta(minutes=1))

    def noted(self, mentorship: str, before: Meeting | None, meeting_id: str) -> Meeting | None:
        """As a meeting: a new one, `before` gone on with, or None for a glimpse."""
        if before and before.met_at <= self.met_at <= before.parted_at + SESSION_GAP:
            whole = Encounter(self.people, before.met_at, max(before.parted_at, self.parted_at))
            return replace(before, minutes=min(whole.minutes, LONGEST_MEETING_MINUTES))
        if self.minutes < SESSION_MINUTES:
            return None
        minutes = min(self.minutes, LONGEST_MEETING_MINUTES)
        return Meeting(meeting_id, mentorship, self.met_at, minutes, is_session=True, noted_by=None)


@dataclass(frozen=True, slots=True)
class HandOverItem:
    """One thing the next mentor could know; told only if the mentee ticks it."""

    kind: str
    text: str
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class HandOver:
    """What the mentee takes along to the next mentor."""

    mentorship: str
    mentee: str
    items: tuple[HandOverItem, ...]

    @property
    def shared(self) -> tuple[HandOverItem, ...]:
        """What the next mentor sees."""
        return tuple(item for item in self.items if item.is_shared)

    def checked(self) -> Self:
        """Cleaned. Raises: Invalid."""
        if len(self.items) > MOST_HAND_OVER_ITEMS:
            sentence = f"At most {MOST_HAND_OVER_ITEMS} items."
            raise Invalid(sentence, fields={"items": sentence})
        items = tuple(
            replace(
                item,
                text=clean_text(item.text, field="items", at_least=1, at_most=LONGEST_ITEM),
            )
            for item in self.items
        )
        return replace(self, items=items)


def first_hand_over(mentorship: Mentorship, meetings: int) -> HandOver:
    """What there is to tell, nothing of it ticked: goals apart, the rhythm, how often they met."""
    goals = [line.strip() for line in mentorship.plan.goals.splitlines() if line.strip()]
    items = [HandOverItem("goal", goal[:LONGEST_ITEM]) for goal in goals]
    items.append(HandOverItem("cadence", str(mentorship.plan.sessions_a_month)))
    items.append(HandOverItem("meetings", str(meetings)))
    return HandOver(mentorship.id, mentorship.mentee, tuple(items[:MOST_HAND_OVER_ITEMS]))
