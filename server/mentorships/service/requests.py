"""Requests: asked in an order, answered by mentors, passed on to the next in line."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import Conflict, Forbidden, Invalid, NotFound
from server.core.ids import new_id
from server.mentorships.model.mentorship import HandOver
from server.mentorships.model.request import (
    MOST_CHOICES,
    SILENCES_BEFORE_PAUSE,
    DeclineReason,
    MentorIsFull,
    Plan,
    Request,
    RequestState,
    Side,
    WrongState,
    is_silent,
    next_in_line,
)
from server.mentorships.post import Post
from server.mentorships.service.beginnings import Beginnings
from server.mentorships.store import mentorships as kept
from server.mentorships.store import requests as asked
from server.profiles.model import Role
from server.profiles.service import Profiles
from server.programmes.model import Mode, Rules
from server.programmes.service import Programmes

MOST_LISTED = 200
_AT_ONCE = 100
_PAGE = "/mentorships"
log = structlog.get_logger()


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

    def __init__(  # noqa: PLR0913 - one line for each service it stands on
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
        self._beginnings = Beginnings(profiles, post)

    async def ask(self, mentee: str, ask: Ask) -> list[Request]:
        """A line of requests, the first of them sent. Raises: Invalid, NotFound, Conflict."""
        plan = ask.plan.checked()
        _check_wishes(mentee, ask.wishes)
        line = new_id()
        async with self._database.write() as tx:
            rules = await self._rules(tx, ask.programme, mentee)
            open_lines = await self._require_room(tx, mentee, ask, rules)
            for position, wish in enumerate(ask.wishes):
                await self._require_mentor(tx, ask.programme, mentee, wish.mentor)
                if wish.mentor in open_lines:
                    raise Conflict("You are asking this mentor already.")
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
                    created_at=self._clock.now(),
                )
                await asked.add(tx, replace(draft, note=draft.edited(plan, wish.note).note))
            if not ask.is_draft:
                await self._send_next(tx, line, rules, must=True)
            return await asked.in_line(tx, line)

    async def send(self, mentee: str, request: str) -> Request:
        """Send a draft now, before those of its line. Raises: NotFound, Conflict."""
        async with self._database.write() as tx:
            found = await self._own(tx, mentee, request)
            rules = await self._rules(tx, found.programme, mentee)
            line = await asked.in_line(tx, found.line)
            if any(one.is_open for one in line):
                raise WrongState("Another mentor of this list is being asked.")
            await self._send(tx, found, rules)
        return await self._again(request)

    async def edit(self, mentee: str, request: str, plan: Plan, note: str) -> Request:
        """Other words, until it is answered. Raises: NotFound, WrongState, Invalid."""
        async with self._database.write() as tx:
            found = await self._own(tx, mentee, request)
            await _save(tx, found.edited(plan, note))
        return await self._again(request)

    async def order(self, mentee: str, line: str, requests: Sequence[str]) -> list[Request]:
        """Another order of the drafts of a line. Raises: NotFound, Invalid."""
        async with self._database.write() as tx:
            found = [one for one in await asked.in_line(tx, line) if one.mentee == mentee]
            drafts = {one.id: one for one in found if one.state is RequestState.DRAFTED}
            if not found:
                raise NotFound("There is no such list of requests.")
            if sorted(requests) != sorted(drafts):
                raise Invalid("The list has changed meanwhile. Please look at it again.")
            first = max((one.position for one in found if one.id not in drafts), default=-1) + 1
            for offset, request in enumerate(requests):
                moved = replace(
                    drafts[request],
                    position=first + offset,
                    version=drafts[request].version + 1,
                )
                await _save(tx, moved)
            return await asked.in_line(tx, line)

    async def of_mentee(self, mentee: str) -> list[Request]:
        """What somebody has asked, newest first."""
        async with self._database.read() as tx:
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
            found = await _find(tx, request)
            side = _side(found, person)
            if side is Side.MENTOR and (seen := found.viewed(self._clock.now())) is not found:
                await _save(tx, seen)
                found = seen
            told = await kept.hand_overs(tx, found.mentee, found.programme)
        return found, told

    async def agree(self, person: str, request: str, answer: str = "") -> Request:
        """Say yes; the second yes begins the mentorship. Raises: NotFound, MentorIsFull, …"""
        now = self._clock.now()
        async with self._database.write() as tx:
            seen = await _find(tx, request)
            side = _side(seen, person)
            rules = await self._programmes.rules(tx, seen.programme)
            # All of the mentee's requests are locked in one order, then the one is read anew.
            waiting = await asked.unanswered(tx, seen.mentee, seen.programme)
            found = next((one for one in waiting if one.id == request), seen)
            agreed = found.agreed(side, now, answer)
            await _save(tx, agreed)
            if agreed.state is RequestState.ACCEPTED:
                await self._beginnings.begin(tx, agreed, rules, now)
                other = agreed.mentee if side is Side.MENTOR else agreed.mentor
                await self._post.tell(tx, "request_accepted", other, person, _PAGE)
        if agreed.state is RequestState.ACCEPTED:
            await self._pass_on_if_full(agreed.mentor)
        return agreed

    async def decline(
        self, person: str, request: str, reason: DeclineReason | None, answer: str = ""
    ) -> Request:
        """Say no; the next in line is asked. Raises: NotFound, WrongState, Invalid."""
        if reason is DeclineReason.FULL:
            reason = DeclineReason.NO_TIME
        async with self._database.write() as tx:
            found = await _find(tx, request, is_to_change=True)
            side = _side(found, person)
            if side is Side.MENTEE and found.mentee_agreed:
                raise WrongState("Withdraw your own request instead.")
            declined = found.declined(self._clock.now(), reason, answer)
            await self._close(tx, declined, "request_declined" if side is Side.MENTOR else None)
        return declined

    async def withdraw(self, mentee: str, request: str, *, is_whole_line: bool) -> None:
        """Take it back; the line goes on unless it goes as a whole. Raises: NotFound, …"""
        now = self._clock.now()
        async with self._database.write() as tx:
            found = await self._own(tx, mentee, request)
            line = await asked.in_line(tx, found.line)
            chosen = [one for one in line if one.id == request or is_whole_line]
            for one in chosen:
                if one.is_open or one.state is RequestState.DRAFTED:
                    await _save(tx, one.withdrawn(now))
                    if one.is_open:
                        await self._post.tell(tx, "request_withdrawn", one.mentor, mentee, _PAGE)
                elif one.id == request:
                    one.withdrawn(now)
            await self._send_next(tx, found.line, await self._programmes.rules(tx, found.programme))

    async def propose(self, programme: str, mentor: str, mentee: str, plan: Plan) -> Request:
        """What a match run brings: begun at once where nobody is to be asked, else sent to both.

        Raises: MentorIsFull, Conflict when the two have a request or mentorship already.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            rules = await self._programmes.rules(tx, programme)
            if any(one.programme == programme for one in await kept.between(tx, mentor, mentee)):
                raise Conflict("The two have a mentorship already.")
            await self._make_way(tx, programme, mentor, mentee)
            is_sure = rules.mode in (Mode.COORDINATOR_ASSIGNS, Mode.SELF_SELECT)
            request = Request(
                id=new_id(),
                line=new_id(),
                position=0,
                programme=programme,
                mentee=mentee,
                mentor=mentor,
                plan=plan.checked(),
                note="",
                state=RequestState.DRAFTED,
                created_at=now,
                mentee_agreed=rules.mode is not Mode.MUTUAL,
                mentor_agreed=is_sure,
            ).sent(now, timedelta(days=rules.answer_days))
            if is_sure:
                request = replace(request, state=RequestState.ACCEPTED, ended_at=now)
            await asked.add(tx, request)
            if is_sure:
                await asked.unanswered(tx, mentee, programme)
                await self._beginnings.begin(tx, request, rules, now)
            await self._tell_proposed(tx, request)
        return request

    async def expire(self) -> int:
        """Close what nobody answered in time, ask the next; how many."""
        async with self._database.read() as tx:
            due = await asked.due(tx, self._clock.now(), limit=_AT_ONCE)
        for request in due:
            with suppress(WrongState):
                await self._expire(request)
        return len(due)

    async def _expire(self, request: str) -> None:
        now = self._clock.now()
        async with self._database.write() as tx:
            found = await _find(tx, request, is_to_change=True)
            await self._close(tx, found.expired(now), "request_expired")
            ends = await asked.last_answers(tx, found.mentor, limit=SILENCES_BEFORE_PAUSE)
            if is_silent(ends) and await self._profiles.pause_mentor(tx, found.mentor):
                log.info("mentor.paused_for_silence")
                await self._post.tell(tx, "mentor_paused", found.mentor, found.mentee, "/profile/mentor")

    async def _pass_on_if_full(self, mentor: str) -> None:
        """Nobody waits for a mentor who has no place left."""
        async with self._database.read() as tx:
            if await self._profiles.has_place(tx, mentor):
                return
            waiting = await asked.open_to(tx, mentor)
        for one in waiting:
            with suppress(WrongState):
                async with self._database.write() as tx:
                    found = await _find(tx, one.id, is_to_change=True)
                    full = found.declined(self._clock.now(), DeclineReason.FULL)
                    await self._close(tx, full, "request_declined")

    async def _close(self, tx: Tx, ended: Request, letter: str | None) -> None:
        """Write the end of a request and ask the next of its line."""
        await _save(tx, ended)
        rules = await self._programmes.rules(tx, ended.programme)
        following = await self._send_next(tx, ended.line, rules)
        if letter:
            path = _PAGE if following else "/mentors"
            await self._post.tell(tx, letter, ended.mentee, ended.mentor, path)

    async def _send_next(
        self, tx: Tx, line: str, rules: Rules, *, must: bool = False
    ) -> Request | None:
        """The next in line who has a place; who has none is passed over. Raises: MentorIsFull."""
        while following := next_in_line(await asked.in_line(tx, line)):
            if rules.is_running and await self._profiles.may_be_asked(tx, following.mentor):
                await self._send(tx, following, rules)
                return following
            if must:
                raise MentorIsFull("This mentor takes nobody new at the moment.")
            now = self._clock.now()
            sent = following.sent(now)
            await _save(tx, replace(sent, sent_at=None, state=RequestState.EXPIRED, ended_at=now))
        return None

    async def _send(self, tx: Tx, draft: Request, rules: Rules) -> None:
        now = self._clock.now()
        sent = draft.sent(now, timedelta(days=rules.answer_days))
        await _save(tx, sent)
        if rules.mode is Mode.SELF_SELECT:
            taken = sent.agreed(Side.MENTOR, now)
            await _save(tx, taken)
            await self._beginnings.begin(tx, taken, rules, now)
            await self._post.tell(tx, "mentorship_begun", sent.mentor, sent.mentee, _PAGE)
        else:
            await self._post.tell(tx, "mentor_asked", sent.mentor, sent.mentee, _PAGE)

    async def _make_way(self, tx: Tx, programme: str, mentor: str, mentee: str) -> None:
        """A request the mentee has open with the same mentor gives way to the proposal."""
        for one in await asked.between(tx, mentor, mentee):
            if one.programme == programme and one.mentor == mentor:
                await _save(tx, one.withdrawn(self._clock.now()))

    async def _tell_proposed(self, tx: Tx, request: Request) -> None:
        begun = request.state is RequestState.ACCEPTED
        for to, about, has_agreed in (
            (request.mentor, request.mentee, request.mentor_agreed),
            (request.mentee, request.mentor, request.mentee_agreed),
        ):
            if begun or not has_agreed:
                kind = "mentorship_begun" if begun else "mentorship_proposed"
                await self._post.tell(tx, kind, to, about, _PAGE)

    async def _rules(self, tx: Tx, programme: str, mentee: str) -> Rules:
        rules = await self._programmes.rules(tx, programme)
        await self._programmes.require_member(tx, programme, mentee, Role.MENTEE)
        if rules.mode is Mode.COORDINATOR_ASSIGNS:
            raise Forbidden("In this programme a coordinator brings people together.")
        if not rules.is_running:
            raise Conflict("This programme is not open for requests now.")
        return rules

    async def _require_room(self, tx: Tx, mentee: str, ask: Ask, rules: Rules) -> set[str]:
        """Mentors who are on a list of the mentee's already. Raises: Conflict."""
        if await kept.running_of_mentee(tx, mentee, ask.programme) >= rules.mentors_a_mentee:
            raise Conflict("You have as many mentors as this programme allows.")
        waiting = await asked.unanswered(tx, mentee, ask.programme)
        lines = {one.line for one in waiting}
        if len(lines) >= rules.most_open_requests:
            raise Conflict(
                f"You have {len(lines)} open requests. Wait for an answer, or withdraw one."
            )
        return {one.mentor for one in waiting}

    async def _require_mentor(self, tx: Tx, programme: str, mentee: str, mentor: str) -> None:
        """Raises: NotFound, for whoever the mentee may not see as well."""
        try:
            await self._programmes.require_member(tx, programme, mentor, Role.MENTOR)
        except (NotFound, Forbidden):
            raise NotFound("There is no such mentor in this programme.") from None
        if mentor in await kept.apart(tx, mentee):
            raise NotFound("There is no such mentor in this programme.")

    async def _own(self, tx: Tx, mentee: str, request: str) -> Request:
        found = await _find(tx, request, is_to_change=True)
        if found.mentee != mentee:
            raise NotFound("There is no such request.")
        return found

    async def _again(self, request: str) -> Request:
        async with self._database.read() as tx:
            return await _find(tx, request)


async def _find(tx: Tx, request: str, *, is_to_change: bool = False) -> Request:
    found = await asked.find(tx, request, is_to_change=is_to_change)
    if found is None:
        raise NotFound("There is no such request.")
    return found


def _side(request: Request, person: str) -> Side:
    side = request.side_of(person)
    if side is None:
        raise NotFound("There is no such request.")
    return side


async def _save(tx: Tx, request: Request) -> None:
    if not await asked.save(tx, request):
        raise WrongState("Somebody has answered meanwhile. Please look again.")


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
