"""A gate keeps exactly those apart whom it is meant to, and tells why."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest

from server.matching.gates import Gate
from server.matching.hours import Window, free_hours, no_hours
from server.matching.ranking import top
from server.matching.score import compare
from server.matching.traits import Filters, Fluency, MentorTraits, Wishes
from tests.matching.crowds import RULES, crowd, indexed

HOURS = free_hours([Window(1, 18 * 60, 20 * 60)], "Europe/Berlin", date(2026, 11, 23))
BASE = crowd(21, 1, 1)
MENTEE = dataclasses.replace(
    BASE[0][0], hours=HOURS, languages={"en": Fluency.GOOD, "de": Fluency.BASIC}, seniority=2
)
MENTOR = dataclasses.replace(
    BASE[1][0], hours=HOURS, languages={"en": Fluency.FLUENT, "de": Fluency.NATIVE}, seniority=5,
    places_left=1, is_open=True, wishes=Wishes(),
)  # fmt: skip


def _failed(
    mentor: MentorTraits = MENTOR, barred: dict[str, Gate] | None = None, **own: Any
) -> Gate:
    mentee = dataclasses.replace(MENTEE, **own)
    seen = compare(indexed([mentor]), mentee, RULES, barred=barred)
    return Gate(int(seen.failed[0]))


def test_nothing_keeps_two_apart_who_may_meet() -> None:
    assert _failed() == Gate(0)


@pytest.mark.parametrize(
    ("gate", "change"),
    [
        (Gate.FULL, {"places_left": 0}),
        (Gate.CLOSED, {"is_open": False}),
        (Gate.LANGUAGE, {"languages": {"de": Fluency.NATIVE}}),
        (Gate.LANGUAGE, {"languages": {"en": Fluency.BASIC}}),
        (Gate.HOURS, {"hours": no_hours()}),
        (Gate.SELF, {"id": MENTEE.id}),
        (Gate.LEVELS, {"wishes": Wishes(frozenset({3, 4}), is_levels_only=True)}),
        (Gate(0), {"wishes": Wishes(frozenset({3, 4}))}),
        (Gate(0), {"wishes": Wishes(frozenset({2}), is_levels_only=True)}),
        (Gate(0), {"wishes": Wishes(frozenset(), is_levels_only=True)}),
    ],
)
def test_the_mentors_side(gate: Gate, change: dict[str, Any]) -> None:
    assert _failed(dataclasses.replace(MENTOR, **change)) == gate


@pytest.mark.parametrize(
    ("gate", "filters", "mentor"),
    [
        (Gate.WISHED_LANGUAGE, Filters(languages=frozenset({"fr"})), {}),
        (Gate(0), Filters(languages=frozenset({"fr", "de"})), {}),
        (Gate.CHARGES, Filters(is_free_only=True), {"is_free": False}),
        (Gate(0), Filters(), {"is_free": False}),
        (Gate.GAP, Filters(least_gap=4), {}),
        (Gate.GAP, Filters(most_gap=2), {}),
        (Gate(0), Filters(least_gap=3, most_gap=3), {}),
        (Gate(0), Filters(least_gap=4), {"seniority": None}),
    ],
)
def test_the_mentees_filters(gate: Gate, filters: Filters, mentor: dict[str, Any]) -> None:
    given = dataclasses.replace(MENTOR, is_free=True)
    assert _failed(dataclasses.replace(given, **mentor), filters=filters) == gate


def test_what_is_between_two_people_bars_them_alone() -> None:
    for gate in (Gate.BLOCKED, Gate.REPORTING_LINE, Gate.PAST_PAIR, Gate.FORBIDDEN):
        assert _failed(barred={MENTOR.id: gate, "nobody": gate}) == gate


def test_one_hour_in_each_of_the_four_weeks_is_needed() -> None:
    half = free_hours([Window(1, 18 * 60, 18 * 60 + 30)], "Europe/Berlin", date(2026, 11, 23))
    assert _failed(hours=half) == Gate.HOURS
    once = HOURS.copy()
    once[2] = 0
    assert _failed(hours=once) == Gate.HOURS
    assert _failed(dataclasses.replace(MENTOR, hours=once)) == Gate.HOURS


def test_a_list_holds_nobody_whom_a_gate_keeps_away() -> None:
    mentees, mentors = crowd(22, 5, 120)
    index = indexed(mentors)
    for mentee in mentees:
        seen = compare(index, mentee, RULES)
        allowed = {index.ids[row] for row, gate in enumerate(seen.failed) if gate == 0}
        listed = [one.mentor_id for one in top(index, mentee, RULES, 500)]
        assert set(listed) == allowed
        assert len(listed) == len(allowed) > 0
