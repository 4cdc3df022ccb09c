"""Suggestions and search on real databases: who is shown, why, and who is not."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from server.core.errors import NotFound
from server.matching.explain import Code
from server.matching.gates import Gate
from server.matching.model import Choice
from server.matching.service import Query
from server.matching.store import shown
from server.mentorships.model import Plan
from server.mentorships.service.requests import Ask, Wish
from server.profiles.model import (
    About,
    Capacity,
    Charge,
    Goal,
    Industry,
    MenteeChange,
    MentorChange,
    Offer,
    Pause,
    Price,
    Seniority,
    Skill,
    Visibility,
    Window,
)
from server.services import Services
from tests.matching.conftest import EVENINGS, Village
from tests.support.clock import FixedClock

GOAL = "Raise seed money from investors"


@pytest.fixture
async def ana(village: Village) -> str:
    """A mentee; Bo fits her best, then Cleo."""
    mentee = await village.mentee("Ana", GOAL)
    await village.mentor("Bo", "Seed money and investors", "Pitch decks")
    await village.mentor("Cleo", "Talking to investors")
    await village.services.suggestions.load()
    return mentee


async def test_those_who_fit_come_first_with_reasons_in_both_peoples_words(
    village: Village, ana: str
) -> None:
    found = await village.services.suggestions.suggest(ana, village.programme)
    assert [one.entry.person.name for one in found.cards] == ["Bo", "Cleo"]
    best = found.cards[0]
    goals = next(one for one in best.reasons if one.code is Code.GOALS_COVERED)
    assert (goals.goals, goals.lines) == ((GOAL,), ("Seed money and investors",))
    assert {one.word for one in best.words} >= {"seed", "money", "investors"}
    assert best.level is not None
    assert best.common


async def test_a_profile_that_tells_too_little_says_what_is_missing(village: Village) -> None:
    person = await village.arrive("Ana")
    found = await village.services.suggestions.suggest(person, village.programme)
    assert found.cards == ()
    assert {one.field for one in found.missing if one.is_needed} >= {"goals", "hours"}


CHANGES: dict[str, MentorChange] = {
    "paused": MentorChange(pause=Pause(is_on=True)),
    "hidden": MentorChange(visibility=Visibility.HIDDEN),
    "for coordinators": MentorChange(visibility=Visibility.COORDINATOR),
    "without a place": MentorChange(capacity=Capacity(None)),
    "without expertise": MentorChange(offer=Offer()),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_whoever_takes_nobody_leaves_the_list_at_once_without_any_news(
    village: Village, ana: str, change: MentorChange
) -> None:
    await village.services.profiles.change_mentor(village.ids["Bo"], change)
    assert await village.suggested(ana) == ["Cleo"]
    found = await village.services.suggestions.search(ana, village.programme, Query())
    assert [one.entry.person.name for one in found.cards] == ["Cleo"]


async def test_what_changed_on_another_node_is_found_by_asking_the_database(
    village: Village, ana: str, clock: FixedClock
) -> None:
    clock.forward(minutes=1)
    await village.mentor("Dion", GOAL)
    await village.services.suggestions._keeper.poll()
    assert sorted(await village.suggested(ana)) == ["Bo", "Cleo", "Dion"]


async def test_many_saves_in_one_moment_are_walked_through_once_and_not_for_ever(
    village: Village, ana: str, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ana
    keeper = village.services.suggestions._keeper
    monkeypatch.setattr("server.matching.service.keeper.AT_ONCE", 2)
    clock.forward(minutes=1)
    for _ in range(3):
        await keeper.poll()
    walked_at = keeper._walked_at
    clock.forward(minutes=1)
    for _ in range(3):
        await keeper.poll()
    assert keeper._walked_at == walked_at


async def test_a_taken_place_hides_a_mentor_and_who_was_asked_is_not_proposed(
    village: Village, ana: str
) -> None:
    requests, plan = village.services.requests, Plan(GOAL, 2, 12)
    bo = village.ids["Bo"]
    [asked] = await requests.ask(ana, Ask(village.programme, [Wish(bo, "")], plan, False))
    assert await village.suggested(ana) == ["Cleo"]
    found = await village.services.suggestions.search(ana, village.programme, Query())
    assert {one.entry.person.name: one.told for one in found.cards}["Bo"] == (Gate.ASKED,)
    other = await village.mentee("Eos", GOAL)
    assert await village.suggested(other) == ["Bo", "Cleo"]
    await requests.agree(bo, asked.id)
    assert await village.suggested(other) == ["Cleo"]


async def test_blocked_people_never_see_each_other(village: Village, ana: str) -> None:
    await village.services.mentorships.block(village.ids["Bo"], ana)
    assert await village.suggested(ana) == ["Cleo"]
    found = await village.services.suggestions.search(ana, village.programme, Query(words="Bo"))
    assert found.cards == ()


async def test_a_dismissal_is_silent_and_can_be_undone_and_a_star_stays(
    village: Village, ana: str
) -> None:
    choices, bo = village.services.choices, village.ids["Bo"]
    await choices.put(ana, bo, Choice.DISMISSED)
    assert await village.suggested(ana) == ["Cleo"]
    assert [one.person.name for one in await choices.all(ana, Choice.DISMISSED)] == ["Bo"]
    await choices.remove(ana, bo, Choice.DISMISSED)
    await choices.put(ana, bo, Choice.FAVOURITE)
    found = await village.services.suggestions.suggest(ana, village.programme)
    assert [one.is_favourite for one in found.cards] == [True, False]
    starred = Query(is_favourites_only=True)
    listed = await village.services.suggestions.search(ana, village.programme, starred)
    assert [one.entry.person.name for one in listed.cards] == ["Bo"]
    with pytest.raises(NotFound):
        await choices.put(ana, ana, Choice.FAVOURITE)


async def test_when_nobody_fits_the_smallest_change_is_told(village: Village) -> None:
    mentee = await village.mentee("Ana", GOAL)
    await village.mentor("Bo", GOAL, hours=(Window(5, 600, 720),))
    await village.services.suggestions.load()
    found = await village.services.suggestions.suggest(mentee, village.programme)
    assert found.cards == ()
    assert found.obstacles is not None
    assert found.obstacles.change is not None
    assert found.obstacles.change.gate is Gate.HOURS
    assert found.obstacles.change.opens == 1


async def test_a_price_moves_a_mentor_down_the_list(village: Village, ana: str) -> None:
    prices = {village.ids["Bo"]: 0.9}
    await village.services.suggestions.set_prices(village.programme, prices)
    found = await village.services.suggestions.suggest(ana, village.programme)
    assert [one.entry.person.name for one in found.cards] == ["Cleo", "Bo"]
    assert [one.is_in_demand for one in found.cards] == [False, True]
    await village.services.suggestions.load()
    assert await village.suggested(ana) == ["Cleo", "Bo"]


async def test_a_list_is_noted_once_and_goes_with_the_person(
    village: Village, ana: str, clock: FixedClock
) -> None:
    await village.suggested(ana)
    await village.suggested(ana)
    clock.forward(hours=2)
    await village.suggested(ana)
    database = village.services.database
    async with database.read() as tx:
        lists = await shown.since(tx, village.programme, clock.now().replace(year=2000), limit=9)
    assert len(lists) == 2
    assert [one.mentor for one in lists[0].items] == [village.ids["Bo"], village.ids["Cleo"]]
    assert [one.propensity for one in lists[0].items] == [1.0, 1.0]
    async with database.write() as tx:
        for person in (ana, village.ids["Bo"]):
            await tx.execute(text("DELETE FROM person WHERE id = :id"), {"id": person})
        for table in ("shown_list", "shown_item", "mentor_choice"):
            assert (await tx.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one() == 0
        kept = await tx.execute(text("SELECT DISTINCT person_id FROM text_vector"))
        assert set(kept.scalars()) == {village.ids["Cleo"]}
        kept = await tx.execute(text("SELECT person_id FROM mentor_text"))
        assert set(kept.scalars()) == {village.ids["Cleo"]}


async def test_words_are_found_by_their_beginning_whatever_the_accents(village: Village) -> None:
    mentee = await village.mentee("Ana", GOAL)
    skills = (Skill(None, "C++"), Skill(None, "JavaScript"))
    await village.mentor("Zoë Ångström", "Öffentliche Förderung", offer=Offer(
        ("Öffentliche Förderung",), skills))  # fmt: skip
    await village.mentor("Bo", "Talking to investors")
    await village.services.suggestions.load()

    async def found(words: str) -> list[str]:
        query = Query(words=words)
        cards = (await village.services.suggestions.search(mentee, village.programme, query)).cards
        return [one.entry.person.name for one in cards]

    for words in ("zoe", "angstr", "ÖFFENTL", "forderung zoe", "c++", "javas"):
        assert await found(words) == ["Zoë Ångström"], words
    for words in ("zoe investors", "rderung", "c#", "?!", "'", '"', "a:* | b", "% _"):
        assert await found(words) == [], words
    assert await found("invest") == ["Bo"]


FILTERS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "language": ({"languages": frozenset({"el"})}, {"Cleo"}),
    "industry": ({"industries": frozenset({"health"})}, {"Dion"}),
    "skill": ({"skills": (Skill(None, "javascript"),)}, {"Cleo"}),
    "free": ({"is_free_only": True}, {"Bo", "Cleo"}),
    "up to": ({"most": ("EUR", 5000)}, {"Bo", "Cleo", "Dion"}),
    "up to less": ({"most": ("EUR", 4999)}, {"Bo", "Cleo"}),
    "hours": ({"least_hours": 3.0}, {"Bo", "Dion"}),
    "nothing": ({}, {"Bo", "Cleo", "Dion"}),
}


async def test_filters_narrow_what_is_found_and_gates_that_are_soft_are_told(
    village: Village,
) -> None:
    mentee = await village.mentee("Ana", GOAL)
    await village.mentor("Bo", GOAL)
    sailing = Offer(("Sailing",), (Skill(None, "JavaScript"),))
    await village.mentor("Cleo", tags=("el",), offer=sailing, hours=EVENINGS[:1])
    charge = Price(Charge(5000, "EUR", ""))
    health = About((Industry.HEALTH,), Seniority.LEAD)
    await village.mentor("Dion", "Care", price=charge, about=health)
    await village.services.suggestions.load()
    for name, (filters, names) in FILTERS.items():
        query = Query(**filters)
        found = await village.services.suggestions.search(mentee, village.programme, query)
        assert {one.entry.person.name for one in found.cards} == names, name
        assert found.total == len(names)
    told = {one.entry.person.name: one.told for one in found.cards}
    assert told["Cleo"] == (Gate.LANGUAGE,)
    assert found.cards[0].entry.person.name == "Bo"


async def test_a_mentee_who_changes_a_goal_gets_another_list_and_old_vectors_are_gone(
    village: Village, ana: str, services: Services
) -> None:
    before = await village.suggested(ana)
    await services.profiles.change_mentee(ana, MenteeChange(goals=(Goal("Pitch decks please"),)))
    assert before[0] == "Bo"
    assert (await village.suggested(ana))[0] == "Bo"
    async with services.database.read() as tx:
        query = text("SELECT count(*) FROM text_vector WHERE person_id = :id")
        assert (await tx.execute(query, {"id": ana})).scalar_one() == 1


async def test_in_a_programme_of_its_own_only_its_mentors_are_shown_by_its_own_rules(
    village: Village, ana: str, services: Services
) -> None:
    joined = await village.programme_of(ana, village.ids["Cleo"])
    found = await services.suggestions.suggest(ana, joined)
    assert [one.entry.person.name for one in found.cards] == ["Cleo"]
    stranger = await village.mentee("Eos", GOAL)
    with pytest.raises(NotFound):
        await services.suggestions.suggest(stranger, joined)
    with pytest.raises(NotFound):
        await services.suggestions.search(stranger, joined, Query())
    await village.leave(joined, village.ids["Cleo"])
    await services.suggestions._keeper.reload(joined)
    assert (await services.suggestions.suggest(ana, joined)).cards == ()
