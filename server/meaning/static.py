"""The encoder that ships with Ithaca: a vector a word, summed; built by bench/encoder (see NOTICE).

It has no network, no neural net at run time and no state but a file of a few megabytes. Refuses a
file whose words and vectors do not fit together.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import IO

import numpy as np
from numpy.typing import NDArray

from server.meaning.encoder import Calibration, Matrix, Vector, Word, unit
from server.meaning.vocabulary import Vocabulary

FILE = "static.npz"
TEXTS_AT_A_TIME = 256
"""Bounds the memory of a large call: so many texts' words are spread out at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Static:
    """Sums of word vectors. `vectors` are small whole numbers; `scales` make them what they are."""

    name: str
    version: str
    dim: int
    calibration: Calibration
    vocabulary: Vocabulary
    vectors: NDArray[np.int8]
    scales: Vector

    @classmethod
    def shipped(cls) -> Static:
        """The model in this package. Takes about a tenth of a second."""
        with (resources.files("server.meaning") / "data" / FILE).open("rb") as file:
            return cls.read(file)

    @classmethod
    def read(cls, file: IO[bytes]) -> Static:
        """A model from a file of bench/encoder. Raises: ValueError."""
        parts = np.load(file, allow_pickle=False)
        about = json.loads(parts["about"].tobytes())
        told = zlib.decompress(parts["words"].tobytes()).decode().split("\n")
        vectors = unpacked(parts["vectors"])
        if vectors.shape != (len(told), about["dim"]):
            raise ValueError(f"{len(told)} words do not fit vectors of shape {vectors.shape}.")
        return cls(
            name=about["name"],
            version=about["version"],
            dim=about["dim"],
            calibration=Calibration(**about["calibration"]),
            vocabulary=Vocabulary({word: row for row, word in enumerate(told)}),
            vectors=vectors,
            scales=parts["scales"].astype(np.float32),
        )

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit rows; zeros for a text without a known word."""
        sums = np.zeros((len(texts), self.dim), np.float32)
        for start in range(0, len(texts), TEXTS_AT_A_TIME):
            self._add(texts[start : start + TEXTS_AT_A_TIME], sums[start:])
        return unit(sums)

    def words(self, text: str) -> list[Word]:
        """Each word's part of the text's vector."""
        parts = [(word, self._sum(rows)) for word, rows in self.vocabulary.found(text) if rows]
        length = float(np.linalg.norm(sum((part for _, part in parts), np.zeros(self.dim))))
        return [Word(word, part / np.float32(length)) for word, part in parts] if length else []

    def _add(self, texts: Sequence[str], sums: Matrix) -> None:
        found = [self.vocabulary.rows_of(text) for text in texts]
        filled = [place for place, rows in enumerate(found) if rows]
        if not filled:
            return
        starts = np.cumsum([0, *(len(found[place]) for place in filled)])[:-1]
        spread = self._spread([row for place in filled for row in found[place]])
        sums[filled] = np.add.reduceat(spread, starts, axis=0)

    def _sum(self, rows: Sequence[tuple[int, float]]) -> Vector:
        return np.asarray(self._spread(rows).sum(axis=0), np.float32)

    def _spread(self, rows: Sequence[tuple[int, float]]) -> Matrix:
        places = np.fromiter((row for row, _ in rows), np.intp, len(rows))
        weights = np.fromiter((weight for _, weight in rows), np.float32, len(rows))
        return self.vectors[places] * (weights * self.scales[places])[:, None]


def packed(numbers: NDArray[np.int8]) -> NDArray[np.uint8]:
    """Whole numbers from -8 to 7, the two halves of each row in the halves of its bytes."""
    raised = (numbers + 8).astype(np.uint8)
    half = numbers.shape[1] // 2
    return np.asarray(raised[:, :half] | (raised[:, half:] << 4), np.uint8)


def unpacked(halves: NDArray[np.uint8]) -> NDArray[np.int8]:
    """The numbers of `packed`."""
    raised = np.concatenate([halves & 15, halves >> 4], axis=1)
    return raised.astype(np.int8) - np.int8(8)
