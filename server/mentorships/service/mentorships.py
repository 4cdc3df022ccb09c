"""Mentorships: begun elsewhere, paused, extended, completed or ended by either of the two."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.accounts.model import Role
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import Conflict, Invalid, NotFound
from server.core.ids import new_id
from server.mentorships.model.agreement import Agreement, Drift, drift_of
from server.mentorships.model.history import History
from server.mentorships.model.mentorship import (
    Encounter,
    EndReason,
    FitReason,
    HandOver,
    HandOverItem,
    Meeting,
    Mentorship,
    NotInMentorship,
    first_hand_over,
)
from server.mentorships.model.pause import Pause
from server.mentorships.model.request import Request, RequestState, Side, WrongState
from server.mentorships.post import Post
from server.mentorships.store import agreements as agreed
from server.mentorships.store import blocks, hand_overs, histories, pauses, walking
from server.mentorships.store import mentorships as kept
from server.mentorships.store import requests as asked
from server.profiles.service import Profiles

MOST_LISTED = 200
_AT_ONCE = 100
ANSWERS_COUNT = timedelta(days=365)
"""So long an answer, or none, speaks for or against a mentor."""

Step = Callable[[Mentorship, Side, datetime], Mentorship]


@dataclass(frozen=True, slots=True)
class MentorshipView:
    """A mentorship as the two see it."""

    mentorship: Mentorship
    meetings: tuple[Meeting, ...]
    drift: Drift
    sessions_a_month: int
    """As signed, else as requested."""
    latest: Agreement | None
    signed: Agreement | None


class Mentorships:
    """Use cases on mentorships."""

    def __init__(self, *, database: Database, clock: Clock, profiles: Profiles, post: Post) -> None:
        self._database = database
        self._clock = clock
        self._profiles = profiles
        self._post = post

    async def of_person(self, person: str) -> list[MentorshipView]:
        """Somebody's mentorships, running ones first."""
        async with self._database.read() as tx:
            found = await kept.of_person(tx, person, limit=MOST_LISTED)
            return await self._views(tx, found)

    async def show(self, person: str, mentorship: str) -> MentorshipView:
        """Raises: NotInMentorship."""
        async with self._database.read() as tx:
            found = await _find(tx, person, mentorship)
            return (await self._views(tx, [found]))[0]

    async def one(self, person: str, mentorship: str) -> Mentorship:
        """For our own domains, as `person` may know it. Raises: NotInMentorship."""
        async with self._database.read() as tx:
            return await _find(tx, person, mentorship)

    async def pause(self, person: str, mentorship: str, until: datetime | None) -> MentorshipView:
        """Raises: NotInMentorship, WrongState, Invalid."""
        return await self._step(
            person, mentorship, lambda one, _side, now: one.paused(now, until), "mentorship_paused"
        )

    async def resume(self, person: str, mentorship: str) -> MentorshipView:
        """Raises: NotInMentorship, WrongState."""
        return await self._step(
            person, mentorship, lambda one, _side, _now: one.resumed(), "mentorship_resumed"
        )

    async def extend(self, person: str, mentorship: str, weeks: int) -> MentorshipView:
        """Raises: NotInMentorship, WrongState, Invalid."""
        return await self._step(
            person, mentorship, lambda one, _side, _now: one.extended(weeks), "mentorship_extended"
        )

    async def complete(self, person: str, mentorship: str) -> MentorshipView:
        """Raises: NotInMentorship, WrongState."""
        return await self._step(
            person, mentorship, lambda one, _side, now: one.completed(now), "mentorship_completed"
        )

    async def end(self, person: str, mentorship: str, reason: EndReason) -> MentorshipView:
        """Before its time; the other one is told that, not why. Raises: NotInMentorship, …"""
        return await self._step(
            person,
            mentorship,
            lambda one, side, now: one.ended(side, now, reason),
            "mentorship_ended",
        )

    async def ask_for_another(
        self, person: str, mentorship: str, fit: frozenset[FitReason]
    ) -> MentorshipView:
        """Not the right fit: it ends kindly, and the mentee may take along what they tick.

        Raises: NotInMentorship, WrongState.
        """
        view = await self._step(
            person,
            mentorship,
            lambda one, side, now: one.asking_for_another(side, now, fit),
            "mentorship_ended",
        )
        async with self._database.write() as tx:
            if await hand_overs.of_mentorship(tx, view.mentorship) is None:
                first = first_hand_over(view.mentorship, len(view.meetings))
                await hand_overs.put(tx, first)
        return view

    async def hand_over(self, person: str, mentorship: str) -> HandOver:
        """What the mentee takes along; for the mentee alone. Raises: NotInMentorship, NotFound."""
        async with self._database.read() as tx:
            return await self._own_hand_over(tx, person, mentorship)

    async def tick(self, person: str, mentorship: str, items: Iterable[HandOverItem]) -> HandOver:
        """What the mentee chooses to tell. Raises: NotInMentorship, NotFound, Invalid."""
        async with self._database.write() as tx:
            found = await self._own_hand_over(tx, person, mentorship)
            chosen = HandOver(found.mentorship, found.mentee, tuple(items)).checked()
            await hand_overs.put(tx, chosen)
        return chosen

    async def note_meeting(
        self, person: str, mentorship: str, met_at: datetime, minutes: int
    ) -> MentorshipView:
        """That the two have met elsewhere. Raises: NotInMentorship, WrongState, Invalid."""
        meeting = Meeting(new_id(), mentorship, met_at, minutes, is_session=False, noted_by=person)
        async with self._database.write() as tx:
            found = await _find(tx, person, mentorship)
            if met_at < found.started_at:
                sentence = "Your mentorship had not begun then."
                raise Invalid(sentence, fields={"metAt": sentence})
            await kept.add_meeting(tx, meeting.checked(self._clock.now()))
            view = (await self._views(tx, [found]))[0]
        await self._profiles.tell(found.mentor, Role.MENTOR)
        return view

    async def forget_meeting(self, person: str, mentorship: str, meeting: str) -> MentorshipView:
        """Take a noted one back. Raises: NotInMentorship, NotFound."""
        async with self._database.write() as tx:
            found = await _find(tx, person, mentorship)
            if not await kept.remove_meeting(tx, mentorship, meeting):
                raise NotFound("There is no such meeting, or it was a session on Ithaca.")
            view = (await self._views(tx, [found]))[0]
        await self._profiles.tell(found.mentor, Role.MENTOR)
        return view

    async def running(self, tx: Tx, people: Iterable[str]) -> list[Mentorship]:
        """Those that run between any of these people, as the caller's transaction sees them."""
        return await kept.running_among(tx, set(people))

    async def ended(self, tx: Tx, ids: Iterable[str]) -> set[str]:
        """Those of these that were ended before their time, as the caller's transaction sees it."""
        return await kept.ended_among(tx, set(ids))

    async def note_sessions(self, encounters: Sequence[Encounter]) -> int:
        """Who was in a session here with whom: noted for pairs; how many meetings that made."""
        people = {person for one in encounters for person in one.people}
        async with self._database.read() as tx:
            if not await kept.running_among(tx, people):
                return 0  # most sessions are of others, and nobody waits for a lock for those
        async with self._database.write() as tx:
            pairs = await kept.running_among(tx, people)
            noted = [
                pair.mentor
                for one in encounters
                for pair in pairs
                if {pair.mentor, pair.mentee} == one.people and await self._note(tx, pair, one)
            ]
        for mentor in set(noted):
            await self._profiles.tell(mentor, Role.MENTOR)
        return len(noted)

    async def _note(self, tx: Tx, pair: Mentorship, encounter: Encounter) -> bool:
        before = await kept.last_session(tx, pair.id, encounter.met_at)
        meeting = encounter.noted(pair.id, before, new_id())
        if meeting is None:
            return False
        if before and meeting.id == before.id:
            await kept.save_minutes(tx, meeting)
            return False
        await kept.add_meeting(tx, meeting)
        return True

    async def block(self, person: str, other: str) -> list[Request]:
        """The two do not see each other any more; what is open or running ends. Idempotent.

        Returns the requests that a mentor could have answered: their lines are to go on.
        """
        if person == other:
            raise Conflict("You cannot block yourself.")
        now, stopped = self._clock.now(), []
        async with self._database.write() as tx:
            await blocks.add(tx, person, other, now)
            for request in await asked.between(tx, person, other):
                is_mine = request.mentee == person or request.state is RequestState.DRAFTED
                ended = request.withdrawn(now) if is_mine else request.declined(now, None)
                await asked.save(tx, ended)
                stopped += [ended] if request.is_open else []
            pairs = await kept.between(tx, person, other)
            for one in pairs:
                ended_one = one.ended(one.side_of(person), now, EndReason.OTHER)
                await self._save(tx, one, ended_one)
        for one in pairs:
            await self._profiles.tell(one.mentor, Role.MENTOR)
        return stopped

    async def unblock(self, person: str, other: str) -> None:
        """Idempotent."""
        async with self._database.write() as tx:
            await blocks.remove(tx, person, other)

    async def blocks(self, person: str) -> dict[str, datetime]:
        """Whom somebody has blocked."""
        async with self._database.read() as tx:
            return await blocks.of_person(tx, person)

    async def apart_in(self, tx: Tx, person: str) -> set[str]:
        """Who must not see this person, nor be seen."""
        return await blocks.apart(tx, person)

    async def some_in(self, tx: Tx, ids: Collection[str]) -> list[Mentorship]:
        """Those of these ids, for our own domains."""
        return await kept.some(tx, ids)

    async def active_people_in(self, tx: Tx, after: str, *, limit: int) -> list[str]:
        """People with an active mentorship, behind an id, in the order of their ids."""
        return await walking.active_people(tx, after, limit=limit)

    async def active_of_in(self, tx: Tx, people: Iterable[str]) -> list[Mentorship]:
        """The active ones that any of these people is in."""
        return await kept.some(tx, await walking.active_of(tx, people))

    async def pairs_in(self, tx: Tx, person: str) -> list[Mentorship]:
        """Somebody's mentorships as they are kept, running ones first."""
        return await kept.of_person(tx, person, limit=MOST_LISTED)

    async def meetings_in(self, tx: Tx, ids: Collection[str]) -> dict[str, list[Meeting]]:
        """When the two of each of these met, oldest first, for our own domains."""
        return await kept.meetings(tx, ids)

    async def pauses_in(self, tx: Tx, ids: Iterable[str]) -> dict[str, tuple[Pause, ...]]:
        """Of each of these that ever paused, oldest first, for our own domains."""
        return await pauses.several(tx, ids)

    async def running_after(self, tx: Tx, last: str, *, limit: int) -> list[Mentorship]:
        """Those that run and whose id is behind `last`, in that order: a page of all of them."""
        return await kept.running_after(tx, last, limit=limit)

    async def histories(self, mentors: Iterable[str]) -> dict[str, History]:
        """How each of these has answered in the last year, and how often they met mentees."""
        wanted, since = list(dict.fromkeys(mentors)), self._clock.now() - ANSWERS_COUNT
        async with self._database.read() as tx:
            return await histories.of_mentors(tx, wanted, since)

    async def all_apart(self, people: Iterable[str]) -> set[tuple[str, str]]:
        """The same for a whole programme: (one, other)."""
        async with self._database.read() as tx:
            return await blocks.among(tx, people)

    async def of_programme(self, programme: str) -> list[Mentorship]:
        """All of a programme, running and past, for match runs and their coordinators."""
        async with self._database.read() as tx:
            return await kept.of_programme(tx, programme)

    async def misfits(self, programme: str, since: datetime) -> list[Mentorship]:
        """Those that ended as not the right fit after the two had met, for learning."""
        async with self._database.read() as tx:
            return await kept.misfits(tx, programme, since)

    async def go_on(self) -> int:
        """What the clock ends or resumes; how many."""
        now = self._clock.now()
        async with self._database.read() as tx:
            ending = await kept.ending(tx, now, limit=_AT_ONCE)
            resuming = await kept.resuming(tx, now, limit=_AT_ONCE)
        for mentorship in ending:
            await self._by_clock(mentorship, lambda one: one.completed(now), "mentorship_completed")
        for mentorship in set(resuming) - set(ending):
            await self._by_clock(mentorship, lambda one: one.resumed(), "mentorship_resumed")
        return len({*ending, *resuming})

    async def _by_clock(
        self, mentorship: str, step: Callable[[Mentorship], Mentorship], letter: str
    ) -> None:
        with suppress(WrongState):
            async with self._database.write() as tx:
                found = await kept.find(tx, mentorship, is_to_change=True)
                if found is None:
                    return
                after = step(found)
                await self._save(tx, found, after)
                for to, about in ((found.mentor, found.mentee), (found.mentee, found.mentor)):
                    await self._post.tell(tx, letter, to, about, f"/mentorships/{mentorship}")
            await self._tell_place(after)

    async def _step(self, person: str, mentorship: str, step: Step, letter: str) -> MentorshipView:
        async with self._database.write() as tx:
            found = await _find(tx, person, mentorship, is_to_change=True)
            after = step(found, found.side_of(person), self._clock.now())
            await self._save(tx, found, after)
            other = found.other_than(person)
            await self._post.tell(tx, letter, other, person, f"/mentorships/{mentorship}")
            view = (await self._views(tx, [after]))[0]
        await self._tell_place(after)
        return view

    async def _tell_place(self, after: Mentorship) -> None:
        """That a mentor has a place again, once it is committed."""
        if not after.is_running:
            await self._profiles.tell(after.mentor, Role.MENTOR)

    async def _save(self, tx: Tx, before: Mentorship, after: Mentorship) -> None:
        if not await kept.save(tx, after):
            raise WrongState("Somebody has changed this meanwhile. Please look again.")
        await pauses.note(tx, before, after, self._clock.now())
        if before.is_running and not after.is_running:
            await self._profiles.set_taken(tx, after.mentor, -1)

    async def _own_hand_over(self, tx: Tx, person: str, mentorship: str) -> HandOver:
        found = await _find(tx, person, mentorship)
        if found.side_of(person) is not Side.MENTEE:
            raise NotInMentorship
        told = await hand_overs.of_mentorship(tx, found)
        if told is None:
            raise NotFound("There is nothing to hand over from this mentorship.")
        return told

    async def _views(self, tx: Tx, found: list[Mentorship]) -> list[MentorshipView]:
        met = await kept.meetings(tx, [one.id for one in found])
        views = []
        for one in found:
            editions = await agreed.editions(tx, one.id)
            signed = next((edition for edition in editions if edition.is_signed), None)
            cadence = signed.draft.sessions_a_month if signed else one.plan.sessions_a_month
            until = one.ended_at or self._clock.now()
            drift = drift_of(cadence, one.started_at, (m.met_at for m in met[one.id]), until)
            latest = editions[0] if editions else None
            views.append(MentorshipView(one, tuple(met[one.id]), drift, cadence, latest, signed))
        return views


async def _find(tx: Tx, person: str, mentorship: str, *, is_to_change: bool = False) -> Mentorship:
    found = await kept.find(tx, mentorship, is_to_change=is_to_change)
    if found is None:
        raise NotInMentorship
    found.side_of(person)
    return found
