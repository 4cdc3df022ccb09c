"""Sessions as iCalendar text (RFC 5545, 5546, 7986); refuses to know who reads it.

One object per session and reader: the same UID for life, and only an address of the platform's own
as organizer, for a REQUEST from anybody else's address would be refused (RFC 6047 §2.2.3). Single
sessions are in UTC, so that no client needs our zones to show the right instant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from icalendar import Calendar, Event, vCalAddress, vDuration, vText, vUri

PRODUCT = "-//Ithaca//Sessions//EN"
REFRESH = timedelta(hours=1)
"""How often a calendar may look at a feed again; most look less often."""


class _Words(vText):
    """Text escaped as RFC 5545 §3.3.11 says; the library takes a written `\\N` for a new line."""

    def to_ical(self) -> bytes:
        escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\r\n", "\\n").replace("\n", "\\n").encode()


class Method(StrEnum):
    """What a calendar is asked to do."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


class Status(StrEnum):
    """Whether a session takes place."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class Answer(StrEnum):
    """What an attendee has said (PARTSTAT)."""

    NEEDED = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name with an address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who takes part, and what they have said."""

    mailbox: Mailbox
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session as one reader's calendar shows it."""

    uid: str
    sequence: int
    status: Status
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    title: str
    note: str
    link: str
    """Where it takes place, or where it is looked after. It opens nothing by itself."""
    has_room: bool
    organizer: Mailbox
    attendees: tuple[Attendee, ...]


def message(session: Session, method: Method) -> str:
    """An iTIP object for one session, lines ended by CRLF."""
    calendar = _calendar(method)
    calendar.add_component(_event(session, method))
    return _text(calendar)


def feed(sessions: Iterable[Session], *, name: str) -> str:
    """All sessions of a private feed; nobody is asked for anything."""
    calendar = _calendar(Method.PUBLISH)
    calendar.add("name", _Words(name))
    calendar.add("x-wr-calname", _Words(name))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for one in sessions:
        calendar.add_component(_event(one, Method.PUBLISH))
    return _text(calendar)


def uid_of(booking: str, host: str) -> str:
    """What a session is called in every calendar, for life."""
    return f"{booking}@{host}"


def booking_of(uid: str, host: str) -> str | None:
    """The inverse; None for what is not ours."""
    booking, at, where = uid.strip().partition("@")
    return booking if at and where.casefold() == host.casefold() else None


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    return calendar


def _event(session: Session, method: Method) -> Event:
    event = Event()
    event.add("uid", session.uid)
    event.add("sequence", session.sequence)
    event.add("dtstamp", _utc(session.changed_at))
    event.add("last-modified", _utc(session.changed_at))
    event.add("dtstart", _utc(session.starts_at))
    event.add("dtend", _utc(session.ends_at))
    event.add("summary", _Words(session.title))
    event.add("description", _Words(f"{session.note}\n\n{session.link}".strip()))
    event.add("location", _Words(session.link))
    event.add("url", session.link)
    event.add("status", session.status.value)
    is_gone = session.status is Status.CANCELLED
    event.add("transp", "TRANSPARENT" if is_gone else "OPAQUE")
    event.add("class", "PRIVATE")
    if session.has_room and not is_gone:
        event.add("conference", _conference(session.link))
    if method is not Method.PUBLISH:
        _address(event, session)
    return event


def _address(event: Event, session: Session) -> None:
    organizer = _mailbox(session.organizer)
    event.add("organizer", organizer, encode=False)
    for one in session.attendees:
        event.add("attendee", _attendee(one), encode=False)


def _attendee(one: Attendee) -> vCalAddress:
    found = _mailbox(one.mailbox)
    found.params["CUTYPE"] = vText("INDIVIDUAL")
    found.params["ROLE"] = vText("REQ-PARTICIPANT")
    found.params["PARTSTAT"] = vText(one.answer.value)
    found.params["RSVP"] = vText("TRUE" if one.answer is Answer.NEEDED else "FALSE")
    return found


def _mailbox(one: Mailbox) -> vCalAddress:
    found = vCalAddress(f"mailto:{one.address}")
    # A parameter has no line breaks; names of ours have none either.
    found.params["CN"] = vText(" ".join(one.name.split()))
    return found


def _conference(link: str) -> vUri:
    features = {"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"], "LABEL": "Ithaca"}
    return vUri(link, params=features)


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _text(calendar: Calendar) -> str:
    written: bytes = calendar.to_ical(sorted=False)
    return written.decode("utf-8")
