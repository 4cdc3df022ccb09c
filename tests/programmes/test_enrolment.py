"""Coming in by links and invitations, going, and the people whom coordinators see."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from server.accounts.model import Role
from server.core.errors import Invalid, NotFound
from server.programmes.model import (
    LinkSpent,
    Programme,
    ProgrammeChange,
    ProgrammeFixed,
    Question,
    QuestionKind,
    Standing,
    State,
    WrongState,
)
from server.programmes.service.enrolment import LinkWish
from server.programmes.service.rolls import Wanted
from server.services import Services
from tests.accounts.conftest import Mailbox
from tests.programmes.conftest import BOTH, MENTEE, MENTOR, SignUp
from tests.support.clock import FixedClock

WHY = Question("a" * 26, "Why now?", QuestionKind.TEXT, MENTEE, is_required=True)


async def link(
    services: Services, coordinator: str, programme: Programme, **wish: object
) -> tuple[str, str]:
    """A link's id and secret."""
    now = services.clock.now()
    values = {"label": "", "roles": BOTH, "expires_at": now + timedelta(days=1), "most_uses": None}
    made, address = await services.enrolment.add_link(
        coordinator,
        programme.id,
        LinkWish(**(values | wish)),  # type: ignore[arg-type]
    )
    return made.id, address.rpartition("/")[2]


async def roll(
    services: Services, coordinator: str, programme: Programme, **wanted: object
) -> list[str]:
    found = await services.rolls.people(
        coordinator,
        programme.id,
        Wanted(**wanted),  # type: ignore[arg-type]
    )
    return [one.entry.name for one in found.lines]


async def test_whoever_has_the_link_joins_once_in_the_roles_they_choose(
    services: Services, coordinator: str, programme: Programme, secret: str, sign_up: SignUp
) -> None:
    ana = await sign_up()
    assert (await services.enrolment.look(secret, None)).programme.id == programme.id
    assert (await services.enrolment.look(secret, ana.id)).membership is None
    for _ in range(2):
        await services.enrolment.join(ana.id, secret, MENTOR)
    seen = await services.enrolment.look(secret, ana.id)
    assert seen.membership is not None
    assert seen.membership.roles == MENTOR
    assert (await services.accounts.person(ana.id)).roles == BOTH
    links = await services.enrolment.links(coordinator, programme.id)
    assert [one.uses for one in links] == [1]
    await services.enrolment.join(ana.id, secret, MENTEE)
    desk = await services.programmes.desk(coordinator, programme.id)
    assert (desk.headcount.mentors, desk.headcount.mentees, desk.headcount.both) == (1, 1, 1)


async def test_a_link_for_mentors_makes_no_mentees(
    services: Services, coordinator: str, programme: Programme, sign_up: SignUp
) -> None:
    ana = await sign_up()
    _, secret = await link(services, coordinator, programme, roles=MENTOR)
    with pytest.raises(Invalid, match="other role"):
        await services.enrolment.join(ana.id, secret, MENTEE)
    await services.enrolment.join(ana.id, secret)
    assert (await services.programmes.of_person(ana.id))[0][1] == MENTOR


async def test_a_link_is_good_for_so_many_even_when_they_come_at_once(
    services: Services, coordinator: str, programme: Programme, sign_up: SignUp
) -> None:
    people = [await sign_up(f"P{number}") for number in range(5)]
    _, secret = await link(services, coordinator, programme, most_uses=2)
    came = await asyncio.gather(
        *(services.enrolment.join(one.id, secret) for one in people), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in came) == [*["LinkSpent"] * 3, *["Programme"] * 2]


async def test_a_link_ends_by_its_day_by_its_coordinator_and_with_the_enrolment(
    services: Services,
    coordinator: str,
    programme: Programme,
    secret: str,
    sign_up: SignUp,
    clock: FixedClock,
) -> None:
    ana = await sign_up()
    gone, withdrawn = await link(services, coordinator, programme)
    await services.enrolment.revoke_link(coordinator, programme.id, gone)
    with pytest.raises(NotFound):
        await services.enrolment.revoke_link(coordinator, programme.id, gone)
    for bad in (withdrawn, "x" * 32):
        with pytest.raises(LinkSpent):
            await services.enrolment.look(bad, None)
    until = ProgrammeChange(enrolment_ends_at=clock.now() + timedelta(days=1))
    await services.programmes.change(coordinator, programme.id, until)
    clock.forward(days=2)
    with pytest.raises(WrongState, match="ended"):
        await services.enrolment.join(ana.id, secret)
    clock.forward(days=6)
    with pytest.raises(LinkSpent):
        await services.enrolment.join(ana.id, secret)


async def test_nobody_joins_a_draft(
    services: Services, coordinator: str, draft: Programme, sign_up: SignUp
) -> None:
    _, secret = await link(services, coordinator, draft)
    with pytest.raises(WrongState, match="not opened"):
        await services.enrolment.join((await sign_up()).id, secret)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"roles": frozenset()}, "roles"),
        ({"most_uses": 0}, "mostUses"),
        ({"label": "a\u0000b"}, "label"),
        ({"label": "x" * 81}, "label"),
    ],
)
async def test_a_link_that_makes_no_sense_is_not_made(
    services: Services,
    coordinator: str,
    programme: Programme,
    wish: dict[str, object],
    field: str,
    clock: FixedClock,
) -> None:
    with pytest.raises(Invalid) as refusal:
        await link(services, coordinator, programme, **wish)
    assert list(refusal.value.fields) == [field]
    for day in (-1, 400):
        moment = clock.now() + timedelta(days=day)
        with pytest.raises(Invalid, match="year"):
            await link(services, coordinator, programme, expires_at=moment)


async def test_required_questions_are_answered_at_the_door(
    services: Services, coordinator: str, programme: Programme, secret: str, sign_up: SignUp
) -> None:
    asking = ProgrammeChange(questions=(WHY,))
    await services.programmes.change(coordinator, programme.id, asking)
    ana, bo = await sign_up(), await sign_up("Bo")
    with pytest.raises(Invalid) as refusal:
        await services.enrolment.join(ana.id, secret, MENTEE)
    assert list(refusal.value.fields) == [f"answers.{WHY.id}"]
    await services.enrolment.join(ana.id, secret, MENTEE, {WHY.id: "The wind is fair."})
    await services.enrolment.join(bo.id, secret, MENTOR)  # it is not asked of mentors
    await services.enrolment.answer(ana.id, programme.id, {WHY.id: "I am ready."})
    seen = await services.programmes.seen(ana.id, programme.id)
    assert seen.membership is not None
    assert seen.membership.answers == {WHY.id: "I am ready."}


async def test_who_leaves_is_gone_until_they_come_by_a_link(
    services: Services, coordinator: str, programme: Programme, secret: str, sign_up: SignUp
) -> None:
    ana = await sign_up()
    await services.enrolment.join(ana.id, secret, BOTH)
    await services.enrolment.leave(ana.id, programme.id)
    with pytest.raises(NotFound):
        await services.programmes.seen(ana.id, programme.id)
    assert await roll(services, coordinator, programme) == []
    assert await roll(services, coordinator, programme, standing=Standing.LEFT) == ["Ana"]
    await services.enrolment.join(ana.id, secret, MENTEE)
    assert (await services.programmes.of_person(ana.id))[0][1] == MENTEE


async def test_nobody_leaves_or_is_removed_from_the_open_programme(
    services: Services, operator: str, sign_up: SignUp
) -> None:
    ana = await sign_up()
    everybodys = await services.programmes.open_programme()
    with pytest.raises(ProgrammeFixed):
        await services.enrolment.leave(ana.id, everybodys.id)
    with pytest.raises(ProgrammeFixed):
        await services.rolls.remove(operator, everybodys.id, ana.id)
    with pytest.raises(ProgrammeFixed):
        await link(services, operator, everybodys)


async def test_people_are_found_by_name_address_role_and_page(
    services: Services, coordinator: str, programme: Programme, secret: str, sign_up: SignUp
) -> None:
    for name, role in (("Zoë", MENTOR), ("ana", MENTEE), ("Émile", MENTEE), ("Bo", BOTH)):
        one = await sign_up(name, BOTH)
        await services.enrolment.join(one.id, secret, role)
    assert await roll(services, coordinator, programme) == ["ana", "Bo", "Émile", "Zoë"]
    assert await roll(services, coordinator, programme, words="EMILE") == ["Émile"]
    assert await roll(services, coordinator, programme, words="zoë example.org") == ["Zoë"]
    assert await roll(services, coordinator, programme, role=Role.MENTOR) == ["Bo", "Zoë"]
    assert await roll(services, coordinator, programme, page=1) == []
    found = await services.rolls.people(coordinator, programme.id, Wanted(page=1))
    assert found.total == 4


async def test_an_operator_sees_names_but_no_addresses_of_everybody(
    services: Services, operator: str, sign_up: SignUp
) -> None:
    await sign_up()
    everybodys = await services.programmes.open_programme()
    found = await services.rolls.people(operator, everybodys.id, Wanted(words="ana"))
    assert [(one.entry.name, one.entry.email) for one in found.lines] == [("Ana", "")]
    found = await services.rolls.people(operator, everybodys.id, Wanted(words="example.org"))
    assert found.total == 0


async def test_who_was_removed_takes_part_no_longer(
    services: Services, coordinator: str, programme: Programme, secret: str, sign_up: SignUp
) -> None:
    ana = await sign_up()
    await services.enrolment.join(ana.id, secret)
    await services.rolls.remove(coordinator, programme.id, ana.id)
    with pytest.raises(NotFound):
        await services.rolls.remove(coordinator, programme.id, ana.id)
    assert await services.programmes.members(programme.id) == []


async def test_whoever_is_asked_says_yes_or_no_themselves(
    services: Services,
    coordinator: str,
    programme: Programme,
    sign_up: SignUp,
    mailbox: Mailbox,
    clock: FixedClock,
) -> None:
    ana, bo = await sign_up(), await sign_up("Bo")
    async with services.database.write() as tx:
        people = {ana.id: MENTEE, bo.id: MENTEE}
        await services.rolls.bring(tx, programme, people, set())
    assert await services.programmes.members(programme.id) == []
    assert await services.rolls.send_letters(coordinator, programme.id, None) == 2
    assert await services.rolls.send_letters(coordinator, programme.id, None) == 0
    assert await services.rolls.send_letters(coordinator, programme.id, [ana.id]) == 0
    await services.notifications.deliver()
    letter = await mailbox.wait("Mentes", count=2)
    body = letter.get_body(("plain",))
    assert body is not None
    assert f"/programmes/{programme.id}" in body.get_content()
    clock.forward(days=1)
    assert await services.rolls.send_letters(coordinator, programme.id, [ana.id]) == 1
    for _ in range(2):
        await services.enrolment.accept(ana.id, programme.id)
    await services.enrolment.leave(bo.id, programme.id)
    listed = await services.programmes.members(programme.id)
    assert [one.person for one in listed] == [ana.id]


async def test_no_letters_go_out_of_a_draft(
    services: Services, coordinator: str, draft: Programme
) -> None:
    with pytest.raises(WrongState):
        await services.rolls.send_letters(coordinator, draft.id, None)


async def test_what_a_closed_programme_was_can_still_be_seen(
    services: Services, coordinator: str, programme: Programme, secret: str, sign_up: SignUp
) -> None:
    ana, bo = await sign_up(), await sign_up("Bo")
    await services.enrolment.join(ana.id, secret)
    for state in (State.MATCHING, State.RUNNING, State.CLOSED):
        await services.programmes.move(coordinator, programme.id, state)
    assert (await services.programmes.seen(ana.id, programme.id)).membership
    with pytest.raises(WrongState):
        await services.enrolment.join(bo.id, secret)
