"""What coordinators read: notes that are addressed to them, and reports of what is shown.

Refuses them everything else: no answer, no private note and no survey passes through here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from server.accounts.model import PersonCard
from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import NotFound, TooMany
from server.core.ids import new_id
from server.feedback.model import Matter, ModeratorsNote, Report, Review, Target
from server.feedback.model.moderation import clean_note
from server.feedback.store import moderation as store
from server.feedback.store import reviews
from server.mentorships.service import Mentorships
from server.notifications.model import Kind
from server.notifications.service import About, Notifications
from server.programmes.model import Programme
from server.programmes.service import Programmes

MOST_LISTED = 200
MOST_A_DAY = 20
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reported:
    """A report, and what it is about; None: nobody can read it any more."""

    report: Report
    review: Review | None


@dataclass(frozen=True, slots=True)
class ModerationView:
    """Of one programme."""

    notes: tuple[ModeratorsNote, ...]
    reports: tuple[Reported, ...]
    people: Mapping[str, PersonCard]


_Found = tuple[list[ModeratorsNote], list[Reported]]


class Moderation:
    """Use cases on what coordinators must look at."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        accounts: Accounts,
        notifications: Notifications,
        programmes: Programmes,
        mentorships: Mentorships,
    ) -> None:
        self._database = database
        self._clock = clock
        self._accounts = accounts
        self._notifications = notifications
        self._programmes = programmes
        self._mentorships = mentorships

    async def write(self, person: str, mentorship: str, matter: Matter, text: str) -> None:
        """To the coordinators of a pair's programme; the other one is told nothing.

        Raises: NotInMentorship, TooMany, Invalid.
        """
        pair = await self._mentorships.one(person, mentorship)
        now, words = self._clock.now(), clean_note(text)
        one = ModeratorsNote(
            id=new_id(),
            programme=pair.programme,
            mentorship=pair.id,
            author=person,
            other=pair.other_than(person),
            matter=matter,
            text=words,
            at=now,
        )
        programme = await self._programmes.programme(pair.programme)
        async with self._database.write() as tx:
            if await store.count_since(tx, person, now - _DAY) >= MOST_A_DAY:
                raise TooMany(f"At most {MOST_A_DAY} a day.", retry_after_s=3600)
            await store.add_note(tx, one)
            await self.tell(tx, programme)

    async def show(self, coordinator: str, programme: str) -> ModerationView:
        """Raises: NotFound."""
        async with self._database.read() as tx:
            await self._programmes.coordinated(tx, coordinator, programme)
            found = await self._found(tx, programme)
        return await self._named(found)

    async def handle(self, coordinator: str, programme: str, note: str) -> ModerationView:
        """A note was looked after. Raises: NotFound."""
        async with self._database.write() as tx:
            await self._programmes.coordinated(tx, coordinator, programme)
            if not await store.handle(tx, programme, note, self._clock.now()):
                raise NotFound("There is no such note.")
            after = await self._found(tx, programme)
        return await self._named(after)

    async def judge(
        self, coordinator: str, programme: str, report: str, *, is_upheld: bool
    ) -> ModerationView:
        """What was reported is hidden, or stays. Raises: NotFound."""
        now = self._clock.now()
        async with self._database.write() as tx:
            await self._programmes.coordinated(tx, coordinator, programme)
            found = await store.find_report(tx, programme, report)
            if found is None:
                raise NotFound("There is no such report.")
            await store.judge(tx, found, now, is_upheld=is_upheld)
            review = await reviews.find(tx, found.review, now)
            if review is not None:
                await reviews.put(tx, _judged(review, found.target, is_hidden=is_upheld))
            after = await self._found(tx, programme)
        return await self._named(after)

    async def tell(self, tx: Tx, programme: Programme) -> None:
        """Each coordinator that there is something to look at."""
        coordinators = await self._programmes.looked_after_by(tx, programme.id)
        people = await self._accounts.several_in(tx, coordinators)
        path = f"/programmes/{programme.id}/manage?tab=moderation"
        about = About(path, {"programme": programme.name})
        told = [(person.receiver, about) for person in people.values()]
        await self._notifications.tell_many(tx, Kind.MODERATION_ASKED, told)

    async def _found(self, tx: Tx, programme: str) -> _Found:
        notes = await store.notes_of(tx, programme, limit=MOST_LISTED)
        reports = await store.reports_of(tx, programme, limit=MOST_LISTED)
        now = self._clock.now()
        return notes, [Reported(one, await reviews.find(tx, one.review, now)) for one in reports]

    async def _named(self, found: _Found) -> ModerationView:
        notes, reports = found
        ids = {person for one in notes for person in (one.author, one.other)}
        ids |= {one.report.by for one in reports}
        shown = [one.review for one in reports if one.review is not None]
        ids |= {person for one in shown for person in (one.author, one.mentor)}
        return ModerationView(tuple(notes), tuple(reports), await self._accounts.people(ids))


def _judged(review: Review, target: Target, *, is_hidden: bool) -> Review:
    if target is Target.REPLY:
        return replace(review, is_reply_hidden=is_hidden)
    return replace(review, is_hidden=is_hidden)
