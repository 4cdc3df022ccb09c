"""Profiles in a database: saved by section, guarded by versions, read in pages, told as news."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from server.accounts.model import ProfileChange, Role
from server.core.caller import Caller
from server.core.errors import Invalid, NotFound, Unauthenticated
from server.core.ids import new_id
from server.meaning.skills import Skills as SkillList
from server.meaning.tfidf import Tfidf
from server.profiles.model import (
    About,
    Capacity,
    ChangedElsewhere,
    Goal,
    Industry,
    MenteeChange,
    MentorChange,
    Offer,
    Pause,
    ProfileChanged,
    Seniority,
    Skill,
    Visibility,
    Window,
)
from server.services import Services
from tests.profiles.conftest import SignUp
from tests.support.clock import FixedClock

READY = MentorChange(
    about=About((Industry.SOFTWARE,), Seniority.LEAD),
    hours=(Window(0, 600, 720),),
    offer=Offer(("hiring first engineers",)),
    capacity=Capacity(2),
)


@pytest.fixture(scope="module")
def shipped() -> SkillList:
    """The list of a real server, read once."""
    return SkillList(Tfidf())


async def test_sections_are_saved_apart_and_come_back(services: Services, sign_up: SignUp) -> None:
    ana, profiles = await sign_up(), services.profiles
    assert (await profiles.own(ana)).profile.updated_at is None
    await profiles.change_mentee(ana, MenteeChange(goals=(Goal("Find my way"),)), version=0)
    await profiles.change_mentor(ana, READY, version=0)
    own = await profiles.own(ana)
    assert own.profile.mentee.goals == (Goal("Find my way"),)
    assert own.profile.mentor.offer == READY.offer
    assert own.profile.common.hours == READY.hours
    assert own.completeness(Role.MENTOR).is_ready
    assert (own.profile.mentee_version, own.profile.mentor_version) == (2, 1)


async def test_of_two_saves_with_one_version_the_second_is_refused_and_nothing_is_lost(
    services: Services, sign_up: SignUp
) -> None:
    ana = await sign_up()

    async def save(text: str) -> str:
        try:
            await services.profiles.change_mentee(ana, MenteeChange(goals=(Goal(text),)), version=0)
        except ChangedElsewhere:
            return "refused"
        return text

    said = await asyncio.gather(*(save(f"Goal number {n}") for n in range(6)))
    saved = [one for one in said if one != "refused"]
    goals = (await services.profiles.own(ana)).profile.mentee.goals
    assert [one.text for one in goals] == saved


async def test_skills_become_concepts_by_list_or_by_a_spelling_of_this_server(
    services: Services, sign_up: SignUp
) -> None:
    ana, profiles = await sign_up(), services.profiles
    profiles.skills._accounts._operators = frozenset({"p1@example.org"})
    await profiles.skills.add_alias(ana, "Segeln", "t:sail")
    skills = tuple(Skill(None, one) for one in ("JS", "segeln", "JavaScript", "Whittling"))
    own = await profiles.change_mentor(ana, MentorChange(offer=Offer((), skills)))
    assert own.profile.mentor.offer.skills == (
        Skill("t:js", "JS"),
        Skill("t:sail", "segeln"),
        Skill(None, "Whittling"),
    )
    goal = Goal("Find my way", skills=(Skill("t:js", "JS"), Skill("t:none", "x")))
    with pytest.raises(Invalid) as refused:
        await profiles.change_mentee(ana, MenteeChange(goals=(goal,)))
    assert list(refused.value.fields) == ["goals[0].skills[1].concept"]


async def test_the_list_that_ships_knows_short_names_and_suggests_each_name_once(
    services: Services, sign_up: SignUp, shipped: SkillList
) -> None:
    ana, skills = await sign_up(), services.profiles.skills
    skills._thesaurus = shipped
    goal = Goal("Find my way", skills=(Skill(None, "K8s"), Skill(None, "qwrtzpsdf")))
    own = await services.profiles.change_mentee(ana, MenteeChange(goals=(goal,)))
    known, unknown = own.profile.mentee.goals[0].skills
    assert (skills.label(known), unknown.concept) == ("Kubernetes", None)
    labels = [one.label for one in await skills.suggest("javas", limit=12)]
    assert "JavaScript" in labels
    assert len(labels) == len(set(labels))


async def test_a_mentor_is_shown_only_when_listed_ready_and_a_mentor(
    services: Services, sign_up: SignUp
) -> None:
    ana, ben = await sign_up("Ana"), await sign_up("Ben")
    profiles = services.profiles

    async def is_shown(viewer: str) -> bool:
        try:
            await profiles.mentor(viewer, ana)
        except NotFound:
            return False
        return True

    assert (await is_shown(ben), await is_shown(ana)) == (False, True)
    await profiles.change_mentor(ana, READY)
    assert await is_shown(ben)
    for visibility in (Visibility.COORDINATOR, Visibility.HIDDEN):
        await profiles.change_mentor(ana, MentorChange(visibility=visibility))
        assert not await is_shown(ben)
    await profiles.change_mentor(ana, MentorChange(visibility=Visibility.LISTED))
    caller = Caller(ana, "s")
    await services.accounts.edit(caller, ProfileChange(roles=frozenset({Role.MENTEE})))
    assert not await is_shown(ben)
    with pytest.raises(NotFound):
        await profiles.mentor(ben, new_id())


async def test_pages_hold_everybody_once(services: Services, sign_up: SignUp) -> None:
    people = [await sign_up(f"P{n}") for n in range(7)]
    for one in people:
        await services.profiles.change_mentor(one, READY)
    seen, after = [], ""
    while page := await services.profiles.page(after, limit=3):
        seen += [entry.person.id for entry in page]
        after = seen[-1]
    assert seen == sorted(people)
    several = await services.profiles.several([people[2], new_id(), people[2]])
    assert list(several) == [people[2]]
    assert several[people[2]].profile.mentor.offer == READY.offer


async def test_what_changed_since_a_moment_is_found(
    services: Services, sign_up: SignUp, clock: FixedClock
) -> None:
    ana, ben = await sign_up("Ana"), await sign_up("Ben")
    await services.profiles.change_mentor(ana, READY)
    clock.forward(minutes=5)
    moment = clock.now()
    await services.profiles.change_mentor(ben, READY)
    found = await services.profiles.changed_since(moment)
    assert [one.person.id for one in found] == [ben]


async def test_each_change_is_news_also_that_of_the_account(
    services: Services, sign_up: SignUp
) -> None:
    ana = await sign_up()
    news = services.profiles.changes()
    first = asyncio.ensure_future(anext(news))
    await asyncio.sleep(0)
    await services.profiles.change_mentee(ana, MenteeChange(goals=(Goal("Find my way"),)))
    assert await first == ProfileChanged(ana, Role.MENTEE)
    await services.accounts.edit(Caller(ana, "s"), ProfileChange(headline="Sails"))
    assert {await anext(news), await anext(news)} == {ProfileChanged(ana, role) for role in Role}
    await _close(news)


async def test_the_last_place_is_taken_once(services: Services, sign_up: SignUp) -> None:
    ana = await sign_up()
    await services.profiles.change_mentor(ana, READY)

    async def take() -> bool:
        async with services.database.write() as tx:
            made = await services.profiles.set_taken(tx, ana, 1)
            assert made is not None
            if made.places_taken > (made.mentor.capacity.places or 0):
                await services.profiles.set_taken(tx, ana, -1)
                return False
        return True

    taken = await asyncio.gather(*(take() for _ in range(6)))
    assert taken.count(True) == 2
    with pytest.raises(Invalid) as refused:
        await services.profiles.change_mentor(ana, MentorChange(capacity=Capacity(1)))
    assert "2 running" in refused.value.fields["capacity.places"]
    own = await services.profiles.own(ana)
    assert own.profile.places_left == 0


async def test_an_import_fills_only_who_has_told_nothing(
    services: Services, sign_up: SignUp
) -> None:
    ana, ben = await sign_up("Ana"), await sign_up("Ben")
    await services.profiles.change_mentee(ana, MenteeChange(goals=(Goal("Find my way"),)))
    goals = MenteeChange(goals=(Goal("Imported"),))
    async with services.database.write() as tx:
        filled = [
            await services.profiles.fill(tx, one, mentee=goals, mentor=READY)
            for one in (ana, ben, ben, new_id())
        ]
    assert filled == [False, True, False, False]
    several = await services.profiles.several([ana, ben])
    texts = {one: entry.profile.mentee.goals[0].text for one, entry in several.items()}
    assert texts == {ana: "Find my way", ben: "Imported"}
    assert several[ben].profile.mentor.offer == READY.offer


async def test_domains_above_may_pause_somebody(services: Services, sign_up: SignUp) -> None:
    ana, profiles = await sign_up(), services.profiles
    await profiles.pause(ana, Role.MENTOR, Pause(is_on=True))
    assert not (await profiles.own(ana)).profile.mentor.pause.is_open(services.clock.now().date())
    await profiles.pause(ana, Role.MENTOR, Pause())
    assert (await profiles.own(ana)).profile.mentor.pause == Pause()


async def test_an_account_that_is_gone_saves_nothing(services: Services) -> None:
    with pytest.raises(Unauthenticated):
        await services.profiles.change_mentee(new_id(), MenteeChange())
    async with services.database.write() as tx:
        assert await services.profiles.set_taken(tx, new_id(), 1) is None


async def _close(news: AsyncIterator[ProfileChanged]) -> None:
    await news.aclose()  # type: ignore[attr-defined]
