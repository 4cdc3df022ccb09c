"""A private feed of one's own sessions for a calendar, and single sessions as files and links."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from server.core.db import Tx
from server.core.errors import NotFound
from server.core.ids import digest, new_secret
from server.scheduling.ics import Method, Session, Status, feed, message
from server.scheduling.links import Copy, Links, links_of
from server.scheduling.model import Booking, BookingState, Place
from server.scheduling.service.bookings import Bookings
from server.scheduling.service.diary import Diary, Known
from server.scheduling.service.ledger import Ledger
from server.scheduling.store import bookings as store
from server.scheduling.store import feeds, mailing

BEFORE = timedelta(days=30)
AHEAD = timedelta(days=365)
_MOST = 2000
_SHOWN = frozenset({BookingState.PENDING, BookingState.CONFIRMED, BookingState.COMPLETED})


class Feeds:
    """Use cases on what calendars fetch."""

    def __init__(self, ledger: Ledger, bookings: Bookings, diary: Diary) -> None:
        self._database = ledger.database
        self._clock = ledger.clock
        self._accounts = ledger.accounts
        self._bookings = bookings
        self._diary = diary

    async def since(self, person: str) -> datetime | None:
        """Since when somebody has a feed; its address is shown once only."""
        async with self._database.read() as tx:
            return await feeds.created_at(tx, person)

    async def renew(self, person: str) -> tuple[str, datetime]:
        """A new address, and the old one is good for nothing; for the first time as well."""
        secret, now = new_secret(), self._clock.now()
        async with self._database.write() as tx:
            await feeds.put(tx, person, digest(secret), now)
        return f"{self._diary.home}/feeds/{secret}.ics", now

    async def revoke(self, person: str) -> None:
        """Idempotent."""
        async with self._database.write() as tx:
            await feeds.remove(tx, person)

    async def read(self, secret: str) -> tuple[str, str]:
        """The feed and its ETag. Raises: NotFound."""
        now = self._clock.now()
        async with self._database.read() as tx:
            person = await feeds.holder(tx, digest(secret))
            if person is None:
                raise NotFound("There is no such calendar.")
            wanted = store.Wanted(now - BEFORE, now + AHEAD, _MOST)
            found = await store.of_person(tx, person, wanted)
            shown = [one for one in found if one.state in _SHOWN and _takes_part(one, person)]
            sessions = await self._sessions(tx, shown, person)
        text = feed(sessions, name="Ithaca")
        return text, f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'

    async def file(self, person: str, booking: str) -> str:
        """One session as a file. Raises: NotFound."""
        session = await self._one(person, booking)
        is_gone = session.status is Status.CANCELLED
        return message(session, Method.CANCEL if is_gone else Method.PUBLISH)

    async def links(self, person: str, booking: str) -> Links:
        """One session for calendars on the web. Raises: NotFound."""
        one = await self._one(person, booking)
        return links_of(Copy(one.title, one.note, one.link, one.starts_at, one.ends_at))

    async def _one(self, person: str, booking: str) -> Session:
        found = await self._bookings.show(person, booking)
        async with self._database.read() as tx:
            [session] = await self._sessions(tx, [found], person)
        return session

    async def _sessions(self, tx: Tx, found: list[Booking], reader: str) -> list[Session]:
        ids = [one.id for one in found]
        people = await self._accounts.several_in(
            tx, {one.host for one in found} | {seat.person for one in found for seat in one.seats}
        )
        changed = await mailing.changed_at(tx, ids)
        answers = await mailing.answers(tx, ids)
        return [
            self._diary.session(
                one, reader, Known(people, answers, changed.get(one.id, one.created_at))
            )
            for one in found
        ]


def _takes_part(booking: Booking, person: str) -> bool:
    """Whoever still waits for a seat has no session yet."""
    return person == booking.host or any(
        seat.person == person and seat.place is not Place.WAITING for seat in booking.seats
    )
