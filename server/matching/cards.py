"""A mentor as a mentee finds them: the reasons and the caveat in the two people's own words.

`explain` speaks of places and ids; here they become what the two wrote. Refuses sentences: the
web app words every code in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.matching.explain import Code, Explanation, Level, Said
from server.matching.gates import Gate
from server.matching.hours import Window, windows_of
from server.matching.pair import Evidence
from server.matching.people import skill_id
from server.matching.rating import Rating
from server.meaning.catalogue import Skill as Concept
from server.meaning.encoder import SharedMeaning, Word, met_words
from server.profiles.model import Criterion, Entry, Skill

WordsOf = Callable[[str, str], Sequence[Word]]
"""The parts of a text without the name of who wrote it."""
MOST_WORDS = 4
_COUNTS = ("covered", "of", "hours", "steps", "percent", "sessions")
_LISTS = ("industries", "interests", "languages", "styles")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A code and what fills its sentence; what it does not need is None or empty."""

    code: Code
    criterion: Criterion
    covered: int | None = None
    of: int | None = None
    hours: float | None = None
    steps: int | None = None
    percent: int | None = None
    sessions: int | None = None
    goals: tuple[str, ...] = ()
    """The mentee's words."""
    lines: tuple[str, ...] = ()
    """The mentor's words, one for each of the goals that are covered."""
    skills: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One mentor for one mentee."""

    entry: Entry
    level: Level | None
    """None where the mentee has told too little to compare."""
    reasons: tuple[Told, ...] = ()
    caveat: Told | None = None
    words: tuple[SharedMeaning, ...] = ()
    common: tuple[Window, ...] = ()
    """Free hours that both have this week, by the mentee's clock."""
    told: tuple[Gate, ...] = ()
    """What stands between the two all the same."""
    rating: Rating | None = None
    is_newcomer: bool = False
    is_guest: bool = False
    is_in_demand: bool = False
    is_favourite: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two people and what the score found of them."""

    mentee: Entry
    mentor: Entry
    seen: Evidence
    explained: Explanation
    labels: Mapping[str, str]
    """Of skills, by id."""

    def reasons(self) -> tuple[Told, ...]:
        """In words."""
        return tuple(self._told(one) for one in self.explained.reasons)

    def caveat(self) -> Told | None:
        """In words."""
        one = self.explained.caveat
        return None if one is None else self._told(one)

    def words(self, words_of: WordsOf) -> tuple[SharedMeaning, ...]:
        """What brought goals and lines together, strongest first, each word once."""
        goals, lines = self.mentee.profile.mentee.goals, self.mentor.profile.mentor.offer.expertise
        names = self.mentee.person.name, self.mentor.person.name
        found: dict[str, SharedMeaning] = {}
        for one in sorted(self.seen.goals, key=lambda one: -one.cosine):
            if one.line is None or one.likeness <= 0:
                continue
            mine = words_of(goals[one.goal].text, names[0])
            theirs = words_of(lines[one.line], names[1])
            for shared in met_words(mine, theirs, most=MOST_WORDS):
                found.setdefault(shared.word, shared)
        return tuple(sorted(found.values(), key=lambda one: -one.share))[:MOST_WORDS]

    def common(self, monday: date) -> tuple[Window, ...]:
        """Free hours that both have, by the mentee's clock."""
        return windows_of(self.seen.common_hours, self.mentee.person.time_zone, monday)

    def _told(self, said: Said) -> Told:
        given = said.arguments
        plain: dict[str, Any] = {name: given[name] for name in _COUNTS if name in given}
        plain |= {name: tuple(given[name]) for name in _LISTS if name in given}
        goals, lines = self._texts(said)
        skills = self._skills(said)
        return Told(
            code=said.code,
            criterion=said.criterion,
            goals=goals,
            lines=lines,
            skills=skills,
            **plain,
        )

    def _texts(self, said: Said) -> tuple[tuple[str, ...], tuple[str, ...]]:
        goals, lines = self.mentee.profile.mentee.goals, self.mentor.profile.mentor.offer.expertise
        matches = said.arguments.get("matches", ())
        missed = said.arguments.get("goals", ())
        found = [goals[one["goal"]].text for one in matches] or [goals[at].text for at in missed]
        return tuple(found), tuple(lines[one["line"]] for one in matches)

    def _skills(self, said: Said) -> tuple[str, ...]:
        given = said.arguments.get("skills", ())
        ids = [one["wanted"] if isinstance(one, dict) else one for one in given]
        return tuple(self.labels[one] for one in ids)


def labels_of(skills: Iterable[Skill], concepts: Mapping[str, Concept]) -> dict[str, str]:
    """What to call skills: as the list does, else as they were written."""
    found: dict[str, str] = {}
    for one in skills:
        known = concepts.get(one.concept or "")
        found.setdefault(skill_id(one), known.label if known else one.text)
    return found
