"""Group sessions with seats and waiting lists, office hours with a queue, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from server.accounts.model import Role
from server.core.errors import Conflict, Forbidden, Invalid, NotFound
from server.programmes.model import NotForYou
from server.scheduling.model import (
    Booking,
    KeyReused,
    Kind,
    NotOffered,
    Place,
    Reason,
    SlotTaken,
    WrongState,
)
from server.scheduling.store import bookings as store
from tests.scheduling.conftest import MONDAY, Cast, arrive, unmailed
from tests.scheduling.gathered import EVENING, opened, plan
from tests.support.clock import FixedClock


def places(gathering: Booking) -> dict[str, Place]:
    return {one.person: one.place for one in gathering.seats}


async def test_seats_are_for_the_first_and_the_rest_waits_in_order(cast: Cast) -> None:
    gathering = await opened(cast)
    crowd = [await arrive(cast.services, f"Guest{n}", Role.MENTEE) for n in range(6)]
    await asyncio.gather(*(cast.services.gatherings.take_seat(one, gathering.id) for one in crowd))
    found = await cast.services.bookings.show(cast.mentor, gathering.id)
    assert len(found.guests) == 2
    assert sorted(places(found).values()) == ["in"] * 2 + ["waiting"] * 4
    again = await cast.services.gatherings.take_seat(found.guests[0], gathering.id)
    assert again.version == found.version


async def test_who_waited_longest_and_has_time_gets_a_seat_given_back(
    cast: Cast, clock: FixedClock
) -> None:
    gathering = await opened(cast, capacity=1)
    first, busy, next_one = [
        await arrive(cast.services, f"Guest{n}", Role.MENTEE, Role.MENTOR) for n in range(3)
    ]
    for one in (first, busy, next_one):
        clock.forward(seconds=1)
        await cast.services.gatherings.take_seat(one, gathering.id)
    other = replace(await plan(cast), key="of-the-busy-one")
    await cast.services.gatherings.open(busy, other)
    await cast.services.gatherings.leave(first, gathering.id)
    found = await cast.services.bookings.show(cast.mentor, gathering.id)
    assert places(found) == {busy: Place.WAITING, next_one: Place.IN}
    told = [one.happening.value for one in await unmailed(cast.services)]
    assert told == ["booked", "seated", "waiting", "waiting", "booked", "left", "seated"]
    clock.forward(hours=29, minutes=50)
    assert found.room is not None
    await cast.services.rooms.enter(next_one, found.room)
    with pytest.raises(Forbidden):
        await cast.services.rooms.enter(first, found.room)
    with pytest.raises(NotFound):
        await cast.services.gatherings.leave(first, gathering.id)


async def test_a_seat_needs_time_of_ones_own(cast: Cast) -> None:
    gathering = await opened(cast)
    clashing = replace(await plan(cast), key="another-key", starts_at=EVENING)
    await cast.services.gatherings.open(cast.other, clashing)
    with pytest.raises(SlotTaken):
        await cast.services.gatherings.take_seat(cast.other, gathering.id)
    with pytest.raises(SlotTaken):
        await cast.services.gatherings.open(cast.mentor, replace(clashing, key="a-third-key"))
    with pytest.raises(Conflict):
        await cast.services.gatherings.take_seat(cast.mentor, gathering.id)


async def test_office_hours_call_one_after_the_other(cast: Cast, clock: FixedClock) -> None:
    hours = await opened(cast, Kind.OFFICE_HOURS)
    queue = [cast.mentee, cast.other, cast.stranger]
    for one in queue:
        clock.forward(seconds=1)
        await cast.services.gatherings.take_seat(one, hours.id)
    with pytest.raises(Forbidden):
        await cast.services.gatherings.call_next(cast.mentee, hours.id)
    await cast.services.gatherings.leave(cast.other, hours.id)
    after = [await cast.services.gatherings.call_next(cast.mentor, hours.id) for _ in range(3)]
    assert places(after[0]) == {cast.mentee: "called", cast.stranger: "waiting"}
    assert places(after[1]) == {cast.mentee: "served", cast.stranger: "called"}
    assert places(after[2]) == {cast.mentee: "served", cast.stranger: "served"}
    last = await cast.services.gatherings.call_next(cast.mentor, hours.id)
    assert last.version == after[2].version


async def test_only_mentors_of_a_programme_open_one_and_only_members_come(cast: Cast) -> None:
    wanted = await plan(cast)
    mentee = await arrive(cast.services, "Elpenor", Role.MENTEE)
    with pytest.raises(NotForYou):
        await cast.services.gatherings.open(mentee, wanted)
    with pytest.raises(NotFound):
        await cast.services.gatherings.open(cast.mentor, replace(wanted, programme="0" * 26))
    with pytest.raises(NotFound):
        await cast.services.gatherings.take_seat(mentee, "0" * 26)
    booked = await cast.services.bookings.book(cast.mentee, cast.time())
    with pytest.raises(NotFound):
        await cast.services.gatherings.take_seat(mentee, booked.id)
    assert await cast.services.gatherings.of_person(mentee, MONDAY, EVENING) == []


async def test_a_gathering_of_another_programme_is_not_there(cast: Cast) -> None:
    gathering = await opened(cast)
    cast.services.accounts._operators = frozenset({"antinous@example.org"})
    closed = await cast.services.programmes.open(cast.stranger, "Voyages")
    async with cast.services.database.write() as tx:
        elsewhere = replace(gathering, programme=closed.id, version=gathering.version + 1)
        assert await store.save(tx, gathering, elsewhere)
    end = EVENING + timedelta(hours=2)
    assert await cast.services.gatherings.of_person(cast.mentee, MONDAY, end) == []
    with pytest.raises(NotFound):
        await cast.services.gatherings.take_seat(cast.mentee, gathering.id)


async def test_bad_plans_are_refused(cast: Cast, clock: FixedClock) -> None:
    wanted = await plan(cast)
    for bad in (
        replace(wanted, minutes=5),
        replace(wanted, capacity=0),
        replace(wanted, kind=Kind.PAIR),
    ):
        with pytest.raises(Invalid):
            await cast.services.gatherings.open(cast.mentor, bad)
    with pytest.raises(NotOffered, match="past"):
        await cast.services.gatherings.open(
            cast.mentor, replace(wanted, starts_at=clock.now() - timedelta(hours=1))
        )
    first = await cast.services.gatherings.open(cast.mentor, wanted)
    assert (await cast.services.gatherings.open(cast.mentor, wanted)).id == first.id
    with pytest.raises(KeyReused):
        await cast.services.gatherings.open(
            cast.mentor, replace(wanted, starts_at=EVENING + timedelta(days=1))
        )


async def test_a_cancelled_gathering_takes_nobody_any_more(cast: Cast) -> None:
    gathering = await opened(cast)
    await cast.services.gatherings.take_seat(cast.mentee, gathering.id)
    found = await cast.services.bookings.show(cast.mentor, gathering.id)
    with pytest.raises(Forbidden):
        await cast.services.bookings.cancel(
            cast.mentee, gathering.id, found.version, Reason.OTHER, ""
        )
    with pytest.raises(WrongState):
        await cast.services.bookings.reschedule(
            cast.mentor, gathering.id, found.version, MONDAY, 60
        )
    await cast.services.bookings.cancel(cast.mentor, gathering.id, found.version, Reason.ILL, "")
    with pytest.raises(WrongState):
        await cast.services.gatherings.take_seat(cast.other, gathering.id)
