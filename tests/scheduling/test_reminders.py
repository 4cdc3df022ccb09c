"""Reminders of sessions: at the wished minutes, once, whatever becomes of booking and node."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.accounts.model import Role
from server.core.clock import Clock
from server.core.settings import Settings
from server.notifications.model import LEADS_MINUTES, Kind, Notice
from server.scheduling.model import Booking, Reason, Reminder, first_look
from server.scheduling.model import Kind as BookingKind
from server.scheduling.service import Plan
from server.scheduling.store.bookings import booking
from server.scheduling.store.reminders import reminder
from server.services import Services, assemble
from tests.notifications.conftest import Inbox, serving_mail
from tests.scheduling.conftest import MONDAY, Cast, arrive
from tests.support.clock import FixedClock
from tests.support.processes import Ithaca, ithaca
from tests.support.waiting import until_so

HOUR = timedelta(hours=1)


async def booked(cast: Cast, starts_at: datetime = MONDAY) -> Booking:
    return await cast.services.bookings.book(cast.mentee, cast.time(starts_at))


async def told(cast: Cast, person: str, kind: Kind = Kind.SESSION_REMINDER) -> list[Notice]:
    page = await cast.services.centre.page(person, limit=100)
    return [one for one in page.notices if one.kind is kind][::-1]


async def leads(cast: Cast, person: str) -> list[str]:
    return [one.facts["lead"] for one in await told(cast, person)]


async def run_to(cast: Cast, clock: FixedClock, until: datetime, step: timedelta) -> None:
    """The job runs now and then, as it does."""
    while clock.now() < until:
        clock.forward(seconds=step.total_seconds())
        await cast.services.herald.remind()


async def test_both_are_reminded_a_day_and_ten_minutes_before(
    cast: Cast, clock: FixedClock
) -> None:
    booking = await booked(cast, MONDAY + timedelta(days=1))
    await run_to(cast, clock, booking.ends_at, timedelta(minutes=5))
    for person in (cast.mentor, cast.mentee):
        reminders = await told(cast, person)
        assert [one.facts["lead"] for one in reminders] == ["1440", "10"]
        times = [one.created_at - booking.starts_at for one in reminders]
        assert times == [timedelta(days=-1), timedelta(minutes=-10)]
        assert reminders[-1].path == f"/s/{booking.room}"
    assert (await told(cast, cast.mentee))[0].facts["other"] == "Mentor"
    assert await told(cast, cast.other) == []


async def test_what_is_booked_too_late_for_one_has_only_the_later_ones(
    cast: Cast, clock: FixedClock
) -> None:
    await cast.opens(notice_minutes=0)
    booking = await booked(cast)  # 21 hours ahead
    await run_to(cast, clock, booking.ends_at, timedelta(minutes=5))
    assert await leads(cast, cast.mentee) == ["10"]


async def test_everybody_chooses_and_may_change_their_mind_until_the_last_minute(
    cast: Cast, clock: FixedClock
) -> None:
    booking = await booked(cast, MONDAY + timedelta(days=1))
    centre = cast.services.centre
    wished = await centre.preferences(cast.mentee)
    await centre.set_preferences(cast.mentee, replace(wished, reminders=(5, 30, 120)))
    await centre.set_preferences(cast.mentor, replace(wished, reminders=()))
    await run_to(cast, clock, booking.starts_at - HOUR, timedelta(minutes=5))
    assert await leads(cast, cast.mentee) == ["120"]
    await centre.set_preferences(cast.mentee, replace(wished, reminders=(15,)))
    await run_to(cast, clock, booking.ends_at, timedelta(minutes=5))
    assert await leads(cast, cast.mentee) == ["120", "15"]
    assert await leads(cast, cast.mentor) == []


async def test_a_moved_session_is_reminded_of_at_its_new_time(
    cast: Cast, clock: FixedClock
) -> None:
    booking = await booked(cast, MONDAY + timedelta(days=1))
    await run_to(cast, clock, booking.starts_at - timedelta(hours=20), HOUR)
    later = booking.starts_at + timedelta(days=1)
    services = cast.services
    moved = await services.bookings.reschedule(cast.mentee, booking.id, booking.version, later, 60)
    await run_to(cast, clock, booking.ends_at, timedelta(minutes=5))
    assert await leads(cast, cast.mentee) == ["1440", "1440"]
    await run_to(cast, clock, moved.ends_at, timedelta(minutes=5))
    reminders = await told(cast, cast.mentee)
    assert [one.facts["lead"] for one in reminders] == ["1440", "1440", "10"]
    assert reminders[-1].facts["starts_at"] == later.isoformat()


async def test_nobody_is_reminded_of_what_does_not_take_place(
    cast: Cast, clock: FixedClock
) -> None:
    booking = await booked(cast, MONDAY + timedelta(days=1))
    await cast.services.bookings.cancel(cast.mentee, booking.id, booking.version, Reason.ILL, "")
    await run_to(cast, clock, booking.ends_at, HOUR)
    assert await leads(cast, cast.mentor) == []
    assert len(await told(cast, cast.mentor, Kind.SESSION_CANCELLED)) == 1
    [own] = await told(cast, cast.mentee, Kind.SESSION_CANCELLED)
    assert own.read_at is not None  # nobody needs to be told what they did themselves


async def test_what_still_needs_a_yes_is_reminded_of_once_it_has_it(
    cast: Cast, clock: FixedClock
) -> None:
    await cast.opens(is_confirmed_first=True)
    booking = await booked(cast, MONDAY + timedelta(days=2))
    assert await _planned(cast) == 0
    assert len(await told(cast, cast.mentor, Kind.SESSION_ASKED)) == 1
    await cast.services.bookings.confirm(cast.mentor, booking.id, booking.version)
    assert await _planned(cast) == 2
    assert len(await told(cast, cast.mentee, Kind.SESSION_BOOKED)) == 1


async def test_after_a_night_without_a_server_the_nearest_one_stands_for_all(
    cast: Cast, clock: FixedClock
) -> None:
    booking = await booked(cast, MONDAY + timedelta(days=1))
    clock.forward(seconds=(booking.starts_at - clock.now() - timedelta(minutes=7)).total_seconds())
    assert await cast.services.herald.remind() == 2
    assert await leads(cast, cast.mentee) == ["7"]  # and not "10"
    assert await cast.services.herald.remind() == 0


async def test_what_has_begun_is_not_announced_any_more(cast: Cast, clock: FixedClock) -> None:
    booking = await booked(cast, MONDAY + timedelta(days=1))
    clock.forward(seconds=(booking.starts_at - clock.now()).total_seconds())
    assert await cast.services.herald.remind() == 0
    assert await _planned(cast) == 0


async def test_several_nodes_remind_once(cast: Cast, clock: FixedClock) -> None:
    booking = await booked(cast, MONDAY + timedelta(days=1))
    clock.forward(seconds=(booking.starts_at - clock.now() - timedelta(days=1)).total_seconds())
    found = await asyncio.gather(*(cast.services.herald.remind() for _ in range(4)))
    assert sum(found) == 2
    assert await leads(cast, cast.mentee) == ["1440"]


async def test_who_gave_their_seat_back_is_not_reminded(cast: Cast, clock: FixedClock) -> None:
    gathering = await opened(cast.services, cast.mentor, MONDAY + timedelta(days=1, hours=9))
    for person in (cast.mentee, cast.other):
        await cast.services.gatherings.take_seat(person, gathering.id)
    await cast.services.gatherings.leave(cast.other, gathering.id)
    await run_to(cast, clock, gathering.ends_at, timedelta(minutes=5))
    assert await leads(cast, cast.mentee) == ["1440", "10"]
    assert await leads(cast, cast.other) == []


async def opened(services: Services, mentor: str, starts_at: datetime) -> Booking:
    programme = (await services.programmes.open_programme()).id
    plan = Plan(
        BookingKind.GROUP, programme, "How to pitch", "", starts_at, 60, 50, "the-first-key"
    )
    return await services.gatherings.open(mentor, plan)


async def _planned(cast: Cast) -> int:
    async with cast.services.database.read() as tx:
        found = await tx.exec_driver_sql("SELECT count(*) FROM session_reminder")
        return int(found.scalar_one())


@given(
    ahead=st.integers(1, 30_000),
    wished=st.sets(st.sampled_from(LEADS_MINUTES), max_size=5),
    steps=st.lists(st.integers(1, 3000), max_size=60),
)
def test_however_late_the_looks_are_each_wish_is_told_at_most_once_and_the_last_is_not_lost(
    ahead: int, wished: set[int], steps: list[int]
) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    starts_at = now + timedelta(minutes=ahead)
    look: Reminder | None = first_look("b", "p", starts_at, now)
    possible = [one for one in wished if one < ahead]
    told_at = []
    for step in [*steps, *([1] * 20)]:
        now += timedelta(minutes=step)
        if look is None or look.due_at > now:
            continue
        if look.lead(wished, now) is not None:
            told_at.append(now)
        look = look.following(now)
    assert len(told_at) <= len(possible)
    assert all(at < starts_at for at in told_at)


@given(ahead=st.integers(1, 30_000), wished=st.sets(st.sampled_from(LEADS_MINUTES), max_size=5))
def test_looked_at_in_time_every_wish_is_told_in_its_minute(ahead: int, wished: set[int]) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    starts_at = now + timedelta(minutes=ahead)
    look, told_leads = first_look("b", "p", starts_at, now), []
    while look is not None:
        now = look.due_at + timedelta(seconds=20)
        if (lead := look.lead(wished, now)) is not None:
            told_leads.append(lead)
        look = look.following(now)
    assert told_leads == sorted((one for one in wished if one < ahead), reverse=True)


# --- a worker is killed -------------------------------------------------------------------

CROWD = 12


@pytest.fixture
async def slow_inbox() -> AsyncIterator[Inbox]:
    for inbox in serving_mail():
        inbox.delay_s = 0.15
        yield inbox


async def _count(services: Services, what: str) -> int:
    async with services.database.read() as tx:
        return int((await tx.exec_driver_sql(f"SELECT count(*) FROM {what}")).scalar_one())


async def _time_passes(services: Services) -> None:
    """What a killed process held is free again, as it is minutes later."""
    async with services.database.write() as tx:
        await tx.exec_driver_sql("UPDATE letter SET leased_until = NULL WHERE state = 'waiting'")
        await tx.exec_driver_sql("DELETE FROM lease")


async def _brought_near(services: Services, gathering: Booking) -> None:
    """The session begins in nine minutes."""
    near = datetime.now(UTC) + timedelta(minutes=9)
    async with services.database.write() as tx:
        ends = {"starts_at": near, "ends_at": near + HOUR}
        await tx.execute(booking.update().where(booking.c.id == gathering.id).values(ends))
        look = {"starts_at": near, "lead_minutes": 10, "due_at": near - timedelta(minutes=10)}
        await tx.execute(reminder.update().values(look))


@pytest.mark.timeout(600)
async def test_no_reminder_is_lost_or_doubled_when_workers_are_killed(
    settings: Settings, slow_inbox: Inbox
) -> None:
    by_mail = replace(settings, smtp_url=f"smtp://127.0.0.1:{slow_inbox.port}")
    services = assemble(by_mail, Clock())
    try:
        mentor = await arrive(services, "Mentor")
        start = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(hours=2)
        gathering = await opened(services, mentor, start)
        for n in range(CROWD):
            guest = await arrive(services, f"Guest{n}", Role.MENTEE)
            await services.gatherings.take_seat(guest, gathering.id)
        await services.invitations.write_due()
        await services.notifications.deliver()  # what that was told by letter
        sent_before = len(slow_inbox.messages)
        await _brought_near(services, gathering)

        async def some_are_reminded() -> bool:
            return await _planned_in(services) < CROWD + 1

        async def some_letters_are_on_their_way() -> bool:
            return len(slow_inbox.messages) >= sent_before + 3

        async def all_is_done() -> bool:
            waiting = await _count(services, "letter WHERE state = 'waiting'")
            return not waiting and not await _planned_in(services)

        for what in (some_are_reminded, some_letters_are_on_their_way, all_is_done):
            async with _worker(by_mail) as worker:
                await until_so(what, f"{what.__name__}: {worker.lines}")
                worker.process.kill()
                await worker.process.wait()
            await _time_passes(services)
        _check(slow_inbox, sent_before)
        assert await _count(services, "notice WHERE kind = 'session_reminder'") == CROWD + 1
    finally:
        await services.close()


async def _planned_in(services: Services) -> int:
    return await _count(services, "session_reminder WHERE lead_minutes >= 10")


def _worker(settings: Settings) -> AbstractAsyncContextManager[Ithaca]:
    return ithaca(
        "worker",
        data_dir=settings.data_dir,
        database_url=settings.database_url,
        smtp_url=settings.smtp_url,
        encoder="tfidf",
    )


def _check(inbox: Inbox, before: int) -> None:
    """One letter a person, however often it had to be carried: the same Message-ID each time."""
    letters = inbox.messages[before:]
    ids_of = {str(one["To"]): set[str]() for one in letters}
    for one in letters:
        assert re.fullmatch(r"In \d+ minutes: How to pitch", str(one["Subject"]))
        ids_of[str(one["To"])].add(str(one["Message-ID"]))
    assert len(ids_of) == CROWD + 1
    assert all(len(ids) == 1 for ids in ids_of.values())
    # Only what was in the hands of the two killed senders, at most eight each, may come again.
    again = Counter(str(one["Message-ID"]) for one in letters)
    assert sum(count - 1 for count in again.values()) <= 16
