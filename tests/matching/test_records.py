"""How mentors have worked here reaches the score, the list and the search, on real databases."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest

from server.matching.columns import quality_of
from server.matching.model import PairFeedback
from server.matching.proposal import MentorEffect
from server.matching.rating import LEAST_RATERS, rating_of
from server.matching.service import Query
from server.matching.shortlist import NEAR_ENOUGH, shortlist
from server.matching.store import effects, feedback
from server.matching.traits import Record
from server.mentorships.model import Plan
from server.mentorships.service.requests import Ask, Wish
from server.profiles.model import Capacity, MentorChange
from tests.matching.conftest import Village
from tests.matching.crowds import RULES, crowd, indexed
from tests.support.clock import FixedClock

GOAL = "Raise seed money from investors"
PLAN = Plan(GOAL, 2, 12)


async def _asked(village: Village, mentee: str, mentor: str) -> str:
    ask = Ask(village.programme, [Wish(mentor)], PLAN)
    [made] = await village.services.requests.ask(mentee, ask)
    return made.id


async def _history(village: Village, mentor: str) -> Record:
    known = await village.services.suggestions._keeper._records.of([mentor])
    return known.record(village.programme, mentor)


async def test_answers_and_silences_are_counted_and_what_no_mentor_decided_is_not(
    village: Village, clock: FixedClock
) -> None:
    bo = await village.mentor("Bo", GOAL)
    services, asking = village.services, [await village.mentee(n, GOAL) for n in "ACDEF"]
    assert await _history(village, bo) == Record()

    withdrawn = await _asked(village, asking[0], bo)
    await services.requests.withdraw(asking[0], withdrawn, is_whole_line=True)
    declined = await _asked(village, asking[1], bo)
    clock.forward(hours=10)
    await services.requests.decline(bo, declined, None)
    await _asked(village, asking[2], bo)
    clock.forward(days=30)
    await services.requests.expire()
    accepted, overtaken = [await _asked(village, asking[at], bo) for at in (3, 4)]
    clock.forward(hours=2)
    await services.requests.agree(bo, accepted)  # the only place: the other one is closed with it
    assert (await services.requests.look(asking[4], overtaken))[0].state.value == "declined"

    found = await _history(village, bo)
    assert (found.accepted, found.declined) == (1, 2)
    assert found.reply_hours == 10
    clock.forward(days=400)
    assert await _history(village, bo) == Record()


async def test_an_answer_changes_the_index_by_its_news_alone(
    village: Village, clock: FixedClock
) -> None:
    bo, ana = await village.mentor("Bo", GOAL), await village.mentee("Ana", GOAL)
    keeper, services = village.services.suggestions._keeper, village.services
    await services.suggestions.load()

    async def quality() -> float:
        row = lambda held: float(held.index.columns.quality[held.index.row(bo)])  # noqa: E731
        return await services.suggestions._ask(village.programme, row)

    new = await quality()
    request = await _asked(village, ana, bo)
    clock.forward(hours=100)
    news = aiter(services.profiles.changes())
    told = asyncio.ensure_future(anext(news))
    await asyncio.sleep(0)
    await services.requests.decline(bo, request, None)
    await keeper.look_again([(await told).person_id])
    assert await quality() < new


async def test_who_has_held_sessions_is_no_newcomer(village: Village, clock: FixedClock) -> None:
    bo, ana = await village.mentor("Bo", GOAL), await village.mentee("Ana", GOAL)
    eos = await village.mentee("Eos", GOAL)
    await village.services.profiles.change_mentor(bo, MentorChange(capacity=Capacity(2)))
    await village.services.suggestions.load()
    [card] = (await village.services.suggestions.suggest(eos, village.programme)).cards
    assert card.is_newcomer

    await village.services.requests.agree(bo, await _asked(village, ana, bo))
    [view] = await village.services.mentorships.of_person(ana)
    for _ in range(5):
        clock.forward(days=3)
        met_at = clock.now()
        await village.services.mentorships.note_meeting(ana, view.mentorship.id, met_at, 50)
    await village.services.suggestions.load()
    [card] = (await village.services.suggestions.suggest(eos, village.programme)).cards
    assert not card.is_newcomer


async def test_a_rating_is_told_and_filters_from_five_raters_on(
    village: Village, clock: FixedClock
) -> None:
    ana, services = await village.mentee("Ana", GOAL), village.services
    good, few = await village.mentor("Good", GOAL), await village.mentor("Few", GOAL)
    await village.mentor("Unrated", GOAL)
    rated = {
        good: MentorEffect(0.15, LEAST_RATERS), few: MentorEffect(0.2, LEAST_RATERS - 1),
    }  # fmt: skip
    answer = PairFeedback(
        id="f" * 26,
        programme=village.programme,
        mentor=good,
        mentee=ana,
        rater=ana,
        occasion="session:1",
        usefulness=4,
        rapport=4,
        at=clock.now(),
    )
    async with services.database.write() as tx:
        await effects.learned.put(tx, village.programme, rated, clock.now())
        await feedback.add(tx, answer)
    await services.suggestions.load()
    every = await services.suggestions.search(ana, village.programme, Query())
    stars = {one.entry.person.name: one.rating and one.rating.stars for one in every.cards}
    assert stars == {"Good": 4.6, "Few": None, "Unrated": None}
    best = await services.suggestions.search(ana, village.programme, Query(least_stars=4.5))
    assert [one.entry.person.name for one in best.cards] == ["Good"]
    none = await services.suggestions.search(ana, village.programme, Query(least_stars=4.7))
    assert none.total == 0

    async with services.database.write() as tx:
        await effects.learned.put(tx, village.programme, {}, clock.now())
    await services.suggestions._keeper.reload(village.programme)
    gone = await services.suggestions.search(ana, village.programme, Query(least_stars=1))
    assert gone.total == 0


def test_silent_mentors_sink_below_newcomers_and_good_ones_rise() -> None:
    silent = Record(declined=4, reply_hours=7 * 24, sessions=3)
    quick = Record(accepted=5, reply_hours=4, sessions=12, effect=0.1, raters=6)
    assert quality_of(silent) < quality_of(Record()) < quality_of(quick)
    [mentee], mentors = crowd(5, 1, 12)
    known = {0: silent, 1: quick}
    twins = [
        dataclasses.replace(mentors[0], id=f"twin-{at}", record=known.get(at, Record()))
        for at in range(3)
    ]
    order = [one.listed.mentor_id for one in shortlist(indexed(twins), mentee, RULES)]
    if order:
        assert order == ["twin-1", "twin-2", "twin-0"]


def test_no_rating_is_told_without_a_mean_or_with_four_raters() -> None:
    rated = Record(effect=0.9, raters=LEAST_RATERS)
    assert rating_of(rated, None) is None
    assert rating_of(dataclasses.replace(rated, raters=LEAST_RATERS - 1), 4.0) is None
    best = rating_of(rated, 4.0)
    assert best is not None
    assert best.stars == 5.0


@pytest.mark.parametrize("seed", range(3))
def test_one_of_ten_is_somebody_new_when_they_fit_nearly_as_well(seed: int) -> None:
    [mentee], mentors = crowd(seed, 1, 1)
    open_to_all = dataclasses.replace(
        mentors[0], places_left=2, is_open=True, hours=mentee.hours, languages=mentee.languages,
    )  # fmt: skip
    seasoned = Record(accepted=9, reply_hours=5, sessions=40, effect=0.1, raters=9)
    people = [
        dataclasses.replace(open_to_all, id=f"mentor-{at:02}", record=seasoned) for at in range(12)
    ]
    new = dataclasses.replace(open_to_all, id="new", record=Record())
    found = shortlist(indexed([*people, new]), mentee, RULES)
    if not found:
        pytest.skip("a gate of the crowd keeps all apart")
    guests = [one for one in found if one.is_guest]
    assert len(found) == 10
    assert [one.listed.mentor_id for one in guests] == ["new"]
    assert guests[0].listed.score >= NEAR_ENOUGH * found[-2].listed.score
