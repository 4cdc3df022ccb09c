"""The join log of a booked session's room: who came, how they left, who only tried."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.core.ids import new_id
from server.rooms.model import PassAsked, TransportStepped
from server.scheduling.model import Booking, BookingState, Intent, Kind, Left, Stay
from server.scheduling.store import attendance, bookings
from server.services import SERVICES, Services
from tests.signaling.conftest import admitted
from tests.support.calls import Guest, Person
from tests.support.clock import FixedClock
from tests.support.servers import LiveServer


@pytest.fixture
def services(live: LiveServer) -> Services:
    return live.app[SERVICES]


@pytest.fixture
async def booked(services: Services, clock: FixedClock, host: Person, room: str) -> str:
    """The host's room, booked from now on for an hour."""
    async with host.http.get("/api/me") as answer:
        host_id = (await answer.json())["id"]
    now = clock.now()
    one = Booking(
        id=new_id(),
        kind=Kind.PAIR,
        host=host_id,
        created_by=host_id,
        created_at=now,
        state=BookingState.CONFIRMED,
        starts_at=now,
        minutes=60,
        intent=Intent.of(now, "UTC", host_id),
        tzdata="",
        key="key",
        room=room,
    )
    async with services.database.write() as tx:
        await bookings.add(tx, one)
    return room


async def log(services: Services, room: str) -> list[Stay]:
    """What is written, without the passes that were asked for."""
    await services.signaling.doorbook.keep()
    async with services.database.read() as tx:
        return [one for one in await attendance.stays_of(tx, room) if not one.is_asked]


async def test_coming_and_leaving_by_choice_is_written(
    services: Services, clock: FixedClock, host: Person, booked: str
) -> None:
    came_at = clock.now()
    await host.join(booked)
    [stay] = await log(services, booked)
    assert (stay.came_at, stay.went_at, stay.left) == (came_at, None, None)
    clock.forward(minutes=30)
    await host.ask("leave")
    [stay] = await log(services, booked)
    assert (stay.came_at, stay.went_at, stay.left) == (came_at, clock.now(), Left.LEFT)


async def test_whoever_is_lost_was_there_until_their_connection_went(
    services: Services, clock: FixedClock, host: Person, guest: Guest, booked: str
) -> None:
    await host.join(booked)
    await guest.ask("join", {"token": await admitted(host, guest, booked)})
    clock.forward(minutes=10)
    lost_at = clock.now()
    await guest.drop()
    await host.hear("peer_changed")
    clock.forward(seconds=40)
    await services.signaling.tick()
    await host.hear("peer_left")
    [theirs] = [one for one in await log(services, booked) if one.person is None]
    assert (theirs.went_at, theirs.left) == (lost_at, Left.LOST)


async def test_whoever_is_here_gives_a_sign_of_life(
    services: Services, clock: FixedClock, host: Person, booked: str
) -> None:
    await host.join(booked)
    came_at = clock.now()
    for _ in range(3):
        clock.forward(seconds=70)
        [stay] = await log(services, booked)
    assert stay.seen_at - came_at == timedelta(seconds=210)
    assert stay.went_at is None


async def test_a_server_that_stops_leaves_the_last_moment_behind(
    services: Services, clock: FixedClock, host: Person, booked: str
) -> None:
    await host.join(booked)
    clock.forward(minutes=7)
    await services.signaling.doorbook.close()
    [stay] = await log(services, booked)
    assert (stay.seen_at, stay.went_at) == (clock.now(), None)


async def test_asking_for_a_pass_is_written_and_so_is_media_that_does_not_come_through(
    services: Services, clock: FixedClock, host: Person, booked: str
) -> None:
    joined = await host.join(booked)
    doorbook = services.signaling.doorbook
    doorbook.hear(TransportStepped(joined["peerId"], is_up=False))
    [stay] = await log(services, booked)
    assert (stay.is_tried, stay.is_connected) == (True, False)
    doorbook.hear(TransportStepped(joined["peerId"], is_up=True))
    [stay] = await log(services, booked)
    assert stay.is_connected
    assert stay.person is not None
    doorbook.hear(PassAsked(booked, stay.person))
    await doorbook.keep()
    async with services.database.read() as tx:
        asked = [one for one in await attendance.stays_of(tx, booked) if one.is_asked]
    assert [one.person for one in asked] == [stay.person]


async def test_of_a_room_that_nobody_booked_nothing_is_written(
    services: Services, host: Person, room: str
) -> None:
    await host.join(room)
    assert await log(services, room) == []
