"""What a mentee may ask for, programme by programme, before anything is asked."""

from __future__ import annotations

from dataclasses import dataclass

from server.accounts.model import Role
from server.core.db import Database, Tx
from server.mentorships.store import blocks
from server.mentorships.store import mentorships as kept
from server.mentorships.store import requests as asked
from server.programmes.model import Programme, Rules
from server.programmes.service import Programmes


@dataclass(frozen=True, slots=True)
class Terms:
    """A programme's rules, and how much of what they allow is used up."""

    programme: Programme
    lines: int
    """Lists of requests that wait for an answer or are not sent yet."""
    mentors: int
    is_asked: bool
    """Whether the mentor in question is on one of these lists."""
    is_mentor: bool
    """Whether that mentor is the mentee's already."""

    @property
    def rules(self) -> Rules:
        return self.programme.rules


class TermsOf:
    """Looks terms up."""

    def __init__(self, database: Database, programmes: Programmes) -> None:
        self._database = database
        self._programmes = programmes

    async def mentee(self, mentee: str, mentor: str | None = None) -> list[Terms]:
        """Of each programme that somebody takes part in as mentee; with a mentor: of those that
        the mentor takes part in, too, and of none when the two are not to meet.
        """
        mine = await self._as(mentee, Role.MENTEE)
        if mentor is not None:
            theirs = {one.id for one in await self._as(mentor, Role.MENTOR)}
            mine = [one for one in mine if one.id in theirs]
        async with self._database.read() as tx:
            if mentor is not None and mentor in await blocks.apart(tx, mentee):
                return []
            return [await self._terms(tx, one, mentee, mentor) for one in mine]

    async def _as(self, person: str, role: Role) -> list[Programme]:
        found = await self._programmes.of_person(person)
        return [programme for programme, roles in found if role in roles]

    async def _terms(self, tx: Tx, one: Programme, mentee: str, mentor: str | None) -> Terms:
        waiting = await asked.unanswered(tx, mentee, one.id, is_to_change=False)
        pairs = await kept.running_among(tx, {mentee, mentor}) if mentor else []
        return Terms(
            programme=one,
            lines=len({request.line for request in waiting}),
            mentors=await kept.running_of_mentee(tx, mentee, one.id),
            is_asked=mentor in {request.mentor for request in waiting},
            is_mentor=any((p.programme, p.mentor) == (one.id, mentor) for p in pairs),
        )
