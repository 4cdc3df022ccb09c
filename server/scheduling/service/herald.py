"""Tells people what became of their bookings, and reminds them; all with the change itself."""

from __future__ import annotations

from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.notifications.model import Kind as Notice
from server.notifications.service import About, Centre, Notifications, Part
from server.scheduling.model import Booking, News, Reminder, first_look, reminded
from server.scheduling.store import bookings as store
from server.scheduling.store import reminders
from server.scheduling.telling import (
    concerned,
    facts_of,
    facts_of_news,
    is_own,
    kind_of,
    path_of,
    seated,
)


class Herald:
    """Above bookings and notices both."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        accounts: Accounts,
        notifications: Notifications,
        centre: Centre,
    ) -> None:
        self._database = database
        self._clock = clock
        self._accounts = accounts
        self._notifications = notifications
        self._centre = centre

    async def tell(self, tx: Tx, booking: Booking, news: News) -> None:
        """Plans reminders anew, and tells everybody; their letters follow with a calendar part."""
        await self._plan(tx, booking)
        if (kind := kind_of(news.happening, booking)) is None:
            return
        readers = concerned(news, booking)
        people = await self._accounts.several_in(tx, {booking.host, *seated(booking), *readers})
        told = [
            (
                people[one].receiver,
                About(
                    path_of(booking, one),
                    facts_of_news(kind, news, booking, one, people),
                    happens_at=booking.starts_at,
                    part=Part.NOTICE,
                    is_own=is_own(news, one),
                ),
            )
            for one in readers
            if one in people
        ]
        await self._notifications.tell_many(tx, kind, told)

    async def tell_corrected(self, tx: Tx, booking: Booking, to: str, by: str) -> None:
        """That somebody corrected who was there; their words are read where they stand."""
        people = await self._accounts.several_in(tx, [to, by])
        if to not in people or by not in people:
            return
        facts = facts_of(booking, to, people) | {"other": people[by].name}
        about = About("/calendar", facts)
        await self._notifications.tell(tx, Notice.ATTENDANCE_CORRECTED, people[to].receiver, about)

    async def remind(self) -> int:
        """Reminds whoever is due, each in a transaction of its own; returns how many it told.

        The look and what comes of it are written together: a node that dies in between has
        written neither, and the next one looks again.
        """
        told = 0
        while True:
            async with self._database.write() as tx:
                now = self._clock.now()
                due = await reminders.take_due(tx, now)
                if due is None:
                    return told
                told += await self._look(tx, due)
                following = due.following(now)
                await reminders.remove(tx, due.booking, due.person)
                if following is not None:
                    await reminders.put(tx, following)

    async def _look(self, tx: Tx, due: Reminder) -> bool:
        booking = await store.find(tx, due.booking)
        if booking is None or due.person not in reminded(booking):
            return False
        wished = (await self._centre.preferences_in(tx, [due.person]))[due.person]
        lead = due.lead(wished.reminders, self._clock.now())
        people = await self._accounts.several_in(tx, [booking.host, *seated(booking)])
        if lead is None or due.person not in people:
            return False
        facts = facts_of(booking, due.person, people) | {"lead": str(lead)}
        about = About(path_of(booking, due.person), facts, happens_at=booking.starts_at)
        to = people[due.person].receiver
        await self._notifications.tell(tx, Notice.SESSION_REMINDER, to, about)
        return True

    async def _plan(self, tx: Tx, booking: Booking) -> None:
        now, wanted = self._clock.now(), reminded(booking)
        planned = await reminders.of_booking(tx, booking.id)
        for person in planned.keys() - wanted:
            await reminders.remove(tx, booking.id, person)
        for person in wanted:
            known = planned.get(person)
            if known is not None and known.starts_at == booking.starts_at:
                continue
            await reminders.remove(tx, booking.id, person)
            if (look := first_look(booking.id, person, booking.starts_at, now)) is not None:
                await reminders.put(tx, look)
