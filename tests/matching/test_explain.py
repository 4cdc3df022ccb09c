"""Reasons come from numbers: they sum to the score and say nothing else."""

from __future__ import annotations

import dataclasses
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.matching.explain import Code, Level, explain, level
from server.matching.features import rarities
from server.matching.hours import Window, free_hours
from server.matching.pair import Evidence, evidence
from server.matching.rules import Calibration
from server.matching.traits import Fluency, MenteeTraits, MentorTraits, Record
from server.profiles.model import Criterion
from tests.matching.crowds import DIM, RULES, crowd, indexed

CALIBRATION = Calibration()
MONDAY = date(2026, 11, 23)


def _evidence(mentee: MenteeTraits, mentor: MentorTraits) -> Evidence:
    return evidence(mentee, mentor, RULES, rarities(indexed([mentor]), mentee))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_explanations_sum_to_the_score(seed: int) -> None:
    (mentee,), (mentor,) = crowd(seed, 1, 1)
    seen = _evidence(mentee, mentor)
    said = explain(seen, CALIBRATION)
    assert sum(one.points for one in said.contributions) == pytest.approx(seen.score)
    assert len(said.reasons) <= 3
    worth = {one.criterion: one.points for one in said.contributions}
    order = [worth[one.criterion] for one in said.reasons]
    assert order == sorted(order, reverse=True)
    assert len({one.criterion for one in said.reasons}) == len(said.reasons)


def _made() -> tuple[MenteeTraits, MentorTraits]:
    axes = np.eye(DIM, dtype=np.float32)
    mentee = MenteeTraits(
        id="mentee",
        goals=axes[:4],
        targets=(None, "industry-1", None, None),
        seniority=2,
        languages={"es": Fluency.NATIVE, "en": Fluency.GOOD},
        interests=frozenset({"chess", "running"}),
        hours=free_hours([Window(1, 17 * 60, 23 * 60)], "Europe/Madrid", MONDAY),
    )
    mentor = MentorTraits(
        id="mentor",
        expertise=axes[[2, 0, 1]],
        industries=frozenset({"industry-0"}),
        seniority=4,
        languages={"es": Fluency.FLUENT, "en": Fluency.FLUENT},
        interests=frozenset({"chess"}),
        hours=free_hours([Window(1, 8 * 60, 23 * 60)], "Europe/Madrid", MONDAY),
        places_left=1,
    )
    return mentee, mentor


def test_the_words_of_a_pair() -> None:
    said = explain(_evidence(*_made()), CALIBRATION)
    assert [one.code for one in said.reasons] == [
        Code.GOALS_COVERED, Code.HOURS_SHARED, Code.STEPS_AHEAD,
    ]  # fmt: skip
    goals, hours, steps = said.reasons
    assert goals.arguments["covered"] == 3
    assert goals.arguments["of"] == 4
    assert goals.arguments["matches"] == [
        {"goal": 0, "line": 1}, {"goal": 1, "line": 2}, {"goal": 2, "line": 0},
    ]  # fmt: skip
    assert hours.arguments == {"hours": 6.0}
    assert steps.arguments == {"steps": 2}
    assert said.is_newcomer


def test_the_caveat_is_what_costs_most() -> None:
    mentee, mentor = _made()
    seen = _evidence(mentee, mentor)
    caveat = explain(seen, CALIBRATION).caveat
    assert caveat is not None
    assert (caveat.code, caveat.arguments) == (
        Code.OTHER_INDUSTRY, {"industries": ["industry-1"]},
    )  # fmt: skip
    short = free_hours([Window(1, 17 * 60, 18 * 60)], "Europe/Madrid", MONDAY)
    caveat = explain(
        _evidence(mentee, dataclasses.replace(mentor, hours=short)), CALIBRATION
    ).caveat
    assert caveat is not None
    assert (caveat.code, caveat.arguments) == (Code.FEW_HOURS, {"hours": 1.0})


def test_a_goal_that_is_not_covered_is_named() -> None:
    mentee, mentor = _made()
    only = dataclasses.replace(mentor, expertise=mentor.expertise[:1])
    caveat = explain(_evidence(mentee, only), CALIBRATION).caveat
    assert caveat is not None
    assert (caveat.code, caveat.arguments) == (Code.GOALS_MISSED, {"goals": [0, 1, 3]})


def test_ratings_are_a_reason_only_after_sessions() -> None:
    mentee, mentor = _made()
    wishing = dataclasses.replace(mentee, most_important=Criterion.QUALITY)
    praised = dataclasses.replace(mentor, record=Record(0.3, 9, 0, 1.0, sessions=11))
    heavy = dataclasses.replace(RULES, weights={Criterion.QUALITY: 1.0})
    for one, expected in ((mentor, []), (praised, [Code.WELL_FOUND])):
        seen = evidence(wishing, one, heavy, ())
        assert [said.code for said in explain(seen, CALIBRATION).reasons] == expected


def test_no_pair_is_explained_by_what_is_not_there() -> None:
    mentee, mentor = _made()
    bare = dataclasses.replace(
        mentor, expertise=np.zeros((0, DIM), np.float32), interests=frozenset(),
        languages={"en": Fluency.GOOD}, seniority=None, industries=frozenset(),
    )  # fmt: skip
    said = explain(_evidence(mentee, bare), CALIBRATION)
    assert [one.code for one in said.reasons] == [Code.HOURS_SHARED]


def test_strong_is_kept_for_the_best_of_those_who_may() -> None:
    assert level(0.9, 1, 3) is Level.STRONG
    assert level(0.49, 1, 100) is Level.GOOD
    assert level(0.6, 10, 100) is Level.STRONG
    assert level(0.6, 11, 100) is Level.GOOD
    assert level(0.4, 31, 100) is Level.POSSIBLE
    assert level(0.2, 1, 100) is Level.POSSIBLE
