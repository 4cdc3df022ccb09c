"""Who looks for a mentor: their traits, and what stands between them and single mentors."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.accounts.model import Role
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.matching.gates import Barred, Gate
from server.matching.hours import monday_of
from server.matching.model import Choice
from server.matching.people import Meant, mentee_traits
from server.matching.recent import Recent
from server.matching.service.meanings import Meanings
from server.matching.store import choices
from server.matching.traits import MenteeTraits
from server.mentorships.model import RequestState
from server.mentorships.service import Mentorships, Requests
from server.profiles.model import Completeness, Entry
from server.profiles.service import Profiles
from server.programmes.model import Programme
from server.programmes.service import Programmes

AFTER_A_NO = timedelta(days=90)
"""So long a mentor who said no is not proposed again."""
REMEMBERED = 500
"""Mentees, some ten thousand bytes each."""
_ASKED = {RequestState.DRAFTED, RequestState.SENT, RequestState.VIEWED}


@dataclass(frozen=True, slots=True, eq=False)
class Seeker:
    """Somebody who looks for a mentor in a programme."""

    entry: Entry
    programme: Programme
    completeness: Completeness
    traits: MenteeTraits
    meant: Meant
    barred: Barred
    favourites: tuple[str, ...]
    """The latest first."""
    monday: date


class Seekers:
    """Finds out about them, by what the database says each time: who asks is in no index."""

    def __init__(  # noqa: PLR0913 - one line for each service it stands on
        self,
        *,
        database: Database,
        clock: Clock,
        profiles: Profiles,
        programmes: Programmes,
        mentorships: Mentorships,
        requests: Requests,
        meanings: Meanings,
    ) -> None:
        self._database = database
        self._clock = clock
        self._profiles = profiles
        self._programmes = programmes
        self._mentorships = mentorships
        self._requests = requests
        self._meanings = meanings
        self._known: Recent[Hashable, tuple[MenteeTraits, Meant]] = Recent(REMEMBERED)

    async def find(self, mentee: str, programme_id: str) -> Seeker:
        """Raises: NotFound for who has nothing to do with the programme, NotForYou for mentors."""
        # All in one transaction: on a list that is looked at often, its beginnings and ends weigh.
        async with self._database.read() as tx:
            programme = await self._programmes.require_member(tx, programme_id, mentee, Role.MENTEE)
            chosen = await choices.of_mentee(tx, mentee)
            own = await self._profiles.own_in(tx, mentee)
            barred = await self._barred(tx, mentee, programme, chosen)
        entry, monday = Entry(own.person, own.profile), monday_of(self._clock.now().date())
        traits, meant = await self._traits_of(entry, monday)
        return Seeker(
            entry=entry,
            programme=programme,
            completeness=own.completeness(Role.MENTEE),
            traits=traits,
            meant=meant,
            barred=barred,
            favourites=tuple(m for m, one in chosen.items() if one is Choice.FAVOURITE),
            monday=monday,
        )

    async def _traits_of(self, entry: Entry, monday: date) -> tuple[MenteeTraits, Meant]:
        """Worked out anew when anything is told otherwise than the last time."""
        person, profile = entry.person, entry.profile
        told = (person.name, person.languages, person.time_zone)
        key = (person.id, told, profile.common, profile.mentee, monday)
        known = self._known.get(key)
        if known is not None:
            return known
        meant = await self._meanings.of([(entry, Role.MENTEE)])
        return self._known.put(key, (mentee_traits(entry, meant, monday), meant))

    async def _barred(
        self, tx: Tx, mentee: str, programme: Programme, chosen: dict[str, Choice]
    ) -> dict[str, Gate]:
        """Of several reasons the last one counts: the weightiest."""
        found = {one: Gate.DISMISSED for one, made in chosen.items() if made is Choice.DISMISSED}
        found |= await self._asked(tx, mentee, programme.id)
        allows_past = programme.settings.gates.allows_past_pairs
        for pair in await self._mentorships.pairs_in(tx, mentee):
            if pair.ended_at is None or not allows_past:
                other = pair.mentor if pair.mentee == mentee else pair.mentee
                found[other] = Gate.PAST_PAIR
        if not programme.settings.gates.allows_reporting_line:
            line = await self._programmes.line_of(tx, programme.id, mentee)
            found |= dict.fromkeys(line, Gate.REPORTING_LINE)
        found |= dict.fromkeys(await self._mentorships.apart_in(tx, mentee), Gate.BLOCKED)
        return found

    async def _asked(self, tx: Tx, mentee: str, programme: str) -> dict[str, Gate]:
        now: datetime = self._clock.now()
        return {
            one.mentor: Gate.ASKED
            for one in await self._requests.of_mentee_in(tx, mentee)
            if one.programme == programme
            and (
                one.state in _ASKED
                or (
                    one.state is RequestState.DECLINED
                    and one.ended_at is not None
                    and now - one.ended_at < AFTER_A_NO
                )
            )
        }
