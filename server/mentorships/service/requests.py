"""Requests: asked in an order, answered by mentors, proposed by match runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from server.accounts.model import Role
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import Conflict, Forbidden, Invalid, NotFound
from server.core.ids import new_id
from server.mentorships.model.mentorship import HandOver
from server.mentorships.model.request import (
    MOST_CHOICES,
    DeclineReason,
    Plan,
    Request,
    RequestState,
    Side,
    WrongState,
)
from server.mentorships.post import Post
from server.mentorships.service.lines import PAGE, Lines, drafted, find, save
from server.mentorships.service.terms import TermsOf
from server.mentorships.store import blocks, hand_overs
from server.mentorships.store import mentorships as kept
from server.mentorships.store import requests as asked
from server.profiles.service import Profiles
from server.programmes.model import Mode, Rules
from server.programmes.service import Programmes

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """A mentor somebody would like, with words to that mentor alone."""

    mentor: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """Whom to ask, in which order, for what."""

    programme: str
    wishes: Sequence[Wish]
    plan: Plan
    is_draft: bool = False


class Requests:
    """Use cases on requests."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        profiles: Profiles,
        programmes: Programmes,
        post: Post,
    ) -> None:
        self._database = database
        self._clock = clock
        self._profiles = profiles
        self._programmes = programmes
        self._post = post
        self.terms = TermsOf(database, programmes)
        self._lines = Lines(
            database=database, clock=clock, profiles=profiles, programmes=programmes, post=post
        )

    async def ask(self, mentee: str, ask: Ask) -> list[Request]:
        """A line of requests, the first of them sent. Raises: Invalid, NotFound, Conflict."""
        plan = ask.plan.checked()
        _check_wishes(mentee, ask.wishes)
        line, now = new_id(), self._clock.now()
        async with self._database.write() as tx:
            rules = await self._rules(tx, ask.programme, mentee)
            await self._require_room(tx, mentee, ask, rules)
            for position, wish in enumerate(ask.wishes):
                await self._require_mentor(tx, ask.programme, mentee, wish.mentor)
                draft = Request(
                    id=new_id(),
                    line=line,
                    position=position,
                    programme=ask.programme,
                    mentee=mentee,
                    mentor=wish.mentor,
                    plan=plan,
                    note="",
                    state=RequestState.DRAFTED,
                    created_at=now,
                )
                await asked.add(tx, drafted(draft, wish.note))
            if not ask.is_draft:
                await self._lines.send_next(tx, line, rules, must=True)
            made = await asked.in_line(tx, line)
        await self._settle(made)
        return made

    async def send(self, mentee: str, request: str) -> Request:
        """Send a draft now, before those of its line. Raises: NotFound, Conflict."""
        async with self._database.write() as tx:
            found = await self._own(tx, mentee, request)
            rules = await self._rules(tx, found.programme, mentee)
            if any(one.is_open for one in await asked.in_line(tx, found.line)):
                raise WrongState("Another mentor of this list is being asked.")
            sent = await self._lines.send(tx, found, rules)
        await self._settle([sent])
        return sent

    async def edit(self, mentee: str, request: str, plan: Plan, note: str) -> Request:
        """Other words, until it is answered. Raises: NotFound, WrongState, Invalid."""
        async with self._database.write() as tx:
            edited = (await self._own(tx, mentee, request)).edited(plan, note)
            await save(tx, edited)
        return edited

    async def order(self, mentee: str, line: str, requests: Sequence[str]) -> list[Request]:
        """Another order of the drafts of a line. Raises: NotFound, Invalid."""
        async with self._database.write() as tx:
            found = [one for one in await asked.in_line(tx, line) if one.mentee == mentee]
            if not found:
                raise NotFound("There is no such list of requests.")
            drafts = {one.id: one for one in found if one.state is RequestState.DRAFTED}
            if sorted(requests) != sorted(drafts):
                raise Invalid("The list has changed meanwhile. Please look at it again.")
            first = max((one.position for one in found if one.id not in drafts), default=-1) + 1
            for position, request in enumerate(requests, first):
                await save(tx, drafts[request].moved(position))
            return await asked.in_line(tx, line)

    async def of_mentee(self, mentee: str) -> list[Request]:
        """What somebody has asked, newest first."""
        async with self._database.read() as tx:
            return await asked.of_mentee(tx, mentee, limit=MOST_LISTED)

    async def of_mentee_in(self, tx: Tx, mentee: str) -> list[Request]:
        """The same, in the caller's transaction."""
        return await asked.of_mentee(tx, mentee, limit=MOST_LISTED)

    async def of_mentor(self, mentor: str) -> list[Request]:
        """What has reached a mentor, newest first."""
        async with self._database.read() as tx:
            return await asked.of_mentor(tx, mentor, limit=MOST_LISTED)

    async def look(self, person: str, request: str) -> tuple[Request, list[HandOver]]:
        """One request, and what the mentee takes along; a mentor's look is noted.

        Raises: NotFound for everybody it does not concern, and for a mentor not yet asked.
        """
        async with self._database.write() as tx:
            found = await find(tx, request)
            side = _side(found, person)
            if side is Side.MENTOR and (seen := found.viewed(self._clock.now())) is not found:
                await save(tx, seen)
                found = seen
            told = await hand_overs.of_mentee(tx, found.mentee, found.programme)
        return found, told

    async def agree(self, person: str, request: str, answer: str = "") -> Request:
        """Say yes; the second yes begins the mentorship. Raises: NotFound, MentorIsFull, …"""
        now = self._clock.now()
        async with self._database.write() as tx:
            seen = await find(tx, request)
            side = _side(seen, person)
            rules = await self._programmes.rules(tx, seen.programme)
            # All of the mentee's requests are locked in one order, then the one is read anew.
            waiting = await asked.unanswered(tx, seen.mentee, seen.programme)
            found = next((one for one in waiting if one.id == request), None)
            agreed = (found or await find(tx, request)).agreed(side, now, answer)
            await save(tx, agreed)
            if agreed.state is RequestState.ACCEPTED:
                await self._lines.beginnings.begin(tx, agreed, rules, now)
                other = agreed.mentee if side is Side.MENTOR else agreed.mentor
                await self._post.tell(tx, "request_accepted", other, person, PAGE)
        await self._settle([agreed])
        return agreed

    async def decline(
        self, person: str, request: str, reason: DeclineReason | None, answer: str = ""
    ) -> Request:
        """Say no; the next in line is asked. Raises: NotFound, WrongState, Invalid."""
        if reason is DeclineReason.FULL:
            reason = DeclineReason.NO_TIME
        async with self._database.write() as tx:
            found = await find(tx, request, is_to_change=True)
            side = _side(found, person)
            if side is Side.MENTEE and found.mentee_agreed:
                raise WrongState("Withdraw your own request instead.")
            declined = found.declined(self._clock.now(), reason, answer)
            letter = "request_declined" if side is Side.MENTOR else None
            await self._lines.close(tx, declined, letter)
        await self._profiles.tell(declined.mentor, Role.MENTOR)  # how they answer is known of them
        return declined

    async def withdraw(self, mentee: str, request: str, *, is_whole_line: bool) -> None:
        """Take it back; the line goes on unless it goes as a whole. Raises: NotFound, …"""
        now = self._clock.now()
        async with self._database.write() as tx:
            found = await self._own(tx, mentee, request)
            await self._take_back(tx, found.withdrawn(now), was_open=found.is_open)
            if is_whole_line:
                for one in await asked.in_line(tx, found.line):
                    if one.is_open or one.state is RequestState.DRAFTED:
                        await self._take_back(tx, one.withdrawn(now), was_open=one.is_open)
            if found.is_open:  # a list that was never sent stays so
                rules = await self._programmes.rules(tx, found.programme)
                await self._lines.send_next(tx, found.line, rules)

    async def go_on(self, ended: Sequence[Request]) -> None:
        """Ask the next in line after requests that others have ended."""
        for one in ended:
            async with self._database.write() as tx:
                rules = await self._programmes.rules(tx, one.programme)
                await self._lines.send_next(tx, one.line, rules)

    async def propose(self, programme: str, mentor: str, mentee: str, plan: Plan) -> Request:
        """What a match run brings: begun at once where nobody is to be asked, else sent to both.

        Raises: MentorIsFull; Conflict when the two have a mentorship already.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            rules = await self._programmes.rules(tx, programme)
            if any(one.programme == programme for one in await kept.between(tx, mentor, mentee)):
                raise Conflict("The two have a mentorship already.")
            for one in await asked.unanswered(tx, mentee, programme):
                if one.mentor == mentor:
                    await save(tx, one.withdrawn(now))
            draft = _proposal(programme, (mentor, mentee), plan.checked(), rules.mode, now)
            request = draft.sent(now, timedelta(days=rules.answer_days))
            if request.mentor_agreed:
                request = replace(request, state=RequestState.ACCEPTED, ended_at=now)
            await asked.add(tx, request)
            if request.mentor_agreed:
                await self._lines.beginnings.begin(tx, request, rules, now)
            await self._tell_proposed(tx, request)
        await self._settle([request])
        return request

    async def expire(self) -> int:
        """Close what nobody answered in time, ask the next; how many."""
        return await self._lines.expire()

    async def _settle(self, requests: Sequence[Request]) -> None:
        for one in requests:
            if one.state is RequestState.ACCEPTED:
                await self._lines.settled(one.mentor)

    async def _take_back(self, tx: Tx, withdrawn: Request, *, was_open: bool) -> None:
        await save(tx, withdrawn)
        if was_open:
            to, about = withdrawn.mentor, withdrawn.mentee
            await self._post.tell(tx, "request_withdrawn", to, about, PAGE)

    async def _tell_proposed(self, tx: Tx, request: Request) -> None:
        begun = request.state is RequestState.ACCEPTED
        for to, about, has_agreed in (
            (request.mentor, request.mentee, request.mentor_agreed),
            (request.mentee, request.mentor, request.mentee_agreed),
        ):
            if begun or not has_agreed:
                kind = "mentorship_begun" if begun else "mentorship_proposed"
                await self._post.tell(tx, kind, to, about, PAGE)

    async def _rules(self, tx: Tx, programme: str, mentee: str) -> Rules:
        rules = await self._programmes.rules(tx, programme)
        await self._programmes.require_member(tx, programme, mentee, Role.MENTEE)
        if rules.mode is Mode.COORDINATOR_ASSIGNS:
            raise Forbidden("In this programme a coordinator brings people together.")
        if not rules.is_running:
            raise Conflict("This programme is not open for requests now.")
        return rules

    async def _require_room(self, tx: Tx, mentee: str, ask: Ask, rules: Rules) -> None:
        """Raises: Conflict, for too many at once or the same mentor twice."""
        if await kept.running_of_mentee(tx, mentee, ask.programme) >= rules.mentors_a_mentee:
            raise Conflict("You have as many mentors as this programme allows.")
        waiting = await asked.unanswered(tx, mentee, ask.programme)
        lines = {one.line for one in waiting}
        if len(lines) >= rules.most_open_requests:
            raise Conflict(
                f"You have {len(lines)} open requests. Wait for an answer, or withdraw one."
            )
        if {one.mentor for one in waiting} & {wish.mentor for wish in ask.wishes}:
            raise Conflict("You are asking one of these mentors already.")

    async def _require_mentor(self, tx: Tx, programme: str, mentee: str, mentor: str) -> None:
        """Raises: NotFound, for whoever the mentee may not see as well."""
        try:
            await self._programmes.require_member(tx, programme, mentor, Role.MENTOR)
        except (NotFound, Forbidden):
            raise NotFound("There is no such mentor in this programme.") from None
        if mentor in await blocks.apart(tx, mentee):
            raise NotFound("There is no such mentor in this programme.")

    async def _own(self, tx: Tx, mentee: str, request: str) -> Request:
        found = await find(tx, request, is_to_change=True)
        if found.mentee != mentee:
            raise NotFound("There is no such request.")
        return found


def _proposal(
    programme: str, pair: tuple[str, str], plan: Plan, mode: Mode, now: datetime
) -> Request:
    """A draft whose sides have agreed as far as the programme's mode says."""
    return Request(
        id=new_id(),
        line=new_id(),
        position=0,
        programme=programme,
        mentee=pair[1],
        mentor=pair[0],
        plan=plan,
        note="",
        state=RequestState.DRAFTED,
        created_at=now,
        mentee_agreed=mode is not Mode.MUTUAL,
        mentor_agreed=mode in (Mode.COORDINATOR_ASSIGNS, Mode.SELF_SELECT),
    )


def _side(request: Request, person: str) -> Side:
    side = request.side_of(person)
    if side is None:
        raise NotFound("There is no such request.")
    return side


def _check_wishes(mentee: str, wishes: Sequence[Wish]) -> None:
    mentors = [wish.mentor for wish in wishes]
    sentence = ""
    if not mentors:
        sentence = "Choose at least one mentor."
    elif len(mentors) > MOST_CHOICES:
        sentence = f"Choose at most {MOST_CHOICES} mentors."
    elif len(set(mentors)) < len(mentors):
        sentence = "Each mentor can be on the list once."
    elif mentee in mentors:
        sentence = "You cannot be your own mentor."
    if sentence:
        raise Invalid(sentence, fields={"mentors": sentence})
