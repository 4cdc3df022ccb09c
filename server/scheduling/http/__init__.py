"""HTTP doors of scheduling; the routes of all modules in one."""

from __future__ import annotations

from server.core.web import Routes
from server.scheduling.http import bookings, busy, calendars, gatherings, slots
from server.scheduling.http.keys import (
    ACCOUNTS,
    ANSWERS,
    ANY_OF,
    AVAILABILITIES,
    BOOKINGS,
    BUSY_SOURCES,
    FEEDS,
    GATHERINGS,
    SERIES,
    SLOTS,
)

__all__ = [
    "ACCOUNTS",
    "ANSWERS",
    "ANY_OF",
    "AVAILABILITIES",
    "BOOKINGS",
    "BUSY_SOURCES",
    "FEEDS",
    "GATHERINGS",
    "SERIES",
    "SLOTS",
    "routes",
]

routes = Routes()
for one in (slots.routes, bookings.routes, gatherings.routes, calendars.routes, busy.routes):
    routes.all.extend(one.all)
