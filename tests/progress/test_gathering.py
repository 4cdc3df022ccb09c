"""The facts of mentorships: all that is known, nothing of its words, by few statements."""

from __future__ import annotations

from datetime import date, timedelta

from server.mentorships.model import EndReason, Pause, Side
from server.progress.model import Action, Facts
from server.progress.service.gathering import Gathering
from server.scheduling.model import Tally
from tests.progress.conftest import Pair, Stage
from tests.support.statements import statements


def gathering(stage: Stage) -> Gathering:
    return stage.cast.services.progress.gathering


async def test_of_a_new_mentorship_nothing_is_known_but_what_was_asked_for(pair: Pair) -> None:
    found = await pair.facts()
    asked = pair.mentorship.plan.sessions_a_month
    assert found == Facts(
        mentorship=pair.mentorship, sessions_a_month=asked, is_agreement_signed=False
    )


async def test_facts_are_all_that_became_of_a_mentorship(pair: Pair, stage: Stage) -> None:
    held = await stage.session()
    await stage.session(None, stage.cast.mentee, is_held=False)
    ahead = await stage.cast.services.bookings.book(
        stage.cast.mentee, stage.cast.time(held.starts_at + timedelta(days=7))
    )
    await pair.meet(days_ago=1)
    await pair.sign(sessions_a_month=5)
    goal = await pair.goal()
    done = await pair.action(goal, status="done")
    opened = await pair.action(goal, owner="mentor", due="2026-12-24")
    await pair.goal("Another", status="dropped")
    await pair.check_in(stage.cast.mentor)
    await pair.write(stage.cast.mentee)
    found = await pair.facts()
    assert (found.sessions_a_month, found.is_agreement_signed) == (5, True)
    assert found.agreement_ends_at == stage.clock.now() + timedelta(weeks=12)
    assert [(one.at, one.minutes) for one in found.met] == [
        (stage.clock.now() - timedelta(days=1), 45)
    ]
    assert found.booked == (ahead.starts_at,)
    assert found.kept == {Side.MENTOR: Tally(kept=1, missed=1), Side.MENTEE: Tally(kept=2)}
    assert (found.goals, found.goal_percent, found.done_actions) == (1, 50, 1)
    assert done not in {one.id for one in found.open_actions}
    assert found.open_actions == (Action(opened, Side.MENTOR, date(2026, 12, 24)),)
    assert found.check_ins == {Side.MENTOR: frozenset({_monday(stage)})}
    assert found.wrote_at == {Side.MENTEE: stage.clock.now()}
    assert found.unanswered == {Side.MENTEE: (stage.clock.now(),)}
    assert found.goals_changed_at == stage.clock.now()


async def test_what_waits_for_an_answer_is_all_that_one_wrote_since_the_other(
    pair: Pair, stage: Stage
) -> None:
    mentee, mentor, chat = stage.cast.mentee, stage.cast.mentor, stage.cast.services.chat
    times = []
    for key, person in enumerate((mentee, mentor, mentee, mentee, mentee)):
        stage.clock.forward(hours=1)
        times.append(stage.clock.now())
        await pair.write(person, key=str(key))
    found = await pair.facts()
    assert found.wrote_at == {Side.MENTOR: times[1], Side.MENTEE: times[4]}
    assert found.unanswered == {Side.MENTEE: tuple(times[2:])}
    talk = await chat.talk(mentee, pair.id, None)
    first = next(one for one in talk.messages if one.sent_at == times[2])
    await chat.take_back(mentee, pair.id, first.id)
    assert (await pair.facts()).unanswered == {Side.MENTEE: tuple(times[3:])}
    stage.clock.forward(hours=1)
    await pair.write(mentor, key="last")
    assert (await pair.facts()).unanswered == {Side.MENTOR: (stage.clock.now(),)}


def _monday(stage: Stage) -> date:
    today = stage.clock.now().date()
    return today - timedelta(days=today.weekday())


async def test_no_word_of_anybody_is_in_the_facts(pair: Pair, stage: Stage) -> None:
    await pair.action(await pair.goal("A secret goal", why="A secret reason"), title="Secret rope")
    await pair.check_in(stage.cast.mentee)
    await pair.write(stage.cast.mentee)
    found = await pair.facts()
    assert found.open_actions
    assert found.check_ins
    assert found.wrote_at
    assert "secret" not in repr(found).casefold()


async def test_an_edition_that_one_has_signed_alone_holds_for_nobody(pair: Pair) -> None:
    await pair.sign(sessions_a_month=5)
    agreements = pair.cast.services.agreements
    view = await agreements.show(pair.cast.mentee, pair.id)
    await agreements.write(pair.cast.mentee, pair.id, 1, view.first)
    assert (await pair.facts()).sessions_a_month == 5


async def test_a_done_goal_is_whole_and_goals_count_by_weight(pair: Pair) -> None:
    await pair.goal("Done", status="done", weight=3)
    await pair.goal("Begun", weight=1, percent=20)
    assert (await pair.facts()).goal_percent == (3 * 100 + 20) // 4


async def test_all_mentorships_cost_as_many_statements_as_one(pair: Pair, stage: Stage) -> None:
    await stage.session()
    await stage.session(stage.cast.other)
    await pair.action(await pair.goal())
    database = stage.cast.services.database
    with statements(database, "SELECT") as alone:
        await pair.facts()
    everyone = await stage.cast.services.mentorships.of_programme(pair.mentorship.programme)
    with statements(database, "SELECT") as together:
        found = await gathering(stage).facts(everyone)
    assert len(found) == 2
    assert len(together) == len(alone) - 1  # which looked the mentorship up, too


async def test_running_ones_come_page_by_page_and_ended_ones_do_not(stage: Stage) -> None:
    services = stage.cast.services
    async with services.database.read() as tx:
        mine = await services.mentorships.pairs_in(tx, stage.cast.mentor)
    pages = [list(page) async for page in gathering(stage).running(page=1)]
    assert pages == [[one] for one in sorted(each.id for each in mine)]
    await services.mentorships.end(stage.cast.mentor, mine[0].id, EndReason.NO_TIME)
    pages = [list(page) async for page in gathering(stage).running()]
    assert pages == [[mine[1].id]]
    of_programme = await gathering(stage).of_programme(mine[0].programme)
    assert of_programme.keys() == {one.id for one in mine}


async def test_pauses_are_kept_as_they_were(pair: Pair, stage: Stage) -> None:
    mentorships, clock = stage.cast.services.mentorships, stage.clock
    first = clock.now()
    await mentorships.pause(stage.cast.mentee, pair.id, first + timedelta(days=3))
    assert (await pair.facts()).pauses == (Pause(first, None),)
    clock.forward(days=4)
    await mentorships.go_on()
    resumed = clock.now()
    assert (await pair.facts()).pauses == (Pause(first, resumed),)
    await mentorships.pause(stage.cast.mentor, pair.id, None)
    clock.forward(days=1)
    await mentorships.end(stage.cast.mentor, pair.id, EndReason.NO_TIME)
    found = await pair.facts()
    assert found.pauses == (Pause(first, resumed), Pause(resumed, clock.now()))
    assert found.going_since == found.until(clock.now()) == clock.now()
