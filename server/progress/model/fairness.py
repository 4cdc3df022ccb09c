"""Whether a programme goes alike for groups that people declared; refuses groups under ten.

Each group is compared with the other groups that are shown, never with people who did not say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from server.mentorships.model import MentorshipState, Side
from server.progress.model.chance import fisher, holm, interval_of_mean, mann_whitney, wilson
from server.progress.model.facts import Facts
from server.progress.model.outcomes import OFTEN
from server.progress.model.suppress import LEAST_GROUP, shown_of

FEW = 3
"""Where fewer than so many did something, or did not, no share is told: only that."""


class Measure(StrEnum):
    """What is compared. Shares are 0 to 1; `exposure` has a mean of 1; `goals` is a percentage."""

    MATCHED = "matched"
    MET_OFTEN = "met_often"
    COMPLETED = "completed"
    GOALS = "goals"
    EXPOSURE = "exposure"


SHARES = frozenset({Measure.MATCHED, Measure.MET_OFTEN, Measure.COMPLETED})


class Extreme(StrEnum):
    """Instead of a share that would say something of each of a group."""

    NEARLY_NONE = "nearly_none"
    NEARLY_ALL = "nearly_all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """How it went for one person; a measure that does not apply is left out."""

    side: Side
    values: Mapping[Measure, float]

    @property
    def mark(self) -> str:
        """All of it that others know of somebody by name: changes when that does.

        Goals in tens and no exposure: nobody knows either of anybody.
        """
        known = {m: v for m, v in self.values.items() if m is not Measure.EXPOSURE}
        parts = (f" {m.value}={round(v if m in SHARES else v / 10)}" for m, v in known.items())
        return "".join(sorted(parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure of one group. `value` None: see `extreme`."""

    measure: Measure
    people: int
    value: float | None
    low: float | None
    high: float | None
    extreme: Extreme | None
    is_beyond_chance: bool
    """Against the other groups that are shown."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Of one choice."""

    choice: int
    people: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class SideReport:
    """Of a question, for one side; `hidden`: groups that are not shown."""

    side: Side
    rows: tuple[GroupRow, ...]
    hidden: int


def fate_of(side: Side, pairs: Sequence[Facts], exposure: float | None = None) -> Fate:
    """Of a person, by their mentorships on that side. `exposure`: as a multiple of the mean."""
    values: dict[Measure, float] = {Measure.MATCHED: float(bool(pairs))}
    if exposure is not None:
        values[Measure.EXPOSURE] = exposure
    if pairs:
        values[Measure.MET_OFTEN] = float(any(len(one.met) >= OFTEN for one in pairs))
        over = [one for one in pairs if not one.mentorship.is_running]
        if over:
            done = any(one.mentorship.state is MentorshipState.COMPLETED for one in over)
            values[Measure.COMPLETED] = float(done)
        goals = [one.goal_percent for one in pairs if one.goal_percent is not None]
        if goals:
            values[Measure.GOALS] = sum(goals) / len(goals)
    return Fate(side=side, values=values)


def report_of(
    side: Side, choices: int, answers: Mapping[str, int], fates: Mapping[str, Fate]
) -> SideReport:
    """`answers`: the choices of those who said; `fates`: of everybody on this side."""
    groups = [
        [fates[person] for person, said in answers.items() if said == choice and person in fates]
        for choice in range(choices)
    ]
    sizes = {choice: len(of) for choice, of in enumerate(groups)}
    shown = sorted(shown_of(sizes, len(fates), LEAST_GROUP))
    everybody = list(fates.values())
    kept = {m: _values(m, {c: groups[c] for c in shown}, everybody) for m in Measure}
    beyond = _beyond(kept)
    figures = {
        m: {c: _figure(m, values, is_beyond=(m, c) in beyond) for c, values in of.items()}
        for m, of in kept.items()
    }
    rows = tuple(
        GroupRow(c, sizes[c], tuple(of[c] for of in figures.values() if c in of)) for c in shown
    )
    return SideReport(side, rows, sum(1 for size in sizes.values() if size) - len(shown))


def _values(
    measure: Measure, groups: Mapping[int, Sequence[Fate]], everybody: Sequence[Fate]
) -> dict[int, list[float]]:
    """Of each group that may be shown by this measure."""
    values = {
        c: [v for f in of if (v := f.values.get(measure)) is not None] for c, of in groups.items()
    }
    total = sum(1 for one in everybody if measure in one.values)
    shown = shown_of({c: len(of) for c, of in values.items()}, total, LEAST_GROUP)
    return {c: of for c, of in values.items() if c in shown}


def _beyond(
    kept: Mapping[Measure, Mapping[int, Sequence[float]]],
) -> frozenset[tuple[Measure, int]]:
    """What differs by more than chance, all measures of a side taken together.

    Of two groups there is one comparison, whichever of them is looked at.
    """
    compared = [(m, of, c) for m, of in kept.items() if len(of) > 1 for c in of]
    chances = {(m, one): _chance(m, one, of) for m, of, c in compared if (one := _one(c, of)) == c}
    found = holm(chances)
    return frozenset((m, c) for m, of, c in compared if found[m, _one(c, of)])


def _one(choice: int, of: Collection[int]) -> int:
    """The group that is compared with the others in the place of this one."""
    return min(of) if len(of) == 2 else choice


def _chance(measure: Measure, choice: int, values: Mapping[int, Sequence[float]]) -> float:
    ones = values[choice]
    others = [v for c, of in values.items() if c != choice for v in of]
    if measure in SHARES:
        return fisher(int(sum(ones)), len(ones), int(sum(others)), len(others))
    return mann_whitney(ones, others)


def _figure(measure: Measure, values: Sequence[float], *, is_beyond: bool) -> Figure:
    people, mean = len(values), sum(values) / len(values)
    extreme = _extreme(values) if measure in SHARES else None
    if extreme is not None:
        return Figure(
            measure=measure,
            people=people,
            value=None,
            low=None,
            high=None,
            extreme=extreme,
            is_beyond_chance=is_beyond,
        )
    is_share = measure in SHARES
    within = wilson(int(sum(values)), people) if is_share else interval_of_mean(values)
    return Figure(
        measure=measure,
        people=people,
        value=mean,
        low=max(0.0, within.low),
        high=min(100.0, within.high) if measure is Measure.GOALS else within.high,
        extreme=None,
        is_beyond_chance=is_beyond,
    )


def _extreme(values: Sequence[float]) -> Extreme | None:
    hits = int(sum(values))
    if hits < FEW:
        return Extreme.NEARLY_NONE
    return Extreme.NEARLY_ALL if len(values) - hits < FEW else None
