"""Words of other languages, put beside the English words that mean the same to a teacher."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np

from bench.encoder.corpus import Corpus
from bench.encoder.sources import Cache
from bench.encoder.teachers import Teachers
from bench.encoder.training import Floats, normed
from server.meaning.words import is_spaceless, words

WORD_STARTS = "\u2581"
NEAREST = 8
"""So many English words stand for a foreign one."""
SHARPNESS = 20.0
SELDOM = 2e-5
"""Words rarer than this share of all languages weigh full."""
RARE = 1e-7
"""The share of a word that is in our texts alone."""
USUAL = 5
"""Times that a word must be in ESCO's translations to be one of ours."""
AT_A_TIME = 1024


@dataclass(frozen=True, slots=True)
class Foreign:
    """A folded word, how it is written, and its share of all words in all languages."""

    text: str
    written: str
    share: float


def foreign_words(cache: Cache, corpus: Corpus, *, known: set[str], most: int) -> list[Foreign]:
    """Words of our glossary, usual ones of ESCO's translations, then those of all languages."""
    shares: dict[str, Foreign] = {}
    for piece, share in sorted(cache.e5_pieces(), key=lambda each: (-each[1], each[0])):
        written = piece.lstrip(WORD_STARTS)
        told = words(written)
        if len(told) == 1 and share < 0 and is_word(told[0], piece):
            shares.setdefault(told[0], Foreign(told[0], written, exp(share)))
    ours = Counter(word for foreign, _ in corpus.glossary for word in words(foreign))
    theirs = Counter(word for foreign, _ in corpus.translations for word in words(foreign))
    usual = [word for word, count in theirs.items() if count >= USUAL]
    asked = dict.fromkeys(word for word in [*ours, *usual] if is_word(word, WORD_STARTS))
    first = [shares.get(word, Foreign(word, word, RARE)) for word in asked]
    both = {each.text: each for each in [*first, *shares.values()] if each.text not in known}
    return list(both.values())[:most]


def is_word(word: str, piece: str) -> bool:
    """Whether a piece is a word, or of a script that parts no words."""
    if any(letter.isdigit() for letter in word):
        return False
    return is_spaceless(word) or (piece.startswith(WORD_STARTS) and len(word) > 1)


def placed(
    foreign: Sequence[Foreign], english: Sequence[str], learned: Floats, teachers: Teachers
) -> Floats:
    """A vector for each word, the usual ones shorter: the mean of its nearest in English."""
    known = teachers.abroad(english)
    asked = teachers.abroad([word.written for word in foreign])
    known = normed(known - known.mean(axis=0))[0]
    asked = normed(asked - asked.mean(axis=0))[0]
    units = normed(learned)[0]
    rows = np.zeros((len(foreign), learned.shape[1]), np.float32)
    for start in range(0, len(foreign), AT_A_TIME):
        cosines = asked[start : start + AT_A_TIME] @ known.T
        near = np.argpartition(-cosines, NEAREST, axis=1)[:, :NEAREST]
        weights = np.exp(SHARPNESS * np.take_along_axis(cosines, near, axis=1))
        weights /= weights.sum(axis=1, keepdims=True)
        rows[start : start + AT_A_TIME] = np.einsum("nk,nkd->nd", weights, units[near])
    share = np.array([word.share for word in foreign])
    return np.asarray(normed(rows)[0] * (SELDOM / (SELDOM + share))[:, None], np.float32)
