"""One notice by several ways: centre, letters at a real mail server, switches, digests, ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from server.accounts.model import Person
from server.core.errors import NotFound
from server.core.ids import new_id
from server.notifications.model import (
    Digest,
    Kind,
    Preferences,
    Quiet,
    Switch,
)
from server.notifications.service import About
from server.services import Services
from tests.notifications.conftest import Arrive, Browser, Inbox
from tests.support.clock import FixedClock

PAIR = About("/mentorships", {"other": "Noam"})
ABOUT = {
    Kind.AGREEMENT_SIGNED: About("/mentorships/m/agreement", PAIR.facts),
    Kind.MENTORSHIP_PAUSED: About("/mentorships/m", PAIR.facts),
}


async def tell(
    services: Services, to: Person, kind: Kind = Kind.MENTOR_ASKED, about: About | None = None
) -> str:
    about = about or ABOUT.get(kind, PAIR)
    async with services.database.write() as tx:
        return await services.notifications.tell(tx, kind, to.receiver, about)


async def wish(services: Services, person: Person, **wishes: Any) -> None:
    wanted = replace(await services.centre.preferences(person.id), **wishes)
    await services.centre.set_preferences(person.id, wanted)


def subjects(inbox: Inbox) -> list[str]:
    return [str(one["Subject"]) for one in inbox.messages]


async def test_a_notice_is_in_the_centre_and_in_the_mailbox(
    services: Services, arrive: Arrive, inbox: Inbox
) -> None:
    ana = await arrive("Ana")
    notice = await tell(services, ana)
    page = await services.centre.page(ana.id)
    [one] = page.notices
    assert (one.id, one.kind, one.path) == (notice, Kind.MENTOR_ASKED, "/mentorships")
    assert one.facts == {"other": "Noam"}
    assert page.unread == 1
    assert await services.notifications.deliver() == 1
    assert subjects(inbox) == ["Noam would like you as a mentor"]


async def test_what_is_undone_was_told_to_nobody(
    services: Services, arrive: Arrive, inbox: Inbox
) -> None:
    ana = await arrive("Ana")

    async def fail() -> None:
        async with services.database.write() as tx:
            await services.notifications.tell(tx, Kind.MENTOR_ASKED, ana.receiver, PAIR)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert (await services.centre.page(ana.id)).notices == ()
    assert await services.notifications.deliver() == 0


async def test_reading_one_and_all_up_to_one(services: Services, arrive: Arrive) -> None:
    ana, noam = await arrive("Ana"), await arrive("Noam")
    first, second, third = [await tell(services, ana) for _ in range(3)]
    await services.centre.read(ana.id, second)
    assert await services.centre.unread(ana.id) == 2
    await services.centre.read_up_to(ana.id, second)
    page = await services.centre.page(ana.id)
    assert [(one.id, one.read_at is None) for one in page.notices] == [
        (third, True),
        (second, False),
        (first, False),
    ]
    for stranger in (first, new_id()):
        with pytest.raises(NotFound):
            await services.centre.read(noam.id, stranger)
    await services.centre.read_up_to(noam.id, third)
    assert await services.centre.unread(ana.id) == 1


async def test_the_list_goes_on_where_a_page_ends(services: Services, arrive: Arrive) -> None:
    ana = await arrive("Ana")
    told = [await tell(services, ana) for _ in range(5)]
    first = await services.centre.page(ana.id, limit=2)
    second = await services.centre.page(ana.id, before=first.next, limit=2)
    third = await services.centre.page(ana.id, before=second.next, limit=2)
    found = [one.id for page in (first, second, third) for one in page.notices]
    assert found == told[::-1]
    assert third.next is None


async def test_notices_are_kept_for_ninety_days(
    services: Services, arrive: Arrive, clock: FixedClock
) -> None:
    ana = await arrive("Ana")
    await tell(services, ana)
    clock.forward(days=90)
    assert await services.centre.sweep() == 0
    clock.forward(seconds=1)
    assert await services.centre.sweep() == 1
    assert (await services.centre.page(ana.id)).notices == ()


async def test_a_switch_ends_the_letter_and_nothing_else(
    services: Services, arrive: Arrive, inbox: Inbox
) -> None:
    ana, noam = await arrive("Ana"), await arrive("Noam")
    await wish(services, ana, switches={Kind.MENTOR_ASKED: Switch(False, True)})
    for person in (ana, noam):
        await tell(services, person)
    await tell(services, ana, Kind.REQUEST_DECLINED)
    assert await services.notifications.deliver() == 2
    assert {str(one["To"]) for one in inbox.messages} == {"noam@example.org", "ana@example.org"}
    assert await services.centre.unread(ana.id) == 2


async def test_a_letter_waits_for_the_end_of_quiet_hours(
    services: Services, arrive: Arrive, inbox: Inbox, clock: FixedClock
) -> None:
    ana = await arrive("Ana")
    await wish(services, ana, quiet=Quiet(13 * 60, 17 * 60))  # it is 14:00 in Athens
    await tell(services, ana)
    await tell(services, ana, Kind.SECURITY_ALERT, About("/security", ALERT))
    assert await services.notifications.deliver() == 1
    clock.forward(hours=2, minutes=59)
    assert await services.notifications.deliver() == 0
    clock.forward(minutes=1)
    assert await services.notifications.deliver() == 1
    assert len(inbox.messages) == 2


ALERT = {"event": "token_used_twice", "device": "Firefox"}


async def test_a_digest_collects_the_quiet_kinds_and_is_sent_once(
    services: Services, arrive: Arrive, inbox: Inbox, clock: FixedClock
) -> None:
    ana, noam = await arrive("Ana"), await arrive("Noam")
    for person in (ana, noam):
        await wish(services, person, digest=Digest.DAILY)
        await tell(services, person, Kind.AGREEMENT_SIGNED)
    await tell(services, ana, Kind.MENTORSHIP_PAUSED)
    await tell(services, ana)  # not quiet: at once
    assert await services.notifications.deliver() == 1
    assert await services.notifications.digest() == 0
    clock.forward(hours=18)  # 08:00 in Athens
    assert await services.notifications.digest() == 2
    assert await services.notifications.digest() == 0
    assert await services.notifications.deliver() == 2
    [digest] = [one for one in inbox.messages[1:] if one["To"] == "ana@example.org"]
    assert digest["Subject"] == "2 things are new for you"
    text, html = (digest.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert text.get_content().count("\n- ") == 2
    assert html.get_content().count("<li ") == 2
    assert "Noam" in text.get_content()


async def test_one_click_ends_one_kind_for_one_person(
    services: Services, arrive: Arrive, inbox: Inbox
) -> None:
    ana = await arrive("Ana")
    await tell(services, ana)
    await services.notifications.deliver()
    [message] = inbox.messages
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = str(message["List-Unsubscribe"]).strip("<>")
    assert url.startswith("https://ithaca.example.org/unsubscribe/")
    token = url.rpartition("/")[2]
    assert await services.centre.about_token(token) is Kind.MENTOR_ASKED
    for _ in range(2):
        assert await services.centre.unsubscribe(token) is Kind.MENTOR_ASKED
    await tell(services, ana)
    await tell(services, ana, Kind.REQUEST_DECLINED)
    assert await services.notifications.deliver() == 1
    wished = await services.centre.preferences(ana.id)
    assert wished.switches == {Kind.MENTOR_ASKED: Switch(False, True)}


async def test_the_end_of_a_digest_is_the_end_of_what_was_in_it(
    services: Services, arrive: Arrive, inbox: Inbox, clock: FixedClock
) -> None:
    ana = await arrive("Ana")
    await wish(services, ana, digest=Digest.DAILY)
    await tell(services, ana, Kind.AGREEMENT_SIGNED)
    clock.forward(days=1)
    await services.notifications.digest()
    await services.notifications.deliver()
    [message] = inbox.messages
    token = str(message["List-Unsubscribe"]).strip("<>").rpartition("/")[2]
    assert await services.centre.unsubscribe(token) is Kind.DIGEST
    await tell(services, ana, Kind.AGREEMENT_SIGNED)
    await tell(services, ana, Kind.MENTOR_ASKED)
    assert await services.notifications.deliver() == 1


async def test_no_letter_about_safety_offers_an_end(
    services: Services, arrive: Arrive, inbox: Inbox
) -> None:
    ana = await arrive("Ana")
    await tell(services, ana, Kind.SECURITY_ALERT, About("/security", ALERT))
    await services.registration.ask_reset(ana.email)
    assert await services.notifications.deliver() == 2
    for message in inbox.messages:
        assert message["List-Unsubscribe"] is None
        assert "/unsubscribe/" not in str(message)


@pytest.mark.parametrize("change", ["person", "kind", "mac", "all"])
async def test_a_token_of_somebody_elses_making_ends_nothing(
    services: Services, arrive: Arrive, inbox: Inbox, change: str
) -> None:
    ana, noam = await arrive("Ana"), await arrive("Noam")
    await tell(services, ana)
    await services.notifications.deliver()
    url = str(inbox.messages[0]["List-Unsubscribe"]).strip("<>")
    person, kind, mac = url.rpartition("/")[2].split("~")
    forged = {
        "person": f"{noam.id}~{kind}~{mac}",
        "kind": f"{person}~request_declined~{mac}",
        "mac": f"{person}~{kind}~{mac[::-1]}",
        "all": "x" * 60,
    }[change]
    with pytest.raises(NotFound):
        await services.centre.unsubscribe(forged)
    for one in (ana, noam):
        assert await services.centre.preferences(one.id) == Preferences()


async def test_a_push_follows_its_switch_and_every_device_gets_one(
    services: Services, arrive: Arrive, clock: FixedClock
) -> None:
    ana = await arrive("Ana")
    for n in range(2):
        url = f"https://push.example.org/{n}"
        await services.pushes.subscribe(ana.id, url, Browser().keys, "")
    await tell(services, ana)
    await tell(services, ana, Kind.AGREEMENT_SIGNED)  # no push unless wished for
    assert await _waiting(services) == 2
    await wish(services, ana, switches={Kind.MENTOR_ASKED: Switch(True, False)})
    await tell(services, ana)
    assert await _waiting(services) == 2


async def _waiting(services: Services) -> int:
    async with services.database.read() as tx:
        return int((await tx.exec_driver_sql("SELECT count(*) FROM push")).scalar_one())


async def test_existing_letters_are_notices_too(
    services: Services, arrive: Arrive, inbox: Inbox
) -> None:
    ana, noam = await arrive("Ana"), await arrive("Noam")
    room = (await services.rooms.open_room(noam.id, "Where to go")).room
    await services.rooms.invite(noam.id, room.id, ana.email)
    await services.rooms.invite(noam.id, room.id, "nobody@example.org")
    [one] = (await services.centre.page(ana.id)).notices
    assert (one.kind, one.path) == (Kind.ROOM_INVITE, f"/s/{room.id}")
    assert one.facts == {"host": "Noam", "title": "Where to go"}
    assert await services.notifications.deliver() == 2


async def test_wishes_are_read_back_as_they_were_saved(services: Services, arrive: Arrive) -> None:
    ana = await arrive("Ana")
    wanted = Preferences(
        switches={Kind.MENTOR_ASKED: Switch(False, False)},
        quiet=Quiet(22 * 60, 7 * 60),
        digest=Digest.WEEKLY,
        reminders=(5, 1440),
    )
    for _ in range(2):
        assert await services.centre.set_preferences(ana.id, wanted) == wanted
    assert await services.centre.preferences(ana.id) == wanted
