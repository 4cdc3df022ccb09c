"""What became of the pairs of each match run; refuses what months and runs together would tell.

How many pairs run, are completed or ended is said of each, as coordinators read that by name in
the list of pairs. How often pairs met they do not: that is told where each part of a month that
is of one run, or of none that is told, is empty or of five pairs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from server.matching.model import Round
from server.mentorships.model import MentorshipState
from server.progress.model.cohorts import cohorts_of
from server.progress.model.facts import Facts
from server.progress.model.outcomes import OFTEN
from server.progress.model.suppress import LEAST_COHORT

Cells = Mapping[str, Mapping[str, int]]
"""Pairs by run and month; "" is no run, and all months that are not shown."""
NO_RUN = NO_MONTH = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOutcome:
    """Of one run, or of the pairs that came without one (`made_at` and `proposed` None)."""

    made_at: datetime | None
    proposed: int | None
    pairs: int
    completed: int
    ended: int
    running: int
    met_thrice: int | None
    """None: too few would follow."""


def rounds_of(
    pairs: Sequence[Facts], rounds: Iterable[Round], now: datetime
) -> tuple[RoundOutcome, ...]:
    """The newest run first, what came without one last; nothing where there was no run."""
    newest = sorted(rounds, key=lambda one: one.made_at, reverse=True)
    if not newest:
        return ()
    of_run: dict[str, list[Facts]] = {run: [] for run in (*(one.run for one in newest), NO_RUN)}
    for pair in pairs:
        of_run[_run_of(pair, newest)].append(pair)
    told = told_apart(_cells(of_run, _months(pairs, now)))
    without = [(NO_RUN, None, None)] if of_run[NO_RUN] else []
    rows = [*((one.run, one.made_at, len(one.pairs)) for one in newest), *without]
    return tuple(
        _outcome(of_run[run], made_at, proposed, is_told=run in told)
        for run, made_at, proposed in rows
    )


def told_apart(cells: Cells) -> frozenset[str]:
    """Runs of which a sum may stand beside those of months; the smallest go first."""
    size = {run: sum(of.values()) for run, of in cells.items()}
    told = sorted(
        (run for run, of in cells.items() if of and min(of.values()) >= LEAST_COHORT),
        key=lambda run: size[run],
    )
    while small := _small_rests(cells, told):
        told.remove(next(run for run in told if small & cells[run].keys()))
    return frozenset(told)


def _small_rests(cells: Cells, told: Collection[str]) -> frozenset[str]:
    """Months in which what is of no told run is too little, and some is of one."""
    rest: dict[str, int] = {}
    for run, of in cells.items():
        for month, count in of.items():
            rest[month] = rest.get(month, 0) + (0 if run in told else count)
    among = {month for run in told for month in cells[run]}
    return frozenset(month for month in among if 0 < rest[month] < LEAST_COHORT)


def _run_of(pair: Facts, newest: Iterable[Round]) -> str:
    """The last run before it began that proposed the two."""
    one = pair.mentorship
    made = (
        each.run
        for each in newest
        if (one.mentee, one.mentor) in each.pairs and each.made_at <= one.started_at
    )
    return next(made, NO_RUN)


def _months(pairs: Iterable[Facts], now: datetime) -> dict[str, str]:
    """Of each mentorship, where its month is shown."""
    begun = ((one.mentorship.started_at, one) for one in pairs)
    months = cohorts_of(begun, now, 0).months
    return {one.mentorship.id: month for month, of in months.items() for one in of}


def _cells(of_run: Mapping[str, Iterable[Facts]], months: Mapping[str, str]) -> Cells:
    cells: dict[str, dict[str, int]] = {}
    for run, of in of_run.items():
        counts = cells.setdefault(run, {})
        for one in of:
            month = months.get(one.mentorship.id, NO_MONTH)
            counts[month] = counts.get(month, 0) + 1
    return cells


def _outcome(
    pairs: Sequence[Facts], made_at: datetime | None, proposed: int | None, *, is_told: bool
) -> RoundOutcome:
    states = [one.mentorship.state for one in pairs]
    return RoundOutcome(
        made_at=made_at,
        proposed=proposed,
        pairs=len(pairs),
        completed=states.count(MentorshipState.COMPLETED),
        ended=states.count(MentorshipState.ENDED),
        running=sum(1 for one in pairs if one.mentorship.is_running),
        met_thrice=sum(1 for one in pairs if len(one.met) >= OFTEN) if is_told else None,
    )
