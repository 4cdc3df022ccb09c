"""Doors of availability and open slots."""

from __future__ import annotations

from aiohttp import web
from msgspec import UNSET, UnsetType

from server.core.caller import person_of
from server.core.errors import Conflict, Forbidden, Invalid, NotFound
from server.core.keys import CLOCK
from server.core.web import Routes
from server.core.wire import Id
from server.scheduling.http.keys import ACCOUNTS, AVAILABILITIES, SLOTS, TAG
from server.scheduling.service.slots import Open, Span, check_viewer_zone
from server.scheduling.wire.availability import AvailabilityIn, AvailabilityOut
from server.scheduling.wire.slots import (
    AnySlotsOut,
    AnySlotsQuery,
    CellOut,
    FairOut,
    FairQuery,
    HostSlotsOut,
    HostTermsOut,
    PartingOut,
    PreviewIn,
    SlotsQuery,
    local,
    locals_of,
    slots_out,
)
from server.scheduling.zones import VERSION, clockwork

routes = Routes()


@routes.get("/api/availability", tag=TAG, errors=(NotFound,))
async def show_availability(request: web.Request) -> AvailabilityOut:
    """When and how the caller is booked."""
    return AvailabilityOut.of(await request.app[AVAILABILITIES].own(person_of(request)))


@routes.put("/api/availability", tag=TAG, errors=(Invalid, Conflict))
async def save_availability(request: web.Request, body: AvailabilityIn) -> AvailabilityOut:
    """Save it as a whole; what is booked already stays."""
    saved = await request.app[AVAILABILITIES].save(person_of(request), body.meant())
    return AvailabilityOut.of(saved)


@routes.post(
    "/api/availability/preview", tag=TAG, status=200, errors=(Invalid,), limit="240/minute"
)
async def preview_availability(request: web.Request, body: PreviewIn) -> HostSlotsOut:
    """What mentees would see if this were saved."""
    span = Span(body.from_at, body.to_at, body.minutes)
    found = await request.app[SLOTS].preview(person_of(request), body.availability.meant(), span)
    own = body.availability.zone
    zone = own if body.zone is UNSET else check_viewer_zone(body.zone)
    return _rendered(found, zone, body.minutes)


@routes.get("/api/hosts/{host_id}/terms", tag=TAG, errors=(NotFound, Forbidden))
async def show_host_terms(request: web.Request, host_id: Id) -> HostTermsOut:
    """How a mentor of the caller's is booked: lengths, and whether they say yes first."""
    found = await request.app[SLOTS].terms(person_of(request), host_id)
    return HostTermsOut.of(host_id, found, request.app[CLOCK].now())


@routes.get(
    "/api/hosts/{host_id}/slots",
    tag=TAG,
    errors=(NotFound, Forbidden, Conflict, Invalid),
    limit="240/minute",
)
async def list_slots(request: web.Request, host_id: Id, query: SlotsQuery) -> HostSlotsOut:
    """The open starts of a mentor of the caller's."""
    zone, person = await _zone(request, query.zone), person_of(request)
    span = Span(query.from_at, query.to_at, query.minutes)
    if query.moving is UNSET:
        found = await request.app[SLOTS].of_host(person, host_id, span)
    else:
        found = await request.app[SLOTS].to_move(person, query.moving, span)
        if found.host != host_id:
            raise NotFound("This booking is with somebody else.")
    return _rendered(found, zone, query.minutes)


@routes.get("/api/slots/any", tag=TAG, errors=(Invalid,), limit="60/minute")
async def list_any_slots(request: web.Request, query: AnySlotsQuery) -> AnySlotsOut:
    """The open starts with any of these mentors of the caller's; who has none is left out."""
    zone = await _zone(request, query.zone)
    span = Span(query.from_at, query.to_at, query.minutes)
    found = await request.app[SLOTS].of_any(person_of(request), query.mentor, span)
    return AnySlotsOut(hosts=[_rendered(one, zone, query.minutes) for one in found])


@routes.get(
    "/api/hosts/{host_id}/fair-times",
    tag=TAG,
    errors=(NotFound, Forbidden, Invalid),
    limit="60/minute",
)
async def show_fair_times(request: web.Request, host_id: Id, query: FairQuery) -> FairOut:
    """Hours that are kind to both, in turn, and when their clocks change apart."""
    found = await request.app[SLOTS].fair(person_of(request), host_id, query.minutes)
    minutes = [cell.minute for cell in (*found.cells, *found.turns) if cell is not None]
    mine, theirs = (clockwork(zone, min(minutes), max(minutes)) for zone in found.zones)
    return FairOut(
        viewer_zone=found.zones[0],
        host_zone=found.zones[1],
        cells=[CellOut.of(one, mine, theirs) for one in found.cells],
        turns=[None if one is None else CellOut.of(one, mine, theirs) for one in found.turns],
        partings=[PartingOut.of(one) for one in found.partings],
    )


def _rendered(found: Open, zone: str, minutes: int) -> HostSlotsOut:
    starts, days = found.starts, found.days
    first, last = (starts[0], starts[-1]) if starts else (0, 0)
    if days.travels:
        host = [local(days.host_clocks(one), one) for one in starts]
    else:
        host = locals_of(days.home, starts)
    return HostSlotsOut(
        host=found.host,
        host_zone=days.home.zone,
        viewer_zone=zone,
        minutes=minutes,
        slots=slots_out(starts, host, locals_of(clockwork(zone, first, last), starts)),
        tzdata=VERSION,
    )


async def _zone(request: web.Request, given: str | UnsetType) -> str:
    """As whoever looks has it; else as their account says. Raises: Invalid."""
    if given is not UNSET:
        return check_viewer_zone(given)
    return (await request.app[ACCOUNTS].person(person_of(request))).time_zone
