"""Doors of calendars from elsewhere, of which busy times alone are kept."""

from __future__ import annotations

from aiohttp import web

from server.core.caller import person_of
from server.core.errors import Conflict, Invalid, NotFound
from server.core.web import Routes
from server.scheduling.http.keys import BUSY_SOURCES, TAG
from server.scheduling.model.calendars import EVERY, MOST_SOURCES, TRUSTED_FOR
from server.scheduling.wire.calendars import BusySourceIn, BusySourceList, BusySourceOut

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


@routes.delete(ONE, tag=TAG, status=204, errors=(NotFound,))
async def remove_busy_source(request: web.Request, source_id: str) -> None:
    """Remove it with all that is known of it."""
    await request.app[BUSY_SOURCES].remove(person_of(request), source_id)


@routes.post(f"{ONE}/refresh", tag=TAG, status=204, errors=(NotFound,), limit="12/hour")
async def refresh_busy_source(request: web.Request, source_id: str) -> None:
    """Read it within a minute, instead of a half-hour."""
    await request.app[BUSY_SOURCES].refresh(person_of(request), source_id)
