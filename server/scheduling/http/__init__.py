"""HTTP doors of scheduling; the routes of all modules in one."""

from __future__ import annotations

from server.core.web import Routes
from server.scheduling.http import attendance, bookings, busy, calendars, gatherings, slots
from server.scheduling.http.keys import (
    ACCOUNTS,
    ANSWERS,
    ANY_OF,
    ATTENDANCES,
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
    "ATTENDANCES",
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
for one in (slots, bookings, attendance, gatherings, calendars, busy):
    routes.all.extend(one.routes.all)
