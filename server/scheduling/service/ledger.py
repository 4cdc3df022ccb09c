"""What every use case on bookings stands on: who may book whom, what is open, what is written.

A booking is decided and written in one transaction that holds both people's locks; before it
begins, all that other domains know is fetched, for a transaction must not wait for a connection.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import DATABASE_ERRORS, Database, Tx, batches
from server.core.errors import NotFound
from server.core.ids import new_id
from server.mentorships.model import Mentorship, MentorshipState
from server.mentorships.service import Mentorships
from server.profiles.service import Profiles
from server.rooms.model import MAX_TITLE_CHARACTERS
from server.rooms.service import Rooms
from server.scheduling.model import (
    Availability,
    Booking,
    Happening,
    News,
    NotBookable,
    NotOffered,
    SlotTaken,
    WrongState,
    first_availability,
)
from server.scheduling.naming import called_after
from server.scheduling.service.herald import Herald
from server.scheduling.slots import LONGEST_PERIOD, Rules, Taken, is_open
from server.scheduling.store import availability as saved
from server.scheduling.store import bookings as store
from server.scheduling.store import kept, news

R = TypeVar("R")
_AROUND = timedelta(days=1)  # more than the longest session with its buffers
_PERIOD = timedelta(minutes=LONGEST_PERIOD)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time somebody asks for."""

    starts_at: datetime
    minutes: int
    now: datetime


class Ledger:
    """Shared by the services of this domain; nobody else's."""

    def __init__(  # noqa: PLR0913 - a line a domain
        self,
        *,
        database: Database,
        clock: Clock,
        accounts: Accounts,
        profiles: Profiles,
        mentorships: Mentorships,
        rooms: Rooms,
        herald: Herald,
    ) -> None:
        self.database = database
        self.clock = clock
        self.accounts = accounts
        self._profiles = profiles
        self._mentorships = mentorships
        self.rooms = rooms
        self._herald = herald

    async def defaults(self, hosts: Iterable[str]) -> dict[str, Availability]:
        """What holds for hosts who have saved nothing: the free hours of their profiles."""
        entries = await self._profiles.several(hosts)
        return {
            person: first_availability(
                entry.person.time_zone,
                [(h.weekday, h.start_minute, h.end_minute) for h in entry.profile.common.hours],
            )
            for person, entry in entries.items()
        }

    async def availabilities(self, hosts: Collection[str]) -> dict[str, Availability]:
        """What holds for each of these hosts; whoever is gone is left out."""
        async with self.database.read() as tx:
            found = await saved.several(tx, hosts)
        missing = set(hosts) - set(found)
        return found | (await self.defaults(missing) if missing else {})

    async def saved(self, tx: Tx, host: str) -> Availability | None:
        """What a host has saved, as the transaction sees it."""
        return (await saved.several(tx, [host])).get(host)

    async def availability(self, host: str) -> Availability:
        """Raises: NotFound."""
        found = (await self.availabilities([host])).get(host)
        if found is None:
            raise NotFound("There is no such person.")
        return found

    async def pair(self, tx: Tx, mentee: str, mentor: str) -> Mentorship:
        """The active mentorship that lets a mentee book. Raises: NotBookable."""
        running = await self._mentorships.running(tx, (mentee, mentor))
        theirs = [one for one in running if (one.mentee, one.mentor) == (mentee, mentor)]
        active = [one for one in theirs if one.state is MentorshipState.ACTIVE]
        if not active:
            raise NotBookable(
                "Your mentorship is paused: resume it first."
                if theirs
                else "You book mentors with whom you have a mentorship."
            )
        return active[0]

    async def require_in(self, person: str, mentorship: str) -> None:
        """Raises: NotFound for everybody but the two."""
        await self._mentorships.show(person, mentorship)

    async def ended(self, tx: Tx, mentorships: Iterable[str]) -> set[str]:
        """Those of these that somebody ended before their time."""
        found: set[str] = set()
        for some in batches(mentorships):
            found |= await self._mentorships.ended(tx, some)
        return found

    async def mentors_of(self, tx: Tx, mentee: str, mentors: Collection[str]) -> list[str]:
        """Those of these mentors whom a mentee may book."""
        running = await self._mentorships.running(tx, {mentee, *mentors})
        theirs = {
            one.mentor
            for one in running
            if one.mentee == mentee and one.state is MentorshipState.ACTIVE
        }
        return [one for one in dict.fromkeys(mentors) if one in theirs]

    async def taken(
        self, tx: Tx, host: str, guest: str | None, within: kept.Range, *, without: str = ""
    ) -> list[Taken]:
        """What is in the way of a session of a host with somebody."""
        people = {host} if guest is None else {host, guest}
        found = await kept.taken(tx, people, within, without=without)
        theirs = [] if guest in {None, host} else found[str(guest)]
        return found[host] + [replace(one, is_guests=True, counts=False) for one in theirs]

    async def require_open(
        self, tx: Tx, rules: Rules, people: tuple[str, str], moment: Moment, *, without: str = ""
    ) -> None:
        """By the very function that lists. Raises: NotOffered, SlotTaken."""
        host, guest = people
        within = reach(
            rules,
            moment.starts_at,
            moment.starts_at + timedelta(minutes=moment.minutes),
            moment.now,
        )
        taken = await self.taken(tx, host, guest, within, without=without)
        if is_open(rules, taken, moment.starts_at, moment.minutes, moment.now):
            return
        if is_open(rules, (), moment.starts_at, moment.minutes, moment.now):
            raise SlotTaken("Somebody was quicker, or you have something else then.")
        sentence = "Choose one of the times on the list."
        raise NotOffered(sentence, fields={"startsAt": sentence})

    async def to_change(self, tx: Tx, person: str, booking: str) -> Booking:
        """One of somebody's, locked together with its people. Raises: NotFound."""
        found = await store.find(tx, booking)
        if found is None:
            raise NotFound("There is no such booking.")
        found.require_side(person)
        await kept.lock(tx, {person, found.host, *found.guests})
        again = await store.find(tx, booking, is_to_change=True)
        if again is None:
            raise NotFound("There is no such booking.")
        await kept.drop_holds(tx, self.clock.now(), {again.host, *again.guests})
        return again

    async def save(self, tx: Tx, before: Booking, after: Booking) -> None:
        """Raises: WrongState when somebody was quicker, SlotTaken."""
        if not await store.save(tx, before, after):
            raise WrongState("Somebody has changed this meanwhile. Please look again.")

    async def tell(
        self, tx: Tx, booking: Booking, happening: Happening, by: str | None, **more: datetime
    ) -> None:
        """Writes the news with the change itself."""
        at = self.clock.now()
        one = News(new_id(), booking.id, happening, at, by, sequence=booking.sequence, **more)
        await news.add(tx, one)
        await self._herald.tell(tx, booking, one)

    async def tell_corrected(self, tx: Tx, booking: Booking, to: str, by: str) -> None:
        """That somebody says otherwise of who was there."""
        await self._herald.tell_corrected(tx, booking, to, by)

    async def with_room(self, tx: Tx, booking: Booking, title: str) -> Booking:
        """A confirmed booking has a room that opens in time."""
        if booking.room is not None:
            await self.rooms.open_from(tx, booking.room, booking.opens_at)
            return booking
        room = await self.rooms.open_between(
            tx, booking.host, title, booking.guests, booking.opens_at
        )
        await store.set_room(tx, booking.id, room)
        return booking.in_room(room)

    async def title(self, people: Iterable[str]) -> str:
        """What a session of these people is called when nobody says: their names."""
        ordered = list(people)
        cards = await self.accounts.people(ordered)
        names = [cards[one].name for one in ordered if one in cards]
        return called_after(names, MAX_TITLE_CHARACTERS)


def reach(rules: Rules, first: datetime, last: datetime, now: datetime) -> kept.Range:
    """What must be known of other bookings: around a range, and in its periods if limited."""
    is_limited = any(one.is_set for one in (rules.daily, rules.weekly, rules.monthly))
    around = _PERIOD if is_limited else _AROUND
    return kept.Range(first - around, last + around, now)


def moving_rules(rules: Rules, *, is_host: bool) -> Rules:
    """Notice is for guests: a host knows best how short is too short."""
    return replace(rules, notice_minutes=0) if is_host else rules


async def retrying(work: Callable[[], Awaitable[R]]) -> R:
    """Once more when the database undid it only because two waited for each other."""
    try:
        return await work()
    except DATABASE_ERRORS as error:
        if not kept.is_deadlock(error):
            raise
    return await work()
