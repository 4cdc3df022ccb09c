"""Skills people seek and offer, as concepts: found by name or meaning, suggested while typing.

Refuses to guess: a text that no skill is near enough to stays a text.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from server.meaning.catalogue import Catalogue, Skill, key_of
from server.meaning.completion import Completion, Name
from server.meaning.encoder import Encoder, Matrix
from server.meaning.words import words

NO_ALIASES: Mapping[str, str] = {}
LONGEST_NAME = 200
"""Letters of a text that is looked up; what is longer names no skill."""


class Skills:
    """Shared by the whole process. Reads its lists when first asked.

    `aliases` of the methods are an administrator's: `key_of(name)` → id. They win over the lists.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def get(self, id_: str) -> Skill | None:
        """The skill of an id."""
        return self._catalogue.by_id.get(id_)

    def broader(self, id_: str) -> Skill | None:
        """The concept that a skill is a part of; None at the top and for an unknown id."""
        skill = self.get(id_)
        return self.get(skill.broader) if skill and skill.broader else None

    def named(self, text: str, *, aliases: Mapping[str, str] = NO_ALIASES) -> Skill | None:
        """The skill that is called exactly so, but for case, accents and punctuation."""
        told = aliases.get(key_of(text))
        return (self.get(told) if told else None) or self._catalogue.named(text)

    def find(self, text: str, *, aliases: Mapping[str, str] = NO_ALIASES) -> Skill | None:
        """The skill meant by a text: by name, else the nearest in meaning if it is near enough."""
        text = text[:LONGEST_NAME]
        return self.named(text, aliases=aliases) or self._nearest(text)

    def suggest(
        self, typed: str, limit: int = 10, *, aliases: Mapping[str, str] = NO_ALIASES
    ) -> list[Skill]:
        """Skills with a name that has the typed words, the last perhaps unfinished; best first."""
        exact = self.named(typed, aliases=aliases)
        places = self._completion.best(words(typed[:LONGEST_NAME]), limit)
        completed = [self._listed[place] for place in places]
        first = [exact] if exact else []
        return [*first, *(skill for skill in completed if skill != exact)][: max(limit, 0)]

    def warm(self) -> None:
        """Reads and sorts everything now, about half a second; for a thread at the start."""
        _ = self._completion, self._vectors

    def _nearest(self, text: str) -> Skill | None:
        cosines = self._vectors @ self._encoder.encode([text])[0]
        best = int(np.argmax(cosines))
        near = cosines[best] >= self._encoder.calibration.skill
        return self._listed[self._meant[best]] if near else None

    @cached_property
    def _catalogue(self) -> Catalogue:
        return Catalogue.shipped()

    @cached_property
    def _listed(self) -> list[Skill]:
        return list(self._catalogue.by_id.values())

    @cached_property
    def _completion(self) -> Completion:
        places = {skill.id: place for place, skill in enumerate(self._listed)}
        names = [
            Name(name, places[id_], _rank(self._catalogue.by_id[id_], name))
            for name, id_ in self._catalogue.by_name.items()
        ]
        return Completion.of(names)

    @cached_property
    def _meant(self) -> list[int]:
        """The place of the skill that each vector stands for."""
        return [place for place, skill in enumerate(self._listed) for _ in _texts(skill)]

    @cached_property
    def _vectors(self) -> Matrix:
        return self._encoder.encode([text for skill in self._listed for text in _texts(skill)])


def _texts(skill: Skill) -> tuple[str, ...]:
    """What is compared in meaning; ESCO's other names only translate the label."""
    return (skill.label, *skill.aliases) if skill.is_own else (skill.label,)


def _rank(skill: Skill, name: str) -> int:
    """Its label before other names of it, ours before ESCO's: we list what people ask for."""
    return (0 if key_of(skill.label) == name else 4) + (0 if skill.is_own else 1)
