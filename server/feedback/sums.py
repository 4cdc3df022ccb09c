"""What a programme's people answered, in sums over cohorts; refuses single answers. Pure.

A sum is over five people at least, and grows by five more at a time: whoever looks before and
after learns nothing of one of them. Who answered more than once among five counts as one, so that
nobody moves a mean by more than a fifth of its scale. The whole is the sum of the cohorts that are
told, so that nothing follows for the others by subtraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import fmean

from server.feedback.instruments import Given, Instrument, alliance_of
from server.feedback.model import Measured, Survey

LEAST_PEOPLE = 5


@dataclass(frozen=True, slots=True)
class Sum:
    """Of so many people, who may have answered more than once."""

    people: int
    mean: float


@dataclass(frozen=True, slots=True)
class _Said:
    person: str
    at: datetime
    cohort: str
    measured: Measured
    value: float


@dataclass(frozen=True, slots=True)
class Sums:
    """By measure; `cohorts` holds those with enough answers."""

    whole: Mapping[Measured, Sum]
    cohorts: Mapping[str, Mapping[Measured, Sum]]


def sums_of(surveys: Iterable[Survey], cohort: Mapping[str, str]) -> Sums:
    """`cohort`: of each mentorship that counts."""
    said = [one for survey in surveys for one in _said(survey, cohort)]
    counted: dict[tuple[str, Measured], list[_Said]] = {}
    for key in sorted({(one.cohort, one.measured) for one in said}):
        of = [one for one in said if (one.cohort, one.measured) == key]
        if kept := _batched(of):
            counted[key] = kept
    cohorts: dict[str, dict[Measured, Sum]] = {}
    for (name, measured), of in counted.items():
        cohorts.setdefault(name, {})[measured] = _sum(of)
    whole = {
        measured: _sum(everything)
        for measured in Measured
        if (everything := [one for (_, m), of in counted.items() if m is measured for one in of])
    }
    return Sums(whole, cohorts)


def _said(survey: Survey, cohort: Mapping[str, str]) -> Iterable[_Said]:
    name, given = cohort.get(survey.mentorship), survey.answers
    if name is None or given is None or survey.answered_at is None:
        return
    for measured, value in _values(survey.instrument, given).items():
        yield _Said(survey.person, survey.answered_at, name, measured, value)


def _values(instrument: Instrument, given: Mapping[str, Given]) -> dict[Measured, float]:
    if instrument is Instrument.FIT:
        return {Measured.FIT: float(given["fit"] == "yes")}
    if instrument is Instrument.PULSE and isinstance(going := given["going"], int):
        return {Measured.GOING: float(going)}
    if instrument is Instrument.ALLIANCE:
        found = alliance_of(given)
        return {Measured.RELATION: found.relation, Measured.EFFECT: found.effect}
    return {}


def _batched(said: Sequence[_Said]) -> list[_Said]:
    """Five people or more at a time, each of them once."""
    counted: list[_Said] = []
    batch: dict[str, list[_Said]] = {}
    for one in sorted(said, key=lambda each: (each.at, each.person)):
        batch.setdefault(one.person, []).append(one)
        if len(batch) >= LEAST_PEOPLE:
            counted += [_as_one(of) for of in batch.values()]
            batch = {}
    return counted


def _as_one(said: Sequence[_Said]) -> _Said:
    return replace(said[-1], value=fmean(one.value for one in said))


def _sum(said: Sequence[_Said]) -> Sum:
    mean = fmean(one.value for one in said)
    return Sum(len({one.person for one in said}), round(mean, 2))
