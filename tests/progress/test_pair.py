"""A pair's progress: the same for both, for nobody else, and as it was day by day."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from server.boards.model import goals_of
from server.core.errors import NotFound
from server.mentorships.model import EndReason, Side
from server.progress.model import Part, Stage
from server.progress.model.day import Day
from server.progress.service import PairView
from server.progress.store import days as store
from server.progress.table import HEADER, table_of
from tests.progress.conftest import Pair
from tests.progress.conftest import Stage as Scene


async def seen(pair: Pair, person: str | None = None) -> PairView:
    return await pair.cast.services.progress.pair.show(person or pair.cast.mentee, pair.id)


async def noted(pair: Pair) -> list[Day]:
    async with pair.cast.services.database.read() as tx:
        return await store.of_mentorship(tx, pair.id)


async def note(pair: Pair) -> int:
    return await pair.cast.services.progress.days.note()


def today(pair: Pair) -> date:
    return pair.clock.now().date()


async def test_both_see_the_same_and_nobody_else_sees_anything(pair: Pair, stage: Scene) -> None:
    await stage.session()
    await pair.action(await pair.goal())
    await pair.check_in(stage.cast.mentor)
    assert await seen(pair, stage.cast.mentor) == await seen(pair, stage.cast.mentee)
    for outsider in (stage.cast.other, stage.cast.stranger):
        with pytest.raises(NotFound):
            await seen(pair, outsider)


async def test_a_new_mentorship_has_a_page_as_well(pair: Pair) -> None:
    view = await seen(pair)
    assert view.stage is Stage.WAITING
    assert view.days == (Day(today(pair), None, 0, 0),)
    assert [(one.planned, one.held) for one in view.months] == [(2, 0)]
    assert len(view.weeks) == 1
    assert (view.in_a_row, view.hints) == (0, ())


async def test_days_are_noted_where_they_differ(pair: Pair) -> None:
    assert await note(pair) == 2  # of the mentor's two mentorships
    first = await pair.action(await pair.goal())
    assert await note(pair) == 1
    assert await note(pair) == 0
    started = today(pair)
    assert await noted(pair) == [Day(started, 0, 0, 1)]
    pair.clock.forward(days=3)
    assert await note(pair) == 0
    await pair.change(first, status="done")
    view = await seen(pair)
    assert view.days == (Day(started, 0, 0, 1), Day(today(pair), 100, 1, 0))
    assert await note(pair) == 1
    assert await noted(pair) == list(view.days)
    assert (await seen(pair)).days == view.days


async def test_what_was_never_noted_is_brought_back_from_kept_versions(pair: Pair) -> None:
    histories = pair.cast.services.boards.histories
    name = goals_of(pair.id)
    goal = await pair.goal()
    rows = [await pair.action(goal) for _ in range(4)]
    started, known = today(pair), [Day(today(pair), 0, 0, 4)]
    await histories.name(pair.cast.mentee, name, "The plan")
    for number, row in enumerate(rows[:2]):
        pair.clock.forward(days=10)
        await pair.change(row, status="done")
        # The later one of a day counts, and one that says the same is no row.
        await histories.name(pair.cast.mentee, name, "Before")
        known.append(Day(today(pair), 25 * (number + 1), number + 1, 3 - number))
        pair.clock.forward(days=1)
        await histories.name(pair.cast.mentee, name, "The same")
    pair.clock.forward(days=10)
    await note(pair)
    assert known[0].day == started
    assert await noted(pair) == [*known, Day(today(pair), 50, 2, 2)]


async def test_ended_ones_stay_as_they_were_at_their_end(pair: Pair, stage: Scene) -> None:
    await pair.goal(percent=40)
    pair.clock.forward(days=5)
    ended = today(pair)
    await stage.cast.services.mentorships.end(stage.cast.mentee, pair.id, EndReason.NO_TIME)
    pair.clock.forward(days=90)
    view = await seen(pair)
    assert view.stage is Stage.ENDED_EARLY
    assert view.days[-1] == Day(ended, 40, 0, 0)
    assert len(view.months) == 1
    assert view.hints == ()


async def test_weeks_in_a_row_break_by_no_pause_and_not_by_the_present_week(pair: Pair) -> None:
    mentorships = pair.cast.services.mentorships
    pair.clock.forward(days=1)  # to a Monday
    for person in (pair.cast.mentee, pair.cast.mentor):
        await pair.check_in(person)
        pair.clock.forward(days=7)
    assert (await seen(pair)).in_a_row == 2
    await mentorships.pause(pair.cast.mentee, pair.id, None)
    pair.clock.forward(days=21)
    await mentorships.resume(pair.cast.mentee, pair.id)
    await pair.check_in(pair.cast.mentor)
    view = await seen(pair)
    assert [one.is_paused for one in view.weeks] == [False] * 3 + [True] * 3 + [False]
    assert view.weeks[2].written == frozenset({Side.MENTOR})
    assert view.in_a_row == 3
    pair.clock.forward(days=14)
    assert (await seen(pair)).in_a_row == 0


async def test_hints_say_what_would_help_most_and_nothing_of_a_pause(pair: Pair) -> None:
    pair.clock.forward(days=40)
    assert (await seen(pair)).stage is Stage.STALLED
    assert (await seen(pair)).hints == (Part.CADENCE, Part.GOALS)
    await pair.cast.services.mentorships.pause(pair.cast.mentee, pair.id, None)
    assert (await seen(pair)).hints == ()


async def test_at_a_glance_are_ones_own_running_mentorships(pair: Pair, stage: Scene) -> None:
    await pair.goal(percent=30)
    booked = await stage.cast.services.bookings.book(stage.cast.mentee, stage.cast.time())
    progress = stage.cast.services.progress.pair
    mine = {one.facts.mentorship.id: one for one in await progress.of_person(stage.cast.mentor)}
    assert len(mine) == 2
    assert mine[pair.id].facts.goal_percent == 30
    assert mine[pair.id].facts.booked == (booked.starts_at,)
    assert [one.facts.mentorship.id for one in await progress.of_person(stage.cast.mentee)] == [
        pair.id
    ]
    assert await progress.of_person(stage.cast.stranger) == []


async def test_the_table_has_a_figure_a_row_and_no_words(pair: Pair, stage: Scene) -> None:
    await stage.session()
    await pair.action(await pair.goal("=SECRET()"))
    await pair.check_in(stage.cast.mentee)
    text = table_of(await seen(pair))
    [header, *rows] = csv.reader(io.StringIO(text))
    assert tuple(header) == HEADER
    assert all(len(row) == len(header) and row[-1].isdigit() for row in rows)
    assert {row[0] for row in rows} == {"goals", "actions", "sessions", "check_ins", "attendance"}
    assert ["attendance", "", "", "mentor", "kept", "1"] in rows
    assert "secret" not in text.casefold()
