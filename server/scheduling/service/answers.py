"""Yes and no by a link in a letter, or by a calendar's reply; a reply alone never undoes anything.

Whoever has the link has the letter, and may do what its receiver may. A mail's sender can be made
up: what it says is kept and told, and acted on only for a host's answer that the operator's own
mail server vouches for (docs/decisions/0037-calendars.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from server.accounts.model import Person
from server.core.db import Tx
from server.core.errors import Conflict, Invalid, NotFound, Refusal
from server.core.ids import digest
from server.notifications.model import Address
from server.notifications.model import Kind as Notice
from server.notifications.service import About, Notifications
from server.scheduling.ics import Answer, booking_of
from server.scheduling.model import Booking, BookingState, Kind, Reason
from server.scheduling.replies import Reply
from server.scheduling.service.bookings import Bookings
from server.scheduling.service.diary import Diary, title_of
from server.scheduling.service.gatherings import Gatherings
from server.scheduling.service.ledger import Ledger
from server.scheduling.store import bookings as store
from server.scheduling.store import mailing
from server.scheduling.store.mailing import Link, Said
from server.scheduling.telling import facts_of, path_of

_GOES_ON = frozenset({BookingState.PENDING, BookingState.CONFIRMED})
log = structlog.get_logger()


class LinkGone(NotFound):
    """Unknown or too old; which of them is nobody's business."""

    code = "answer_link_gone"
    title = "This link is no longer good"


class Superseded(Conflict):
    """The letter is older than the session's latest change."""

    code = "answer_superseded"
    title = "The session has changed since this letter"


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """What a link is about, for whoever holds it."""

    booking: Booking
    person: Person
    title: str

    @property
    def is_host(self) -> bool:
        return self.person.id == self.booking.host

    @property
    def may_say_yes(self) -> bool:
        """Whether a yes would change anything."""
        return self.is_host and self.booking.state is BookingState.PENDING

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to say."""
        is_in = self.is_host or any(one.person == self.person.id for one in self.booking.seats)
        return self.booking.state not in _GOES_ON or not is_in


class Answers:
    """Use cases of answers from outside of the application."""

    def __init__(
        self,
        ledger: Ledger,
        bookings: Bookings,
        gatherings: Gatherings,
        notifications: Notifications,
        diary: Diary,
    ) -> None:
        self._ledger = ledger
        self._database = ledger.database
        self._clock = ledger.clock
        self._bookings = bookings
        self._gatherings = gatherings
        self._notifications = notifications
        self._diary = diary

    async def look(self, secret: str) -> ShownAnswer:
        """Changes nothing: scanners of mails follow every link. Raises: LinkGone, Superseded."""
        async with self._database.read() as tx:
            link = await mailing.find_link(tx, digest(secret))
            if link is None or link.expires_at <= self._clock.now():
                raise LinkGone("Open Ithaca to see your sessions.")
            booking = await store.find(tx, link.booking)
            people = await self._ledger.accounts.several_in(tx, _ids(booking, link))
        if booking is None or link.person not in people:
            raise LinkGone("Open Ithaca to see your sessions.")
        if booking.state in _GOES_ON and booking.sequence != link.sequence:
            raise Superseded("Use the links of the latest letter.")
        return ShownAnswer(booking, people[link.person], title_of(booking, people))

    async def answer(self, secret: str, *, is_yes: bool) -> ShownAnswer:
        """Does it. Raises: LinkGone, Superseded, WrongState, SlotTaken."""
        shown = await self.look(secret)
        if shown.is_over:
            return shown
        if is_yes:
            await self._agree(shown.booking, shown.person.id)
        else:
            await self._refuse(shown.booking, shown.person.id)
        return await self.look_again(shown)

    async def look_again(self, shown: ShownAnswer) -> ShownAnswer:
        """The same, as it is now."""
        async with self._database.read() as tx:
            booking = await store.find(tx, shown.booking.id)
        return ShownAnswer(booking or shown.booking, shown.person, shown.title)

    async def take(self, reply: Reply) -> bool:
        """What a calendar's mail says; whether it counts. Whoever is no attendee says nothing."""
        booking_id = booking_of(reply.uid, self._diary.host)
        said = await self._keep(reply, booking_id) if booking_id else None
        if said is None:
            log.info("reply.ignored", is_ours=booking_id is not None)
            return False
        booking, person = said
        is_hosts = person == booking.host and booking.state is BookingState.PENDING
        if is_hosts and reply.is_vouched_for:
            await self._carry_out(booking, person, reply.answer)
        return True

    async def _carry_out(self, booking: Booking, person: str, answer: Answer) -> None:
        try:
            if answer is Answer.ACCEPTED:
                await self._agree(booking, person)
            elif answer is Answer.DECLINED:
                await self._refuse(booking, person)
        except Refusal as refusal:
            log.info("reply.refused", booking=booking.id, code=refusal.code)

    async def _keep(self, reply: Reply, booking_id: str) -> tuple[Booking, str] | None:
        async with self._database.write() as tx:
            booking = await store.find(tx, booking_id)
            if booking is None or booking.state not in _GOES_ON or booking.kind is not Kind.PAIR:
                return None
            ids = (booking.host, *booking.guests)
            people = await self._ledger.accounts.several_in(tx, ids)
            sender = next((one for one in people.values() if _is_of(one, reply)), None)
            if sender is None or reply.sequence != booking.sequence:
                return None
            said = Said(booking.id, sender.id, booking.sequence, reply.answer)
            if await mailing.say(tx, said, self._clock.now()) and len(people) == len(ids):
                other = next(one for one in people.values() if one.id != sender.id)
                await self._tell(tx, booking, sender, other, reply.answer)
            return booking, sender.id

    async def _tell(
        self, tx: Tx, booking: Booking, sender: Person, other: Person, answer: Answer
    ) -> None:
        if answer is Answer.ACCEPTED:
            return  # they meet, as both know
        people = {one.id: one for one in (sender, other)}
        facts = facts_of(booking, other.id, people) | {"answer": answer.value.lower()}
        about = About(path_of(booking, other.id), facts, happens_at=booking.starts_at)
        await self._notifications.tell(tx, Notice.SESSION_ANSWERED, other.receiver, about)

    async def _agree(self, booking: Booking, person: str) -> None:
        if person == booking.host and booking.state is BookingState.PENDING:
            await self._bookings.confirm(person, booking.id, booking.version)
            return
        said = Said(booking.id, person, booking.sequence, Answer.ACCEPTED)
        async with self._database.write() as tx:
            await mailing.say(tx, said, self._clock.now())

    async def _refuse(self, booking: Booking, person: str) -> None:
        if booking.kind is not Kind.PAIR and person != booking.host:
            await self._gatherings.leave(person, booking.id)
        elif person == booking.host and booking.state is BookingState.PENDING:
            await self._bookings.decline(person, booking.id, booking.version, "")
        else:
            await self._bookings.cancel(person, booking.id, booking.version, Reason.OTHER, "")


def _ids(booking: Booking | None, link: Link) -> set[str]:
    found = {link.person}
    if booking is not None:
        found |= {booking.host, *(one.person for one in booking.seats)}
    return found


def _is_of(person: Person, reply: Reply) -> bool:
    """The mail is from the very attendee it speaks for, by a mailbox shown to be theirs."""
    try:
        keys = {Address.parse(one).key for one in (reply.sender, reply.attendee)}
    except Invalid:
        return False
    return person.is_among(keys) and len(keys) == 1
