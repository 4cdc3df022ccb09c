"""New rules of time zones: the wall time that was meant stays, and the instant follows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from server.rooms.model import RoomNotOpenYet
from server.scheduling.model import Booking, BookingState, Happening
from server.scheduling.zones import VERSION
from tests.scheduling.conftest import Cast, unmailed
from tests.scheduling.letters import DECEMBER, HOUR, OLD, booked_by_old_rules
from tests.support.clock import FixedClock


async def shown(cast: Cast, booking: Booking) -> Booking:
    return await cast.services.bookings.show(cast.mentee, booking.id)


async def news(cast: Cast) -> list[tuple[str, datetime | None, int]]:
    found = await unmailed(cast.services)
    return [
        (one.booking, one.starts_before, one.sequence)
        for one in found
        if one.happening in {Happening.MOVED, Happening.MOVE_CLASHES}
    ]


async def test_what_moves_is_moved_and_told_and_what_does_not_is_only_stamped(cast: Cast) -> None:
    moving = await booked_by_old_rules(cast, DECEMBER, "2026-12-01T09:00")
    athens = datetime(2026, 12, 2, 9, tzinfo=UTC)
    staying = await booked_by_old_rules(cast, athens, "2026-12-02T11:00", "Europe/Athens")
    [moved] = await cast.services.upkeep.rederive()
    assert (moved.id, moved.starts_at) == (moving.id, DECEMBER - HOUR)
    found = await shown(cast, moving)
    assert (found.starts_at, found.ends_at) == (DECEMBER - HOUR, DECEMBER)
    assert (found.intent, found.tzdata) == (moving.intent, VERSION)
    assert (found.sequence, found.state) == (moving.sequence + 1, BookingState.CONFIRMED)
    still = await shown(cast, staying)
    assert (still.starts_at, still.tzdata, still.version) == (athens, VERSION, staying.version)
    assert await news(cast) == [(moving.id, DECEMBER, moving.sequence + 1)]
    assert await cast.services.upkeep.rederive() == []


async def test_the_room_opens_by_the_new_instant(cast: Cast, clock: FixedClock) -> None:
    moving = await booked_by_old_rules(cast, DECEMBER, "2026-12-01T09:00")
    assert moving.room is not None
    clock.forward(days=9, hours=3, minutes=44)
    await cast.services.upkeep.rederive()
    with pytest.raises(RoomNotOpenYet):
        await cast.services.rooms.enter(cast.mentee, moving.room)
    clock.forward(minutes=1)
    assert await cast.services.rooms.enter(cast.mentee, moving.room)


async def test_two_in_a_row_move_together(cast: Cast) -> None:
    later = await booked_by_old_rules(cast, DECEMBER, "2026-12-01T09:00")
    earlier = await booked_by_old_rules(cast, DECEMBER - HOUR, "2026-12-01T08:00")
    moved = await cast.services.upkeep.rederive()
    assert {one.id: one.starts_at for one in moved} == {
        earlier.id: DECEMBER - 2 * HOUR,
        later.id: DECEMBER - HOUR,
    }


async def test_where_something_else_is_already_it_stays_and_both_are_told(cast: Cast) -> None:
    moving = await booked_by_old_rules(cast, DECEMBER, "2026-12-01T09:00")
    fixed = DECEMBER - HOUR
    await booked_by_old_rules(cast, fixed, "2026-12-01T16:00", "UTC")
    assert await cast.services.upkeep.rederive() == []
    found = await shown(cast, moving)
    assert (found.starts_at, found.tzdata) == (DECEMBER, VERSION)
    assert await news(cast) == [(moving.id, None, moving.sequence)]


async def test_the_past_and_the_cancelled_stay_as_they_were(cast: Cast, clock: FixedClock) -> None:
    past = await booked_by_old_rules(cast, DECEMBER, "2026-12-01T09:00")
    clock.forward(days=30)
    assert await cast.services.upkeep.rederive() == []
    assert (await shown(cast, past)).tzdata == OLD


async def test_news_is_told_once(cast: Cast) -> None:
    await booked_by_old_rules(cast, DECEMBER, "2026-12-01T09:00")
    await cast.services.upkeep.rederive()
    assert await unmailed(cast.services)
    await cast.services.invitations.write_due()
    assert await unmailed(cast.services) == []
