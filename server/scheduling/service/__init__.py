"""Use cases on time: availability, open slots, bookings, series, gatherings, and their upkeep."""

from server.scheduling.service.answers import Answers as Answers
from server.scheduling.service.answers import ShownAnswer as ShownAnswer
from server.scheduling.service.anyof import AnyOf as AnyOf
from server.scheduling.service.attendance import Account as Account
from server.scheduling.service.attendance import Attendances as Attendances
from server.scheduling.service.availability import Availabilities as Availabilities
from server.scheduling.service.bookings import Bookings as Bookings
from server.scheduling.service.busy import BusySources as BusySources
from server.scheduling.service.desk import Desk as Desk
from server.scheduling.service.desk import Wish as Wish
from server.scheduling.service.diary import Diary as Diary
from server.scheduling.service.feeds import Feeds as Feeds
from server.scheduling.service.gatherings import Gatherings as Gatherings
from server.scheduling.service.gatherings import Plan as Plan
from server.scheduling.service.herald import Herald as Herald
from server.scheduling.service.invitations import Invitations as Invitations
from server.scheduling.service.ledger import Ledger as Ledger
from server.scheduling.service.series import SeriesOfBookings as SeriesOfBookings
from server.scheduling.service.slots import Slots as Slots
from server.scheduling.service.slots import Span as Span
from server.scheduling.service.upkeep import Upkeep as Upkeep
