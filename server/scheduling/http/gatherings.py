"""Doors of group sessions and office hours."""

from __future__ import annotations

from aiohttp import web

from server.core.caller import person_of
from server.core.errors import Conflict, Forbidden, Invalid, NotFound
from server.core.web import Routes
from server.rooms.model import clean_title
from server.scheduling.http.bookings import range_of
from server.scheduling.http.keys import GATHERINGS, TAG
from server.scheduling.http.showing import gatherings_out
from server.scheduling.model import Booking, Kind
from server.scheduling.service import Plan
from server.scheduling.wire.bookings import (
    BookingsQuery,
    GatheringIn,
    GatheringList,
    GatheringOut,
)

ONE = "/api/gatherings/{gathering_id}"
routes = Routes()


@routes.post(
    "/api/gatherings",
    tag=TAG,
    status=201,
    errors=(NotFound, Forbidden, Conflict, Invalid),
    limit="60/hour",
)
async def open_gathering(request: web.Request, body: GatheringIn) -> GatheringOut:
    """Open a group session or office hours to a programme; for its mentors."""
    plan = Plan(
        Kind(body.kind),
        body.programme,
        clean_title(body.title),
        body.note,
        body.starts_at,
        body.minutes,
        body.capacity,
        body.key,
    )
    return await _one(request, await request.app[GATHERINGS].open(person_of(request), plan))


@routes.get("/api/gatherings", tag=TAG, errors=(Invalid,))
async def list_gatherings(request: web.Request, query: BookingsQuery) -> GatheringList:
    """What the caller's programmes offer, in the order of their time."""
    after, before = range_of(request, query)
    found = await request.app[GATHERINGS].of_person(person_of(request), after, before)
    return GatheringList(gatherings=await gatherings_out(request, found))


@routes.put(f"{ONE}/seat", tag=TAG, errors=(NotFound, Conflict))
async def take_seat(request: web.Request, gathering_id: str) -> GatheringOut:
    """A seat, or a place among those who wait."""
    taken = await request.app[GATHERINGS].take_seat(person_of(request), gathering_id)
    return await _one(request, taken)


@routes.delete(f"{ONE}/seat", tag=TAG, errors=(NotFound, Conflict), status=204)
async def leave_seat(request: web.Request, gathering_id: str) -> None:
    """Give it back; whoever waited longest gets it."""
    await request.app[GATHERINGS].leave(person_of(request), gathering_id)


@routes.post(f"{ONE}/next", tag=TAG, errors=(NotFound, Forbidden, Conflict), status=200)
async def call_next(request: web.Request, gathering_id: str) -> GatheringOut:
    """Call the next of the queue of office hours; for the host."""
    after = await request.app[GATHERINGS].call_next(person_of(request), gathering_id)
    return await _one(request, after)


async def _one(request: web.Request, gathering: Booking) -> GatheringOut:
    return (await gatherings_out(request, [gathering]))[0]
