"""Programmes in a database: who opens, sees and changes them, and what other domains ask."""

from __future__ import annotations

import asyncio

import pytest

from server.accounts.model import Role
from server.core.errors import Forbidden, Invalid, NotFound
from server.programmes.model import (
    LastCoordinator,
    MembersChanged,
    Mode,
    NotForYou,
    Pace,
    Programme,
    ProgrammeChange,
    ProgrammeFixed,
    State,
    WrongState,
)
from server.services import Services
from tests.programmes.conftest import BOTH, MENTEE, MENTOR, SignUp


async def require(services: Services, programme: str, person: str, role: Role) -> None:
    async with services.database.read() as tx:
        await services.programmes.require_member(tx, programme, person, role)


async def test_everybody_with_a_role_belongs_to_the_open_programme_without_joining(
    services: Services, sign_up: SignUp
) -> None:
    ana = await sign_up()
    everybodys = await services.programmes.open_programme()
    assert everybodys.is_open
    assert everybodys.rules.is_running
    assert everybodys.rules.mode is Mode.MENTOR_APPROVES
    await require(services, everybodys.id, ana.id, Role.MENTEE)
    with pytest.raises(NotForYou):
        await require(services, everybodys.id, ana.id, Role.MENTOR)
    assert await services.programmes.of_person(ana.id) == [(everybodys, MENTEE)]
    listed = await services.programmes.members(everybodys.id)
    assert [(one.person, one.roles) for one in listed] == [(ana.id, MENTEE)]
    assert await services.programmes.members(everybodys.id, after=ana.id) == []


async def test_there_is_one_open_programme_however_many_ask_for_it_first(
    services: Services,
) -> None:
    asked = await asyncio.gather(*(services.programmes.open_programme() for _ in range(8)))
    assert len({one.id for one in asked}) == 1


async def test_only_operators_open_programmes_and_the_makers_look_after_them(
    services: Services, operator: str, coordinator: str
) -> None:
    with pytest.raises(Forbidden):
        await services.programmes.open(coordinator, "Mutiny")
    made = await services.programmes.open(operator, "  Voyages ", "")
    assert (made.name, made.state) == ("Voyages", State.DRAFT)
    assert await services.programmes.require_coordinator(operator, made.id) == made


async def test_nobody_but_its_coordinators_finds_a_draft(
    services: Services, operator: str, coordinator: str, draft: Programme
) -> None:
    assert (await services.programmes.seen(coordinator, draft.id)).is_coordinator
    for person in (operator, (await services.programmes.open_programme()).id):
        with pytest.raises(NotFound):
            await services.programmes.require_coordinator(person, draft.id)
        with pytest.raises(NotFound):
            await services.programmes.seen(person, draft.id)


async def test_an_operator_sees_that_a_programme_is_there_and_may_appoint_for_it(
    services: Services, operator: str, draft: Programme
) -> None:
    seen = await services.programmes.overview(operator)
    assert [one.id for one in seen.others] == [draft.id]
    assert [one.is_open for one in seen.looked_after] == [True]
    await services.programmes.appoint(operator, draft.id, "athena@example.org")
    assert (await services.programmes.require_coordinator(operator, draft.id)).id == draft.id


async def test_a_coordinator_appoints_others_and_the_last_one_stays(
    services: Services, coordinator: str, draft: Programme, sign_up: SignUp
) -> None:
    ana = await sign_up()
    with pytest.raises(LastCoordinator):
        await services.programmes.dismiss(coordinator, draft.id, coordinator)
    with pytest.raises(Invalid, match="account"):
        await services.programmes.appoint(coordinator, draft.id, "nobody@example.org")
    for _ in range(2):  # a second time changes nothing
        await services.programmes.appoint(coordinator, draft.id, "ana@example.org")
    await services.programmes.dismiss(ana.id, draft.id, coordinator)
    with pytest.raises(NotFound):
        await services.programmes.desk(coordinator, draft.id)


async def test_two_coordinators_cannot_both_be_the_last_to_leave(
    services: Services, coordinator: str, draft: Programme, sign_up: SignUp
) -> None:
    ana = await sign_up()
    await services.programmes.appoint(coordinator, draft.id, "ana@example.org")
    left = await asyncio.gather(
        services.programmes.dismiss(coordinator, draft.id, coordinator),
        services.programmes.dismiss(ana.id, draft.id, ana.id),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in left) == ["LastCoordinator", "NoneType"]


async def test_settings_are_changed_field_by_field_and_rules_follow(
    services: Services, coordinator: str, programme: Programme
) -> None:
    change = ProgrammeChange(mode=Mode.MUTUAL, pace=Pace(answer_days=5, weeks=20))
    await services.programmes.change(coordinator, programme.id, change)
    await services.programmes.change(coordinator, programme.id, ProgrammeChange(name="Trips"))
    async with services.database.read() as tx:
        rules = await services.programmes.rules(tx, programme.id)
        with pytest.raises(NotFound):
            await services.programmes.rules(tx, coordinator)
    assert (rules.mode, rules.answer_days, rules.weeks) == (Mode.MUTUAL, 5, 20)
    assert not rules.is_running
    assert (await services.programmes.programme(programme.id)).name == "Trips"


async def test_a_programme_goes_its_way_and_back_a_step(
    services: Services, coordinator: str, draft: Programme
) -> None:
    for state in (State.ENROLMENT, State.DRAFT, State.ENROLMENT, State.MATCHING, State.RUNNING):
        desk = await services.programmes.move(coordinator, draft.id, state)
        assert desk.programme.state is state
    with pytest.raises(WrongState):
        await services.programmes.move(coordinator, draft.id, State.DRAFT)
    assert desk.moves == (State.CLOSED, State.MATCHING)


async def test_the_open_programme_is_tuned_by_operators_and_never_closed(
    services: Services, operator: str, coordinator: str
) -> None:
    everybodys = await services.programmes.open_programme()
    change = ProgrammeChange(mode=Mode.SELF_SELECT)
    desk = await services.programmes.change(operator, everybodys.id, change)
    assert desk.programme.settings.mode is Mode.SELF_SELECT
    assert desk.headcount.mentees == 2
    assert desk.moves == ()
    with pytest.raises(ProgrammeFixed):
        await services.programmes.move(operator, everybodys.id, State.CLOSED)
    with pytest.raises(NotFound):
        await services.programmes.change(coordinator, everybodys.id, change)


async def test_members_are_told_apart_by_role_and_from_strangers(
    services: Services, programme: Programme, secret: str, sign_up: SignUp
) -> None:
    ana, bo = await sign_up(), await sign_up("Bo")
    await services.enrolment.join(ana.id, secret, MENTOR)
    await require(services, programme.id, ana.id, Role.MENTOR)
    with pytest.raises(NotForYou):
        await require(services, programme.id, ana.id, Role.MENTEE)
    with pytest.raises(NotFound):
        await require(services, programme.id, bo.id, Role.MENTEE)
    found = await services.programmes.of_person(ana.id)
    assert [(one.id, roles) for one, roles in found] == [
        (programme.id, MENTOR),
        ((await services.programmes.open_programme()).id, BOTH),
    ]


async def test_who_keeps_an_index_hears_of_members_and_rules(
    services: Services, coordinator: str, programme: Programme, secret: str, sign_up: SignUp
) -> None:
    ana = await sign_up()
    news = services.programmes.changes()
    hearing = asyncio.ensure_future(anext(news))
    await asyncio.sleep(0)  # it listens from now on
    await services.enrolment.join(ana.id, secret)
    assert await hearing == MembersChanged(programme.id, ana.id)
    await services.programmes.move(coordinator, programme.id, State.MATCHING)
    await services.enrolment.leave(ana.id, programme.id)
    heard = [await anext(news), await anext(news)]
    assert heard == [MembersChanged(programme.id, None), MembersChanged(programme.id, ana.id)]
    await news.aclose()  # type: ignore[attr-defined]
