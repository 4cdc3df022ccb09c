"""Texts as the words that a full-text index keeps, and what is typed as words to look for. Pure.

Folding is done here and not in a database, so that both kinds find the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from server.meaning.words import is_spaceless, words
from server.profiles.model import Entry

MOST_WORDS = 8
_LONGEST_RUN = 60
_SIGNS = str.maketrans({"+": "plus", "#": "sharp"})
"""`C++` and `C#` are words of their own in neither database."""


@dataclass(frozen=True, slots=True)
class Words:
    """Of one mentor, by where they stand."""

    name: str
    headline: str
    expertise: str
    skills: str


def words_of(entry: Entry, skills: Iterable[str]) -> Words:
    """A mentor's words; `skills` by all their names."""
    offer = entry.profile.mentor.offer
    return Words(
        name=indexed([entry.person.name]),
        headline=indexed([entry.person.headline]),
        expertise=indexed(offer.expertise),
        skills=indexed(skills),
    )


def indexed(texts: Iterable[str]) -> str:
    """Each word once; of a script without spaces every end of a run, so that any part is found."""
    found: dict[str, None] = {}
    for one in texts:
        for word in words(one):
            for part in _parts(word):
                found.setdefault(part.translate(_SIGNS))
    return " ".join(found)


def typed(text: str) -> list[str]:
    """What somebody looks for; each word may be the beginning of one."""
    found = dict.fromkeys(word.translate(_SIGNS) for word in words(text))
    return list(found)[:MOST_WORDS]


def _parts(word: str) -> Iterable[str]:
    if not is_spaceless(word):
        return (word,)
    run = word[:_LONGEST_RUN]
    return (run[at:] for at in range(len(run)))
