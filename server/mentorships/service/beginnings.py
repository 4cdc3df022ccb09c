"""How a request becomes a mentorship: one transaction, a place taken, the siblings closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from server.core.db import Tx
from server.core.ids import new_id
from server.mentorships.model.mentorship import Mentorship, MentorshipState
from server.mentorships.model.request import MentorIsFull, Request, RequestState
from server.mentorships.post import Post
from server.mentorships.store import mentorships as kept
from server.mentorships.store import requests as asked
from server.profiles.service import Profiles
from server.programmes.model import Rules


class Beginnings:
    """Turns accepted requests into mentorships."""

    def __init__(self, profiles: Profiles, post: Post) -> None:
        self._profiles = profiles
        self._post = post

    async def begin(self, tx: Tx, request: Request, rules: Rules, now: datetime) -> Mentorship:
        """The mentorship of an accepted request. Raises: MentorIsFull.

        Who calls holds the locks of the mentee's requests; the mentor's place comes last, so that
        two of them never wait for each other.
        """
        mentorship = Mentorship(
            id=new_id(),
            programme=request.programme,
            mentor=request.mentor,
            mentee=request.mentee,
            request=request.id,
            plan=request.plan,
            state=MentorshipState.ACTIVE,
            started_at=now,
            ends_at=now + timedelta(weeks=request.plan.weeks),
        )
        await kept.add(tx, mentorship)
        mentors = await kept.running_of_mentee(tx, request.mentee, request.programme)
        if mentors >= rules.mentors_a_mentee:
            await self._close_siblings(tx, request, now)
        for past in await kept.asking_again(tx, request.mentee, request.programme):
            await kept.save(tx, past.matched_again())
        taken = await self._profiles.set_taken(tx, request.mentor, 1)
        if taken is None or taken.places_taken > (taken.mentor.capacity.places or 0):
            raise MentorIsFull("All places of this mentor are taken.")
        return mentorship

    async def _close_siblings(self, tx: Tx, accepted: Request, now: datetime) -> None:
        for one in await asked.unanswered(tx, accepted.mentee, accepted.programme):
            if one.id == accepted.id:
                continue
            await asked.save(tx, one.withdrawn(now))
            if one.state is not RequestState.DRAFTED:
                await self._post.tell(
                    tx, "request_withdrawn", one.mentor, one.mentee, "/mentorships"
                )
