"""What is known of mentors' work here, for the score: answers, sessions, and how it was found.

Refuses single answers: a rating is shown from five raters on, and drawn towards the mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from server.core.db import Database
from server.matching.proposal import MentorEffect
from server.matching.store import effects, learning, ratings
from server.matching.traits import Record
from server.mentorships.model import History
from server.mentorships.service import Mentorships

AT_ONCE = 500
_NONE = History()
_UNRATED = MentorEffect(0.0, 0)


@dataclass(frozen=True, slots=True)
class Known:
    """Of some mentors."""

    histories: Mapping[str, History]
    effects: Mapping[tuple[str, str], MentorEffect]
    """By programme and mentor."""

    def record(self, programme: str, mentor: str) -> Record:
        """A mentor's, in one programme."""
        history = self.histories.get(mentor, _NONE)
        rated = self.effects.get((programme, mentor), _UNRATED)
        return Record(
            effect=rated.effect,
            accepted=history.accepted,
            declined=history.declined,
            reply_hours=history.reply_hours,
            sessions=history.sessions,
            raters=rated.raters,
        )


@dataclass(frozen=True, slots=True)
class Tenor:
    """How a programme's mentees find sessions on the whole."""

    sigma: float = 0.0
    """What of their content nothing explains."""
    mean_stars: float | None = None


class Records:
    """Reads only."""

    def __init__(self, *, database: Database, mentorships: Mentorships) -> None:
        self._database = database
        self._mentorships = mentorships

    async def of(self, mentors: Iterable[str]) -> Known:
        """Everything about these, in every programme."""
        wanted = list(dict.fromkeys(mentors))
        found: dict[tuple[str, str], MentorEffect] = {}
        async with self._database.read() as tx:
            for start in range(0, len(wanted), AT_ONCE):
                found |= await effects.several(tx, wanted[start : start + AT_ONCE])
        return Known(await self._mentorships.histories(wanted), found)

    async def effects(self, programme: str) -> dict[str, MentorEffect]:
        """What the last lesson found of a programme's mentors."""
        async with self._database.read() as tx:
            return await effects.of_programme(tx, programme)

    async def tenor(self, programme: str) -> Tenor:
        """Of a programme."""
        async with self._database.read() as tx:
            sigma = (await learning.check_of(tx, programme)).sigma
            return Tenor(sigma, await ratings.mean_stars(tx, programme))
