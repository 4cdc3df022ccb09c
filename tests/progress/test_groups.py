"""Group questions: asked openly, answered freely, told only in sums, and forgotten at a word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.errors import Invalid, NotFound
from server.mentorships.model import MentorshipState, Side
from server.progress.model.fairness import Extreme, Fate, Measure, fate_of, report_of
from server.progress.model.groups import Asked, Counted, is_next_due, mark_of
from tests.programmes.conftest import coordinator, draft, operator, programme, services, sign_up
from tests.progress.facts import facts
from tests.progress.folk import Folk, folk

__all__ = ["coordinator", "draft", "folk", "operator", "programme", "services", "sign_up"]

ASKED = Asked("Where did you grow up?", ("At sea", "On land"))
MATCHED = Measure.MATCHED


def _fates(matched: int, of: int, name: str) -> dict[str, Fate]:
    pair = facts("x", met=(3, 2, 1))
    return {f"{name}{n}": fate_of(Side.MENTEE, [pair] if n < matched else []) for n in range(of)}


def _said(*groups: Mapping[str, Fate]) -> dict[str, int]:
    return {person: choice for choice, of in enumerate(groups) for person in of}


def test_a_difference_is_named_only_where_chance_would_hardly_make_it() -> None:
    many, few, alike = _fates(27, 30, "a"), _fates(12, 30, "b"), _fates(25, 30, "c")
    apart = report_of(Side.MENTEE, 2, _said(many, few), many | few)
    assert [row.figures[0].is_beyond_chance for row in apart.rows] == [True, True]
    assert apart.rows[1].figures[0].value == pytest.approx(0.4)
    near = report_of(Side.MENTEE, 2, _said(many, alike), many | alike)
    assert not any(one.is_beyond_chance for row in near.rows for one in row.figures)


def _alike(draw: Random, name: str, number: int = 40) -> dict[str, Fate]:
    """A group that differs from others by chance alone, in four measures."""
    shares = (Measure.MATCHED, Measure.MET_OFTEN, Measure.COMPLETED)
    return {
        f"{name}{at}": Fate(
            side=Side.MENTEE,
            values={m: float(draw.random() < 0.6) for m in shares}
            | {Measure.GOALS: draw.uniform(0, 100)},
        )
        for at in range(number)
    }


@pytest.mark.parametrize("groups", [2, 3])
def test_where_nothing_differs_a_side_is_alarmed_by_chance_in_less_than_five_of_a_hundred(
    groups: int,
) -> None:
    draw, alarms, times = Random(5), 0, 200
    for _ in range(times):
        of = [_alike(draw, f"{name} ") for name in range(groups)]
        fates = {person: fate for each in of for person, fate in each.items()}
        found = report_of(Side.MENTEE, groups, _said(*of), fates)
        assert all(len(row.figures) == 4 for row in found.rows)
        alarms += any(one.is_beyond_chance for row in found.rows for one in row.figures)
    assert 0 < alarms < times * 0.05


def test_what_two_measures_would_mark_four_together_do_not() -> None:
    many, few = _fates(25, 30, "a"), _fates(15, 30, "b")
    fates = many | few
    two = report_of(Side.MENTEE, 2, _said(many, few), fates)
    assert all(row.figures[0].is_beyond_chance for row in two.rows)
    more = {
        person: replace(
            one, values={**one.values, Measure.COMPLETED: float(at % 2), Measure.GOALS: 50.0}
        )
        for at, (person, one) in enumerate(fates.items())
    }
    together = report_of(Side.MENTEE, 2, _said(many, few), more)
    assert not any(one.is_beyond_chance for row in together.rows for one in row.figures)


def test_a_small_group_and_one_more_where_it_would_follow_are_not_shown() -> None:
    big, ten, nine = _fates(20, 40, "a"), _fates(5, 10, "b"), _fates(4, 9, "c")
    everybody = big | ten | nine
    found = report_of(Side.MENTEE, 3, _said(big, ten, nine), everybody)
    assert ([row.choice for row in found.rows], found.hidden) == ([0], 2)
    silent = _fates(3, 12, "d")
    found = report_of(Side.MENTEE, 3, _said(big, ten, nine), everybody | silent)
    assert ([row.choice for row in found.rows], found.hidden) == ([0, 1], 1)


def test_what_nearly_all_or_none_of_a_group_did_is_no_number() -> None:
    none, everyone, half = _fates(2, 12, "a"), _fates(11, 12, "b"), _fates(6, 12, "c")
    found = report_of(Side.MENTEE, 3, _said(none, everyone, half), none | everyone | half)
    told = [(row.figures[0].value, row.figures[0].extreme) for row in found.rows]
    assert told == [(None, Extreme.NEARLY_NONE), (None, Extreme.NEARLY_ALL), (0.5, None)]


GROUPS = st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), min_size=2, max_size=5)


@given(GROUPS, st.integers(0, 15))
def test_no_figure_and_no_rest_is_of_fewer_than_ten(
    sizes: list[tuple[int, int]], silent: int
) -> None:
    groups = [_fates(yes, yes + no, f"{n}-") for n, (yes, no) in enumerate(sizes)]
    fates = _fates(silent // 2, silent, "silent")
    for of in groups:
        fates |= of
    found = report_of(Side.MENTEE, len(groups), _said(*groups), fates)
    for measure in Measure:
        shown = [one.people for row in found.rows for one in row.figures if one.measure is measure]
        rest = sum(1 for one in fates.values() if measure in one.values) - sum(shown)
        assert all(people >= 10 for people in shown)
        assert not shown or rest == 0 or rest >= 10


MARKS = st.dictionaries(st.integers(0, 40).map(str), st.sampled_from(("0", "1")), max_size=40)


@given(MARKS, MARKS, st.integers(0, 12))
def test_two_editions_never_differ_by_fewer_than_ten_people(
    before: dict[str, str], now: dict[str, str], gone: int
) -> None:
    differ = {one for one in before.keys() | now.keys() if before.get(one) != now.get(one)}
    assert is_next_due(Counted(before, gone), now) == (len(differ) + gone >= 10)


def test_a_mark_changes_with_whatever_others_can_see_of_somebody() -> None:
    pair = facts("x", met=(9, 8), goal_percent=40)
    thrice = facts("x", met=(9, 8, 7), goal_percent=40)
    over = facts("x", met=(9, 8), goal_percent=40, state=MentorshipState.COMPLETED, ended=1)
    marks = {mark_of(0, fate_of(Side.MENTEE, of)) for of in ([], [pair], [thrice], [over])}
    assert len(marks) == 4
    assert mark_of(1, fate_of(Side.MENTEE, [pair])) not in marks
    seen = [mark_of(0, fate_of(Side.MENTOR, [], exposure)) for exposure in (0.5, 2.0)]
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Asked("", ("a", "b")), "questions[0].text"),
        (Asked("Region", ("a",)), "questions[0].choices"),
        (Asked("Region", ("a", "a")), "questions[0].choices"),
        (Asked("Region", ("a", "  ")), "questions[0].choices[1]"),
    ],
)
async def test_a_bad_question_is_refused_at_its_place(folk: Folk, wrong: Asked, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        await folk.ask(wrong)
    assert field in refused.value.fields


async def test_somebody_says_something_else_or_nothing_any_more(folk: Folk) -> None:
    [question] = await folk.ask(ASKED)
    [ana] = await folk.join(1)
    await folk.groups.answer(ana, question.id, 1)
    await folk.groups.answer(ana, question.id, 0)
    assert await folk.own(ana) == [(True, 0)]
    await folk.groups.answer(ana, question.id, None)
    assert await folk.own(ana) == [(True, None)]
    await folk.groups.withdraw(ana, question.id)
    await folk.groups.withdraw(ana, question.id)
    assert await folk.own(ana) == [(False, None)]
    for choice in (2, -1):
        with pytest.raises(Invalid):
            await folk.groups.answer(ana, question.id, choice)


async def test_who_does_not_take_part_is_asked_nothing(folk: Folk) -> None:
    [question] = await folk.ask(ASKED)
    for outsider in (folk.coordinator, folk.operator):
        assert await folk.groups.own(outsider) == []
        with pytest.raises(NotFound):
            await folk.groups.answer(outsider, question.id, 0)


async def test_ten_answers_are_told_and_a_change_of_nine_is_not(folk: Folk) -> None:
    [question] = await folk.ask(ASKED)
    people = await folk.join(40)
    for person in people[:9]:
        await folk.groups.answer(person, question.id, 0)
    await folk.groups.renew()
    assert await folk.sizes() == {}
    await folk.groups.answer(people[9], question.id, 0)
    await folk.groups.renew()
    assert await folk.sizes() == {0: 10}
    for person in people[10:18]:
        await folk.groups.answer(person, question.id, 1)
    await folk.groups.withdraw(people[0], question.id)
    await folk.groups.renew()
    assert await folk.sizes() == {0: 10}, "nine differ"
    for person in (people[0], *people[18:21]):
        await folk.groups.answer(person, question.id, 0 if person == people[0] else 1)
    await folk.groups.renew()
    assert await folk.sizes() == {0: 10, 1: 11}


async def test_whoever_leaves_is_forgotten(folk: Folk) -> None:
    [question] = await folk.ask(ASKED)
    [ana, bea] = await folk.join(2)
    for person in (ana, bea):
        await folk.groups.answer(person, question.id, 0)
    await folk.services.enrolment.leave(ana, folk.programme)
    await folk.groups.renew()
    assert await folk.rows() == {bea}


async def test_another_wording_is_another_question_and_the_same_one_stays(folk: Folk) -> None:
    [question] = await folk.ask(ASKED)
    [ana] = await folk.join(1)
    await folk.groups.answer(ana, question.id, 0)
    other = Asked("Who taught you?", ("Somebody", "Nobody"))
    first, second = await folk.ask(other, ASKED)
    assert second.id == question.id
    assert await folk.own(ana) == [(False, None), (True, 0)]
    await folk.ask(Asked(ASKED.text, ("At sea", "Elsewhere")), other)
    assert await folk.own(ana) == [(False, None), (False, None)]
    assert await folk.rows() == set()
    assert first.id != second.id
