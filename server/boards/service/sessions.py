"""What booked sessions are to documents: kept as they begin and end; what became of the goals told.

The beginning is told from above, as somebody comes in. The end is read from the join log, so that
it is found whatever has died meanwhile, and by one of several nodes alone. Each happens once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from server.accounts.model import Person
from server.accounts.service import Accounts
from server.boards.goals import document
from server.boards.goals.digest import UNCHANGED, Digest, What, digest_of
from server.boards.goals.items import Item, Kind
from server.boards.model import Occasion, goals_of
from server.boards.model.session import Session, is_over
from server.boards.service.boards import Boards
from server.boards.service.histories import Histories
from server.boards.store import sessions as store
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import Refusal
from server.mentorships.model.mentorship import Mentorship
from server.mentorships.service import Mentorships
from server.notifications.model import Kind as Notice
from server.notifications.service import About, Notifications
from server.scheduling.model import Sitting
from server.scheduling.service import Attendances, Bookings

_AT_ONCE = 100
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Page:
    """Some sessions, the newest first; `next`: behind which the next page begins."""

    sessions: tuple[Session, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class SinceLast:
    """The session before, if there was one, and what became of the goals since it ended."""

    last: Session | None
    digest: Digest


class Sessions:
    """Use cases on sessions."""

    def __init__(  # noqa: PLR0913 - one line for each service it stands on
        self,
        *,
        database: Database,
        clock: Clock,
        boards: Boards,
        histories: Histories,
        attendances: Attendances,
        bookings: Bookings,
        mentorships: Mentorships,
        accounts: Accounts,
        notifications: Notifications,
    ) -> None:
        self._database = database
        self._clock = clock
        self._boards = boards
        self._histories = histories
        self._attendances = attendances
        self._bookings = bookings
        self._mentorships = mentorships
        self._accounts = accounts
        self._notifications = notifications

    async def begin(self, room: str) -> bool:
        """Somebody has come in there: whether a booked session has begun by it."""
        booking = await self._attendances.booked_in(room)
        if booking is None:
            return False
        async with self._database.read() as tx:
            if await store.find(tx, booking.id) is not None:
                return False
        await self._keep(booking.id, booking.mentorship, Occasion.SESSION_START)
        # Last, so that who dies in between keeps it again.
        begun = Session(
            booking=booking.id, mentorship=booking.mentorship, began_at=self._clock.now()
        )
        async with self._database.write() as tx:
            await store.begin(tx, begun)
        return True

    async def end_due(self) -> int:
        """Ends those in which nobody has been for a while; how many."""
        async with self._database.read() as tx:
            unended = await store.unended(tx, _AT_ONCE)
        if not unended:
            return 0
        sittings = await self._attendances.sittings([one.booking for one in unended])
        ended, now = 0, self._clock.now()
        for one in unended:
            sitting = sittings.get(one.booking)
            if sitting is not None and is_over(one, sitting, now):
                ended += await self._end(one, sitting, now)
        return ended

    async def page(self, person: str, mentorship: str, before: str | None, limit: int) -> Page:
        """Sessions of a mentorship that took place and changed something. Raises: NoDocument."""
        await self._boards.access(person, goals_of(mentorship))
        async with self._database.read() as tx:
            found = await store.held(tx, mentorship, limit, before, is_changed=True)
        return Page(tuple(found), found[-1].booking if len(found) == limit else None)

    async def since_last(self, person: str, booking: str) -> SinceLast:
        """Since the last session of the same mentorship but this one. Raises: NotFound."""
        mentorship = (await self._bookings.show(person, booking)).mentorship
        if mentorship is None:
            return SinceLast(None, UNCHANGED)
        async with self._database.read() as tx:
            held = await store.held(tx, mentorship, limit=2)
        now = await self._boards.read(goals_of(mentorship), document.items_of)
        last = next((one for one in held if one.booking != booking), None)
        if last is None:
            return SinceLast(None, digest_of(now, now))
        then = await self._goals(mentorship, last.booking, Occasion.SESSION_END, last.ended_at)
        return SinceLast(last, digest_of(then, now))

    async def _end(self, one: Session, sitting: Sitting, now: datetime) -> bool:
        if not sitting.is_held:
            async with self._database.write() as tx:
                return await store.end(tx, replace(one, ended_at=now))
        await self._keep(one.booking, one.mentorship, Occasion.SESSION_END)
        digest = await self._digest(one, now)
        async with self._database.write() as tx:
            ended = replace(one, ended_at=now, is_held=True, digest=digest)
            if not await store.end(tx, ended):
                return False
            if one.mentorship is not None and digest.steps:
                await self._tell(tx, one.mentorship, digest, sitting)
        return True

    async def _keep(self, booking: str, mentorship: str | None, occasion: Occasion) -> None:
        names = await self._histories.documents_of(mentorship, booking)
        await self._histories.note_session(booking, names, occasion)

    async def _digest(self, one: Session, now: datetime) -> Digest:
        if one.mentorship is None:
            return UNCHANGED
        before = await self._goals(
            one.mentorship, one.booking, Occasion.SESSION_START, one.began_at
        )
        after = await self._goals(one.mentorship, one.booking, Occasion.SESSION_END, now)
        return digest_of(before, after)

    async def _goals(
        self, mentorship: str, session: str, occasion: Occasion, at: datetime | None
    ) -> list[Item]:
        """As they were then: a version that nothing has changed since is not kept twice."""
        name = goals_of(mentorship)
        try:
            return await self._histories.look(name, session, occasion, at, document.items_of)
        except Refusal as refusal:
            log.warning("sessions.goals_unread", code=refusal.code)
            return []

    async def _tell(self, tx: Tx, mentorship: str, digest: Digest, sitting: Sitting) -> None:
        [pair] = await self._mentorships.some_in(tx, {mentorship})
        people = await self._accounts.several_in(tx, [pair.mentee, pair.mentor])
        told = [
            (people[one].receiver, _about(pair, one, people, digest, sitting))
            for one in (pair.mentee, pair.mentor)
            if one in people
        ]
        await self._notifications.tell_many(tx, Notice.SESSION_DIGEST, told)


def _about(
    pair: Mentorship, reader: str, people: dict[str, Person], digest: Digest, sitting: Sitting
) -> About:
    """Counts and no titles: those are read where the goals are."""
    other = people.get(pair.other_than(reader))
    due = digest.next[0].due if digest.next else None
    facts = {
        "other": other.name if other else "",
        "starts_at": sitting.booking.starts_at.isoformat(),
        "done": str(digest.count({What.DONE})),
        "added": str(digest.count({What.ADDED}, {Kind.ACTION})),
        "milestones": str(digest.count({What.ADDED}, {Kind.MILESTONE, Kind.GOAL})),
        "moved": str(digest.count({What.MOVED})),
        "more": str(digest.count({What.REOPENED, What.DROPPED, What.REMOVED})),
        "due": due.isoformat() if due else "",
    }
    return About(f"/mentorships/{pair.id}/goals", facts)
