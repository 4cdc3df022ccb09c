"""Doors of calendars from elsewhere, of which busy times alone are kept."""

from __future__ import annotations

from aiohttp import web

from server.core.caller import person_of
from server.core.errors import Conflict, Invalid, NotFound
from server.core.web import Routes
from server.scheduling.http.keys import BUSY_SOURCES, TAG
from server.scheduling.model.calendars import EVERY, MOST_SOURCES, TRUSTED_FOR
from server.scheduling.service.busy import Chosen
from server.scheduling.wire.calendars import (
    BusySourceIn,
    BusySourceList,
    BusySourceOut,
    BusySourcesMade,
    CalDavAccountIn,
    CalDavCalendar,
    CalDavCalendars,
    CalDavSourcesIn,
)

ONE = "/api/busy-sources/{source_id}"
routes = Routes()


@routes.get("/api/busy-sources", tag=TAG)
async def list_busy_sources(request: web.Request) -> BusySourceList:
    """The caller's calendars from elsewhere, and how each does."""
    found = await request.app[BUSY_SOURCES].of_person(person_of(request))
    return BusySourceList(
        sources=[BusySourceOut.of(one) for one in found],
        every_minutes=int(EVERY.total_seconds()) // 60,
        counts_days=TRUSTED_FOR.days,
        at_most=MOST_SOURCES,
    )


@routes.post("/api/busy-sources", tag=TAG, status=201, errors=(Invalid, Conflict), limit="30/hour")
async def add_busy_source(request: web.Request, body: BusySourceIn) -> BusySourceOut:
    """Add one by its address (`https://` or `webcal://`); it is read within a minute."""
    made = await request.app[BUSY_SOURCES].add(person_of(request), body.name, body.address)
    return BusySourceOut.of(made)


@routes.post("/api/busy-sources/caldav/calendars", tag=TAG, errors=(Invalid,), limit="30/hour")
async def list_caldav_calendars(request: web.Request, body: CalDavAccountIn) -> CalDavCalendars:
    """The calendars of a CalDAV account, to choose from; nothing of it is kept."""
    found = await request.app[BUSY_SOURCES].calendars(body.address, body.user_name, body.password)
    return CalDavCalendars(
        calendars=[CalDavCalendar(name=one.name, address=one.address) for one in found]
    )


@routes.post(
    "/api/busy-sources/caldav",
    tag=TAG,
    status=201,
    errors=(Invalid, Conflict),
    limit="30/hour",
)
async def add_caldav_calendars(request: web.Request, body: CalDavSourcesIn) -> BusySourcesMade:
    """Add calendars of a CalDAV account; each is read within a minute."""
    chosen = [Chosen(one.name, one.address) for one in body.calendars]
    made = await request.app[BUSY_SOURCES].add_account(
        person_of(request), body.user_name, body.password, chosen
    )
    return BusySourcesMade(sources=[BusySourceOut.of(one) for one in made])


@routes.delete(ONE, tag=TAG, status=204, errors=(NotFound,))
async def remove_busy_source(request: web.Request, source_id: str) -> None:
    """Remove it with all that is known of it."""
    await request.app[BUSY_SOURCES].remove(person_of(request), source_id)


@routes.post(f"{ONE}/refresh", tag=TAG, status=204, errors=(NotFound,), limit="12/hour")
async def refresh_busy_source(request: web.Request, source_id: str) -> None:
    """Read it within a minute, instead of a half-hour."""
    await request.app[BUSY_SOURCES].refresh(person_of(request), source_id)
