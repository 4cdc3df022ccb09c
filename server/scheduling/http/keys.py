"""Where the application keeps what these doors call."""

from __future__ import annotations

from aiohttp import web

from server.accounts.service import Accounts
from server.scheduling.service import (
    Answers,
    AnyOf,
    Attendances,
    Availabilities,
    Bookings,
    BusySources,
    Feeds,
    Gatherings,
    SeriesOfBookings,
    Slots,
)

AVAILABILITIES = web.AppKey("scheduling.availabilities", Availabilities)
SLOTS = web.AppKey("scheduling.slots", Slots)
BOOKINGS = web.AppKey("scheduling.bookings", Bookings)
SERIES = web.AppKey("scheduling.series", SeriesOfBookings)
GATHERINGS = web.AppKey("scheduling.gatherings", Gatherings)
ATTENDANCES = web.AppKey("scheduling.attendances", Attendances)
ACCOUNTS = web.AppKey("scheduling.accounts", Accounts)
FEEDS = web.AppKey("scheduling.feeds", Feeds)
BUSY_SOURCES = web.AppKey("scheduling.busy_sources", BusySources)
ANY_OF = web.AppKey("scheduling.any_of", AnyOf)
ANSWERS = web.AppKey("scheduling.answers", Answers)
TAG = "scheduling"
