"""A mentee's request to a mentor and the states it goes through; refuses a step out of order.

Requests of one `line` are asked one after the other, in the order the mentee gave: when one is
declined or runs out, the next is sent. Mentors never learn that there is a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from server.core.errors import Conflict
from server.core.findings import Findings
from server.core.line import clean_text

ANSWER_TIME = timedelta(days=3)  # the time after which others ask the next one, too
MOST_CHOICES = 5
SILENCES_BEFORE_PAUSE = 2
LONGEST_GOALS = 2000
LONGEST_NOTE = 1000
MOST_SESSIONS_A_MONTH = 20
LONGEST_WEEKS = 104


class WrongState(Conflict):
    """The request or mentorship has gone on meanwhile."""

    code = "wrong_state"
    title = "This is no longer possible"


class MentorIsFull(Conflict):
    """Somebody else got the last place."""

    code = "mentor_is_full"
    title = "There is no free place any more"


class Side(StrEnum):
    """Of which of the two."""

    MENTEE = "mentee"
    MENTOR = "mentor"


class RequestState(StrEnum):
    """Where a request stands; the last four are its ends."""

    DRAFTED = "drafted"
    SENT = "sent"
    VIEWED = "viewed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


OPEN = frozenset({RequestState.SENT, RequestState.VIEWED})
"""Those a mentor may answer."""


class DeclineReason(StrEnum):
    """Why not; the mentor need not say."""

    NO_TIME = "no_time"
    OTHER_TOPICS = "other_topics"
    OTHER_LEVEL = "other_level"
    HOURS = "hours"
    KNOWN = "known"
    FULL = "full"
    """By the server: the last place went to somebody else."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is wished for."""

    goals: str
    sessions_a_month: int
    weeks: int

    def checked(self) -> Plan:
        """Cleaned. Raises: Invalid, with every bad field."""
        findings = Findings()
        goals = findings.take(
            lambda: clean_text(self.goals, field="goals", at_least=10, at_most=LONGEST_GOALS)
        )
        check_pace(findings, self.sessions_a_month, self.weeks)
        findings.settle()
        return replace(self, goals=goals or "")


def check_pace(findings: Findings, sessions_a_month: int, weeks: int) -> None:
    """Notes what no pair can keep."""
    if not 1 <= sessions_a_month <= MOST_SESSIONS_A_MONTH:
        findings.refuse("sessionsAMonth", f"From 1 to {MOST_SESSIONS_A_MONTH} sessions a month.")
    if not 1 <= weeks <= LONGEST_WEEKS:
        findings.refuse("weeks", f"From 1 to {LONGEST_WEEKS} weeks.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One mentee asks one mentor."""

    id: str
    line: str
    """Requests of one line are asked one after the other."""
    position: int
    programme: str
    mentee: str
    mentor: str
    plan: Plan
    note: str
    """To this mentor alone."""
    state: RequestState
    created_at: datetime
    sent_at: datetime | None = None
    viewed_at: datetime | None = None
    ended_at: datetime | None = None
    expires_at: datetime | None = None
    reason: DeclineReason | None = None
    answer: str = ""
    """The mentor's words, with a no or a yes."""
    mentee_agreed: bool = True
    mentor_agreed: bool = False
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the mentor may answer."""
        return self.state in OPEN

    def side_of(self, person: str) -> Side | None:
        """Whose side somebody is on; None for everybody else, and for a mentor not yet asked."""
        if person == self.mentee:
            return Side.MENTEE
        if person == self.mentor and self.sent_at is not None:
            return Side.MENTOR
        return None

    def sent(self, now: datetime, answer_time: timedelta = ANSWER_TIME) -> Self:
        """On its way. Raises: WrongState."""
        self._require(RequestState.DRAFTED)
        return self._next(RequestState.SENT, sent_at=now, expires_at=now + answer_time)

    def viewed(self, now: datetime) -> Self:
        """The mentor has opened it; a second look changes nothing."""
        if self.state is not RequestState.SENT:
            return self
        return self._next(RequestState.VIEWED, viewed_at=now)

    def agreed(self, side: Side, now: datetime, answer: str = "") -> Self:
        """One side says yes; accepted once both have. Raises: WrongState, Invalid."""
        self._require(*OPEN)
        if self.mentee_agreed if side is Side.MENTEE else self.mentor_agreed:
            raise WrongState("You have said yes already.")
        yes = {f"{side.value}_agreed": True, "answer": _words(answer) or self.answer}
        agreed = replace(self, version=self.version + 1, **yes)  # type: ignore[arg-type]
        if agreed.mentee_agreed and agreed.mentor_agreed:
            return replace(agreed, state=RequestState.ACCEPTED, ended_at=now)
        return agreed

    def declined(self, now: datetime, reason: DeclineReason | None, answer: str = "") -> Self:
        """The mentor, or the mentee of a proposal, says no. Raises: WrongState, Invalid."""
        self._require(*OPEN)
        return self._next(RequestState.DECLINED, ended_at=now, reason=reason, answer=_words(answer))

    def withdrawn(self, now: datetime) -> Self:
        """The mentee takes it back. Raises: WrongState."""
        self._require(RequestState.DRAFTED, *OPEN)
        return self._next(RequestState.WITHDRAWN, ended_at=now)

    def expired(self, now: datetime) -> Self:
        """Nobody answered in time. Raises: WrongState, also before its time."""
        self._require(*OPEN)
        if not self.is_due(now):
            raise WrongState("There is still time to answer.")
        return self._next(RequestState.EXPIRED, ended_at=now)

    def is_due(self, now: datetime) -> bool:
        """Whether the time to answer is over."""
        return self.is_open and self.expires_at is not None and self.expires_at <= now

    def passed_over(self, now: datetime) -> Self:
        """A draft whose mentor takes nobody now: never sent. Raises: WrongState."""
        self._require(RequestState.DRAFTED)
        return self._next(RequestState.EXPIRED, ended_at=now)

    def moved(self, position: int) -> Self:
        """A draft at another place of its line."""
        self._require(RequestState.DRAFTED)
        return replace(self, position=position, version=self.version + 1)

    def edited(self, plan: Plan, note: str) -> Self:
        """Other words, until it is answered. Raises: WrongState, Invalid."""
        self._require(RequestState.DRAFTED, *OPEN)
        return replace(self, plan=plan.checked(), note=_words(note), version=self.version + 1)

    def _next(self, state: RequestState, **changes: object) -> Self:
        return replace(self, state=state, version=self.version + 1, **changes)  # type: ignore[arg-type]

    def _require(self, *states: RequestState) -> None:
        if self.state not in states:
            raise WrongState(_GONE_ON[self.state])


_GONE_ON = {
    RequestState.DRAFTED: "This request has not been sent yet.",
    RequestState.SENT: "This request is waiting for an answer.",
    RequestState.VIEWED: "This request is waiting for an answer.",
    RequestState.ACCEPTED: "This request has been accepted already.",
    RequestState.DECLINED: "This request has been declined already.",
    RequestState.WITHDRAWN: "This request has been withdrawn.",
    RequestState.EXPIRED: "The time to answer this request is over.",
}


def next_in_line(line: Iterable[Request]) -> Request | None:
    """Whom to ask next: the first draft, unless somebody is being asked or has agreed."""
    requests = sorted(line, key=lambda one: one.position)
    if any(one.is_open or one.state is RequestState.ACCEPTED for one in requests):
        return None
    return next((one for one in requests if one.state is RequestState.DRAFTED), None)


def is_silent(last: Iterable[RequestState]) -> bool:
    """Whether a mentor's latest answers (newest first) are all silences."""
    latest = list(last)[:SILENCES_BEFORE_PAUSE]
    return len(latest) == SILENCES_BEFORE_PAUSE and set(latest) == {RequestState.EXPIRED}


def _words(text: str) -> str:
    return clean_text(text, field="note", at_most=LONGEST_NOTE)
