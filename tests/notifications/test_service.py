"""Letters on their way: with their cause or not at all, until they arrive, the same each time."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from server.core.db import Database
from server.core.errors import Invalid
from server.core.ids import new_id
from server.notifications.mail import SmtpCarrier
from server.notifications.model import LEASE, MOST_ATTEMPTS, Kind
from server.notifications.service import Notifications
from server.notifications.store import letters as store
from tests.notifications.conftest import Inbox, Outbox
from tests.support.clock import FixedClock
from tests.support.programs import free_port

LINK = "https://ithaca.example.org/verify?token=abc"


async def write(database: Database, notifications: Notifications, **changes: Any) -> str:
    values = {"to": "ana@example.org", "locale": "en", "name": "Ana", "link": LINK} | changes
    async with database.write() as tx:
        return await notifications.enqueue(tx, Kind.CONFIRM_EMAIL, **values)


async def state_of(database: Database, letter: str) -> tuple[str, int, str]:
    async with database.read() as tx:
        row = (
            await tx.exec_driver_sql(
                f"SELECT state, attempts, complaint FROM letter WHERE id = '{letter}'"
            )
        ).one()
    return row.state, row.attempts, row.complaint


async def test_a_letter_arrives_with_text_and_html(
    database: Database, notifications: Notifications, inbox: Inbox
) -> None:
    letter = await write(database, notifications, name="Zoë")
    assert await notifications.deliver() == 1
    (message,) = inbox.messages
    assert inbox.recipients == ["ana@example.org"]
    assert message["Message-ID"] == f"<{letter}@example.org>"
    assert message["From"] == "Ithaca <ithaca@example.org>"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    for part in message.iter_parts():
        assert LINK in part.get_content()
        assert "Zoë" in part.get_content()
    assert await state_of(database, letter) == ("sent", 1, "")


async def test_a_letter_whose_cause_was_rolled_back_is_never_written(
    database: Database, notifications: Notifications, inbox: Inbox
) -> None:
    async def fail() -> None:
        async with database.write() as tx:
            await notifications.enqueue(
                tx, "confirm_email", to="ana@example.org", locale="en", name="Ana", link=LINK
            )
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await notifications.deliver() == 0
    assert inbox.messages == []


async def test_a_letter_leaves_at_once_when_its_cause_is_committed(
    database: Database, notifications: Notifications, inbox: Inbox
) -> None:
    running = asyncio.create_task(notifications.deliver_when_woken())
    await asyncio.sleep(0)
    await write(database, notifications)
    for _ in range(2000):
        if inbox.messages:
            break
        await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.wait({running})  # what it had begun still writes down how that went
    assert len(inbox.messages) == 1


async def test_a_letter_that_is_put_off_arrives_later_as_the_same_letter(
    database: Database, notifications: Notifications, inbox: Inbox, clock: FixedClock
) -> None:
    inbox.answers = ["451 try again later", "421 too busy"]
    letter = await write(database, notifications)
    assert await notifications.deliver() == 0
    assert await state_of(database, letter) == (
        "waiting",
        1,
        "the server put the content off (451)",
    )
    assert await notifications.deliver() == 0
    clock.forward(seconds=15)
    await notifications.deliver()
    clock.forward(seconds=15)
    assert await notifications.deliver() == 0
    clock.forward(seconds=30)
    assert await notifications.deliver() == 1
    assert inbox.ids == [f"<{letter}@example.org>"]


async def test_a_letter_nobody_will_ever_take_is_given_up_at_once(
    database: Database, notifications: Notifications, inbox: Inbox
) -> None:
    inbox.recipient_answers = ["550 no such mailbox"]
    letter = await write(database, notifications)
    await notifications.deliver()
    assert await state_of(database, letter) == ("dead", 1, "the server refused the recipient (550)")


async def test_a_letter_is_given_up_after_its_last_attempt(
    database: Database, outbox: Outbox, clock: FixedClock
) -> None:
    notifications = outbox(SmtpCarrier(f"smtp://127.0.0.1:{free_port()}"))
    letter = await write(database, notifications)
    for _ in range(MOST_ATTEMPTS + 1):
        await notifications.deliver()
        clock.forward(hours=6)
    assert await state_of(database, letter) == ("dead", MOST_ATTEMPTS, "SMTPConnectError")


async def test_a_letter_of_a_process_that_died_is_sent_again_by_another(
    database: Database, outbox: Outbox, inbox: Inbox, clock: FixedClock
) -> None:
    carrier = SmtpCarrier(f"smtp://127.0.0.1:{inbox.port}")
    dying, living = outbox(carrier), outbox(carrier)
    inbox.delay_s = 0.3
    letter = await write(database, dying)
    killed = asyncio.create_task(dying.deliver())
    await asyncio.sleep(0.15)  # in the middle of the conversation
    killed.cancel()
    await asyncio.gather(killed, return_exceptions=True)
    inbox.delay_s = 0.0
    assert await living.deliver() == 0  # the lease of the dead one still holds
    clock.forward(seconds=LEASE.total_seconds())
    assert await living.deliver() == 1
    assert set(inbox.ids) == {f"<{letter}@example.org>"}
    assert (await state_of(database, letter))[:2] == ("sent", 2)


async def test_who_lost_the_lease_can_no_longer_finish_the_letter(
    database: Database, notifications: Notifications, clock: FixedClock
) -> None:
    letter = await write(database, notifications)
    slow, quick = new_id(), new_id()
    async with database.write() as tx:
        await store.claim(tx, slow, now=clock.now(), at_most=1)
    clock.forward(minutes=3)
    async with database.write() as tx:
        assert len(await store.claim(tx, quick, now=clock.now(), at_most=1)) == 1
    async with database.write() as tx:
        assert not await store.put_back(tx, letter, slow, due_at=clock.now(), complaint="late")
        assert not await store.mark_dead(tx, letter, slow, now=clock.now(), complaint="late")
        assert await store.mark_sent(tx, letter, quick, now=clock.now())


async def test_many_senders_send_each_letter_once(
    database: Database, outbox: Outbox, inbox: Inbox
) -> None:
    carrier = SmtpCarrier(f"smtp://127.0.0.1:{inbox.port}")
    senders = [outbox(carrier) for _ in range(4)]
    letters = [await write(database, senders[0]) for _ in range(30)]
    arrived = await asyncio.gather(*(sender.deliver() for sender in senders))
    assert sum(arrived) == 30
    assert sorted(inbox.ids) == sorted(f"<{one}@example.org>" for one in letters)


async def test_a_letter_that_cannot_be_written_does_not_hold_up_the_others(
    database: Database, notifications: Notifications, inbox: Inbox
) -> None:
    broken = await write(database, notifications)
    async with database.write() as tx:
        params = json.dumps({"name": "Ana"})
        await tx.exec_driver_sql(f"UPDATE letter SET params = '{params}' WHERE id = '{broken}'")
    await write(database, notifications)
    assert await notifications.deliver() == 1
    assert (await state_of(database, broken))[0] == "waiting"


async def test_what_a_letter_held_is_forgotten_once_it_is_sent(
    database: Database, notifications: Notifications
) -> None:
    await write(database, notifications)
    await notifications.deliver()
    async with database.read() as tx:
        rows = (await tx.exec_driver_sql("SELECT params FROM letter")).all()
    assert rows == [("{}",)]


async def test_finished_letters_are_forgotten_after_a_month(
    database: Database, notifications: Notifications, clock: FixedClock
) -> None:
    await write(database, notifications)
    await notifications.deliver()
    clock.forward(days=29)
    assert await notifications.sweep() == 0
    clock.forward(days=2)
    assert await notifications.sweep() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to": "ana@example.org\r\nBcc: eve@example.org"}, "email"),
        ({"to": "ana@example.org, eve@example.org"}, "email"),
        ({"to": "Ana <ana@example.org>"}, "email"),
        ({"name": "Ana\r\nBcc: eve@example.org"}, "name"),
        ({"name": "Ana\u2028"}, "name"),
        ({"link": "https://x.example/\x1b[2J"}, "link"),
    ],
)
async def test_what_could_carry_a_second_header_is_refused(
    database: Database, notifications: Notifications, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        await write(database, notifications, **changes)
    assert list(refusal.value.fields) == [field]
    assert await notifications.deliver() == 0


async def test_a_letter_without_its_words_is_a_mistake_of_ours(
    database: Database, notifications: Notifications
) -> None:
    with pytest.raises(TypeError, match="link"):
        async with database.write() as tx:
            await notifications.enqueue(
                tx, Kind.CONFIRM_EMAIL, to="ana@example.org", locale="en", name="Ana"
            )
