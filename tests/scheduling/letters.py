"""Letters about sessions as they arrive, and a session booked by old rules of time zones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from server.scheduling.model import Booking, Intent
from server.scheduling.store import bookings as store
from tests.notifications.conftest import Inbox, serving_mail
from tests.scheduling.conftest import Cast


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    yield from serving_mail()


def event_of(message: EmailMessage) -> tuple[str, Event]:
    """The method of the part, and the event as another library reads it."""
    [part] = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
    text = part.get_payload(decode=True)
    assert isinstance(text, bytes)
    calendar = IcsCalendarStream.calendar_from_ics(text.decode())
    [event] = calendar.events
    assert calendar.method == part["Content-Type"].params["method"]
    return str(calendar.method), event


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def stats(event: Event) -> list[str]:
    return [str(one.status).rpartition(".")[2].upper() for one in event.attendees]


OLD = "2025b"
HOUR = timedelta(hours=1)
DECEMBER = datetime(2026, 12, 1, 17, tzinfo=UTC)
"""9:00 in Vancouver as 2025b had it (-08:00); since 2026 it is -07:00, and 9:00 is 16:00 UTC."""


async def booked_by_old_rules(
    cast: Cast, starts_at: datetime, wall: str, zone: str = "America/Vancouver"
) -> Booking:
    """One of a mentee, as a server with the old tzdata would have written it."""
    made = await cast.services.bookings.book(
        cast.mentee, cast.time(datetime(2026, 11, 30, 9, tzinfo=UTC))
    )
    async with cast.services.database.write() as tx:
        old = replace(
            made,
            starts_at=starts_at,
            tzdata=OLD,
            intent=Intent(wall, zone, cast.mentor),
            version=made.version + 1,
        )
        assert await store.save(tx, made, old)
    return old
