"""Stages, months and engagement follow from facts alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.mentorships.model import (
    EndReason,
    Mentorship,
    MentorshipState,
    Pause,
    Plan,
    Side,
    paused_within,
)
from server.progress.model import (
    WEIGHTS,
    Action,
    Facts,
    Met,
    Part,
    Stage,
    engagement_of,
    months_of,
    score_of,
    stage_of,
)
from server.progress.model.engagement import LEAST_KNOWN
from server.scheduling.model import Tally

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
"""A Monday."""


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def mentorship(
    state: MentorshipState = MentorshipState.ACTIVE, ended: float | None = None
) -> Mentorship:
    return Mentorship(
        id="m",
        programme="p",
        mentor="mentor",
        mentee="mentee",
        request=None,
        plan=Plan("goals", 2, 26),
        state=state,
        started_at=START,
        ends_at=day(182),
        ended_at=None if ended is None else day(ended),
    )


def facts(*met: float, **more: object) -> Facts:
    """A mentorship that met on these days."""
    given = {"mentorship": mentorship(), "sessions_a_month": 2, "is_agreement_signed": False}
    meetings = tuple(Met(day(one), 60) for one in met)
    return Facts(**{**given, "met": meetings, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stage", "known", "today"),
    [
        (Stage.WAITING, facts(), 21),
        (Stage.STALLED, facts(), 22),
        (Stage.WAITING, facts(booked=(day(40),)), 30),
        (Stage.ACTIVE, facts(3), 24),
        (Stage.STALLED, facts(3), 25),
        (Stage.ACTIVE, facts(3, booked=(day(40),)), 30),
        (Stage.ACTIVE, facts(3, pauses=(Pause(day(5), day(30)),)), 51),
        (Stage.STALLED, facts(3, pauses=(Pause(day(5), day(30)),)), 52),
        (Stage.PAUSED, facts(3, mentorship=mentorship(MentorshipState.PAUSED)), 90),
        (Stage.COMPLETED, facts(mentorship=mentorship(MentorshipState.COMPLETED, 60)), 90),
        (Stage.ENDED_EARLY, facts(3, mentorship=mentorship(MentorshipState.ENDED, 60)), 90),
    ],
)
def test_every_mentorship_is_in_one_stage(stage: Stage, known: Facts, today: float) -> None:
    assert stage_of(known, day(today)) is stage


def test_a_stage_tells_nobody_why_somebody_left() -> None:
    left = mentorship(MentorshipState.ENDED, 60)
    stages = {
        stage_of(facts(mentorship=replace(left, reason=reason)), day(70)) for reason in EndReason
    }
    assert stages == {Stage.ENDED_EARLY}


def test_months_plan_what_was_agreed_and_a_pause_owes_nothing() -> None:
    paused = facts(1, 20, 35, 70, pauses=(Pause(day(30), day(45)),), sessions_a_month=4)
    found = months_of(paused, day(75))
    assert [(one.planned, one.held, one.paused_days) for one in found] == [
        (4, 2, 0),
        (2, 1, 15),
        (4, 1, 0),
    ]
    assert [one.is_over for one in found] == [True, True, False]


def test_the_last_month_of_what_has_ended_is_as_long_as_it_was() -> None:
    ended = facts(1, mentorship=mentorship(MentorshipState.COMPLETED, 45), sessions_a_month=4)
    last = months_of(ended, day(200))[-1]
    assert (last.ends_at, last.planned, last.is_over) == (day(45), 2, True)


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30)), max_size=4), st.integers(1, 200))
def test_months_lie_side_by_side_and_hold_every_meeting_once(
    raw: list[tuple[int, int]], today: int
) -> None:
    met = sorted(float(one) for one, _ in raw if one < today)
    months = months_of(facts(*met), day(today))
    assert sum(one.held for one in months) == len(met)
    assert all(one.ends_at == after.began_at for one, after in pairwise(months))
    assert months[0].began_at == START
    assert all(one.planned == 2 for one in months)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_a_pause_is_no_longer_than_what_it_is_within(a: int, b: int, c: int, d: int) -> None:
    first, last = sorted((day(a), day(b)))
    began, ended = sorted((day(c), day(d)))
    within = paused_within([Pause(began, ended)], first, last)
    assert timedelta() <= within <= min(last - first, ended - began)
    whole = paused_within([Pause(began, None)], first, last)
    assert within <= whole <= last - first


VALUE = st.none() | st.floats(0, 1)
PARTS = st.fixed_dictionaries(dict.fromkeys(Part, VALUE))


def test_every_part_has_a_weight_and_all_come_to_a_hundred() -> None:
    assert set(WEIGHTS) == set(Part)
    assert sum(WEIGHTS.values()) == 100


@given(PARTS, st.sampled_from(Part), st.floats(0, 1))
def test_a_score_is_from_0_to_100_and_never_falls_as_a_part_rises(
    parts: dict[Part, float | None], part: Part, better: float
) -> None:
    score, known = score_of(parts), parts[part]
    assert score is None or 0 <= score <= 100
    if known is not None and known <= better:
        after = score_of({**parts, part: better})
        assert (score is None) == (after is None)
        assert score is None or after is None or after >= score


@given(PARTS)
def test_little_known_is_no_score_and_all_of_the_best_is_a_hundred(
    parts: dict[Part, float | None],
) -> None:
    weight = sum(WEIGHTS[part] for part, value in parts.items() if value is not None)
    assert (score_of(parts) is None) == (weight < LEAST_KNOWN)
    best = {part: None if value is None else 1.0 for part, value in parts.items()}
    assert score_of(best) in {None, 100}


def test_on_the_first_day_it_is_too_early_to_say() -> None:
    found = engagement_of(facts(), day(1))
    assert set(found.parts.values()) == {None}
    assert found.score is None


def monday(weeks: int) -> date:
    return day(7 * weeks).date()


GOOD = facts(
    *(10, 25, 40, 55, 58),
    sessions_a_month=2,
    is_agreement_signed=True,
    booked=(day(70),),
    kept={Side.MENTOR: Tally(4), Side.MENTEE: Tally(4, late=1)},
    goals=2,
    goal_percent=60,
    goals_changed_at=day(55),
    open_actions=(Action("a", None, None),),
    check_ins={side: frozenset(map(monday, (4, 5, 6, 7))) for side in Side},
    wrote_at={Side.MENTOR: day(56), Side.MENTEE: day(58)},
)


def test_a_pair_that_does_all_of_it_has_all_parts() -> None:
    found = engagement_of(GOOD, day(60))
    assert set(found.parts.values()) == {1.0}
    assert found.score == 100


@pytest.mark.parametrize(
    ("part", "change", "value"),
    [
        (Part.CADENCE, {"met": (Met(day(10), 60),)}, 0.25),
        (Part.CADENCE, {"met": GOOD.met[-1:], "pauses": (Pause(day(15), day(45)),)}, 0.5),
        (Part.ATTENDANCE, {"kept": {Side.MENTOR: Tally(3), Side.MENTEE: Tally(missed=1)}}, 0.75),
        (Part.ATTENDANCE, {"kept": {}}, None),
        (Part.GOALS, {"goals": 0, "goal_percent": None}, 0.0),
        (Part.GOALS, {"goals_changed_at": day(0)}, 0.6),
        (Part.GOALS, {"goals_changed_at": day(23), "goal_percent": 0}, 0.5),
        (Part.BOOKED, {"booked": ()}, None),
        (Part.BOOKED, {"booked": (), "met": GOOD.met[:1]}, 0.0),
        (Part.CHECK_INS, {"check_ins": {Side.MENTEE: frozenset({monday(7), monday(4)})}}, 0.25),
        (Part.CHECK_INS, {"check_ins": {}}, 0.0),
        (Part.CHECK_INS, {"pauses": (Pause(day(35), day(40)),)}, None),
        (Part.ANSWERS, {"wrote_at": {}}, None),
        (Part.ANSWERS, {"wrote_at": {Side.MENTEE: day(14)}}, 2 / 3),
        (Part.AGREEMENT, {"is_agreement_signed": False}, 0.0),
    ],
)
def test_a_part_follows_from_what_they_did(
    part: Part, change: dict[str, object], value: float | None
) -> None:
    found = engagement_of(replace(GOOD, **change), day(60))  # type: ignore[arg-type]
    assert found.parts[part] == (None if value is None else pytest.approx(value))


def test_of_a_paused_or_ended_one_nothing_is_expected_that_it_cannot_do() -> None:
    for state, ended in ((MentorshipState.PAUSED, None), (MentorshipState.COMPLETED, 60)):
        quiet = replace(GOOD, booked=(), mentorship=mentorship(state, ended))
        found = engagement_of(quiet, day(300 if ended else 60))
        assert found.parts[Part.BOOKED] is None
        assert found.score == 100


@given(st.integers(0, 12), st.integers(0, 4), st.integers(0, 100), st.integers(1, 120))
def test_another_meeting_or_check_in_never_lowers_the_score(
    met: int, weeks: int, percent: int, today: int
) -> None:
    before = facts(
        *(float(one * 5) for one in range(met) if one * 5 < today),
        goals=1,
        goal_percent=percent,
        check_ins={Side.MENTOR: frozenset(monday(today // 7 - one) for one in range(1, weeks))},
    )
    now = day(today)
    after = replace(before, met=(*before.met, Met(now, 60)))
    low, high = engagement_of(before, now).score, engagement_of(after, now).score
    assert low is None or high is None or high >= low
    more = frozenset(monday(today // 7 - one) for one in range(1, weeks + 1))
    high = engagement_of(replace(before, check_ins={Side.MENTOR: more}), now).score
    assert (low is None) == (high is None)
    assert low is None or high is None or high >= low
