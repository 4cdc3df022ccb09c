"""Match runs as HTTP speaks of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from server.core.wire import Id, In, Out
from server.matching import outcome
from server.matching.assign import Mode
from server.matching.draft import (
    HIGHEST_SEED,
    MOST_EDITS,
    MOST_PLACES,
    Boosted,
    DraftEdits,
    DraftPair,
    Left,
    Run,
    RunState,
)
from server.profiles.model import Entry

_Few = Meta(max_length=MOST_EDITS)


class RunIn(In):
    """How a programme is to be matched; without a seed one is drawn."""

    mode: Mode = Mode.BALANCED
    seed: Annotated[int, Meta(ge=0, le=HIGHEST_SEED)] | None = None


class TwoShape(In):
    """A mentee and a mentor."""

    mentee: Id
    mentor: Id


class BoostShape(In):
    """A pair that is seen better or worse than its numbers, by up to 0.1 of a score."""

    mentee: Id
    mentor: Id
    by: Annotated[float, Meta(ge=-0.1, le=0.1)]


class PlacesShape(In):
    """How many mentees a mentor gets at most in this run."""

    mentor: Id
    places: Annotated[int, Meta(ge=0, le=MOST_PLACES)]


class EditsShape(In):
    """All that is laid down for a draft, as a whole: what is left out is taken back."""

    locks: Annotated[list[TwoShape], _Few] = msgspec.field(default_factory=list)
    forbids: Annotated[list[TwoShape], _Few] = msgspec.field(default_factory=list)
    boosts: Annotated[list[BoostShape], _Few] = msgspec.field(default_factory=list)
    places: Annotated[list[PlacesShape], _Few] = msgspec.field(default_factory=list)

    def read(self) -> DraftEdits:
        return DraftEdits(
            locks=tuple((one.mentee, one.mentor) for one in self.locks),
            forbids=tuple((one.mentee, one.mentor) for one in self.forbids),
            boosts=tuple(Boosted(one.mentee, one.mentor, one.by) for one in self.boosts),
            places={one.mentor: one.places for one in self.places},
        )

    @staticmethod
    def of(edits: DraftEdits) -> EditsShape:
        return EditsShape(
            locks=[TwoShape(mentee=one, mentor=other) for one, other in edits.locks],
            forbids=[TwoShape(mentee=one, mentor=other) for one, other in edits.forbids],
            boosts=[
                BoostShape(mentee=one.mentee, mentor=one.mentor, by=one.by) for one in edits.boosts
            ],
            places=[PlacesShape(mentor=one, places=n) for one, n in edits.places.items()],
        )


class EditIn(In):
    """Edits for the draft that was looked at."""

    edition: int
    edits: EditsShape


class EditionIn(In):
    """Which draft was looked at."""

    edition: int


class FiguresOut(Out):
    """To judge a draft by; scores and shares are 0 to 1."""

    mentees: int
    matched: int
    mean: float
    least: float
    p5: float
    total: float
    top3: float
    gini: float
    blocking: int

    @staticmethod
    def of(one: outcome.Figures) -> FiguresOut:
        return FiguresOut(**{name: getattr(one, name) for name in FiguresOut.__struct_fields__})


class RunOut(Out):
    """A match run, and how far it is: `done` of `total`, which is 0 while people are read in."""

    id: str
    mode: Mode
    seed: int
    state: RunState
    created_at: datetime
    finished_at: datetime | None
    done: int
    total: int
    edition: int
    weights: dict[str, float]
    encoder: str
    input_hash: str
    figures: FiguresOut | None
    edits: EditsShape
    problem: str

    @staticmethod
    def of(one: Run) -> RunOut:
        return RunOut(
            id=one.id,
            mode=one.mode,
            seed=one.seed,
            state=one.state,
            created_at=one.created_at,
            finished_at=one.finished_at,
            done=one.done,
            total=one.total,
            edition=one.edition,
            weights=one.weights,
            encoder=one.encoder,
            input_hash=one.input_hash,
            figures=None if one.figures is None else FiguresOut.of(one.figures),
            edits=EditsShape.of(one.edits),
            problem=one.problem,
        )


class RunList(Out):
    runs: list[RunOut]


class DraftPairOut(Out):
    """A pair; ranks are from 1, on the other's list, null for a pair made by hand."""

    mentee: str
    mentor: str
    score: float
    mentee_rank: int | None
    mentor_rank: int | None
    is_locked: bool
    price: float
    is_published: bool
    problem: str

    @staticmethod
    def of(one: DraftPair) -> DraftPairOut:
        return DraftPairOut(
            mentee=one.mentee,
            mentor=one.mentor,
            score=one.score,
            mentee_rank=one.mentee_rank,
            mentor_rank=one.mentor_rank,
            is_locked=one.is_locked,
            price=one.price,
            is_published=one.published_at is not None,
            problem=one.problem,
        )


class LeftOut(Out):
    """A mentee without a mentor: the gate that kept most away (or `unready`, `taken`), and the
    gate whose opening would bring `opens` mentors.
    """

    mentee: str
    listed: int
    why: str
    change: str | None
    opens: int
    slot: int | None
    language: str | None

    @staticmethod
    def of(one: Left) -> LeftOut:
        return LeftOut(**{name: getattr(one, name) for name in LeftOut.__struct_fields__})


class MentorPlacesOut(Out):
    mentor: str
    places: int


class RunDraftOut(Out):
    """A whole draft; `names` by id."""

    run: RunOut
    pairs: list[DraftPairOut]
    left: list[LeftOut]
    mentors: list[MentorPlacesOut]
    names: dict[str, str]


class RunReasonOut(Out):
    """A reason or caveat as a code, and what fills its sentence; what it does not need is null."""

    code: str
    criterion: str
    is_caveat: bool
    covered: int | None
    of: int | None
    hours: float | None
    steps: int | None
    percent: int | None
    goals: list[str]
    lines: list[str]
    names: list[str]
    """Industries, interests, languages, styles or skills."""


class OptionOut(Out):
    """Somebody else whom the mentee could have."""

    mentor: str
    name: str
    score: float


class RunPairOut(Out):
    """Why a mentee has this mentor, and who else would fit."""

    pair: DraftPairOut | None
    reasons: list[RunReasonOut]
    options: list[OptionOut]


class MoveOut(Out):
    mentee: str
    before: str | None
    after: str | None


class PreviewOut(Out):
    """What edits would change; `names` by id."""

    moves: list[MoveOut]
    before: FiguresOut
    after: FiguresOut
    names: dict[str, str]


def reasons_out(
    told: Iterable[Mapping[str, Any]], mentee: Entry, mentor: Entry
) -> list[RunReasonOut]:
    """In the two people's words, as far as these are still in their profiles."""
    return [_reason(one, mentee, mentor) for one in told]


def _reason(one: Mapping[str, Any], mentee: Entry, mentor: Entry) -> RunReasonOut:
    given: Mapping[str, Any] = one["arguments"]
    goals = [goal.text for goal in mentee.profile.mentee.goals]
    lines = mentor.profile.mentor.offer.expertise
    matches = given.get("matches", [])
    at = [match["goal"] for match in matches] or given.get("goals", [])
    counts = {n: given.get(n) for n in ("covered", "of", "hours", "steps", "percent")}
    return RunReasonOut(
        code=one["code"],
        criterion=one["criterion"],
        is_caveat=one["isCaveat"],
        **counts,
        goals=[goals[number] for number in at if number < len(goals)],
        lines=[lines[m["line"]] for m in matches if m["line"] < len(lines)],
        names=_names(given, mentee),
    )


def _names(given: Mapping[str, Any], mentee: Entry) -> list[str]:
    wanted = [s["wanted"] if isinstance(s, dict) else s for s in given.get("skills", [])]
    told = [skill for goal in mentee.profile.mentee.goals for skill in goal.skills]
    labels = {one.concept or f"text:{one.text.casefold()}": one.text for one in told}
    lists = (given.get(name, []) for name in ("industries", "interests", "languages", "styles"))
    return [labels[one] for one in wanted if one in labels] + [n for some in lists for n in some]
