"""Requests, mentorships and agreements as HTTP speaks of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from server.core.wire import Id, In, Out
from server.mentorships.model.agreement import AgreementState
from server.mentorships.model.mentorship import EndReason, FitReason, MentorshipState
from server.mentorships.model.request import (
    LONGEST_GOALS,
    LONGEST_NOTE,
    MOST_CHOICES,
    DeclineReason,
    RequestState,
    Side,
)
from server.programmes.model import Mode

# Bounds of what is read at all; what a reader counts as letters is judged by the model.
Goals = Annotated[str, Meta(max_length=4 * LONGEST_GOALS)]
Note = Annotated[str, Meta(max_length=4 * LONGEST_NOTE)]
Clause = Annotated[str, Meta(max_length=8000)]
Count = Annotated[int, Meta(ge=0, le=10_000)]


class WishIn(In):
    """A mentor to ask, and words to that mentor alone."""

    mentor: Id
    note: Note = ""


class RequestIn(In):
    """Whom to ask, in which order, for what."""

    programme: Id
    wishes: Annotated[tuple[WishIn, ...], Meta(min_length=1, max_length=MOST_CHOICES)]
    goals: Goals
    sessions_a_month: Count
    weeks: Count
    is_draft: bool = False


class RequestChange(In):
    """Other words for a request that is not answered yet."""

    goals: Goals
    sessions_a_month: Count
    weeks: Count
    note: Note = ""


class TermsQuery(In):
    """Whom to ask, if that is known already."""

    mentor: Id | None = None


class TermsOut(Out):
    """What may be asked for in a programme, and how much of it is used up."""

    programme: str
    name: str
    is_open: bool
    """Everybody belongs to it without joining."""
    mode: Mode
    is_running: bool
    """Whether requests are possible now."""
    answer_days: int
    weeks: int
    sessions_a_month: int
    lines: int
    """Lists of requests that wait for an answer or are not sent yet."""
    most_lines: int
    mentors: int
    most_mentors: int
    is_asked: bool
    """Whether this mentor is on one of these lists."""
    is_mentor: bool
    """Whether this mentor is the caller's already."""


class TermsList(Out):
    programmes: list[TermsOut]


class OrderIn(In):
    """The drafts of a line in their new order."""

    requests: Annotated[tuple[Id, ...], Meta(max_length=MOST_CHOICES)]


class AnswerIn(In):
    """A yes, with words if wanted."""

    answer: Note = ""


class DeclineIn(In):
    """A no; the reason helps the matching, the words go to the mentee."""

    reason: DeclineReason | None = None
    answer: Note = ""


class WithdrawIn(In):
    """Whether those that wait behind it are withdrawn, too."""

    is_whole_line: bool = False


class FellowOut(Out):
    """The other one."""

    id: str
    name: str
    photo_url: str | None


class HandOverItemOut(Out):
    """Something to take along."""

    kind: str
    text: str
    is_shared: bool


class RequestOut(Out):
    """A request as one of the two sees it; a mentor learns nothing of a line."""

    id: str
    side: Side
    """The caller's."""
    other: FellowOut | None
    """None: the account is gone."""
    programme: str
    line: str | None
    position: int | None
    goals: str
    sessions_a_month: int
    weeks: int
    note: str
    state: RequestState
    created_at: datetime
    sent_at: datetime | None
    viewed_at: datetime | None
    ended_at: datetime | None
    expires_at: datetime | None
    reason: DeclineReason | None
    """For its mentor; a mentee learns only that a place went to somebody else."""
    answer: str
    may_answer: bool
    """Whether the caller is to say yes or no."""
    hand_over: list[HandOverItemOut]
    """What the mentee tells of an earlier mentorship; only in a single request."""


class RequestList(Out):
    asked: list[RequestOut]
    """By the caller as mentee."""
    received: list[RequestOut]
    """As mentor."""


class LineOut(Out):
    requests: list[RequestOut]


class MeetingOut(Out):
    id: str
    met_at: datetime
    minutes: int
    is_session: bool
    """A session on Ithaca, noted by the server."""
    is_mine: bool


class DriftOut(Out):
    """Sessions of the last 30 days against the plan."""

    planned: int
    held: int
    missing: int
    last_met_at: datetime | None


class MentorshipOut(Out):
    """A mentorship as one of the two sees it."""

    id: str
    side: Side
    other: FellowOut | None
    programme: str
    goals: str
    sessions_a_month: int
    weeks: int
    state: MentorshipState
    started_at: datetime
    ends_at: datetime
    paused_until: datetime | None
    extended_times: int
    ended_at: datetime | None
    was_ended_by: Side | None
    is_new_mentor_asked: bool
    agreement: AgreementState
    agreement_ends_at: datetime | None
    """When what both have signed is to be renewed."""
    meetings: list[MeetingOut]
    drift: DriftOut


class MentorshipList(Out):
    mentorships: list[MentorshipOut]


class PauseIn(In):
    until: datetime | None = None


class ExtendIn(In):
    weeks: Count


class EndIn(In):
    reason: EndReason


class AnotherIn(In):
    """What did not fit; told to nobody."""

    fit_reasons: Annotated[tuple[FitReason, ...], Meta(max_length=len(FitReason))] = ()


class MeetingIn(In):
    met_at: datetime
    minutes: Count


class HandOverItemIn(In):
    kind: Annotated[str, Meta(pattern="^[a-z]{1,16}$", max_length=16)]
    text: Annotated[str, Meta(max_length=2400)]
    is_shared: bool = False


class HandOverIn(In):
    items: Annotated[tuple[HandOverItemIn, ...], Meta(max_length=100)]


class HandOverOut(Out):
    items: list[HandOverItemOut]


class DraftIn(In):
    """The words of an agreement, written from edition `edition`; 0: from none."""

    edition: Count
    goals: Goals
    sessions_a_month: Count
    weeks: Count
    channels: Clause
    confidentiality: Clause


class SignatureIn(In):
    edition: Count


class DraftOut(Out):
    goals: str
    sessions_a_month: int
    weeks: int
    channels: str
    confidentiality: str


class SignatureOut(Out):
    side: Side
    signed_at: datetime


class EditionOut(Out):
    edition: int
    draft: DraftOut
    written_by: Side
    written_at: datetime
    signatures: list[SignatureOut]
    ends_at: datetime | None


class AgreementOut(Out):
    """The latest words, and those that hold."""

    side: Side
    is_running: bool
    latest: EditionOut | None
    signed: EditionOut | None
    first: DraftOut


class BlockedOut(Out):
    person: FellowOut
    blocked_at: datetime


class BlockList(Out):
    blocked: list[BlockedOut]
