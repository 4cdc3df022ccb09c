"""The teacher: all-MiniLM-L6-v2 in numpy. Slow and exact; only building the encoder needs it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

Floats = NDArray[np.float32]

LAYERS = 6
HEADS = 12
DIM = 384
MOST_PIECES = 64
PIECES_AT_A_TIME = 2048
_TYPES = {"F32": np.dtype("<f4"), "I64": np.dtype("<i8")}


@dataclass(frozen=True, slots=True)
class MiniLm:
    """Weights by name, and the word pieces."""

    weights: dict[str, Floats]
    pieces: dict[str, int]

    @classmethod
    def read(cls, weights: Path, vocabulary: Sequence[str]) -> MiniLm:
        """From a safetensors file and the pieces in their order."""
        raw = weights.read_bytes()
        size = int.from_bytes(raw[:8], "little")
        tensors = {
            name: np.frombuffer(
                raw[8 + size + about["data_offsets"][0] : 8 + size + about["data_offsets"][1]],
                _TYPES[about["dtype"]],
            ).reshape(about["shape"])
            for name, about in json.loads(raw[8 : 8 + size]).items()
            if name != "__metadata__"
        }
        named = {name.removeprefix("bert."): tensor for name, tensor in tensors.items()}
        return cls(named, {piece: place for place, piece in enumerate(vocabulary)})

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit rows, in the order of the texts; each batch has texts of one length."""
        rows = np.zeros((len(texts), DIM), np.float32)
        for places, ids in self._batches(texts):
            rows[places] = self._mean(ids)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def _batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], NDArray[np.intp]]]:
        by_length: dict[int, list[tuple[int, list[int]]]] = {}
        for place, text in enumerate(texts):
            ids = self.ids(text)
            by_length.setdefault(len(ids), []).append((place, ids))
        for length, found in sorted(by_length.items()):
            step = max(1, PIECES_AT_A_TIME // length)
            for start in range(0, len(found), step):
                some = found[start : start + step]
                yield [place for place, _ in some], np.array([ids for _, ids in some])

    def ids(self, text: str) -> list[int]:
        """Word pieces between the marks of beginning and end."""
        found = [piece for word in basic_words(text) for piece in self._pieces(word)]
        return [self.pieces["[CLS]"], *found[: MOST_PIECES - 2], self.pieces["[SEP]"]]

    def _pieces(self, word: str) -> list[int]:
        pieces, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = ("##" if start else "") + word[start:end]
                if piece in self.pieces:
                    pieces.append(self.pieces[piece])
                    start = end
                    break
            else:
                return [self.pieces["[UNK]"]]
        return pieces

    def _mean(self, ids: NDArray[np.intp]) -> Floats:
        w = self.weights
        x = (
            w["embeddings.word_embeddings.weight"][ids]
            + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
            + w["embeddings.token_type_embeddings.weight"][0]
        )
        x = self._norm(x, "embeddings.LayerNorm")
        for layer in range(LAYERS):
            x = self._layer(x, f"encoder.layer.{layer}.")
        return np.asarray(x.mean(axis=1), np.float32)

    def _layer(self, x: Floats, name: str) -> Floats:
        count, length, _ = x.shape
        query, key, value = (
            self._linear(x, f"{name}attention.self.{part}")
            .reshape(count, length, HEADS, -1)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32((DIM / HEADS) ** 0.5)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        seen = (scores @ value).transpose(0, 2, 1, 3).reshape(count, length, DIM)
        x = self._norm(x + self._linear(seen, f"{name}attention.output.dense"),
                       f"{name}attention.output.LayerNorm")  # fmt: skip
        inner = self._linear(x, f"{name}intermediate.dense")
        inner = inner * (0.5 + 0.5 * erf(inner / np.float32(2**0.5)))
        return self._norm(x + self._linear(inner, f"{name}output.dense"), f"{name}output.LayerNorm")

    def _linear(self, x: Floats, name: str) -> Floats:
        flat = x.reshape(-1, x.shape[-1]) @ self.weights[f"{name}.weight"].T
        return (flat + self.weights[f"{name}.bias"]).reshape(*x.shape[:-1], -1)

    def _norm(self, x: Floats, name: str) -> Floats:
        centred = x - x.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        return centred / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def basic_words(text: str) -> list[str]:
    """BERT's words: lower case, no accents, each sign alone."""
    spread = unicodedata.normalize("NFD", text.lower())
    kept = "".join(each for each in spread if unicodedata.category(each) != "Mn")
    return "".join(f" {each} " if _stands_alone(each) else each for each in kept).split()


def _stands_alone(letter: str) -> bool:
    is_chinese = 0x3400 <= ord(letter) <= 0x9FFF
    is_sign = not letter.isalnum() and not letter.isspace()
    return is_chinese or is_sign
