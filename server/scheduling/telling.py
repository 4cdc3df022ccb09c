"""What people are told of a booking: as which kind, in which facts, who, and where it leads.

One table for the centre, devices and letters. Refuses to hold what only a mailbox may know.
"""

from __future__ import annotations

from collections.abc import Mapping

from server.accounts.model import Person
from server.notifications.model import Kind as Notice
from server.scheduling.model import Booking, BookingState, Happening, Kind, News, Place

People = Mapping[str, Person]

_KINDS = {
    Happening.ASKED: Notice.SESSION_ASKED,
    Happening.BOOKED: Notice.SESSION_BOOKED,
    Happening.DECLINED: Notice.SESSION_DECLINED,
    Happening.EXPIRED: Notice.SESSION_EXPIRED,
    Happening.RESCHEDULED: Notice.SESSION_RESCHEDULED,
    Happening.CANCELLED: Notice.SESSION_CANCELLED,
    Happening.MOVED: Notice.SESSION_MOVED,
    Happening.MOVE_CLASHES: Notice.SESSION_CLASHES,
    Happening.SEATED: Notice.SEAT_TAKEN,
    Happening.LEFT: Notice.SEAT_LEFT,
    Happening.CALLED: Notice.SEAT_CALLED,
}
_ASKING = frozenset({Happening.ASKED, Happening.RESCHEDULED})
OF_A_SEAT = frozenset({Happening.SEATED, Happening.LEFT, Happening.CALLED})
"""Where `by` is whose seat it is, and nobody else is told."""
_BY_OTHERS = frozenset({Happening.SEATED, Happening.CALLED})
"""Among these, what others may have done, by leaving or by calling."""


def kind_of(happening: Happening, booking: Booking) -> Notice | None:
    """As what people know it everywhere; None for what nobody is told."""
    if happening in _ASKING and booking.state is BookingState.PENDING:
        return Notice.SESSION_ASKED  # a new time needs a yes again
    if happening is Happening.ASKED:
        return Notice.SESSION_BOOKED  # it has its yes by now
    return _KINDS.get(happening)


def concerned(news: News, booking: Booking) -> list[str]:
    """Who is told."""
    if news.happening in OF_A_SEAT:
        return [news.by] if news.by else []
    if news.happening is Happening.BOOKED and booking.kind is not Kind.PAIR:
        return [booking.host]
    return [booking.host, *seated(booking)]


def is_own(news: News, reader: str) -> bool:
    """Whether it is the reader's own deed."""
    return news.by == reader and news.happening not in _BY_OTHERS


def facts_of(booking: Booking, reader: str, people: People) -> dict[str, str]:
    """What every kind says: who, what and when."""
    return {
        "other": _other(booking, reader, people),
        "title": booking.title,
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
    }


def facts_of_news(
    kind: Notice, news: News, booking: Booking, reader: str, people: People
) -> dict[str, str]:
    """The same, with what one kind says besides."""
    facts = facts_of(booking, reader, people)
    if kind is Notice.SESSION_ASKED:
        facts["side"] = "host" if reader == booking.host else "guest"
    if kind in {Notice.SESSION_RESCHEDULED, Notice.SESSION_MOVED}:
        facts["before"] = (news.starts_before or booking.starts_at).isoformat()
    return facts


def path_of(booking: Booking, reader: str) -> str:
    """To the room, for whoever may go in; else to the session's page."""
    mine = next((one.place for one in booking.seats if one.person == reader), None)
    may_enter = reader == booking.host or mine in {Place.IN, Place.CALLED}
    if booking.room is not None and may_enter and booking.state is BookingState.CONFIRMED:
        return f"/s/{booking.room}"
    return f"/bookings/{booking.id}"


def seated(booking: Booking) -> tuple[str, ...]:
    """Everybody with a place beside the host's, waiting or not."""
    return tuple(one.person for one in booking.seats)


def _other(booking: Booking, reader: str, people: People) -> str:
    """The host, or for the host their guest; who has several reads the title instead."""
    others = [booking.host] if reader != booking.host else list(seated(booking))
    return next((people[one].name for one in others if one in people), people[reader].name)
