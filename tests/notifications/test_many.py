"""Many are told at once: in as many statements as one, and each as they wish."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.accounts.store import people
from server.core.ids import new_id
from server.notifications.model import Digest, Kind, Receiver, Switch
from server.notifications.service import About
from server.services import Services
from tests.notifications.conftest import Arrive, Browser, Inbox
from tests.support.statements import statements

SEATS = 200
PAIR = About("/mentorships", {"other": "Noam"})
SIGNED = About("/mentorships/m/agreement", {"other": "Noam"})


@pytest.fixture
async def crowd(services: Services, arrive: Arrive) -> list[Receiver]:
    """Two hundred people, of whom some have a browser that takes pushes."""
    first = await arrive("Ana")
    many = [first]
    for at in range(1, SEATS):
        email = f"guest{at}@example.org"
        many.append(replace(first, id=new_id(), email=email, email_key=email, name=f"Guest {at}"))
    async with services.database.write() as tx:
        assert await people.add_many(tx, many[1:])
    for one in many[::50]:
        url = f"https://push.example.org/{one.id}"
        await services.pushes.subscribe(one.id, url, Browser().keys, "")
    return [one.receiver for one in many]


async def count(services: Services, table: str) -> int:
    async with services.database.read() as tx:
        return int((await tx.exec_driver_sql(f"SELECT count(*) FROM {table}")).scalar_one())


async def asked_to_tell(services: Services, crowd: list[Receiver]) -> int:
    async with services.database.write() as tx:
        with statements(services.database) as asked:
            await services.notifications.tell_many(
                tx, Kind.MENTOR_ASKED, [(one, PAIR) for one in crowd]
            )
    return len(asked)


async def test_two_hundred_are_told_in_as_many_statements_as_two(
    services: Services, crowd: list[Receiver]
) -> None:
    few = await asked_to_tell(services, crowd[:2])
    assert await asked_to_tell(services, crowd) == few <= 6
    assert await count(services, "notice") == SEATS + 2
    assert await count(services, "letter") == SEATS + 2
    assert await count(services, "push") == SEATS // 50 + 1


async def test_each_is_told_as_they_wish(
    services: Services, crowd: list[Receiver], inbox: Inbox
) -> None:
    plain, silent, collecting = crowd[:3]
    wished = await services.centre.preferences(silent.person)
    off = replace(wished, switches={Kind.AGREEMENT_SIGNED: Switch(email=False, push=False)})
    await services.centre.set_preferences(silent.person, off)
    await services.centre.set_preferences(collecting.person, replace(wished, digest=Digest.DAILY))
    async with services.database.write() as tx:
        told = [(one, SIGNED) for one in (plain, silent, collecting)]
        await services.notifications.tell_many(tx, Kind.AGREEMENT_SIGNED, told)
    assert await services.notifications.deliver() == 1
    assert inbox.recipients == [plain.email]
    for one in (plain, silent, collecting):
        assert await services.centre.unread(one.person) == 1


async def test_who_cannot_be_written_to_keeps_nobody_waiting(
    services: Services, crowd: list[Receiver], inbox: Inbox
) -> None:
    bad = replace(crowd[0], email="nowhere")
    async with services.database.write() as tx:
        told = [(one, PAIR) for one in (bad, crowd[1])]
        await services.notifications.tell_many(tx, Kind.MENTOR_ASKED, told)
    assert await services.notifications.deliver() == 1
    assert inbox.recipients == [crowd[1].email]


async def test_what_somebody_did_themselves_stands_there_read_and_is_not_pushed(
    services: Services, crowd: list[Receiver], inbox: Inbox
) -> None:
    own = replace(PAIR, is_own=True)
    async with services.database.write() as tx:
        await services.notifications.tell(tx, Kind.MENTOR_ASKED, crowd[0], own)
    page = await services.centre.page(crowd[0].person)
    assert (len(page.notices), page.unread) == (1, 0)
    assert await count(services, "push") == 0
    assert await services.notifications.deliver() == 1


async def test_a_notice_that_would_lead_nowhere_is_never_written(
    services: Services, crowd: list[Receiver]
) -> None:
    for path in ("/nowhere", "https://example.org/mentorships"):
        async with services.database.write() as tx:
            with pytest.raises(TypeError, match="does not lead"):
                await services.notifications.tell(tx, Kind.MENTOR_ASKED, crowd[0], About(path))
