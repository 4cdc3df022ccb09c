"""A session as one person's calendar shows it: with their own link, and only whom they may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from server.accounts.model import Person
from server.core.settings import Settings
from server.notifications.service import Notifications
from server.scheduling.ics import Answer, Attendee, Mailbox, Session, Status, uid_of
from server.scheduling.model import Booking, BookingState, Kind, Place
from server.scheduling.naming import BETWEEN
from server.scheduling.store.mailing import Said

People = Mapping[str, Person]
Answers = Mapping[tuple[str, str], Said]
_GOING_ON = {
    BookingState.HELD: Status.TENTATIVE,
    BookingState.PENDING: Status.TENTATIVE,
    BookingState.CONFIRMED: Status.CONFIRMED,
    BookingState.COMPLETED: Status.CONFIRMED,
}
_ENDED_UNCOUNTED = frozenset({BookingState.DECLINED, BookingState.EXPIRED})


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to know beside the booking itself."""

    people: People
    answers: Answers
    changed_at: datetime


class Diary:
    """Writes sessions down, for any reader."""

    def __init__(self, settings: Settings, notifications: Notifications) -> None:
        self.home = settings.effective_public_url
        self.host = urlsplit(self.home).hostname or "localhost"
        # Clients believe an invitation from its organizer alone (RFC 6047 §2.2.3): our own mailbox.
        self._organizer = Mailbox(*notifications.sender)

    def session(self, booking: Booking, reader: str, known: Known) -> Session:
        """As `reader` has it, who may have left by now."""
        is_in = reader in {booking.host, *booking.guests}
        status = _GOING_ON.get(booking.state, Status.CANCELLED) if is_in else Status.CANCELLED
        return Session(
            uid=uid_of(booking.id, self.host),
            sequence=sequence_of(booking),
            status=status,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            changed_at=known.changed_at,
            title=title_of(booking, known.people),
            note=booking.note,
            link=self.link(booking, reader),
            has_room=booking.room is not None and is_in,
            organizer=self._organizer,
            attendees=_attendees(booking, reader, known),
        )

    def link(self, booking: Booking, reader: str) -> str:
        """To the room, for whoever may go in; else to the session's page. It lets nobody in."""
        mine = next((one.place for one in booking.seats if one.person == reader), None)
        may_enter = reader == booking.host or mine in {Place.IN, Place.CALLED}
        if booking.room is not None and may_enter:
            return f"{self.home}/s/{booking.room}"
        return f"{self.home}/bookings/{booking.id}"


def sequence_of(booking: Booking) -> int:
    """Rises with whatever a calendar must follow, an end included (RFC 5546 §3.2.5).

    Of a gathering it is the version: each seat is an invitation of its own.
    """
    if booking.kind is not Kind.PAIR:
        return booking.version
    return booking.sequence + int(booking.state in _ENDED_UNCOUNTED)


def title_of(booking: Booking, people: People) -> str:
    """Its own, else the names of the two."""
    ids = (booking.host, *(one.person for one in booking.seats))
    names = [people[one].name for one in ids if one in people]
    return booking.title or BETWEEN.join(names[:2])


def _attendees(booking: Booking, reader: str, known: Known) -> tuple[Attendee, ...]:
    """Both of two; of a gathering the reader alone, for addresses are nobody else's business."""
    ids = [booking.host, *booking.guests] if booking.kind is Kind.PAIR else [reader]
    return tuple(
        Attendee(
            Mailbox(known.people[one].name, known.people[one].email), _answer(booking, one, known)
        )
        for one in ids
        if one in known.people
    )


def _answer(booking: Booking, person: str, known: Known) -> Answer:
    if booking.kind is not Kind.PAIR:
        return Answer.ACCEPTED
    said = known.answers.get((booking.id, person))
    is_about_this = said is not None and said.sequence == booking.sequence
    return said.answer if said is not None and is_about_this else Answer.NEEDED
