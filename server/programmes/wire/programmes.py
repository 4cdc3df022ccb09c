"""Programmes themselves as HTTP speaks of them: seen, looked after, tuned."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from server.accounts.model import Role
from server.core.wire import Id, In, Out
from server.programmes import model
from server.programmes.model import (
    Learning,
    Mode,
    ProgrammeChange,
    QuestionKind,
    Standing,
    State,
)

# Only so that nothing endless is looked at; the rules themselves are the model's.
Name = Annotated[str, Meta(max_length=1000)]
Description = Annotated[str, Meta(max_length=20_000)]
Email = Annotated[str, Meta(max_length=320)]
Line = Annotated[str, Meta(max_length=2000)]
Roles = Annotated[list[Role], Meta(max_length=8)]
Number = Annotated[int, Meta(ge=-1_000_000, le=1_000_000)]
Share = Annotated[float, Meta(ge=-1000, le=1000)]


class Weights(In):
    """How much each criterion counts; shares that sum to 1."""

    goals: Share
    skills: Share
    style: Share
    availability: Share
    industry: Share
    seniority: Share
    interests: Share
    quality: Share

    def of_model(self) -> model.Weights:
        """As the model has it."""
        return model.Weights(**{name: getattr(self, name) for name in _CRITERIA})

    @staticmethod
    def of(one: model.Weights) -> Weights:
        return Weights(**one.as_shares())


_CRITERIA = tuple(model.Weights().as_shares())


class Gates(In):
    """What keeps two people from being a pair at all; 0 shared minutes: nothing to do with it."""

    shared_minutes: Number
    allows_reporting_line: bool
    allows_past_pairs: bool
    allows_peers: bool


class Pace(In):
    """How quickly answers are due, how much one may ask for, how long a mentorship is."""

    answer_days: Number
    most_open_requests: Number
    mentors_a_mentee: Number
    weeks: Number
    sessions_a_month: Number


class Nudging(In):
    """Whether people are told what would help, and after how many days a pair stands still."""

    is_on: bool
    stalled_days: Number


class QuestionIn(In):
    """A question to ask; without an id it is a new one."""

    id: Id | None = None
    text: Line
    kind: QuestionKind
    roles: Roles
    choices: Annotated[tuple[Line, ...], Meta(max_length=50)] = ()
    is_required: bool = False


class QuestionOut(Out):
    """`choices`: of a choice; of a scale the words at 1 and at 7, or none."""

    id: str
    text: str
    kind: QuestionKind
    roles: list[Role]
    choices: list[str]
    is_required: bool

    @staticmethod
    def of(one: model.Question) -> QuestionOut:
        return QuestionOut(
            id=one.id,
            text=one.text,
            kind=one.kind,
            roles=sorted(one.roles),
            choices=list(one.choices),
            is_required=one.is_required,
        )


class ProgrammeIn(In):
    """A programme to open."""

    name: Name
    description: Description = ""


class ProgrammeChangeIn(In):
    """What changes; what is left out stays. A date that is null is taken away."""

    name: Name | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    enrolment_ends_at: datetime | UnsetType | None = UNSET
    ends_at: datetime | UnsetType | None = UNSET
    mode: Mode | UnsetType = UNSET
    pace: Pace | UnsetType = UNSET
    gates: Gates | UnsetType = UNSET
    weights: Weights | UnsetType = UNSET
    learning: Learning | UnsetType = UNSET
    nudging: Nudging | UnsetType = UNSET
    questions: Annotated[list[QuestionIn], Meta(max_length=100)] | UnsetType = UNSET

    def change(self, new_id: Any) -> ProgrammeChange:
        """As the model has it; `new_id()` names new questions."""
        dates = ("enrolment_ends_at", "ends_at")
        return ProgrammeChange(
            name=_or_none(self.name),
            description=_or_none(self.description),
            enrolment_ends_at=_or_none(self.enrolment_ends_at),
            ends_at=_or_none(self.ends_at),
            clears=frozenset(name for name in dates if getattr(self, name) is None),
            mode=_or_none(self.mode),
            pace=None if isinstance(self.pace, UnsetType) else _same(model.Pace, self.pace),
            gates=None if isinstance(self.gates, UnsetType) else _same(model.Gates, self.gates),
            weights=None if isinstance(self.weights, UnsetType) else self.weights.of_model(),
            learning=_or_none(self.learning),
            nudging=None
            if isinstance(self.nudging, UnsetType)
            else _same(model.Nudging, self.nudging),
            questions=None
            if isinstance(self.questions, UnsetType)
            else tuple(_question(one, new_id) for one in self.questions),
        )


class ProgrammeOut(Out):
    """A programme as its members see it. `is_open`: everybody belongs to it without joining."""

    id: str
    name: str
    description: str
    state: State
    mode: Mode
    is_open: bool
    enrolment_ends_at: datetime | None
    ends_at: datetime | None

    @staticmethod
    def of(one: model.Programme) -> ProgrammeOut:
        return ProgrammeOut(
            id=one.id,
            name=one.name,
            description=one.description,
            state=one.state,
            mode=one.settings.mode,
            is_open=one.is_open,
            enrolment_ends_at=one.enrolment_ends_at,
            ends_at=one.ends_at,
        )


class PersonOut(Out):
    id: str
    name: str
    photo_url: str | None


class OwnPlace(Out):
    """Where the caller stands with a programme."""

    standing: Standing
    roles: list[Role]
    answers: dict[str, str | int]
    is_answered: bool
    """Every question that needs an answer has one."""

    @staticmethod
    def of(one: model.Membership, programme: model.Programme) -> OwnPlace:
        return OwnPlace(
            standing=one.standing,
            roles=sorted(one.roles),
            answers=dict(one.answers),
            is_answered=model.is_answered(programme.questions, one.roles, one.answers),
        )


class OwnProgramme(Out):
    """A programme that the caller takes part in or is asked to; `place` without its answers."""

    programme: ProgrammeOut
    place: OwnPlace


class ProgrammeList(Out):
    """Everything that has to do with the caller. `others`: for operators, to appoint people."""

    mine: list[OwnProgramme]
    looked_after: list[ProgrammeOut]
    others: list[ProgrammeOut]
    may_open: bool


class ProgrammePage(Out):
    """A programme for somebody whom it concerns; `place` is null for who only looks after it."""

    programme: ProgrammeOut
    place: OwnPlace | None
    questions: list[QuestionOut]
    coordinators: list[PersonOut]
    is_coordinator: bool
    is_enrolling: bool


class HeadcountOut(Out):
    """How many take part; whoever is both counts in `mentors` and `mentees`, too."""

    mentors: int
    mentees: int
    both: int
    invited: int


class DeskOut(Out):
    """A programme with all that its coordinators decide by."""

    programme: ProgrammeOut
    pace: Pace
    gates: Gates
    weights: Weights
    learning: Learning
    nudging: Nudging
    questions: list[QuestionOut]
    headcount: HeadcountOut
    moves: list[State]
    """Where it may move, the way forward first."""


class MoveIn(In):
    """Where it shall go."""

    state: State


class CoordinatorIn(In):
    """Whom to appoint."""

    email: Email


class Coordinators(Out):
    coordinators: list[PersonOut]


def _question(one: QuestionIn, new_id: Any) -> model.Question:
    return model.Question(
        id=one.id or new_id(),
        text=one.text,
        kind=one.kind,
        roles=frozenset(one.roles),
        choices=tuple(one.choices),
        is_required=one.is_required,
    )


def _same(kind: Any, value: Any) -> Any:
    return kind(**{name: getattr(value, name) for name in value.__struct_fields__})


def _or_none(value: Any) -> Any:
    return None if value is UNSET else value
