"""Every skill with a name: ESCO's concepts, those of our own, and what people call them. Pure.

Refuses files that contradict themselves: an id twice, a name that leads nowhere.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

from server.meaning.words import words

ESCO = "esco:"
OWN = "ithaca:"


@dataclass(frozen=True, slots=True)
class Skill:
    """A concept. `id` is `esco:` with ESCO's own UUID, or `ithaca:` with a word of ours."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    broader: str | None = None
    """Id of the concept that this one is a part of."""

    @property
    def is_own(self) -> bool:
        """Whether ESCO does not know it."""
        return self.id.startswith(OWN)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All skills by id and by name."""

    by_id: Mapping[str, Skill]
    by_name: Mapping[str, str]
    """`key_of` a label or alias → id."""

    @classmethod
    def shipped(cls) -> Catalogue:
        """What this package lists. Takes a few hundredths of a second."""
        data = resources.files("server.meaning") / "data"
        esco = gzip.decompress((data / "esco.tsv.gz").read_bytes()).decode()
        return cls.read(esco, _text(data, "concepts.tsv"), _text(data, "aliases.tsv"))

    @classmethod
    def read(cls, esco: str, concepts: str, aliases: str) -> Catalogue:
        """From the text of the three lists. Raises: ValueError."""
        by_id = {skill.id: skill for skill in _esco(esco)}
        by_name = _names(by_id.values())
        own = [_own(row, by_name) for row in _rows(concepts, columns=4)]
        by_id |= {skill.id: skill for skill in own}
        # Short names of our own concepts win: "go" is a language here before it is a game.
        by_name |= _names(own)
        for alias, label in _rows(aliases, columns=2):
            by_name.setdefault(key_of(alias), _id_of(label, by_name))
        return cls(by_id, by_name)

    def named(self, text: str) -> Skill | None:
        """The skill of exactly this label or alias, however it is typed."""
        found = self.by_name.get(key_of(text))
        return self.by_id[found] if found else None


def key_of(text: str) -> str:
    """What two spellings of a name have in common: case, accents and punctuation are gone."""
    return " ".join(words(text))


def _esco(text: str) -> Iterator[Skill]:
    for id_, label, aliases, broader in _rows(text, columns=4):
        parent = ESCO + broader if broader else None
        yield Skill(ESCO + id_, label, _parts(aliases), parent)


def _own(row: list[str], by_name: Mapping[str, str]) -> Skill:
    id_, label, aliases, broader = row
    parent = by_name.get(key_of(broader))
    return Skill(OWN + id_, label, _parts(aliases), parent)


def _names(skills: Iterable[Skill]) -> dict[str, str]:
    """Labels before aliases; of two equal ones the first."""
    listed = list(skills)
    names: dict[str, str] = {}
    for skill in listed:
        names.setdefault(key_of(skill.label), skill.id)
    for skill in listed:
        for name in (skill.label.partition(" (")[0], *skill.aliases):
            names.setdefault(key_of(name), skill.id)
    names.pop("", None)
    return names


def _id_of(label: str, by_name: Mapping[str, str]) -> str:
    found = by_name.get(key_of(label))
    if found is None:
        raise ValueError(f"No skill is called {label!r}.")
    return found


def _rows(text: str, *, columns: int) -> Iterator[list[str]]:
    for line in text.splitlines():
        if line and not line.startswith("#"):
            row = line.split("\t")
            if len(row) != columns:
                raise ValueError(f"{columns} columns are needed: {line!r}.")
            yield row


def _parts(joined: str) -> tuple[str, ...]:
    return tuple(filter(None, joined.split("|")))


def _text(folder: Traversable, name: str) -> str:
    return (folder / name).read_text("utf-8")
