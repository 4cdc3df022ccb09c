"""What is known of mentors' work here, for the score: answers, sessions, and how it was found.

Refuses single answers: a rating is shown from five raters on, and drawn towards the mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log2

from server.core.clock import Clock
from server.core.db import Database
from server.matching.model import Round, Standing
from server.matching.proposal import MentorEffect
from server.matching.store import effects, learning, ratings, runs, shown
from server.matching.traits import Record
from server.mentorships.model import History
from server.mentorships.service import Mentorships
from server.programmes.service import Programmes

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
            lower=rated.lower,
        )


@dataclass(frozen=True, slots=True)
class Tenor:
    """How a programme's mentees find sessions on the whole."""

    sigma: float = 0.0
    """What of their content nothing explains."""
    mean_stars: float | None = None


class Records:
    """Reads; written is only what the domain above has worked out."""

    def __init__(
        self, *, database: Database, clock: Clock, programmes: Programmes, mentorships: Mentorships
    ) -> None:
        self._database = database
        self._clock = clock
        self._programmes = programmes
        self._mentorships = mentorships

    async def of(self, mentors: Iterable[str]) -> Known:
        """Everything about these, in every programme."""
        wanted = list(dict.fromkeys(mentors))
        found: dict[tuple[str, str], MentorEffect] = {}
        async with self._database.read() as tx:
            for start in range(0, len(wanted), AT_ONCE):
                some = wanted[start : start + AT_ONCE]
                found |= await effects.learned.several(tx, some)
                found |= await effects.told.several(tx, some)
        return Known(await self._mentorships.histories(wanted), found)

    async def effects(self, programme: str) -> dict[str, MentorEffect]:
        """What is known of a programme's mentors: by feedback, else by the last lesson."""
        async with self._database.read() as tx:
            found = await effects.learned.of_programme(tx, programme)
            return found | await effects.told.of_programme(tx, programme)

    async def put_standings(self, programme: str, told: Mapping[str, Standing]) -> None:
        """What mentees make of a programme's mentors, in the place of what was learned of them.

        The domain above works it out; who asks for news of the programme hears of it.
        """
        found = {one: MentorEffect(it.effect, it.raters, it.lower) for one, it in told.items()}
        async with self._database.write() as tx:
            if await effects.told.of_programme(tx, programme) == found:
                return
            await effects.told.put(tx, programme, found, self._clock.now())
        await self._programmes.tell(programme)

    async def exposures(self, programme: str) -> dict[str, float]:
        """How much each mentor was seen in the lists that are kept; 1 is once in the first place.

        What stands further down is seen less: a place counts 1 / log2(1 + rank).
        """
        async with self._database.read() as tx:
            places = await shown.places(tx, programme)
        seen: dict[str, float] = {}
        for mentor, rank, times in places:
            seen[mentor] = seen.get(mentor, 0.0) + times / log2(1 + rank)
        return seen

    async def rounds(self, programme: str) -> list[Round]:
        """Whom each match run of a programme has proposed to each other."""
        async with self._database.read() as tx:
            return await runs.published(tx, programme)

    async def tenor(self, programme: str) -> Tenor:
        """Of a programme."""
        async with self._database.read() as tx:
            sigma = (await learning.check_of(tx, programme)).sigma
            return Tenor(sigma, await ratings.mean_stars(tx, programme))
