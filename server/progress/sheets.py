"""The tables of a programme's report as rows for a spreadsheet; refuses more than the page shows.

Headings are names that stay; days are ISO 8601; what is not shown is an empty cell. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum

from server.feedback.model import Measured
from server.progress.model.engaged import Engaged
from server.progress.model.funnel import Step
from server.progress.service.evaluation import Evaluation, PairState
from server.progress.service.groups import Told

Cells = tuple[object, ...]


class Sheet(StrEnum):
    """What may be saved."""

    FUNNEL = "funnel"
    REASONS = "reasons"
    OUTCOMES = "outcomes"
    ROUNDS = "rounds"
    PAIRS = "pairs"
    FAIRNESS = "fairness"
    ENGAGEMENT = "engagement"


@dataclass(frozen=True, slots=True)
class Table:
    """As it is saved."""

    header: Sequence[str]
    rows: Sequence[Cells]


def of_evaluation(sheet: Sheet, found: Evaluation) -> Table:
    """The funnel, the reasons or the outcomes."""
    if sheet is Sheet.FUNNEL:
        return Table(_FUNNEL, list(_funnel(found)))
    if sheet is Sheet.ENGAGEMENT:
        return Table(("what", "from", "value"), list(_engaged(found.engaged)))
    if sheet is Sheet.ROUNDS:
        return Table(_ROUNDS, [astuple(one) for one in found.rounds])
    if sheet is Sheet.REASONS:
        return Table(("reason", "pairs"), [(r.value, n) for r, n in found.reasons.items()])
    return Table(_OUTCOMES, list(_outcomes(found)))


def of_pairs(pairs: Iterable[PairState]) -> Table:
    """Who is with whom."""
    rows = [
        (
            one.mentee.name if one.mentee else None,
            one.mentor.name if one.mentor else None,
            one.stage.value,
            one.started_on,
            one.last_met_on,
            one.quiet_days,
            one.ends_on,
        )
        for one in pairs
    ]
    return Table(_PAIRS, rows)


def of_fairness(told: Iterable[Told]) -> Table:
    """Every figure of every group that is shown."""
    return Table(_FAIRNESS, [row for one in told for row in _fairness(one)])


_DAYS = (Step.ASKED, Step.MATCHED, Step.MET, Step.COMPLETED)
_FUNNEL = (
    "side",
    "month",
    "people",
    *(step.value for step in Step),
    *(f"days_to_{step.value}" for step in _DAYS),
)
_OUTCOMES = (
    "month",
    "pairs",
    "completed",
    "ended",
    "running",
    "met_thrice",
    "sessions",
    "goal_percent",
    *(f"{one.value}_{what}" for one in Measured for what in ("people", "mean")),
)
_ROUNDS = ("made_at", "proposed", "pairs", "completed", "ended", "running", "met_thrice")
_PAIRS = (
    "mentee",
    "mentor",
    "stage",
    "started_on",
    "last_met_on",
    "quiet_days",
    "ends_on",
)
_FAIRNESS = (
    "question",
    "side",
    "made_on",
    "group",
    "group_people",
    "measure",
    "people",
    "value",
    "low",
    "high",
    "extreme",
    "is_beyond_chance",
)


def _funnel(found: Evaluation) -> Iterator[Cells]:
    for side, funnel in found.funnels.items():
        if funnel.whole is None:
            continue
        for month, row in (("all", funnel.whole), *funnel.months.items()):
            days = [funnel.days.get(step) if month == "all" else None for step in _DAYS]
            yield (side.value, month, row.people, *(row.counts[step] for step in Step), *days)


def _outcomes(found: Evaluation) -> Iterator[Cells]:
    outcomes, sums = found.outcomes, found.sums
    if outcomes.whole is None:
        return
    months = ((month, one, sums.cohorts.get(month, {})) for month, one in outcomes.months.items())
    told = (("all", outcomes.whole, sums.whole), *months)
    for month, one, said in told:
        answers = [said.get(measured) for measured in Measured]
        yield (
            month,
            one.pairs,
            one.completed,
            one.ended,
            one.running,
            one.met_thrice,
            one.sessions,
            one.goal_percent,
            *(cell for a in answers for cell in ((a.people, a.mean) if a else (None, None))),
        )


def _engaged(found: Engaged | None) -> Iterator[Cells]:
    if found is None:
        return
    yield ("median", None, found.median)
    for band, pairs in enumerate(found.bands):
        yield ("pairs", band * 100 // len(found.bands), pairs)
    for part, mean in found.parts.items():
        yield (part.value, None, mean)


def _fairness(told: Told) -> Iterator[Cells]:
    for edition in told.editions:
        for row in edition.report.rows:
            for one in row.figures:
                yield (
                    told.question.text,
                    edition.report.side.value,
                    edition.made_at.date(),
                    told.question.choices[row.choice],
                    row.people,
                    one.measure.value,
                    one.people,
                    *(_rounded(value) for value in (one.value, one.low, one.high)),
                    one.extreme.value if one.extreme else None,
                    "yes" if one.is_beyond_chance else "no",
                )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
