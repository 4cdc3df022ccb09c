"""Yes and no from outside: by links in letters, and by mails of calendars, forged ones too."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from server.core.errors import Conflict, NotFound
from server.core.settings import Settings
from server.scheduling import jobs
from server.scheduling.ics import Answer
from server.scheduling.model import Booking, BookingState
from server.scheduling.replies import MOST_BYTES, reply_of
from server.scheduling.store import mailing
from server.services import Services, assemble
from tests.scheduling.conftest import Cast
from tests.support.clock import FixedClock

OURS = "mx.ithaca.example.org"
JOB = next(one for one in jobs.JOBS if one.name == "scheduling.take_replies")


@pytest.fixture
async def services(
    settings: Settings, clock: FixedClock, tmp_path: Path
) -> AsyncIterator[Services]:
    """All services, with a maildir."""
    chosen = replace(
        settings,
        public_url="https://ithaca.example.org",
        inbound_mail_dir=tmp_path / "maildir",
        inbound_mail_authserv=OURS,
    )
    (tmp_path / "maildir" / "new").mkdir(parents=True)
    assembled = assemble(chosen, clock)
    yield assembled
    await assembled.close()


async def letters(services: Services, kind: str) -> list[str]:
    async with services.database.read() as tx:
        query = f"SELECT params FROM letter WHERE kind = '{kind}' ORDER BY id"
        return [row.params for row in await tx.exec_driver_sql(query)]


async def secret_of(services: Services, kind: str) -> str:
    """That of the links in the newest letter of a kind; of a wish, to who was asked."""
    await services.invitations.write_due()
    newest = [one for one in await letters(services, kind) if '"side":"guest"' not in one][-1]
    found = re.search(r"/answer/([\w-]+)\?say=no", newest)
    assert found is not None
    return found[1]


@pytest.fixture
async def asked(cast: Cast, services: Services) -> Booking:
    """A session that waits for the mentor's yes."""
    await cast.opens(is_confirmed_first=True)
    return await services.bookings.book(cast.mentee, cast.time())


async def state(cast: Cast, booking: Booking) -> BookingState:
    return (await cast.services.bookings.show(cast.mentee, booking.id)).state


async def test_looking_at_a_link_changes_nothing_and_a_yes_confirms(
    cast: Cast, services: Services, asked: Booking
) -> None:
    secret = await secret_of(services, "session_asked")
    for _ in range(3):
        shown = await services.answers.look(secret)
        assert (shown.booking.id, shown.is_host, shown.may_say_yes) == (asked.id, True, True)
    assert await state(cast, asked) is BookingState.PENDING
    after = await services.answers.answer(secret, is_yes=True)
    assert (after.booking.state, after.may_say_yes) == (BookingState.CONFIRMED, False)
    again = await services.answers.answer(secret, is_yes=True)
    assert again.booking.version == after.booking.version


async def test_a_no_by_link_declines_what_waits_and_cancels_what_stands(
    cast: Cast, services: Services, asked: Booking
) -> None:
    await services.answers.answer(await secret_of(services, "session_asked"), is_yes=False)
    assert await state(cast, asked) is BookingState.DECLINED
    await cast.opens(is_confirmed_first=False)
    booked = await services.bookings.book(cast.mentee, cast.time())
    secret = await secret_of(services, "session_booked")
    shown = await services.answers.answer(secret, is_yes=False)
    assert shown.is_over
    assert await state(cast, booked) is BookingState.CANCELLED
    assert (await services.answers.answer(secret, is_yes=True)).is_over


async def test_a_link_is_for_one_edition_and_until_the_session_begins(
    cast: Cast, services: Services, asked: Booking, clock: FixedClock
) -> None:
    old = await secret_of(services, "session_asked")
    confirmed = await services.bookings.confirm(cast.mentor, asked.id, asked.version)
    moved = await services.bookings.reschedule(
        cast.mentor, asked.id, confirmed.version, asked.ends_at, 60
    )
    with pytest.raises(Conflict):
        await services.answers.answer(old, is_yes=False)
    new = await secret_of(services, "session_rescheduled")
    clock.forward(days=1)
    with pytest.raises(NotFound):
        await services.answers.look(new)
    assert await state(cast, moved) is BookingState.CONFIRMED
    assert await services.invitations.sweep() > 0


async def test_a_made_up_link_opens_nothing(services: Services) -> None:
    for secret in ("x", "", "é", "0" * 43):
        with pytest.raises(NotFound):
            await services.answers.look(secret)


# --- replies by mail ----------------------------------------------------------------------------

REPLY = """From: {sender}
To: Ithaca <ithaca@example.org>
Subject: Accepted
Authentication-Results: {server}; dmarc={dmarc} header.from=example.org
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=part

--part
Content-Type: text/plain; charset=utf-8

Yes.
--part
Content-Type: text/calendar; method=REPLY; charset=utf-8

BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Some//Calendar//EN
METHOD:REPLY
BEGIN:VEVENT
UID:{uid}
SEQUENCE:{sequence}
DTSTAMP:20261122T130000Z
DTSTART:20261123T090000Z
ATTENDEE;CN="Mentor: me";PARTSTAT={answer}:mailto:
 {attendee}
END:VEVENT
END:VCALENDAR
--part--
"""


def reply(booking: Booking, **changes: object) -> bytes:
    given = {
        "sender": "Mentor <mentor@example.org>",
        "attendee": "mentor@example.org",
        "uid": f"{booking.id}@ithaca.example.org",
        "sequence": booking.sequence,
        "answer": "ACCEPTED",
        "server": OURS,
        "dmarc": "pass",
    }
    return REPLY.format(**(given | changes)).replace("\n", "\r\n").encode()


async def arrive(services: Services, *mails: bytes) -> list[str]:
    """By the job; what is left to read afterwards."""
    folder = services.settings.inbound_mail_dir
    assert folder is not None
    for number, one in enumerate(mails):
        (folder / "new" / f"{number}.x").write_bytes(one)
    await JOB.run(services, services.clock.now())
    return [one.name for one in (folder / "new").iterdir()]


async def said(services: Services, booking: Booking) -> dict[str, Answer]:
    async with services.database.read() as tx:
        found = await mailing.answers(tx, [booking.id])
    return {person: one.answer for (_, person), one in found.items()}


async def test_a_vouched_for_yes_of_the_host_confirms(
    cast: Cast, services: Services, asked: Booking
) -> None:
    assert await arrive(services, reply(asked)) == []
    assert await state(cast, asked) is BookingState.CONFIRMED
    assert await said(services, asked) == {cast.mentor: Answer.ACCEPTED}


async def test_a_vouched_for_no_of_the_host_declines(
    cast: Cast, services: Services, asked: Booking
) -> None:
    await arrive(services, reply(asked, answer="DECLINED"))
    assert await state(cast, asked) is BookingState.DECLINED


async def test_what_may_be_forged_is_noted_and_confirms_nothing(
    cast: Cast, services: Services, asked: Booking
) -> None:
    forged: list[dict[str, object]] = [
        {"dmarc": "fail"},
        {"dmarc": "none"},
        {"server": "mx.evil.example"},
        {"server": "mx.evil.example; dmarc=pass\nX-More: x"},
    ]
    await arrive(services, *(reply(asked, **one) for one in forged))
    assert await state(cast, asked) is BookingState.PENDING
    assert await said(services, asked) == {cast.mentor: Answer.ACCEPTED}


WRONG: list[dict[str, object]] = [
    {"sender": "eve@evil.example"},
    {"sender": "eve@evil.example", "attendee": "eve@evil.example"},
    {"attendee": "telemachus@example.org"},
    {"sender": "ino@example.org", "attendee": "ino@example.org"},
    {"sequence": 7},
    {"sequence": "no number"},
    {"uid": "somebody-elses@example.net"},
    {"uid": f"{'0' * 26}@ithaca.example.org"},
    {"answer": "NEEDS-ACTION"},
    {"answer": "DELEGATED"},
    {"sender": "Mentor <mentor@example.org>\nFrom: eve@evil.example"},
]


async def test_whoever_is_no_attendee_or_speaks_of_something_else_says_nothing(
    cast: Cast, services: Services, asked: Booking
) -> None:
    assert await arrive(services, *(reply(asked, **one) for one in WRONG)) == []
    assert await state(cast, asked) is BookingState.PENDING
    assert await said(services, asked) == {}


async def test_a_guests_no_by_mail_cancels_nothing_and_is_told_once(
    cast: Cast, services: Services
) -> None:
    booked = await services.bookings.book(cast.mentee, cast.time())
    await services.invitations.write_due()
    mail = reply(
        booked,
        sender="telemachus@example.org",
        attendee="Telemachus@Example.ORG",
        answer="DECLINED",
    )
    await arrive(services, mail, mail)
    assert await state(cast, booked) is BookingState.CONFIRMED
    assert (await said(services, booked))[cast.mentee] is Answer.DECLINED
    [told] = await letters(services, "session_answered")
    assert '"answer":"declined"' in told
    assert '"other":"Telemachus"' in told


async def test_any_other_mail_is_put_aside(cast: Cast, services: Services, asked: Booking) -> None:
    mails = (
        b"",
        b"\xff" * 5000,
        b"From: mentor@example.org\r\n\r\nI am on holiday.",
        reply(asked) + b"x" * MOST_BYTES,
        reply(asked).replace(b"METHOD:REPLY", b"METHOD:REQUEST"),
        reply(asked).replace(b"END:VEVENT", b"END:VEVENT\r\nBEGIN:VEVENT\r\nEND:VEVENT"),
    )
    assert await arrive(services, *mails) == []
    folder = services.settings.inbound_mail_dir
    assert folder is not None
    assert len(list((folder / "cur").iterdir())) == len(mails)
    assert await state(cast, asked) is BookingState.PENDING


def test_a_mail_of_many_parts_is_not_read_to_its_end() -> None:
    part = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    head = "From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    text = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n"
    last = f"--b\r\nContent-Type: text/calendar\r\n\r\n{text}--b--\r\n"
    assert reply_of((head + part * 500 + last).encode(), OURS) is None
