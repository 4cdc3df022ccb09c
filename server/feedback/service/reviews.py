"""What others may read of a mentor, replied to by the mentor, reported by whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from server.accounts.model import PersonCard
from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database
from server.core.errors import Conflict, NotFound
from server.core.ids import new_id
from server.feedback.figures import Figures, figures_of
from server.feedback.model import Report, ReportReason, Review, Target
from server.feedback.model.moderation import clean_report
from server.feedback.service.moderation import Moderation
from server.feedback.store import cards
from server.feedback.store import moderation as reports
from server.feedback.store import reviews as store
from server.mentorships.service import Mentorships
from server.profiles.service import Profiles
from server.programmes.service import Programmes

MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class ReviewList:
    """Reviews of a mentor, and who wrote them."""

    mentor: str
    reviews: tuple[Review, ...]
    authors: Mapping[str, PersonCard]


class Reviews:
    """Use cases on reviews, and on what a mentor is told of all mentees together."""

    def __init__(  # noqa: PLR0913 - one line for each service it stands on
        self,
        *,
        database: Database,
        clock: Clock,
        accounts: Accounts,
        profiles: Profiles,
        programmes: Programmes,
        mentorships: Mentorships,
        moderation: Moderation,
    ) -> None:
        self._database = database
        self._clock = clock
        self._accounts = accounts
        self._profiles = profiles
        self._programmes = programmes
        self._mentorships = mentorships
        self._moderation = moderation

    async def of_mentor(self, viewer: str, mentor: str) -> ReviewList:
        """Those that may be shown, for whoever may see the mentor's profile. Raises: NotFound."""
        await self._profiles.mentor(viewer, mentor)
        async with self._database.read() as tx:
            found = await store.of_mentor(tx, mentor, self._clock.now(), limit=MOST_LISTED)
            apart = await self._mentorships.apart_in(tx, viewer)
        shown = tuple(
            replace(one, reply="" if one.is_reply_hidden else one.reply)
            for one in found
            if not one.is_hidden and one.author not in apart
        )
        return ReviewList(mentor, shown, await self._accounts.people({one.author for one in shown}))

    async def reply(self, mentor: str, review: str, text: str) -> ReviewList:
        """Raises: NotFound, AlreadyReplied, Invalid."""
        async with self._database.write() as tx:
            now = self._clock.now()
            found = await store.find(tx, review, now)
            if found is None:
                raise NotFound("There is no such review.")
            await store.put(tx, found.replied(mentor, text, now))
        return await self.of_mentor(mentor, mentor)

    async def withdraw(self, author: str, review: str) -> None:
        """The author no longer wants it shown. Raises: NotFound."""
        async with self._database.write() as tx:
            found = await cards.find(tx, review)
            if found is None or found.person != author:
                raise NotFound("There is no such review.")
            kept = await cards.of_booking(tx, found.booking, is_to_change=True)
            await cards.save(tx, kept[author].shown_no_more())

    async def report(
        self, viewer: str, review: str, target: Target, reason: ReportReason, words: str
    ) -> None:
        """Coordinators are told. Raises: NotFound, Conflict the second time, Invalid."""
        cleaned, now = clean_report(words), self._clock.now()
        async with self._database.read() as tx:
            found = await store.find(tx, review, now)
        if found is None or found.programme is None or found.is_hidden:
            raise NotFound("There is no such review.")
        await self._profiles.mentor(viewer, found.mentor)
        if target is Target.REPLY and not found.reply:
            raise NotFound("There is no such reply.")
        one = Report(
            id=new_id(),
            programme=found.programme,
            review=review,
            target=target,
            by=viewer,
            reason=reason,
            words=cleaned,
            at=now,
        )
        programme = await self._programmes.programme(found.programme)
        async with self._database.write() as tx:
            if not await reports.add_report(tx, one):
                raise Conflict("You have reported this already. A coordinator will look at it.")
            await self._moderation.tell(tx, programme)

    async def figures(self, mentor: str) -> Figures | None:
        """Of one's own mentees, all together; None: too few yet."""
        async with self._database.read() as tx:
            return figures_of(await cards.settled_of_mentor(tx, mentor), self._clock.now())
