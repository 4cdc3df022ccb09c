"""Skills by their names: found while typing, made concepts when saved, with operators' spellings.

What a skill is called elsewhere is the list's affair (`Thesaurus`); what it is called here is a
row that operators add. A skill that neither knows is kept as it was written.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database
from server.core.errors import Forbidden, Invalid, NotFound
from server.core.ids import new_id
from server.profiles import store
from server.profiles.model import Alias, AliasTaken, Concept, MenteeChange, MentorChange, Skill
from server.profiles.model import as_compared as compared
from server.profiles.model.skills import clean_spelling

MOST_ALIASES = 5000
Sides = tuple[MenteeChange | None, MentorChange | None]
"""What changes of one person's mentee's side and mentor's side."""


class Thesaurus(Protocol):
    """A list of skills. All three answer within milliseconds and touch no network."""

    def find(self, text: str, /) -> Concept | None:
        """The skill that is called so, or means so nearly the same that it is safe to say so."""

    def suggest(self, typed: str, limit: int, /) -> Sequence[Concept]:
        """Skills whose names hold these words, the last perhaps unfinished; likeliest first."""

    def get(self, concept: str, /) -> Concept | None:
        """The skill of this id."""


class Skills:
    """What profiles say of skills."""

    def __init__(
        self, *, clock: Clock, database: Database, accounts: Accounts, thesaurus: Thesaurus
    ) -> None:
        self._clock = clock
        self._database = database
        self._accounts = accounts
        self._thesaurus = thesaurus

    async def suggest(self, typed: str, *, limit: int) -> list[Concept]:
        """Skills that may be meant, each name once, those by spellings of this server first."""
        prefix = compared(typed)
        if not prefix:
            return []
        async with self._database.read() as tx:
            ours = await store.aliases_starting(tx, prefix, limit=limit)
        listed = await asyncio.to_thread(self._thesaurus.suggest, typed, limit)
        meant = [self._thesaurus.get(one.concept) for one in ours]
        found: dict[str, Concept] = {}
        for one in (*meant, *listed):
            if one is not None:
                found.setdefault(compared(one.label), one)
        return list(found.values())[:limit]

    async def of_mentee(self, change: MenteeChange) -> MenteeChange:
        """The change with its skills made concepts. Raises: Invalid for an unknown concept."""
        return _with_goal_skills(change, iter(await self._concepts(_named_in_goals(change))))

    async def of_mentor(self, change: MentorChange) -> MentorChange:
        """The change with its skills made concepts. Raises: Invalid for an unknown concept."""
        return _with_offered_skills(change, iter(await self._concepts(_named_in_offer(change))))

    async def of_many(self, sides: Sequence[Sides]) -> list[Sides]:
        """The same of many people at once. Raises: Invalid for an unknown concept."""
        named = [
            name
            for mentee, mentor in sides
            for name in (
                *(_named_in_goals(mentee) if mentee else ()),
                *(_named_in_offer(mentor) if mentor else ()),
            )
        ]
        made = iter(await self._concepts(named))
        return [
            (
                _with_goal_skills(mentee, made) if mentee else None,
                _with_offered_skills(mentor, made) if mentor else None,
            )
            for mentee, mentor in sides
        ]

    async def aliases(self, person: str) -> list[Alias]:
        """Every spelling of this server; for operators. Raises: Forbidden."""
        await self._require_operator(person)
        async with self._database.read() as tx:
            return await store.aliases(tx, limit=MOST_ALIASES)

    async def add_alias(self, person: str, text: str, concept: str) -> Alias:
        """Make a spelling mean a concept, from the next save on; for operators.

        Raises: Forbidden, Invalid, AliasTaken.
        """
        await self._require_operator(person)
        added = Alias(new_id(), clean_spelling(text), concept, self._clock.now())
        if self._thesaurus.get(concept) is None:
            sentence = "The list of skills has no such concept."
            raise Invalid(sentence, fields={"concept": sentence})
        async with self._database.write() as tx:
            if not await store.add_alias(tx, added):
                raise AliasTaken("Remove the other meaning first.")
        return added

    async def remove_alias(self, person: str, alias: str) -> None:
        """Forget a spelling; for operators. Raises: Forbidden, NotFound."""
        await self._require_operator(person)
        async with self._database.write() as tx:
            if not await store.remove_alias(tx, alias):
                raise NotFound("There is no such spelling.")

    def label(self, skill: Skill | Alias) -> str:
        """What to call a skill: the list's name, or the person's own words."""
        known = self._thesaurus.get(skill.concept) if skill.concept else None
        return known.label if known else skill.text

    async def _concepts(self, named: list[tuple[str, Skill]]) -> list[Skill]:
        if not named:
            return []
        free = [compared(skill.text) for _, skill in named if skill.concept is None]
        async with self._database.read() as tx:
            ours = await store.aliases_of(tx, free)
        return await asyncio.to_thread(self._made, named, ours)

    def _made(self, named: list[tuple[str, Skill]], ours: dict[str, str]) -> list[Skill]:
        unknown = {
            f"{field}.concept": "The list of skills has no such concept. Leave it out to keep "
            "your own words."
            for field, skill in named
            if skill.concept is not None and self._thesaurus.get(skill.concept) is None
        }
        if unknown:
            raise Invalid(next(iter(unknown.values())), fields=unknown)
        return [self._concept(skill, ours) for _, skill in named]

    def _concept(self, skill: Skill, ours: dict[str, str]) -> Skill:
        if skill.concept is not None:
            return skill
        if (known := ours.get(compared(skill.text))) is not None:
            return replace(skill, concept=known)
        found = self._thesaurus.find(skill.text)
        return skill if found is None else replace(skill, concept=found.id)

    async def _require_operator(self, person: str) -> None:
        if not self._accounts.is_operator(await self._accounts.person(person)):
            raise Forbidden("Ask whoever runs this server (ITHACA_OPERATORS).")


def _named_in_goals(change: MenteeChange) -> list[tuple[str, Skill]]:
    return [
        (f"goals[{at}].skills[{place}]", skill)
        for at, goal in enumerate(change.goals or ())
        for place, skill in enumerate(goal.skills)
    ]


def _named_in_offer(change: MentorChange) -> list[tuple[str, Skill]]:
    skills = change.offer.skills if change.offer else ()
    return [(f"offer.skills[{at}]", one) for at, one in enumerate(skills)]


def _with_goal_skills(change: MenteeChange, made: Iterator[Skill]) -> MenteeChange:
    if change.goals is None:
        return change
    goals = tuple(
        replace(goal, skills=tuple(next(made) for _ in goal.skills)) for goal in change.goals
    )
    return replace(change, goals=goals)


def _with_offered_skills(change: MentorChange, made: Iterator[Skill]) -> MentorChange:
    if change.offer is None:
        return change
    skills = tuple(next(made) for _ in change.offer.skills)
    return replace(change, offer=replace(change.offer, skills=skills))
