"""Lines of requests: who is asked next, when one is declined, runs out or finds no place."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from server.accounts.model import Role
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import NotFound
from server.mentorships.model.request import (
    SILENCES_BEFORE_PAUSE,
    DeclineReason,
    MentorIsFull,
    Request,
    Side,
    WrongState,
    is_silent,
    next_in_line,
)
from server.mentorships.post import Post
from server.mentorships.service.beginnings import Beginnings
from server.mentorships.store import requests as asked
from server.profiles.model import Pause
from server.profiles.service import Profiles
from server.programmes.model import Mode, Rules
from server.programmes.service import Programmes

PAGE = "/mentorships"
_AT_ONCE = 100
log = structlog.get_logger()


class Lines:
    """Sends requests and closes them; each step in the caller's transaction."""

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
        self.beginnings = Beginnings(profiles, post)

    async def send_next(
        self, tx: Tx, line: str, rules: Rules, *, must: bool = False
    ) -> Request | None:
        """Ask the next in line who has a place; who has none is passed over. Raises: MentorIsFull,
        when somebody must be asked and takes nobody.
        """
        while following := next_in_line(await asked.in_line(tx, line)):
            if rules.is_running and await self._profiles.may_be_asked(following.mentor):
                return await self.send(tx, following, rules)
            if must:
                raise MentorIsFull("This mentor takes nobody new at the moment.")
            await save(tx, following.passed_over(self._clock.now()))
        return None

    async def send(self, tx: Tx, draft: Request, rules: Rules) -> Request:
        """Ask this one; where mentees pick, it is settled at once. Raises: WrongState, …"""
        now = self._clock.now()
        sent = draft.sent(now, timedelta(days=rules.answer_days))
        await save(tx, sent)
        if rules.mode is not Mode.SELF_SELECT:
            await self._post.tell(tx, "mentor_asked", sent.mentor, sent.mentee, PAGE)
            return sent
        taken = sent.agreed(Side.MENTOR, now)
        await save(tx, taken)
        await asked.unanswered(tx, taken.mentee, taken.programme)  # locked in one order
        await self.beginnings.begin(tx, taken, rules, now)
        await self._post.tell(tx, "mentorship_begun", sent.mentor, sent.mentee, PAGE)
        return taken

    async def close(self, tx: Tx, ended: Request, letter: str | None) -> None:
        """Write the end of a request and ask the next of its line."""
        await save(tx, ended)
        rules = await self._programmes.rules(tx, ended.programme)
        following = await self.send_next(tx, ended.line, rules)
        if letter:
            path = PAGE if following else "/mentors"
            await self._post.tell(tx, letter, ended.mentee, ended.mentor, path)

    async def settled(self, mentor: str) -> None:
        """After a place was taken: it is news, and nobody waits for a mentor who has none left."""
        await self._profiles.tell(mentor, Role.MENTOR)
        if await self._profiles.may_be_asked(mentor):
            return
        async with self._database.read() as tx:
            waiting = await asked.open_to(tx, mentor)
        for one in waiting:
            with suppress(WrongState):
                async with self._database.write() as tx:
                    found = await find(tx, one.id, is_to_change=True)
                    full = found.declined(self._clock.now(), DeclineReason.FULL)
                    await self.close(tx, full, "request_declined")

    async def expire(self) -> int:
        """Close what nobody answered in time, ask the next; how many."""
        async with self._database.read() as tx:
            due = await asked.due(tx, self._clock.now(), limit=_AT_ONCE)
        for request in due:
            with suppress(WrongState):
                await self._expire(request, self._clock.now())
        return len(due)

    async def _expire(self, request: str, now: datetime) -> None:
        async with self._database.write() as tx:
            found = await find(tx, request, is_to_change=True)
            await self.close(tx, found.expired(now), "request_expired")
            ends = await asked.last_answers(tx, found.mentor, limit=SILENCES_BEFORE_PAUSE)
            has_left = is_silent(ends)
            if has_left:
                path = "/profile/mentor"
                await self._post.tell(tx, "mentor_paused", found.mentor, found.mentee, path)
        if has_left:
            log.info("mentor.paused_for_silence")
            await self._profiles.pause(found.mentor, Role.MENTOR, Pause(is_on=True))
            await self.settled(found.mentor)
        else:
            await self._profiles.tell(found.mentor, Role.MENTOR)


async def find(tx: Tx, request: str, *, is_to_change: bool = False) -> Request:
    """Raises: NotFound."""
    found = await asked.find(tx, request, is_to_change=is_to_change)
    if found is None:
        raise NotFound("There is no such request.")
    return found


async def save(tx: Tx, request: Request) -> None:
    """The next version. Raises: WrongState, when somebody wrote another one meanwhile."""
    if not await asked.save(tx, request):
        raise WrongState("Somebody has answered meanwhile. Please look again.")


def drafted(one: Request, note: str) -> Request:
    """With clean words to the mentor. Raises: Invalid."""
    return replace(one, note=one.edited(one.plan, note).note)
