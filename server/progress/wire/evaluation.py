"""A programme's report as HTTP speaks of it: counts, means, and by name only who is with whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from server.core.wire import In, Out
from server.feedback.model import Measured
from server.mentorships.model import EndReason, Side
from server.programmes.model.questions import LONGEST_CHOICE, LONGEST_QUESTION
from server.progress.model.engagement import Part
from server.progress.model.fairness import Extreme, Measure
from server.progress.model.funnel import Step
from server.progress.model.stage import Stage

Line = Annotated[str, Meta(max_length=4 * LONGEST_QUESTION)]
Choice = Annotated[str, Meta(max_length=4 * LONGEST_CHOICE)]


class EvaluationQuery(In):
    """`window`: so many months with the one that runs, 0 for all time."""

    window: int = 0


class FunnelStep(Out):
    """`days`: the median since the step before it that has a date."""

    step: Step
    people: int
    days: float | None


class FunnelMonth(Out):
    """`month`: such as "2026-11"; null: all that the window counts."""

    month: str | None
    people: int
    steps: list[FunnelStep]


class FunnelOut(Out):
    """`rows` is empty where there are too few people; the first is of all."""

    side: Side
    rows: list[FunnelMonth]
    hidden: int


class ReasonOut(Out):
    reason: EndReason
    pairs: int


class AnswersOut(Out):
    """The mean of what at least five people said; `fit` is the share who said yes, 0 to 1."""

    measured: Measured
    people: int
    mean: float


class OutcomeMonth(Out):
    """Of mentorships that began in a month; null: of all that the window counts."""

    month: str | None
    pairs: int
    completed: int
    ended: int
    running: int
    met_thrice: int
    sessions: int
    goal_percent: int | None
    answers: list[AnswersOut]


class RoundOut(Out):
    """Of the pairs that a match run made; null: of those that came without one.

    `met_thrice` is null where too few pairs would follow from it.
    """

    made_at: datetime | None
    proposed: int | None
    pairs: int
    completed: int
    ended: int
    running: int
    met_thrice: int | None


class EngagedPart(Out):
    """The mean of one part of the score, 0 to 100; `weight` of the whole of 100."""

    part: Part
    weight: int
    mean: int | None


class EngagedOut(Out):
    """Of the mentorships that run; `bands` of twenty points each, the lowest first."""

    pairs: int
    too_early: int
    median: int
    bands: list[int]
    parts: list[EngagedPart]


class GatheringsOut(Out):
    """Whether gatherings were worth their guests' time, in sums of five people or more."""

    guests: int
    gatherings: int
    yes: int
    partly: int
    no: int


class EvaluationOut(Out):
    """A programme's report; no name is in it."""

    at: datetime
    window: int
    windows: list[int]
    least_cohort: int
    least_group: int
    funnels: list[FunnelOut]
    reasons: list[ReasonOut]
    outcomes: list[OutcomeMonth]
    hidden_pairs: int
    rounds: list[RoundOut]
    engaged: EngagedOut | None
    gatherings: GatheringsOut | None
    """Of all time; null while too few have answered."""


class PairPerson(Out):
    id: str
    name: str
    photo_url: str | None


class PairOut(Out):
    """Who is with whom, since when, and how far they are. Days are in UTC."""

    mentorship_id: str
    mentor: PairPerson | None
    mentee: PairPerson | None
    stage: Stage
    started_on: date
    last_met_on: date | None
    quiet_days: int | None
    """Since they last met, or began; null for pairs that do not run."""
    ends_on: date


class PairsOut(Out):
    pairs: list[PairOut]
    stalled_after_days: int


class GroupQuestionIn(In):
    text: Line
    choices: Annotated[tuple[Choice, ...], Meta(max_length=20)]


class GroupQuestionsIn(In):
    """All of them; one that is worded otherwise than before is another question."""

    questions: Annotated[tuple[GroupQuestionIn, ...], Meta(max_length=20)]


class FigureOut(Out):
    """`value` with the bounds within which it lies in 95 of 100 such programmes; or `extreme`."""

    measure: Measure
    people: int
    value: float | None
    low: float | None
    high: float | None
    extreme: Extreme | None
    is_beyond_chance: bool


class GroupRowOut(Out):
    choice: str
    people: int
    figures: list[FigureOut]


class FairnessSide(Out):
    """`hidden`: groups that are not shown, for they are too small."""

    side: Side
    made_at: datetime
    rows: list[GroupRowOut]
    hidden: int


class FairnessQuestion(Out):
    id: str
    text: str
    choices: list[str]
    sides: list[FairnessSide]


class FairnessOut(Out):
    questions: list[FairnessQuestion]
    least_group: int


class OwnGroupOut(Out):
    """`choice`: null, and answered: would rather not say."""

    question_id: str
    programme_id: str
    programme_name: str
    text: str
    choices: list[str]
    is_answered: bool
    choice: int | None


class OwnGroupsOut(Out):
    questions: list[OwnGroupOut]
    least_group: int


class OwnGroupIn(In):
    """The place of the choice; null: would rather not say."""

    choice: Annotated[int, Meta(ge=-1000, le=1000)] | None
