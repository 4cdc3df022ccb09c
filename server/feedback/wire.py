"""Feedback as HTTP speaks of it; a card's scales come in and never go out to anybody else."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from server.core.wire import In, Out
from server.feedback.instruments import Instrument
from server.feedback.model import (
    CardState,
    Happened,
    Matter,
    ReportReason,
    Tag,
    Target,
    Tempo,
    Worth,
)
from server.feedback.model.cards import LONGEST_WORDS
from server.feedback.model.moderation import LONGEST_NOTE
from server.feedback.model.reviews import LONGEST_REPLY
from server.mentorships.model import Side

# Bounds of what is read at all; scales and lengths are judged by the model, in the user's words.
Number = Annotated[int, Meta(ge=-1000, le=1000)]
Text = Annotated[str, Meta(max_length=4 * LONGEST_WORDS)]
LongText = Annotated[str, Meta(max_length=4 * LONGEST_NOTE)]
Reply = Annotated[str, Meta(max_length=4 * LONGEST_REPLY)]
Key = Annotated[str, Meta(max_length=40)]
AnswerIn = Number | Key | Annotated[list[Key], Meta(max_length=20)]


class FeedbackPerson(Out):
    """Somebody with whom the caller has or had a mentorship, or whose review this is."""

    id: str
    name: str
    photo_url: str | None


class FeedbackIn(In):
    """What somebody says of a session. Scales are 1 to 5, 3 being "as I expected"."""

    progress: Number | None = None
    heard: Number | None = None
    useful: Number | None = None
    pace: Tempo | None = None
    happened: Happened | None = None
    tags: Annotated[tuple[Tag, ...], Meta(max_length=20)] = ()
    appreciation: Text = ""
    may_be_shown: bool = False
    note: Text = ""


class BegunIn(In):
    """A first answer by one tap, on the scale of `useful`; null takes it back."""

    useful: Number | None


class GivenOut(Out):
    """The caller's own answers."""

    progress: int | None
    heard: int | None
    useful: int | None
    pace: Tempo | None
    happened: Happened | None
    tags: list[Tag]
    appreciation: str
    may_be_shown: bool
    note: str


class SessionWords(Out):
    """What the other one said, once it is revealed; their scales are shown to nobody."""

    tags: list[Tag]
    appreciation: str
    note: str


class CardOut(Out):
    """Feedback on a session as one of the two sees it; `said` is null while it is hidden."""

    booking_id: str
    mentorship_id: str | None
    other: FeedbackPerson | None
    side: Side
    session_at: datetime
    closes_at: datetime
    is_held: bool
    state: CardState
    begun: int | None
    """How useful it was, said by one tap: not sent yet, and sent by itself after a day."""
    given: GivenOut | None
    said: SessionWords | None


class SurveyIn(In):
    """Answers by the key of their question."""

    answers: Annotated[dict[Key, AnswerIn], Meta(max_length=40)]


class SurveyQuestion(Out):
    """A whole number from `least` to `most`, or of `options` one, or several."""

    key: str
    least: int
    most: int
    options: list[str]
    is_several: bool
    is_needed: bool


class SurveyOut(Out):
    """A survey of the caller."""

    id: str
    mentorship_id: str
    other: FeedbackPerson | None
    side: Side
    instrument: Instrument
    due_at: datetime
    closes_at: datetime
    answered_at: datetime | None
    is_open: bool
    questions: list[SurveyQuestion]


class WorthIn(In):
    """Whether it was worth the caller's time; `note` is for the host, without a name."""

    worth: Worth
    note: Text = ""


class GatheringGiven(Out):
    """The caller's own answer."""

    worth: Worth
    note: str


class GatheringCard(Out):
    """A gathering that the caller was a guest of; nothing is told of it before `closesAt`."""

    gathering_id: str
    title: str
    host: FeedbackPerson | None
    session_at: datetime
    closes_at: datetime
    is_open: bool
    given: GatheringGiven | None


class WorthOut(Out):
    """How many answered so, in sums of five people or more."""

    guests: int
    gatherings: int
    yes: int
    partly: int
    no: int


class HostFigures(Out):
    """What guests say of the caller's gatherings; `figures` is null while they are too few."""

    needed_guests: int
    figures: WorthOut | None
    notes: list[str]


class FeedbackList(Out):
    """All that the caller was asked, newest first; of gatherings what waits for an answer."""

    sessions: list[CardOut]
    surveys: list[SurveyOut]
    gatherings: list[GatheringCard]


class PaceShares(Out):
    """Shares of those who said so, 0 to 1."""

    too_slow: float
    right: float
    too_fast: float


class TagCount(Out):
    tag: Tag
    mentees: int


class MenteeFigures(Out):
    """What a mentor's mentees say, all together; means are 1 to 5, null: nobody said."""

    mentees: int
    sessions: int
    progress: float | None
    heard: float | None
    useful: float | None
    pace: PaceShares
    tags: list[TagCount]


class OwnFigures(Out):
    """`figures` is null while there are too few mentees for it."""

    needed_mentees: int
    figures: MenteeFigures | None


class ReviewOut(Out):
    """An appreciation that its author lets others read."""

    id: str
    author: FeedbackPerson | None
    is_own: bool
    tags: list[Tag]
    text: str
    session_at: datetime
    reply: str
    replied_at: datetime | None


class ReviewListOut(Out):
    reviews: list[ReviewOut]
    may_reply: bool


class ReplyIn(In):
    text: Reply


class ReportIn(In):
    """What is wrong with a review or its reply."""

    target: Target
    reason: ReportReason
    words: Text = ""


class ModeratorsNoteIn(In):
    """For the coordinators of the programme, not for the other one."""

    matter: Matter
    text: LongText


class ModeratorsNoteOut(Out):
    id: str
    author: FeedbackPerson | None
    other: FeedbackPerson | None
    matter: Matter
    text: str
    at: datetime
    handled_at: datetime | None


class ReviewReport(Out):
    """`text` and `reply` are what stood there for everybody; null once the author took it back."""

    id: str
    by: FeedbackPerson | None
    target: Target
    reason: ReportReason
    words: str
    at: datetime
    judged_at: datetime | None
    is_upheld: bool | None
    author: FeedbackPerson | None
    mentor: FeedbackPerson | None
    text: str | None
    reply: str | None


class ModerationOut(Out):
    notes: list[ModeratorsNoteOut]
    reports: list[ReviewReport]


class JudgementIn(In):
    """Whether what was reported is hidden."""

    is_upheld: bool
