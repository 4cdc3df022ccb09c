"""HTTP doors of scheduling: availability and slots, bookings, gatherings."""

from server.core.web import Routes
from server.scheduling.http.bookings import routes as bookings
from server.scheduling.http.gatherings import routes as gatherings
from server.scheduling.http.keys import ACCOUNTS as ACCOUNTS
from server.scheduling.http.keys import AVAILABILITIES as AVAILABILITIES
from server.scheduling.http.keys import BOOKINGS as BOOKINGS
from server.scheduling.http.keys import GATHERINGS as GATHERINGS
from server.scheduling.http.keys import SERIES as SERIES
from server.scheduling.http.keys import SLOTS as SLOTS
from server.scheduling.http.slots import routes as slots

routes = Routes()
routes.all = [*slots.all, *bookings.all, *gatherings.all]
