"""Brings a programme's people together for a match run, and judges single pairs of them.

Reads in batches, works texts and traits out in threads. Refuses whom nobody is to find, and
leaves out mentees who have as many mentors as the programme allows.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from server.accounts.model import Role
from server.core.clock import Clock
from server.matching.cohort import waiting_bonus
from server.matching.explain import Said, explain
from server.matching.gates import Barred, Gate
from server.matching.hours import monday_of
from server.matching.index import MentorIndex
from server.matching.pair import evidence
from server.matching.people import mentee_traits, mentor_traits, rules_of
from server.matching.rules import Rules
from server.matching.service.meanings import Meanings, stamp_of
from server.matching.service.records import Records
from server.matching.traits import MenteeTraits, MentorTraits
from server.mentorships.service import Mentorships
from server.profiles.model import Entry, Visibility, completeness
from server.profiles.service import Profiles
from server.programmes.model import Programme
from server.programmes.service import Programmes

AT_ONCE = 500
_NOWHERE = ""
"""In no programme: without what was learned of a mentor, which is to be learned from the pair."""
JUDGED_AT_ONCE = 200
Two = tuple[str, str]
"""Mentee and mentor."""


@dataclass(slots=True, eq=False)
class Gathered:
    """Everybody of a programme, as the score sees them."""

    programme: str
    index: MentorIndex
    rules: Rules
    encoder: str
    mentees: list[MenteeTraits] = field(default_factory=list)
    unready: list[str] = field(default_factory=list)
    """Mentees whose profile says too little, and who are no mentors either."""
    barred: dict[str, Barred] = field(default_factory=dict)
    waited: dict[str, float] = field(default_factory=dict)
    """What waiting for a mentor adds to the pairs of a mentee."""


@dataclass(frozen=True, slots=True)
class _History:
    pairs: set[Two]
    """Not to be made again."""
    busy: set[str]
    """Mentees who need nobody."""
    free_since: dict[str, datetime]
    """When the last mentorship of a mentee ended."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be said of two people."""

    score: float
    reasons: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class TwoSeen:
    """Two people as the score sees them, and what compared their texts."""

    mentee: MenteeTraits
    mentor: MentorTraits
    encoder: str


class Gathering:
    """Finds out about the people of a programme."""

    def __init__(
        self,
        *,
        clock: Clock,
        profiles: Profiles,
        programmes: Programmes,
        mentorships: Mentorships,
        records: Records,
        meanings: Meanings,
    ) -> None:
        self._clock = clock
        self._profiles = profiles
        self._programmes = programmes
        self._mentorships = mentorships
        self._records = records
        self._meanings = meanings

    async def rules(self, programme: Programme) -> Rules:
        """By which a programme's pairs are scored now."""
        encoder = await self._meanings.encoder()
        return rules_of(programme.settings, encoder.calibration)

    async def people(self, programme: Programme) -> Gathered:
        """Everybody who can be matched now, and who cannot."""
        encoder = await self._meanings.encoder()
        rules = await self.rules(programme)
        found = Gathered(programme.id, MentorIndex(encoder.dim), rules, stamp_of(encoder))
        history = await self._history(programme)
        everybody: dict[str, datetime | None] = {}
        after = ""
        while page := await self._programmes.members(programme.id, after, AT_ONCE):
            after = page[-1].person
            entries = await self._profiles.several(one.person for one in page)
            roles = {one.person: one.roles for one in page if one.is_in}
            present = [e for e in entries.values() if e.person.id in roles]
            await self._put(found, present, roles, history.busy)
            everybody |= {one.person: one.joined_at for one in page if one.is_in}
        found.barred = await self._barred(programme, history.pairs, list(everybody))
        now = self._clock.now()
        for mentee in found.mentees:
            since = history.free_since.get(mentee.id) or everybody[mentee.id]
            if since is not None and (bonus := waiting_bonus((now - since).days)):
                found.waited[mentee.id] = bonus
        return found

    async def judged(
        self, programme: Programme, pairs: Sequence[Two], rarities: Mapping[str, float]
    ) -> dict[Two, Judged]:
        """Scores and reasons of pairs, as their profiles are now; who is gone is left out."""
        rules, found = await self.rules(programme), dict[Two, Judged]()
        for start in range(0, len(pairs), JUDGED_AT_ONCE):
            batch = pairs[start : start + JUDGED_AT_ONCE]
            entries = await self._profiles.several(one for pair in batch for one in pair)
            mentees = await self._mentees([entries[m] for m, _ in batch if m in entries])
            mentors = await self._mentors(
                programme.id, [entries[m] for _, m in batch if m in entries]
            )
            found |= await asyncio.to_thread(judge, batch, mentees, mentors, rules, rarities)
        return found

    async def two(self, mentee: str, mentor: str) -> TwoSeen | None:
        """Two people by their profiles now, ready or not; None if one of them is gone."""
        entries = await self._profiles.several((mentee, mentor))
        if len(entries) < 2:
            return None
        encoder = await self._meanings.encoder()
        mentees = await self._mentees([entries[mentee]])
        mentors = await self._mentors(_NOWHERE, [entries[mentor]])
        return TwoSeen(mentees[mentee], mentors[mentor], stamp_of(encoder))

    async def are_apart(self, pairs: Iterable[Two]) -> bool:
        """Whether any of these two must not meet."""
        wanted = list(pairs)
        apart = await self._mentorships.all_apart(one for pair in wanted for one in pair)
        return any(pair in apart or pair[::-1] in apart for pair in wanted)

    async def _barred(
        self, programme: Programme, past: set[Two], everybody: Sequence[str]
    ) -> dict[str, Barred]:
        """What stands between single people, by mentee: the gravest where there are several."""
        found: dict[str, dict[str, Gate]] = {}

        def bar(mentee: str, mentor: str, gate: Gate) -> None:
            found.setdefault(mentee, {})[mentor] = gate

        for mentee, mentor in past:
            bar(mentee, mentor, Gate.PAST_PAIR)
        if not programme.settings.gates.allows_reporting_line:
            for below, above in await self._programmes.reporting_lines(programme.id):
                bar(below, above, Gate.REPORTING_LINE)
                bar(above, below, Gate.REPORTING_LINE)
        for one, other in await self._mentorships.all_apart(everybody):
            bar(one, other, Gate.BLOCKED)
            bar(other, one, Gate.BLOCKED)
        return dict(found)

    async def _history(self, programme: Programme) -> _History:
        allows_past = programme.settings.gates.allows_past_pairs
        pairs, running, free_since = set[Two](), Counter[str](), dict[str, datetime]()
        for one in await self._mentorships.of_programme(programme.id):
            if one.is_running:
                running[one.mentee] += 1
            elif one.ended_at is not None:
                before = free_since.get(one.mentee, one.ended_at)
                free_since[one.mentee] = max(before, one.ended_at)
            if one.is_running or not allows_past:
                pairs.add((one.mentee, one.mentor))
        most = programme.settings.pace.mentors_a_mentee
        return _History(pairs, {who for who, count in running.items() if count >= most}, free_since)

    async def _put(
        self,
        found: Gathered,
        entries: Sequence[Entry],
        roles: Mapping[str, frozenset[Role]],
        busy: set[str],
    ) -> None:
        offering = [e for e in entries if Role.MENTOR in roles[e.person.id] and _may_be_found(e)]
        seeking = [
            e for e in entries if Role.MENTEE in roles[e.person.id] and e.person.id not in busy
        ]
        ready = [one for one in seeking if self._seeks(one)]
        known = {one.person.id for one in (*ready, *offering)}
        found.unready += sorted({one.person.id for one in seeking} - known)
        mentors = await self._mentors(found.programme, offering)
        await asyncio.to_thread(_put_all, found.index, mentors.values())
        found.mentees += (await self._mentees(ready)).values()

    def _seeks(self, entry: Entry) -> bool:
        is_open = entry.profile.mentee.pause.is_open(day_of(entry, self._clock.now()))
        return is_open and completeness(entry.profile, Role.MENTEE, entry.person.languages).is_ready

    async def _mentees(self, entries: Sequence[Entry]) -> dict[str, MenteeTraits]:
        meant = await self._meanings.of([(one, Role.MENTEE) for one in entries])
        monday = self._monday()

        def make() -> dict[str, MenteeTraits]:
            return {one.person.id: mentee_traits(one, meant, monday) for one in entries}

        return await asyncio.to_thread(make)

    async def _mentors(self, programme: str, entries: Sequence[Entry]) -> dict[str, MentorTraits]:
        meant = await self._meanings.of([(one, Role.MENTOR) for one in entries])
        known = await self._records.of(one.person.id for one in entries)
        monday, now = self._monday(), self._clock.now()

        def make() -> dict[str, MentorTraits]:
            return {
                one.person.id: mentor_traits(
                    one,
                    meant,
                    monday,
                    today=day_of(one, now),
                    record=known.record(programme, one.person.id),
                )
                for one in entries
            }

        return await asyncio.to_thread(make)

    def _monday(self) -> date:
        return monday_of(self._clock.now().date())


def day_of(entry: Entry, now: datetime) -> date:
    """Today, on somebody's own calendar."""
    return now.astimezone(ZoneInfo(entry.person.time_zone)).date()


def _may_be_found(entry: Entry) -> bool:
    """A coordinator also proposes those who are not listed, but not those who hide."""
    is_hidden = entry.profile.mentor.visibility is Visibility.HIDDEN
    languages = entry.person.languages
    return not is_hidden and completeness(entry.profile, Role.MENTOR, languages).is_ready


def _put_all(index: MentorIndex, mentors: Iterable[MentorTraits]) -> None:
    for one in mentors:
        index.put(one)


def judge(
    pairs: Sequence[Two],
    mentees: Mapping[str, MenteeTraits],
    mentors: Mapping[str, MentorTraits],
    rules: Rules,
    rarities: Mapping[str, float],
) -> dict[Two, Judged]:
    """Scores and reasons of pairs; whoever is not among these is left out."""
    found = {}
    for mentee, mentor in pairs:
        if mentee not in mentees or mentor not in mentors:
            continue
        rare = [rarities.get(one.id, 1.0) for one in mentees[mentee].skills]
        seen = evidence(mentees[mentee], mentors[mentor], rules, rare)
        said = explain(seen, rules.calibration)
        reasons = [_as_told(one) for one in said.reasons]
        if said.caveat is not None:
            reasons.append(_as_told(said.caveat) | {"isCaveat": True})
        found[mentee, mentor] = Judged(seen.score, tuple(reasons))
    return found


def _as_told(said: Said) -> dict[str, Any]:
    return {
        "code": said.code.value,
        "criterion": said.criterion.value,
        "arguments": said.arguments,
        "isCaveat": False,
    }
