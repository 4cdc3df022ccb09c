"""From profiles to traits: what the score may see of a person, and nothing that says who it is.

Texts are stripped of the person's own name, of pronouns, addresses and links before anything is
read into them, so that none of these can weigh. Refuses to encode: vectors are brought along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from server.accounts.model import Language, Level, Role
from server.matching import traits
from server.matching.hours import Hours, Window, free_hours
from server.matching.rules import Calibration, Rules
from server.matching.traits import Fluency, MenteeTraits, MentorTraits, Record
from server.matching.vectors import Matrix
from server.meaning.catalogue import Skill as Concept
from server.meaning.encoder import Calibration as Known
from server.meaning.words import fold
from server.profiles.model import (
    GROUPS,
    Criterion,
    Entry,
    Mentor,
    Skill,
    Visibility,
    as_compared,
    completeness,
    step_of,
)
from server.profiles.model import Window as Free
from server.programmes.model import Settings

Vector = NDArray[np.float32]
CLEANED = 1 << 16
"""Texts that need not be cleaned again: each is asked for several times in a match run."""
FREE = "text:"
"""Before a skill that no list knows."""
_FLUENCY = {
    Level.BASIC: Fluency.BASIC,
    Level.GOOD: Fluency.GOOD,
    Level.FLUENT: Fluency.FLUENT,
    Level.NATIVE: Fluency.NATIVE,
}
INDUSTRY_GROUPS = {one.value: group for group, members in GROUPS.items() for one in members}

_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S*|(?<!\w)@\w+", re.I)
_PRONOUN_PAIR = re.compile(
    r"\(?\b(?:she|he|they|ze|xe)\s*/\s*(?:hers?|him|his|them|theirs?|zir|hir|xem)"
    r"(?:\s*/\s*(?:hers|his|theirs|zirs|xyrs))?\b\)?",
    re.I,
)
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_PRONOUNS = frozenset(
    "he him his himself she her hers herself mr mrs miss ella elle lui lei ela sie ihm ihr".split()  # noqa: SIM905 - read as a text
)
"""Those that tell a gender in languages Ithaca is used in; neutral ones say nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Meant:
    """What texts and skills mean: vectors by clean text, skills of the list by id."""

    dim: int
    vectors: Mapping[str, Vector]
    concepts: Mapping[str, Concept]

    def rows(self, texts: Iterable[str]) -> Matrix:
        """[texts, dim]; zeros for what was not encoded."""
        nothing = np.zeros(self.dim, np.float32)
        found = [self.vectors.get(one, nothing) for one in texts]
        return np.stack(found) if found else np.zeros((0, self.dim), np.float32)

    def skills(self, told: Iterable[Skill]) -> tuple[traits.Skill, ...]:
        """Each once, as concepts where a list knows them."""
        found: dict[str, traits.Skill] = {}
        for one in told:
            concept = self.concepts.get(one.concept or "")
            parents = frozenset({concept.broader} if concept and concept.broader else ())
            vector = self.vectors.get(skill_text(one, self.concepts))
            id_ = skill_id(one)
            known = np.zeros(self.dim, np.float32) if vector is None else vector
            found.setdefault(id_, traits.Skill(id_, known, parents))
        return tuple(found.values())


def skill_id(skill: Skill) -> str:
    """The list's id, or the person's own words as they are compared."""
    return skill.concept or FREE + as_compared(skill.text)


def skill_text(skill: Skill, concepts: Mapping[str, Concept]) -> str:
    """What is encoded for a skill."""
    known = concepts.get(skill.concept or "")
    return known.label if known else skill.text


@lru_cache(maxsize=CLEANED)
def clean(text: str, name: str) -> str:
    """A text without its writer's name, pronouns, addresses and links."""
    bare = _PRONOUN_PAIR.sub(" ", _ADDRESS.sub(" ", text))
    own = frozenset(part for word in name.split() for part in fold(word).split("-") if part)
    told = frozenset(re.split(r"[\W_]+", fold(bare)))
    if told.isdisjoint(own) and told.isdisjoint(_PRONOUNS):
        return " ".join(bare.split())  # as nearly every text is

    def kept(match: re.Match[str]) -> str:
        word = match.group()
        folded = fold(word)
        # A name that is also a word ("art", "will") is only taken for the name when it looks so.
        is_name = word != word.lower() or word == word.upper()
        is_own = folded in own or all(part in own for part in folded.split("-"))
        return "" if folded in _PRONOUNS or (is_own and is_name) else word

    return " ".join(_WORD.sub(kept, bare).split())


def texts_of(entry: Entry, role: Role) -> tuple[str, ...]:
    """What has to be encoded of a person in a role, clean, without the skills of lists."""
    name = entry.person.name
    if role is Role.MENTEE:
        goals = entry.profile.mentee.goals
        told = [one.text for one in goals]
        skills = [skill for goal in goals for skill in goal.skills]
    else:
        mentor = entry.profile.mentor
        told = [*mentor.offer.expertise, *mentor.wanted.topics]
        skills = list(mentor.offer.skills)
    free = [one.text for one in skills if one.concept is None]
    return tuple(dict.fromkeys([*(clean(one, name) for one in told), *free]))


def skills_of(entry: Entry, role: Role) -> tuple[Skill, ...]:
    """All skills of a person in a role."""
    if role is Role.MENTEE:
        return tuple(skill for goal in entry.profile.mentee.goals for skill in goal.skills)
    return entry.profile.mentor.offer.skills


def mentee_traits(entry: Entry, meant: Meant, monday: date) -> MenteeTraits:
    """What the score sees of somebody who looks for a mentor."""
    person, common, mentee = entry.person, entry.profile.common, entry.profile.mentee
    filters = mentee.filters
    return MenteeTraits(
        id=person.id,
        goals=meant.rows(clean(one.text, person.name) for one in mentee.goals),
        targets=tuple(one.industry and one.industry.value for one in mentee.goals),
        skills=meant.skills(skills_of(entry, Role.MENTEE)),
        seniority=None if common.about.seniority is None else step_of(common.about.seniority),
        languages=_languages(person.languages),
        interests=frozenset(as_compared(one) for one in common.about.interests),
        items=common.manner,
        styles=mentee.styles,
        hours=_hours(common.hours, person.time_zone, monday),
        most_important=mentee.most_important,
        filters=traits.Filters(
            frozenset(filters.languages), filters.is_free_only, filters.least_gap, filters.most_gap
        ),
        preparedness=completeness(entry.profile, Role.MENTEE, person.languages).percent / 100,
    )


def mentor_traits(
    entry: Entry, meant: Meant, monday: date, *, today: date, record: Record | None = None
) -> MentorTraits:
    """What the score sees of a mentor; `today` is the mentor's own."""
    person, common, mentor = entry.person, entry.profile.common, entry.profile.mentor
    topics = meant.rows(clean(one, person.name) for one in mentor.wanted.topics)
    levels = frozenset(step_of(one) for one in mentor.wanted.levels)
    return MentorTraits(
        id=person.id,
        expertise=meant.rows(clean(one, person.name) for one in mentor.offer.expertise),
        skills=meant.skills(mentor.offer.skills),
        industries=frozenset(one.value for one in common.about.industries),
        seniority=None if common.about.seniority is None else step_of(common.about.seniority),
        languages=_languages(person.languages),
        interests=frozenset(as_compared(one) for one in common.about.interests),
        items=common.manner,
        styles=mentor.styles,
        hours=_hours(common.hours, person.time_zone, monday),
        places_left=entry.profile.places_left,
        is_open=mentor.pause.is_open(today),
        is_free=mentor.price.charge is None,
        topics=topics if len(topics) else None,
        wishes=traits.Wishes(levels, mentor.wanted.is_levels_only),
        record=record or Record(),
    )


def is_shown(entry: Entry) -> bool:
    """Whether a mentor is proposed to mentees by the server itself: ready, and wants to be seen."""
    mentor: Mentor = entry.profile.mentor
    is_listed = mentor.visibility is Visibility.LISTED
    languages = entry.person.languages
    return is_listed and completeness(entry.profile, Role.MENTOR, languages).is_ready


def rules_of(settings: Settings, known: Known) -> Rules:
    """What a programme's coordinators set, as the score reads it; `known` of the encoder."""
    shares = settings.weights.as_shares()
    calibration = Calibration(unrelated=known.unrelated, same=known.same, match=known.match)
    return Rules(
        weights={name: shares[name.value] for name in Criterion},
        calibration=calibration,
        least_shared_hours=settings.gates.shared_minutes / 60,
        distance="peers" if settings.gates.allows_peers else "ahead",
        industry_groups=INDUSTRY_GROUPS,
    )


def _languages(spoken: Iterable[Language]) -> dict[str, Fluency]:
    return {one.tag: _FLUENCY[one.level] for one in spoken}


def _hours(windows: Iterable[Free], zone: str, monday: date) -> Hours:
    told = (Window(one.weekday, one.start_minute, one.end_minute) for one in windows)
    return free_hours(told, zone, monday)
