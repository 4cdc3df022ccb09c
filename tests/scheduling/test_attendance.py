"""Attendance as it is kept: derived once after the end, corrected by either, shown to few."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from server.core.db import metadata
from server.core.errors import Invalid, NotFound
from server.core.ids import new_id
from server.notifications.model import Kind as Notice
from server.rooms.model import Attendee, RoomEnded
from server.scheduling.model import Booking, CorrectionOver, Left, Presence, Stay, Tally
from server.scheduling.service import Account
from server.scheduling.store import bookings
from tests.scheduling.conftest import MONDAY, Cast, over, stay
from tests.support.clock import FixedClock


async def booked(cast: Cast) -> Booking:
    return await cast.services.bookings.book(cast.mentee, cast.time())


async def of(cast: Cast, person: str) -> list[Account]:
    year = timedelta(days=400)
    return await cast.services.attendances.of_person(person, MONDAY - year, MONDAY + year)


async def presences(cast: Cast, person: str) -> dict[str, Presence]:
    [one] = await of(cast, person)
    return {mark.person: mark.presence for mark in one.marks}


async def met(cast: Cast, clock: FixedClock, *people: str) -> Booking:
    """A session that is over, to which these people came."""
    booking = await booked(cast)
    await cast.services.attendances.note([stay(booking, one) for one in people])
    assert await over(cast, clock, booking) == 1
    return booking


async def test_a_session_is_derived_once_some_minutes_after_its_end(
    cast: Cast, clock: FixedClock
) -> None:
    booking = await booked(cast)
    await cast.services.attendances.note([stay(booking, cast.mentor), stay(booking, cast.mentee)])
    assert await over(cast, clock, booking, minutes=4) == 0
    assert await of(cast, cast.mentee) == []
    assert await over(cast, clock, booking) == 1
    assert await cast.services.attendances.derive() == 0
    both = {cast.mentor: Presence.PRESENT, cast.mentee: Presence.PRESENT}
    assert await presences(cast, cast.mentee) == await presences(cast, cast.mentor) == both
    assert await of(cast, cast.other) == []


async def test_what_it_was_derived_from_is_kept_with_it(cast: Cast, clock: FixedClock) -> None:
    booking = await booked(cast)
    log = stay(booking, cast.mentor, 3, 50)
    await cast.services.attendances.note([log, stay(booking, cast.stranger)])
    await over(cast, clock, booking)
    [one] = await of(cast, cast.mentor)
    assert {mark.person: mark.stays for mark in one.marks} == {
        cast.mentor: (log,),
        cast.mentee: (),
    }


async def test_a_stay_is_written_as_it_was_known_last(cast: Cast, clock: FixedClock) -> None:
    booking = await booked(cast)
    begun = stay(booking, cast.mentee, went=None)
    await cast.services.attendances.note([begun, stay(booking, cast.mentor)])
    later = begun.came_at + timedelta(minutes=20)
    lost = replace(begun, seen_at=later, went_at=later, left=Left.LOST)
    await cast.services.attendances.note([lost])
    await over(cast, clock, booking)
    assert (await presences(cast, cast.mentee))[cast.mentee] is Presence.NETWORK_FAULT


async def test_an_open_stay_of_a_dead_node_ends_with_its_last_sign_of_life(
    cast: Cast, clock: FixedClock
) -> None:
    booking = await booked(cast)
    alive = replace(stay(booking, cast.mentee, went=None), seen_at=MONDAY + timedelta(minutes=10))
    await cast.services.attendances.note([alive, stay(booking, cast.mentor)])
    await over(cast, clock, booking)
    [one] = await of(cast, cast.mentee)
    mark = next(mark for mark in one.marks if mark.person == cast.mentee)
    assert (mark.presence, mark.derived.early_minutes) == (Presence.NETWORK_FAULT, 50)


async def test_of_rooms_that_nobody_booked_nothing_is_kept(cast: Cast) -> None:
    view = await cast.services.rooms.open_room(cast.mentor, "By and by")
    at = MONDAY
    one = Stay(id=new_id(), room=view.room.id, person=cast.mentor, came_at=at, seen_at=at)
    assert await cast.services.attendances.note([one]) == set()


async def test_a_stay_of_whoever_is_gone_meanwhile_is_left_out(
    cast: Cast, clock: FixedClock
) -> None:
    booking = await booked(cast)
    gone = stay(booking, new_id())
    await cast.services.attendances.note([gone, stay(booking, cast.mentor), stay(booking, None)])
    await over(cast, clock, booking)
    assert (await presences(cast, cast.mentor))[cast.mentor] is Presence.PRESENT


async def test_either_corrects_with_a_note_and_the_other_is_told(
    cast: Cast, clock: FixedClock
) -> None:
    booking = await met(cast, clock, cast.mentor)
    assert (await presences(cast, cast.mentor))[cast.mentee] is Presence.ABSENT
    done = await cast.services.attendances.correct(
        cast.mentee, booking.id, cast.mentee, Presence.PRESENT, "We talked on the phone."
    )
    assert [(c.by, c.presence, c.note) for c in done.history] == [
        (cast.mentee, Presence.PRESENT, "We talked on the phone.")
    ]
    assert (await presences(cast, cast.mentor))[cast.mentee] is Presence.PRESENT
    page = await cast.services.centre.page(cast.mentor, limit=10)
    told = next(one for one in page.notices if one.kind is Notice.ATTENDANCE_CORRECTED)
    assert told.facts["other"] == "Telemachus"
    assert "phone" not in str(told.facts)
    mine = await cast.services.centre.page(cast.mentee, limit=10)
    assert all(one.kind is not Notice.ATTENDANCE_CORRECTED for one in mine.notices)


async def test_every_correction_stays_in_the_history_and_the_last_one_counts(
    cast: Cast, clock: FixedClock
) -> None:
    booking = await met(cast, clock, cast.mentor)
    correct = cast.services.attendances.correct
    await correct(cast.mentee, booking.id, cast.mentee, Presence.PRESENT, "I was there.")
    clock.forward(minutes=1)
    await correct(cast.mentor, booking.id, cast.mentee, Presence.LATE, "From a quarter past on.")
    [one] = await of(cast, cast.mentee)
    assert [(c.by, c.presence) for c in one.history] == [
        (cast.mentee, Presence.PRESENT),
        (cast.mentor, Presence.LATE),
    ]
    mark = next(mark for mark in one.marks if mark.person == cast.mentee)
    assert (mark.presence, mark.derived.presence) == (Presence.LATE, Presence.ABSENT)


async def test_strangers_late_ones_and_empty_notes_correct_nothing(
    cast: Cast, clock: FixedClock
) -> None:
    booking = await booked(cast)
    correct = cast.services.attendances.correct
    with pytest.raises(CorrectionOver):
        await correct(cast.mentee, booking.id, cast.mentee, Presence.PRESENT, "It is to come.")
    await over(cast, clock, booking)
    with pytest.raises(NotFound):
        await correct(cast.other, booking.id, cast.mentee, Presence.PRESENT, "I say so.")
    for note in ("", "   ", "x" * 501):
        with pytest.raises(Invalid):
            await correct(cast.mentee, booking.id, cast.mentee, Presence.PRESENT, note)
    clock.forward(days=15)
    with pytest.raises(CorrectionOver):
        await correct(cast.mentee, booking.id, cast.mentee, Presence.PRESENT, "Too late.")


async def test_sessions_kept_and_missed_are_counted_as_corrected(
    cast: Cast, clock: FixedClock
) -> None:
    booking = await met(cast, clock, cast.mentor)
    tallies = await cast.services.attendances.of([cast.mentor, cast.mentee, cast.other])
    assert tallies == {cast.mentor: Tally(1, 0), cast.mentee: Tally(0, 1), cast.other: Tally()}
    await cast.services.attendances.correct(
        cast.mentor, booking.id, cast.mentee, Presence.NETWORK_FAULT, "The ferry has no network."
    )
    assert (await cast.services.attendances.of([cast.mentee]))[cast.mentee] == Tally(0, 0)


async def test_coordinators_see_what_was_and_no_word_of_the_notes(
    cast: Cast, clock: FixedClock
) -> None:
    booking = await met(cast, clock, cast.mentor)
    await cast.services.attendances.correct(
        cast.mentee, booking.id, cast.mentee, Presence.PRESENT, "Between us."
    )
    assert booking.programme is not None
    with pytest.raises(NotFound):
        await cast.services.attendances.of_programme(cast.mentor, booking.programme)
    stranger = await cast.services.accounts.person(cast.stranger)
    cast.services.accounts._operators = frozenset({stranger.email_key})
    [seen] = await cast.services.attendances.of_programme(cast.stranger, booking.programme)
    assert [(c.presence, c.note) for c in seen.history] == [(Presence.PRESENT, "")]
    assert len(seen.marks) == 2


async def test_a_room_closes_an_hour_after_its_session_when_nobody_is_in_it(
    cast: Cast, clock: FixedClock
) -> None:
    booking = await met(cast, clock, cast.mentor, cast.mentee)
    assert booking.room is not None
    rooms, close = cast.services.rooms, cast.services.attendances.close_rooms
    clock.forward(minutes=50)
    assert await close() == 0
    await rooms.enter(cast.mentee, booking.room)
    clock.forward(minutes=10)
    assert await close() == 1
    with pytest.raises(RoomEnded):
        await rooms.enter(cast.mentee, booking.room)
    assert await close() == 0


async def test_a_room_is_never_closed_under_people_who_talk(cast: Cast, clock: FixedClock) -> None:
    booking = await met(cast, clock, cast.mentor)
    assert booking.room is not None
    close = cast.services.attendances.close_rooms
    on_and_on = stay(booking, cast.mentee, went=None)
    clock.forward(minutes=70)

    async def alive(at: datetime) -> None:
        await cast.services.attendances.note([replace(on_and_on, seen_at=at)])

    await alive(clock.now())
    assert await close() == 0
    clock.forward(minutes=6)
    guest = Attendee("peer", "Nobody", None)
    await cast.services.rooms.attendance.enter(booking.room, guest)
    assert await close() == 0
    await cast.services.rooms.attendance.leave(booking.room, guest)
    assert await close() == 1


async def test_a_log_of_long_ago_goes_and_what_follows_of_it_stays(
    cast: Cast, clock: FixedClock
) -> None:
    await met(cast, clock, cast.mentor)
    assert await cast.services.attendances.forget() == 0
    clock.forward(days=31)
    assert await cast.services.attendances.forget() == 1
    assert len(await of(cast, cast.mentor)) == 1


async def test_two_nodes_that_derive_at_once_derive_it_once(cast: Cast, clock: FixedClock) -> None:
    booking = await booked(cast)
    clock.forward(seconds=(booking.ends_at - clock.now()).total_seconds() + 300)
    await cast.services.upkeep.complete()
    derive = cast.services.attendances.derive
    assert sum(await asyncio.gather(derive(), derive(), derive())) == 1
    assert len(await of(cast, cast.mentor)) == 1


async def test_whoever_leaves_for_good_takes_their_marks_and_their_name_along(
    cast: Cast, clock: FixedClock
) -> None:
    booking = await met(cast, clock, cast.mentor)
    correct = cast.services.attendances.correct
    await correct(cast.mentee, booking.id, cast.mentor, Presence.LATE, "By ten minutes.")
    await correct(cast.mentee, booking.id, cast.mentee, Presence.PRESENT, "I was there.")
    async with cast.services.database.write() as tx:
        person = metadata.tables["person"]
        # Who booked it takes the booking along, too: here somebody else has.
        await tx.execute(bookings.booking.update().values(created_by_id=cast.mentor))
        await tx.execute(person.delete().where(person.c.id == cast.mentee))
    [one] = await of(cast, cast.mentor)
    assert [mark.person for mark in one.marks] == [cast.mentor]
    assert [(c.person, c.by) for c in one.history] == [(cast.mentor, None)]
