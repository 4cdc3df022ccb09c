"""The encoder that needs no file: words and parts of words, hashed to places and weighted.

Knows no meaning: it only finds what is written alike. For installations that ship no model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from server.meaning.encoder import Calibration, Matrix, Vector, Word, unit
from server.meaning.words import STOP_WORDS, is_spaceless, words

DIM = 1024
WHOLE_WORD = 1.0
PART = 0.35
"""A word of `n` letters has about `3 n` parts; together they weigh about as much as the word."""
STOP_WORD = 0.1
"""Without a corpus to count in, rarity is only told from the list of stop words."""


class Tfidf:
    """Hashed words and runs of three to five letters."""

    name = "tfidf"
    version = "1"
    dim = DIM
    calibration = Calibration(unrelated=0.05, same=0.50, match=0.15, skill=0.45)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit rows; zeros for a text without a word."""
        rows = np.zeros((len(texts), DIM), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in words(text):
                places, weights = _features(word)
                row[places] += weights
        return unit(rows)

    def words(self, text: str) -> list[Word]:
        """Each word's part of the text's vector."""
        parts = [(word, _spread(word)) for word in words(text)]
        length = float(np.linalg.norm(sum((part for _, part in parts), np.zeros(DIM, np.float32))))
        return [Word(word, part / length) for word, part in parts] if length else []


def _spread(word: str) -> Vector:
    row = np.zeros(DIM, np.float32)
    places, weights = _features(word)
    row[places] += weights
    return row


@lru_cache(maxsize=20_000)
def _features(word: str) -> tuple[NDArray[np.intp], Vector]:
    """The places of a word, each once, and their weights, signed by a bit of the hash."""
    weight = STOP_WORD if word in STOP_WORDS else 1.0
    summed: dict[int, float] = {}
    for feature, share in _parts(word):
        hashed = crc32(feature.encode())
        place, sign = hashed % DIM, 1.0 if hashed >> 31 else -1.0
        summed[place] = summed.get(place, 0.0) + sign * share * weight
    return np.array(list(summed), np.intp), np.array(list(summed.values()), np.float32)


def _parts(word: str) -> Iterator[tuple[str, float]]:
    yield word, WHOLE_WORD
    padded = word if is_spaceless(word) else f" {word} "
    sizes = (1, 2) if is_spaceless(word) else (3, 4, 5)
    for size in sizes:
        for start in range(len(padded) - size + 1):
            yield padded[start : start + size], PART
