"""Bookings on both databases: held, asked for, confirmed, moved, cancelled; never two at once."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from server.core.errors import Forbidden, Invalid, NotFound, Refusal
from server.notifications.model import Kind as Notice
from server.rooms.model import RoomEnded, RoomNotOpenYet
from server.scheduling.model import (
    Booking,
    BookingState,
    Happening,
    HoldEnded,
    KeyReused,
    NotBookable,
    NotOffered,
    Reason,
    SlotTaken,
    WrongState,
)
from server.scheduling.service import Span, Wish
from server.scheduling.slots import Limit
from server.scheduling.store import bookings as store
from server.scheduling.store import kept
from server.scheduling.zones import minute_at, time_of
from tests.mentorships.conftest import offer
from tests.scheduling.conftest import MONDAY, Cast, arrive, pair, unmailed
from tests.support.clock import FixedClock

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


async def listed(cast: Cast, day: datetime = MONDAY, minutes: int = 60) -> list[datetime]:
    begin = day.replace(hour=0)
    found = await cast.services.slots.of_host(
        cast.mentee, cast.mentor, Span(begin, begin + DAY, minutes)
    )
    return [time_of(one) for one in found.starts]


async def happenings(cast: Cast) -> list[str]:
    return [one.happening.value for one in await unmailed(cast.services)]


async def test_a_booked_time_leaves_the_list_until_it_is_cancelled(
    cast: Cast,
) -> None:
    before = await listed(cast)
    assert before[0] == MONDAY
    booked = await cast.services.bookings.book(cast.mentee, cast.time())
    assert (booked.state, booked.starts_at) == (BookingState.CONFIRMED, MONDAY)
    assert await listed(cast) == before[2:]
    cancelled = await cast.services.bookings.cancel(
        cast.mentee, booked.id, booked.version, Reason.ILL, "A cold."
    )
    assert (cancelled.state, cancelled.reason, cancelled.sequence) == ("cancelled", "ill", 1)
    assert await listed(cast) == before
    again = await cast.services.bookings.book(cast.other, cast.time())
    assert again.state is BookingState.CONFIRMED
    assert await happenings(cast) == ["booked", "cancelled", "booked"]


async def test_what_was_meant_is_kept_beside_the_instant(cast: Cast) -> None:
    mine = await cast.services.bookings.book(cast.mentee, cast.time())
    theirs = await cast.services.bookings.book(
        cast.mentee, cast.time(MONDAY + 2 * HOUR, whose="guest")
    )
    assert (mine.intent.wall, mine.intent.zone, mine.intent.whose) == (
        "2026-11-23T11:00",
        "Europe/Athens",
        cast.mentor,
    )
    assert (theirs.intent.wall, theirs.intent.zone, theirs.intent.whose) == (
        "2026-11-23T06:00",
        "America/New_York",
        cast.mentee,
    )
    assert mine.intent.instant() == mine.starts_at


@pytest.mark.parametrize(
    ("starts_at", "minutes", "refusal"),
    [
        (datetime(2026, 11, 22, 9, tzinfo=UTC), 60, NotOffered),
        (MONDAY - DAY * 3, 60, NotOffered),
        (MONDAY + timedelta(minutes=7), 60, NotOffered),
        (MONDAY + timedelta(seconds=1), 60, NotOffered),
        (MONDAY + timedelta(hours=4), 60, NotOffered),
        (MONDAY + DAY * 5, 60, NotOffered),
        (MONDAY + DAY * 70, 60, NotOffered),
        (MONDAY, 45, Invalid),
    ],
)
async def test_a_time_that_no_list_had_is_refused(
    cast: Cast, starts_at: datetime, minutes: int, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal) as caught:
        await cast.services.bookings.book(cast.mentee, cast.time(starts_at, minutes))
    assert caught.value.fields
    assert await happenings(cast) == []


async def test_only_mentees_of_an_active_mentorship_book(cast: Cast) -> None:
    with pytest.raises(NotBookable):
        await cast.services.bookings.book(cast.stranger, cast.time())
    with pytest.raises(NotBookable):
        await cast.services.bookings.book(cast.mentor, replace(cast.time(), host=cast.mentee))
    [view] = await cast.services.mentorships.of_person(cast.mentee)
    await cast.services.mentorships.pause(cast.mentee, view.mentorship.id, None)
    with pytest.raises(NotBookable, match="paused"):
        await cast.services.bookings.book(cast.mentee, cast.time())
    with pytest.raises(NotBookable):
        await listed(cast)


async def test_fifty_at_once_for_one_time_make_one_booking(cast: Cast) -> None:
    people = (cast.mentee, cast.other)

    async def attempt(turn: int) -> str:
        try:
            await cast.services.bookings.book(people[turn % 2], cast.time())
        except SlotTaken as refusal:
            return refusal.code
        return "booked"

    outcomes = Counter(await asyncio.gather(*(attempt(turn) for turn in range(50))))
    assert outcomes == {"booked": 1, "slot_taken": 49}
    async with cast.services.database.read() as tx:
        assert await kept.overlaps(tx) == 0


async def test_the_database_itself_refuses_two_at_one_time(cast: Cast) -> None:
    booked = await cast.services.bookings.book(cast.mentee, cast.time())
    later = MONDAY + timedelta(minutes=30)
    twin = replace(booked, id="0" * 26, key="another", starts_at=later, room=None)
    for host, guest in ((cast.mentor, cast.other), (cast.stranger, cast.mentee)):
        seats = tuple(replace(seat, person=guest) for seat in twin.seats)
        with pytest.raises(SlotTaken):
            async with cast.services.database.write() as tx:
                await store.add(tx, replace(twin, host=host, seats=seats))
    async with cast.services.database.write() as tx:
        after = replace(twin, starts_at=booked.ends_at, created_by=cast.other)
        await store.add(tx, after)
    with pytest.raises(SlotTaken):
        async with cast.services.database.write() as tx:
            await store.save(tx, after, replace(after, starts_at=later, version=after.version + 1))


async def test_a_mentor_who_has_a_mentor_has_one_time_for_both(cast: Cast) -> None:
    nestor = await arrive(cast.services, "Nestor")
    await offer(cast.services, nestor, places=5)
    await pair(cast.services, cast.mentor, nestor)
    own = await cast.services.availabilities.own(cast.mentor)
    await cast.services.availabilities.save(nestor, replace(own, version=0))
    as_mentee = replace(cast.time(MONDAY + timedelta(minutes=30)), host=nestor)

    async def attempt(guest: str, wish: Wish) -> str:
        try:
            await cast.services.bookings.book(guest, wish)
        except SlotTaken:
            return "taken"
        return "booked"

    attempts = (attempt(cast.mentee, cast.time()), attempt(cast.mentor, as_mentee))
    assert sorted(await asyncio.gather(*attempts)) == ["booked", "taken"]


async def test_a_storm_of_overlapping_bookings_leaves_no_overlap(cast: Cast) -> None:
    draw = random.Random(3)
    await cast.opens(before_minutes=5, after_minutes=10, step_minutes=5)

    async def person(who: str) -> int:
        done = 0
        for _ in range(12):
            starts_at = MONDAY + timedelta(minutes=5 * draw.randrange(40), days=draw.randrange(2))
            wish = cast.time(starts_at, draw.choice((30, 60)))
            try:
                booked = await cast.services.bookings.book(who, wish)
                done += 1
                if draw.random() < 0.4:
                    await cast.services.bookings.cancel(
                        who, booked.id, booked.version, Reason.OTHER, ""
                    )
                elif draw.random() < 0.4:
                    await cast.services.bookings.reschedule(
                        who, booked.id, booked.version, starts_at + HOUR / 2, booked.minutes
                    )
            except (SlotTaken, NotOffered, WrongState):
                continue
        return done

    crowd = [person(who) for who in (cast.mentee, cast.other) * 6]
    assert sum(await asyncio.gather(*crowd)) > 5
    async with cast.services.database.read() as tx:
        assert await kept.overlaps(tx) == 0


async def test_the_same_key_twice_is_one_booking(cast: Cast) -> None:
    wish = cast.time()
    first, second = await asyncio.gather(
        cast.services.bookings.book(cast.mentee, wish),
        cast.services.bookings.book(cast.mentee, wish),
    )
    assert first.id == second.id
    with pytest.raises(KeyReused):
        await cast.services.bookings.book(cast.mentee, replace(wish, starts_at=MONDAY + 2 * HOUR))


async def test_a_hold_keeps_a_time_for_its_own_booker_and_for_five_minutes(
    cast: Cast, clock: FixedClock
) -> None:
    held = await cast.services.bookings.hold(cast.mentee, cast.time())
    with pytest.raises(SlotTaken):
        await cast.services.bookings.book(cast.other, cast.time())
    with pytest.raises(HoldEnded):
        await cast.services.bookings.book(cast.other, cast.time(hold=held.id))
    with pytest.raises(WrongState):
        await cast.services.bookings.book(cast.mentee, cast.time(MONDAY + HOUR, hold=held.id))
    booked = await cast.services.bookings.book(cast.mentee, cast.time(hold=held.id))
    assert booked.state is BookingState.CONFIRMED
    await cast.services.bookings.hold(cast.mentee, cast.time(MONDAY + 2 * HOUR))
    nameless = await cast.services.bookings.book(cast.mentee, cast.time(MONDAY + 2 * HOUR))
    assert nameless.state is BookingState.CONFIRMED
    late = await cast.services.bookings.hold(cast.mentee, cast.time(MONDAY + HOUR))
    clock.forward(minutes=5)
    with pytest.raises(HoldEnded):
        await cast.services.bookings.book(cast.mentee, cast.time(MONDAY + HOUR, hold=late.id))
    assert (await cast.services.bookings.book(cast.other, cast.time(MONDAY + HOUR))).version


async def test_somebody_holds_one_time_at_once_and_may_let_it_go(cast: Cast) -> None:
    first = await cast.services.bookings.hold(cast.mentee, cast.time())
    second = await cast.services.bookings.hold(cast.mentee, cast.time(MONDAY + HOUR))
    await cast.services.bookings.book(cast.other, cast.time())
    with pytest.raises(NotFound):
        await cast.services.bookings.release(cast.mentee, first.id)
    with pytest.raises(NotFound):
        await cast.services.bookings.release(cast.other, second.id)
    with pytest.raises(NotFound):
        await cast.services.bookings.show(cast.mentee, second.id)
    await cast.services.bookings.release(cast.mentee, second.id)
    assert MONDAY + HOUR in await listed(cast)


async def test_a_host_who_confirms_first_says_yes_or_no(cast: Cast) -> None:
    await cast.opens(is_confirmed_first=True)
    bookings = cast.services.bookings
    asked = await bookings.book(cast.mentee, cast.time())
    assert (asked.state, asked.room) == (BookingState.PENDING, None)
    with pytest.raises(SlotTaken):
        await bookings.book(cast.other, cast.time())
    with pytest.raises(Forbidden):
        await bookings.confirm(cast.mentee, asked.id, asked.version)
    with pytest.raises(NotFound):
        await bookings.confirm(cast.stranger, asked.id, asked.version)
    with pytest.raises(WrongState):
        await bookings.confirm(cast.mentor, asked.id, asked.version + 1)
    outcomes = await asyncio.gather(
        *(bookings.confirm(cast.mentor, asked.id, asked.version) for _ in range(3)),
        return_exceptions=True,
    )
    assert Counter(type(one) for one in outcomes) == {Booking: 1, WrongState: 2}
    second = await bookings.book(cast.mentee, cast.time(MONDAY + 2 * HOUR))
    declined = await bookings.decline(cast.mentor, second.id, second.version, "I am away.")
    assert (declined.state, declined.words) == (BookingState.DECLINED, "I am away.")
    assert MONDAY + 2 * HOUR in await listed(cast)


async def test_a_pending_booking_that_keeps_no_time_may_come_too_late(cast: Cast) -> None:
    await cast.opens(is_confirmed_first=True, is_pending_blocking=False)
    first = await cast.services.bookings.book(cast.mentee, cast.time())
    second = await cast.services.bookings.book(cast.other, cast.time())
    await cast.services.bookings.confirm(cast.mentor, second.id, second.version)
    with pytest.raises(SlotTaken):
        await cast.services.bookings.confirm(cast.mentor, first.id, first.version)
    assert (await cast.services.bookings.show(cast.mentee, first.id)).state is BookingState.PENDING


async def test_a_question_without_an_answer_expires_after_two_days(
    cast: Cast, clock: FixedClock
) -> None:
    await cast.opens(is_confirmed_first=True)
    asked = await cast.services.bookings.book(cast.mentee, cast.time(MONDAY + 3 * DAY))
    await cast.services.bookings.book(cast.other, cast.time(MONDAY))
    clock.forward(hours=47)
    assert await cast.services.upkeep.expire() == 1  # the earlier one, which has begun
    clock.forward(hours=1)
    with pytest.raises(WrongState):
        await cast.services.bookings.confirm(cast.mentor, asked.id, asked.version)
    assert await cast.services.upkeep.expire() == 1
    found = await cast.services.bookings.show(cast.mentee, asked.id)
    assert found.state is BookingState.EXPIRED
    assert await happenings(cast) == ["asked", "asked", "expired", "expired"]


async def test_moving_into_ones_own_old_time_is_allowed(cast: Cast) -> None:
    booked = await cast.services.bookings.book(cast.mentee, cast.time())
    half = MONDAY + timedelta(minutes=30)
    moved = await cast.services.bookings.reschedule(
        cast.mentee, booked.id, booked.version, half, 60
    )
    assert (moved.id, moved.starts_at, moved.sequence) == (booked.id, half, 1)
    assert moved.intent.wall == "2026-11-23T11:30"
    with pytest.raises(WrongState):
        await cast.services.bookings.reschedule(cast.mentor, booked.id, booked.version, MONDAY, 60)
    [_, news] = await unmailed(cast.services)
    assert (news.happening, news.starts_before) == (Happening.RESCHEDULED, MONDAY)


async def test_of_two_who_move_it_at_once_one_is_told(cast: Cast) -> None:
    booked = await cast.services.bookings.book(cast.mentee, cast.time())
    outcomes = await asyncio.gather(
        cast.services.bookings.reschedule(
            cast.mentee, booked.id, booked.version, MONDAY + HOUR, 60
        ),
        cast.services.bookings.reschedule(
            cast.mentor, booked.id, booked.version, MONDAY + 2 * HOUR, 60
        ),
        return_exceptions=True,
    )
    assert Counter(type(one) for one in outcomes) == {Booking: 1, WrongState: 1}


async def test_moved_by_a_guest_it_waits_for_a_yes_again_where_hosts_confirm(cast: Cast) -> None:
    await cast.opens(is_confirmed_first=True)
    asked = await cast.services.bookings.book(cast.mentee, cast.time())
    booked = await cast.services.bookings.confirm(cast.mentor, asked.id, asked.version)
    by_host = await cast.services.bookings.reschedule(
        cast.mentor, booked.id, booked.version, MONDAY + HOUR, 60
    )
    assert by_host.state is BookingState.CONFIRMED
    by_guest = await cast.services.bookings.reschedule(
        cast.mentee, by_host.id, by_host.version, MONDAY + 2 * HOUR, 60
    )
    assert by_guest.state is BookingState.PENDING


async def test_a_room_opens_a_quarter_of_an_hour_before(cast: Cast, clock: FixedClock) -> None:
    booked = await cast.services.bookings.book(cast.mentee, cast.time())
    assert booked.room is not None
    clock.forward(hours=20, minutes=44)
    for person in (cast.mentor, cast.mentee):
        with pytest.raises(RoomNotOpenYet, match="08:45 UTC"):
            await cast.services.rooms.enter(person, booked.room)
    clock.forward(minutes=1)
    token, _ = await cast.services.rooms.enter(cast.mentee, booked.room)
    assert token
    moved = await cast.services.bookings.reschedule(
        cast.mentee, booked.id, booked.version, MONDAY + 2 * HOUR, 60
    )
    assert moved.room == booked.room
    with pytest.raises(RoomNotOpenYet):
        await cast.services.rooms.enter(cast.mentee, booked.room)
    await cast.services.bookings.cancel(cast.mentor, moved.id, moved.version, Reason.CLASH, "")
    with pytest.raises(RoomEnded):
        await cast.services.rooms.enter(cast.mentee, booked.room)


async def test_what_has_begun_is_not_cancelled_and_what_is_over_is_completed(
    cast: Cast, clock: FixedClock
) -> None:
    booked = await cast.services.bookings.book(cast.mentee, cast.time())
    clock.forward(hours=21)
    with pytest.raises(WrongState):
        await cast.services.bookings.cancel(
            cast.mentee, booked.id, booked.version, Reason.OTHER, ""
        )
    assert await cast.services.upkeep.complete() == 0
    clock.forward(hours=1)
    assert await cast.services.upkeep.complete() == 1
    done = await cast.services.bookings.show(cast.mentor, booked.id)
    assert done.state is BookingState.COMPLETED


async def test_sessions_to_come_end_with_the_mentorship(cast: Cast) -> None:
    theirs = await cast.services.bookings.book(cast.mentee, cast.time())
    others = await cast.services.bookings.book(cast.other, cast.time(MONDAY + HOUR))
    assert await cast.services.upkeep.cancel_ended() == 0
    await cast.services.mentorships.block(cast.mentee, cast.mentor)
    assert await cast.services.upkeep.cancel_ended() == 1
    found = await cast.services.bookings.show(cast.mentee, theirs.id)
    assert (found.state, found.ended_by) == (BookingState.CANCELLED, None)
    assert found.reason is Reason.ENDED
    for person in (cast.mentee, cast.mentor):
        page = await cast.services.centre.page(person, limit=10)
        assert Notice.SESSION_CANCELLED in {one.kind for one in page.notices}
    assert (
        await cast.services.bookings.show(cast.other, others.id)
    ).state is BookingState.CONFIRMED
    assert theirs.room is not None
    with pytest.raises(RoomEnded):
        await cast.services.rooms.enter(cast.mentee, theirs.room)


async def test_buffers_and_limits_hold_for_bookings_too(cast: Cast) -> None:
    await cast.opens(after_minutes=5, daily=Limit(sessions=2))
    await cast.services.bookings.book(cast.mentee, cast.time(MONDAY + HOUR))
    assert await listed(cast) == [MONDAY + 2.5 * HOUR, MONDAY + 3 * HOUR]
    await cast.services.bookings.book(cast.mentee, cast.time(MONDAY + 2.5 * HOUR))
    await cast.opens(daily=Limit(sessions=2))
    assert await listed(cast) == []
    with pytest.raises(SlotTaken):
        await cast.services.bookings.book(cast.other, cast.time(MONDAY + 2 * HOUR, 30))


async def test_a_series_tells_which_of_it_could_not_be_booked(cast: Cast) -> None:
    await cast.services.bookings.book(cast.other, cast.time(MONDAY + timedelta(weeks=2)))
    wish = cast.time()
    done = await cast.services.series.book(cast.mentee, wish, every_weeks=1, count=4)
    assert [one.starts_at for one in done.booked] == [
        MONDAY + timedelta(weeks=week) for week in (0, 1, 3)
    ]
    assert [(one.starts_at, one.refusal.code) for one in done.missed] == [
        (MONDAY + timedelta(weeks=2), "slot_taken")
    ]
    again = await cast.services.series.book(cast.mentee, wish, every_weeks=1, count=4)
    assert [one.id for one in again.booked] == [one.id for one in done.booked]
    with pytest.raises(NotOffered):
        await cast.services.series.book(
            cast.mentee, cast.time(MONDAY + DAY * 5), every_weeks=1, count=3
        )


async def test_a_series_stays_at_its_wall_time_over_a_change_of_the_clock(
    cast: Cast, clock: FixedClock
) -> None:
    clock.forward(days=110)  # 12 March
    monday = datetime(2027, 3, 15, 9, tzinfo=UTC)
    done = await cast.services.series.book(cast.mentee, cast.time(monday), every_weeks=2, count=2)
    assert [one.starts_at.hour for one in done.booked] == [9, 8]
    assert {one.intent.wall[-5:] for one in done.booked} == {"11:00"}


async def test_a_shifted_series_takes_along_what_was_moved_and_leaves_what_was_cancelled(
    cast: Cast,
) -> None:
    done = await cast.services.series.book(cast.mentee, cast.time(), every_weeks=1, count=3)
    first, second, third = done.booked
    await cast.services.bookings.reschedule(
        cast.mentee, first.id, first.version, first.starts_at + HOUR, 60
    )
    await cast.services.bookings.cancel(cast.mentee, second.id, second.version, Reason.ILL, "")
    shifted = await cast.services.series.shift(cast.mentee, done.id, 60)
    assert [(one.id, one.starts_at, one.sequence) for one in shifted.booked] == [
        (first.id, first.starts_at + 2 * HOUR, 2),
        (third.id, third.starts_at + HOUR, 1),
    ]
    gone = await cast.services.bookings.show(cast.mentee, second.id)
    assert (gone.state, gone.starts_at) == (BookingState.CANCELLED, second.starts_at)
    with pytest.raises(NotFound):
        await cast.services.series.shift(cast.stranger, done.id, 60)


async def test_a_host_who_moves_house_keeps_the_instants_of_what_is_booked(cast: Cast) -> None:
    booked = await cast.services.bookings.book(cast.mentee, cast.time())
    hours = replace((await cast.services.availabilities.own(cast.mentor)).rules.hours, zone="UTC")
    await cast.opens(hours=hours)
    found = await cast.services.bookings.show(cast.mentee, booked.id)
    assert (found.starts_at, found.intent) == (MONDAY, booked.intent)
    assert (await listed(cast))[0] == MONDAY + 2 * HOUR


async def test_any_of_several_mentors_lists_only_ones_own(cast: Cast) -> None:
    span = Span(MONDAY.replace(hour=0), MONDAY.replace(hour=23), 60)
    hosts = [cast.mentor, cast.stranger, cast.other]
    [found] = await cast.services.slots.of_any(cast.mentee, hosts, span)
    assert (found.host, time_of(found.starts[0])) == (cast.mentor, MONDAY)
    assert await cast.services.slots.of_any(cast.stranger, hosts, span) == []


async def test_a_session_to_be_moved_is_not_in_its_own_way(cast: Cast) -> None:
    booked = await cast.services.bookings.book(cast.mentee, cast.time(MONDAY, 60))
    span = Span(MONDAY, MONDAY + 4 * HOUR, 60)
    plain = await cast.services.slots.of_host(cast.mentee, cast.mentor, span)
    moving = await cast.services.slots.to_move(cast.mentee, booked.id, span)
    first = minute_at(MONDAY)
    assert first not in plain.starts
    assert {first, first + 30} <= set(moving.starts)
    half_an_hour_on = MONDAY + timedelta(minutes=30)
    moved = await cast.services.bookings.reschedule(
        cast.mentee, booked.id, booked.version, half_an_hour_on, 60
    )
    assert moved.starts_at == half_an_hour_on


async def test_what_is_listed_to_move_a_session_is_what_can_be_had(
    cast: Cast, clock: FixedClock
) -> None:
    """For the host the guest's other sessions count, and their own notice does not."""
    await cast.opens(notice_minutes=24 * 60)
    booked = await cast.services.bookings.book(cast.mentee, cast.time(MONDAY + DAY, 60))
    span = Span(MONDAY, MONDAY + 4 * HOUR, 60)
    as_guest = await cast.services.slots.to_move(cast.mentee, booked.id, span)
    as_host = await cast.services.slots.to_move(cast.mentor, booked.id, span)
    assert as_guest.starts[0] == minute_at(MONDAY + 3 * HOUR)
    assert as_host.starts[0] == minute_at(MONDAY)
    with pytest.raises(NotFound):
        await cast.services.slots.to_move(cast.stranger, booked.id, span)


async def test_a_pause_cancels_what_falls_into_it_if_wished(cast: Cast) -> None:
    await cast.opens()
    soon = await cast.services.bookings.book(cast.mentee, cast.time(MONDAY))
    later = await cast.services.bookings.book(cast.mentee, cast.time(MONDAY + 7 * DAY))
    others = await cast.services.bookings.book(cast.other, cast.time(MONDAY + HOUR))
    assert soon.mentorship is not None
    cancel = cast.services.bookings.cancel_ahead
    gone = await cancel(cast.mentee, soon.mentorship, MONDAY + DAY, "Back in a week.")
    assert [(one.id, one.reason, one.words) for one in gone] == [
        (soon.id, Reason.PAUSED, "Back in a week.")
    ]
    gone = await cancel(cast.mentor, soon.mentorship, None, "")
    assert [one.id for one in gone] == [later.id]
    left = await cast.services.bookings.show(cast.other, others.id)
    assert left.state is BookingState.CONFIRMED
    with pytest.raises(NotFound):
        await cancel(cast.stranger, soon.mentorship, None, "")
