"""A programme: its course from draft to closed, who may see it, and what may change when."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from server.core.errors import Conflict, Forbidden, Invalid
from server.core.findings import Findings
from server.core.line import clean_line, clean_text
from server.programmes.model.questions import Question, clean_questions
from server.programmes.model.settings import (
    Gates,
    Learning,
    Mode,
    Nudging,
    Pace,
    Rules,
    Settings,
    Weights,
)

LONGEST_NAME = 120
LONGEST_DESCRIPTION = 4000
MOST_COORDINATORS = 20


class State(StrEnum):
    """How far a programme is, in this order."""

    DRAFT = "draft"
    """Only its coordinators know of it."""
    ENROLMENT = "enrolment"
    """People join and fill in their profiles."""
    MATCHING = "matching"
    """Mentors and mentees are brought together."""
    RUNNING = "running"
    CLOSED = "closed"
    """Over: people can look back, and nothing new begins."""


_COURSE = tuple(State)
OPEN_STATES = (State.ENROLMENT, State.MATCHING, State.RUNNING)
"""In which people may come."""


class ProgrammeFixed(Conflict):
    """The programme that everybody belongs to takes no part in this."""

    code = "programme_fixed"
    title = "Everybody belongs to this programme"


class WrongState(Conflict):
    """Not while the programme is where it is."""

    code = "programme_state"
    title = "The programme is not at this point"


class LastCoordinator(Conflict):
    code = "last_coordinator"
    title = "Somebody has to look after the programme"


class NotForYou(Forbidden):
    """A member, but in the other role."""

    code = "other_role"
    title = "You take part in another role"


@dataclass(frozen=True, slots=True)
class Programme:
    """`is_open`: the one that everybody with a role belongs to without joining."""

    id: str
    name: str
    description: str
    state: State
    is_open: bool
    created_at: datetime
    enrolment_ends_at: datetime | None = None
    ends_at: datetime | None = None
    settings: Settings = field(default_factory=Settings)
    questions: tuple[Question, ...] = ()

    @property
    def is_draft(self) -> bool:
        return self.state is State.DRAFT

    @property
    def rules(self) -> Rules:
        """What requests and mentorships go by."""
        pace = self.settings.pace
        return Rules(
            mode=self.settings.mode,
            answer_days=pace.answer_days,
            most_open_requests=pace.most_open_requests,
            mentors_a_mentee=pace.mentors_a_mentee,
            weeks=pace.weeks,
            sessions_a_month=pace.sessions_a_month,
            is_running=self.state is State.RUNNING,
            nudging=self.settings.nudging,
        )

    def is_enrolling(self, now: datetime) -> bool:
        """Whether people may come now."""
        is_in_time = self.enrolment_ends_at is None or now < self.enrolment_ends_at
        return self.state in OPEN_STATES and is_in_time


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeChange:
    """What changes; None leaves a field as it is. `clears` names dates to be taken away."""

    name: str | None = None
    description: str | None = None
    enrolment_ends_at: datetime | None = None
    ends_at: datetime | None = None
    clears: frozenset[str] = frozenset()
    mode: Mode | None = None
    pace: Pace | None = None
    gates: Gates | None = None
    weights: Weights | None = None
    learning: Learning | None = None
    nudging: Nudging | None = None
    questions: tuple[Question, ...] | None = None

    def onto(self, programme: Programme) -> Programme:
        """`programme` with the change made, in normal form. Raises: Invalid, every bad field."""
        findings = Findings()
        settings = self._settings(programme.settings)
        findings.take(settings.checked)
        made = replace(
            programme,
            name=findings.of(self.name, clean_name) or programme.name,
            description=_or(findings.of(self.description, clean_description), programme),
            enrolment_ends_at=self._date("enrolment_ends_at", programme),
            ends_at=self._date("ends_at", programme),
            settings=settings,
            questions=programme.questions
            if self.questions is None
            else findings.take(lambda: clean_questions(self.questions or ())) or (),
        )
        findings.take(lambda: check_dates(made))
        findings.settle()
        return made

    def _settings(self, before: Settings) -> Settings:
        names = ("mode", "pace", "gates", "weights", "learning", "nudging")
        made = {name: new for name in names if (new := getattr(self, name)) is not None}
        return replace(before, **made)

    def _date(self, name: str, programme: Programme) -> datetime | None:
        if name in self.clears:
            return None
        given: datetime | None = getattr(self, name)
        before: datetime | None = getattr(programme, name)
        return before if given is None else given


def clean_name(raw: str) -> str:
    """What a programme is called. Raises: Invalid."""
    return clean_line(raw, field="name", at_least=1, at_most=LONGEST_NAME)


def clean_description(raw: str) -> str:
    """What it is for, in the coordinator's words; may be empty. Raises: Invalid."""
    return clean_text(raw, field="description", at_most=LONGEST_DESCRIPTION)


def check_dates(programme: Programme) -> None:
    """Raises: Invalid when it would end before its enrolment does."""
    first, last = programme.enrolment_ends_at, programme.ends_at
    if first is not None and last is not None and last <= first:
        raise Invalid(fields={"endsAt": "The programme ends after its enrolment does."})


def require_move(programme: Programme, to: State, *, has_joined: bool) -> None:
    """One step on, or one back where nothing is lost. Raises: ProgrammeFixed, WrongState."""
    if programme.is_open:
        raise ProgrammeFixed("It is always running.")
    step = _COURSE.index(to) - _COURSE.index(programme.state)
    if abs(step) != 1:
        raise WrongState("A programme moves one step at a time.")
    if to is State.DRAFT and has_joined:
        raise WrongState("People have joined already: it would vanish before their eyes.")


def moves(programme: Programme, *, has_joined: bool) -> tuple[State, ...]:
    """Where it may move from here, the way forward first."""
    if programme.is_open:
        return ()
    at = _COURSE.index(programme.state)
    forward = _COURSE[at + 1 : at + 2]
    back = _COURSE[at - 1 : at] if at else ()
    return forward + tuple(one for one in back if not (one is State.DRAFT and has_joined))


def require_closed_circle(programme: Programme) -> None:
    """For what makes no sense where everybody is in. Raises: ProgrammeFixed."""
    if programme.is_open:
        raise ProgrammeFixed(
            "Nobody is invited to it and nobody can leave it. Open a programme of its own for that."
        )


def _or(description: str | None, programme: Programme) -> str:
    return programme.description if description is None else description
