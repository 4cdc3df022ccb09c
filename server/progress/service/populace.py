"""Everybody and every pair of a programme at one moment, for its reports; refuses single questions.

So many statements whatever the size of the programme, but for batches of ids.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from server.accounts.model import Role
from server.core.clock import Clock
from server.matching.model import Round
from server.matching.service import Records
from server.mentorships.model import Side
from server.mentorships.service import Requests
from server.profiles.model import Entry, completeness
from server.profiles.service import Profiles
from server.programmes.model import Membership
from server.programmes.service import Programmes
from server.progress.model import Facts
from server.progress.model.funnel import Course, course_of
from server.progress.service.gathering import Gathering

ROLES = {Side.MENTEE: Role.MENTEE, Side.MENTOR: Role.MENTOR}


@dataclass(frozen=True, slots=True)
class Populace:
    """Of one programme."""

    now: datetime
    members: Sequence[Membership]
    """Those who have gone, too."""
    entries: Mapping[str, Entry]
    asked_at: Mapping[tuple[Side, str], datetime]
    pairs: Sequence[Facts]
    rounds: Sequence[Round]

    def of_side(self, side: Side) -> dict[str, list[Facts]]:
        """The mentorships of everybody who is, or was, in the programme on this side."""
        found: dict[str, list[Facts]] = {
            one.person: [] for one in self.members if ROLES[side] in one.roles
        }
        for pair in self.pairs:
            found.setdefault(pair.mentorship.person_on(side), []).append(pair)
        return found

    def courses(self, side: Side, stalled: frozenset[str]) -> list[Course]:
        """How far everybody of a side has come."""
        joined = {one.person: one.joined_at for one in self.members}
        return [
            course_of(
                person,
                joined.get(person),
                self.asked_at.get((side, person)),
                pairs,
                stalled,
                is_ready=self._is_ready(person, ROLES[side]),
            )
            for person, pairs in self.of_side(side).items()
        ]

    def _is_ready(self, person: str, role: Role) -> bool:
        entry = self.entries.get(person)
        if entry is None:
            return False
        return completeness(entry.profile, role, entry.person.languages).is_ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Where it comes from."""

    clock: Clock
    profiles: Profiles
    programmes: Programmes
    requests: Requests
    records: Records
    gathering: Gathering

    async def pairs(self, programme: str) -> tuple[list[Facts], datetime]:
        """Its mentorships, and when that was."""
        return list((await self.gathering.of_programme(programme)).values()), self.clock.now()

    async def populace(self, programme: str) -> Populace:
        """For our own code: it asks nobody who they are. Raises: NotFound."""
        members = await self.programmes.ever_in(programme)
        pairs, now = await self.pairs(programme)
        return Populace(
            now,
            members,
            await self.profiles.several(one.person for one in members),
            await self.requests.first_asked(programme),
            pairs,
            await self.records.rounds(programme),
        )
