"""Tells people what became of their bookings, and reminds them; all with the change itself."""

from __future__ import annotations

from server.accounts.model import Person
from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.notifications.model import Kind as Notice
from server.notifications.service import About, Centre, Notifications
from server.scheduling.model import Booking, BookingState, Happening, Reminder, first_look, reminded
from server.scheduling.store import bookings as store
from server.scheduling.store import reminders

_NOTICES = {
    Happening.ASKED: Notice.BOOKING_ASKED,
    Happening.BOOKED: Notice.BOOKING_BOOKED,
    Happening.DECLINED: Notice.BOOKING_DECLINED,
    Happening.EXPIRED: Notice.BOOKING_EXPIRED,
    Happening.RESCHEDULED: Notice.BOOKING_RESCHEDULED,
    Happening.CANCELLED: Notice.BOOKING_CANCELLED,
    Happening.MOVED: Notice.BOOKING_MOVED,
    Happening.MOVE_CLASHES: Notice.BOOKING_MOVE_CLASHES,
    Happening.SEATED: Notice.BOOKING_SEATED,
    Happening.CALLED: Notice.BOOKING_CALLED,
}
_OF_ONE = frozenset({Happening.SEATED, Happening.CALLED})
"""Where `by` is whose seat it is, and who is told."""


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

    async def tell(self, tx: Tx, booking: Booking, happening: Happening, by: str | None) -> None:
        """Plans reminders anew, and tells everybody but who did it."""
        await self._plan(tx, booking)
        if (kind := notice_of(happening, booking)) is None:
            return
        people = await self._accounts.several_in(tx, [booking.host, *_seated(booking)])
        for one in people.values():
            if (one.id == by) is (happening in _OF_ONE):
                # Their letters carry a calendar part and are written by whoever reads the news.
                about = self._about(booking, one, people, has_letter=False)
                await self._notifications.tell(tx, kind, one.receiver, about)

    async def tell_corrected(self, tx: Tx, booking: Booking, to: str, by: str) -> None:
        """That somebody corrected who was there; their words are read where they stand."""
        people = await self._accounts.several_in(tx, [to, by])
        if to not in people or by not in people:
            return
        facts = {"title": booking.title, "starts_at": booking.starts_at.isoformat()}
        about = About("/calendar", {"other": people[by].name, **facts})
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
        people = await self._accounts.several_in(tx, [booking.host, *_seated(booking)])
        if lead is None or due.person not in people:
            return False
        one = people[due.person]
        about = self._about(booking, one, people, lead=str(lead))
        await self._notifications.tell(tx, Notice.SESSION_REMINDER, one.receiver, about)
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

    def _about(
        self,
        booking: Booking,
        one: Person,
        people: dict[str, Person],
        *,
        has_letter: bool = True,
        **more: str,
    ) -> About:
        facts = {
            "other": _other(booking, one, people),
            "title": booking.title,
            "starts_at": booking.starts_at.isoformat(),
            **more,
        }
        return About(_path(booking), facts, happens_at=booking.starts_at, has_letter=has_letter)


def notice_of(happening: Happening, booking: Booking) -> Notice | None:
    """What people know a happening as: in the centre, on their devices, in their settings."""
    if happening is Happening.RESCHEDULED and booking.state is BookingState.PENDING:
        return Notice.BOOKING_ASKED  # it needs a yes again
    return _NOTICES.get(happening)


def _other(booking: Booking, one: Person, people: dict[str, Person]) -> str:
    """The host, or for the host their guest; who has several reads the title instead."""
    others = [booking.host] if one.id != booking.host else list(_seated(booking))
    return next((people[other].name for other in others if other in people), one.name)


def _seated(booking: Booking) -> tuple[str, ...]:
    return tuple(one.person for one in booking.seats)


def _path(booking: Booking) -> str:
    if booking.room is not None and booking.state is BookingState.CONFIRMED:
        return f"/s/{booking.room}"
    return "/calendar"
