"""Says of some mentors what speaks for them; remembers what it has worked out of lately.

Refuses to remember what may change unseen: a profile is looked up by all that is in it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from server.accounts.model import Role
from server.core.clock import Clock
from server.matching.cards import Pair, labels_of
from server.matching.explain import explain
from server.matching.pair import evidence
from server.matching.people import Meant, clean, mentor_traits, skills_of
from server.matching.recent import Recent
from server.matching.rules import Rules
from server.matching.service.keeper import day_of
from server.matching.service.meanings import Meanings
from server.matching.service.seekers import Seeker
from server.matching.traits import MentorTraits, Record
from server.meaning.encoder import Encoder, SharedMeaning, Word
from server.profiles.model import Entry

REMEMBERED = 1000
"""Mentors, some ten thousand bytes each."""
REMEMBERED_TEXTS = 4000
_NEW = Record()


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """By what two people are compared, as the index has it."""

    rules: Rules
    rarities: tuple[float, ...]
    records: Mapping[str, Record]
    """Of those who are not new."""


Explained = tuple[Pair, tuple[SharedMeaning, ...]]
"""Two people, and the words that brought them together."""


class Explaining:
    """Shared by all who ask."""

    def __init__(self, *, clock: Clock, meanings: Meanings) -> None:
        self._clock = clock
        self._meanings = meanings
        self._traits: Recent[Hashable, MentorTraits] = Recent(REMEMBERED)
        self._words: Recent[tuple[str, str], list[Word]] = Recent(REMEMBERED_TEXTS)

    async def pairs(self, seeker: Seeker, mentors: Sequence[Entry], by: Measure) -> list[Explained]:
        """Each of these with what speaks for it."""
        if not mentors:
            return []
        encoder = await self._meanings.encoder()
        keys = {one.person.id: self._key(one, seeker.monday) for one in mentors}
        known = {id_: found for id_, key in keys.items() if (found := self._traits.get(key))}
        others = [one for one in mentors if one.person.id not in known]
        meant = await self._meanings.of([(one, Role.MENTOR) for one in others]) if others else None

        def make() -> list[Explained]:
            for one in others:
                assert meant is not None  # noqa: S101 - it is where there are others
                traits = self._worked_out(one, meant, seeker.monday)
                known[one.person.id] = self._traits.put(keys[one.person.id], traits)
            return [self._pair(seeker, one, known[one.person.id], by, encoder) for one in mentors]

        return await asyncio.to_thread(make)

    def _pair(
        self, seeker: Seeker, mentor: Entry, traits: MentorTraits, by: Measure, encoder: Encoder
    ) -> Explained:
        own = replace(traits, record=by.records.get(mentor.person.id, _NEW))
        seen = evidence(seeker.traits, own, by.rules, by.rarities)
        labels = labels_of(skills_of(seeker.entry, Role.MENTEE), seeker.meant.concepts)
        pair = Pair(seeker.entry, mentor, seen, explain(seen, by.rules.calibration), labels)
        return pair, pair.words(partial(self._words_of, encoder))

    def _words_of(self, encoder: Encoder, text: str, name: str) -> list[Word]:
        return self._words.got((text, name), lambda: encoder.words(clean(text, name)))

    def _worked_out(self, one: Entry, meant: Meant, monday: date) -> MentorTraits:
        return mentor_traits(one, meant, monday, today=day_of(one, self._clock.now()))

    def _key(self, one: Entry, monday: date) -> Hashable:
        """All that traits are made of."""
        person, profile = one.person, one.profile
        own = (person.name, person.languages, person.time_zone)
        taken, today = profile.places_taken, day_of(one, self._clock.now())
        return person.id, own, profile.common, profile.mentor, taken, monday, today
