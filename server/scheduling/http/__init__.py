"""HTTP doors of scheduling; the routes of all modules in one."""

from __future__ import annotations

from server.core.web import Routes
from server.scheduling.http import bookings, gatherings, slots
from server.scheduling.http.keys import (
    ACCOUNTS,
    AVAILABILITIES,
    BOOKINGS,
    GATHERINGS,
    SERIES,
    SLOTS,
)

__all__ = [
    "ACCOUNTS",
    "AVAILABILITIES",
    "BOOKINGS",
    "GATHERINGS",
    "SERIES",
    "SLOTS",
    "routes",
]

routes = Routes()
for one in (slots.routes, bookings.routes, gatherings.routes):
    routes.all.extend(one.all)
