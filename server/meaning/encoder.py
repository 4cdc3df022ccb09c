"""What an encoder is: texts in, vectors out, and which words brought two texts together. Pure.

Refuses to know how: the model of our own, hashed words and the multilingual one all fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from server.meaning.words import STOP_WORDS

Matrix = NDArray[np.float32]
"""One row a text."""
Vector = NDArray[np.float32]

LEAST_SHARE = 0.03
"""A pair of words that adds less to the cosine is no reason that anybody would understand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What a cosine of this encoder is worth; measured with the hand-written pairs."""

    unrelated: float = 0.10
    """At or below it two texts have nothing in common."""
    same: float = 0.45
    """From it on they say the same."""
    match: float = 0.20
    """From it on a goal counts as met by a line of expertise."""
    skill: float = 0.31
    """From it on a free text is taken for the skill nearest to it."""

    def likeness(self, cosines: Matrix) -> Matrix:
        """Cosines as 0 (unrelated) to 1 (the same)."""
        scaled = (cosines - self.unrelated) / (self.same - self.unrelated)
        return np.asarray(np.clip(scaled, 0.0, 1.0), np.float32)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and what it adds to the text's unit vector."""

    text: str
    part: Vector


@dataclass(frozen=True, slots=True)
class SharedMeaning:
    """A word of one text, a word of the other, and how much of the cosine the two bring."""

    word: str
    other: str
    share: float


class Encoder(Protocol):
    """Turns texts into unit vectors. Safe to share between threads."""

    @property
    def name(self) -> str:
        """The kind of model."""

    @property
    def version(self) -> str:
        """Changes whenever vectors do; vectors of two versions are never compared."""

    @property
    def dim(self) -> int:
        """The length of a vector."""

    @property
    def calibration(self) -> Calibration:
        """What this version's cosines are worth."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """A unit row a text; zeros for a text without a known word. Shape: [len(texts), dim]."""

    def words(self, text: str) -> list[Word]:
        """The parts that sum to the text's vector; empty when the model is no sum of words."""


def matched_words(encoder: Encoder, one: str, other: str, *, most: int = 5) -> list[SharedMeaning]:
    """The pairs of words that brought two texts together, strongest first, no word twice.

    The cosine of sums of words is the sum over all pairs of their products, so a share is exact.
    """
    return met_words(encoder.words(one), encoder.words(other), most=most)


def met_words(
    ones: Sequence[Word], others: Sequence[Word], *, most: int = 5
) -> list[SharedMeaning]:
    """The same, of two texts whose words are known."""
    mine, theirs = _telling(ones), _telling(others)
    if not mine or not theirs:
        return []
    shares = np.stack([one.part for one in mine]) @ np.stack([one.part for one in theirs]).T
    pairs = [
        SharedMeaning(mine[at].text, theirs[place].text, float(shares[at, place]))
        for at, place in np.argwhere(shares >= LEAST_SHARE).tolist()
    ]
    shown: list[SharedMeaning] = []
    for pair in sorted(pairs, key=lambda pair: (-pair.share, pair.word, pair.other)):
        if all(pair.word != each.word and pair.other != each.other for each in shown):
            shown.append(pair)
    return shown[:most]


def unit(rows: Matrix) -> Matrix:
    """Rows of length one; zeros stay zeros."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0), np.float32)


def _telling(found: Sequence[Word]) -> list[Word]:
    return [word for word in found if word.text not in STOP_WORDS]
