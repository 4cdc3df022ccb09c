"""Builds server/meaning/data/static.npz: `nice python -m bench.encoder.build CACHE` (README.md).

Single words as a teacher sees them, trained so that their sums say what the teacher and known pairs
say; then words of other languages, put where a multilingual teacher sees them beside English ones.
The same inputs give the same bytes on one machine.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import sys
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bench.encoder.abroad import Foreign, foreign_words, placed
from bench.encoder.corpus import Corpus, gather
from bench.encoder.sources import Cache, tokenizer_files
from bench.encoder.teachers import Teachers
from bench.encoder.training import Bags, Floats, Recipe, Table, Trainer, bags_of, fitted
from server.meaning import static
from server.meaning.encoder import Calibration
from server.meaning.vocabulary import Vocabulary

TARGET = Path(__file__).parents[2] / "server/meaning/data/static.npz"
DIM = 256
ENGLISH = 26_000
COUPLES = 2_000
FOREIGN = 24_000
STEP = 0.335
"""Of a row's spread: the distance of levels that loses least with 15 of them."""
PIECE, COUPLE = 2e-4, 1e-5
"""Pieces and couples weigh as words that are this share of all."""
PULL = 2.0
HALFWAY = 0.7
"""How much of what pairs teach is kept: all of it helps skills and harms occupations."""
CALIBRATION = Calibration(unrelated=0.09, same=0.50, match=0.21, skill=0.50)
"""From what the hand-written pairs, and other texts, were told (decision 0028)."""
RECIPE = Recipe()
ABROAD = Recipe(epochs=2, rate=0.01, seed=2)
KNOWN = 25
"""Times that an English word must be in the texts to stand for a foreign one."""
GLOSSARY = 6
"""Times that our glossary is read for once of ESCO's translations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The vocabulary in its order."""

    english: list[str]
    pieces: list[str]
    couples: list[str]

    @property
    def all(self) -> list[str]:
        return [*self.english, *self.pieces, *self.couples]


def main(folder: Path) -> None:
    """Everything from the cache in this folder."""
    cache = Cache(folder)
    cache.fill()
    corpus = gather(cache, random.Random(1))
    teachers = Teachers(cache)
    rows = chosen(corpus, tokenizer_files(cache)[1])
    learned = taught(rows, corpus, teachers)
    foreign = foreign_words(cache, corpus, known=set(rows.all), most=FOREIGN)
    told, vectors = with_others(rows, learned, foreign, corpus, teachers)
    TARGET.write_bytes(packed(told, vectors))


def chosen(corpus: Corpus, pieces: Sequence[str]) -> Rows:
    """The most usual words and couples, and every piece that continues a word."""
    counted = sorted(corpus.counts, key=lambda word: (-corpus.counts[word], word))
    inner = sorted(p for p in pieces if p.startswith("##") and p[2:].isalpha() and p.isascii())
    couples = sorted(corpus.couples, key=lambda couple: (-corpus.couples[couple], couple))
    return Rows(english=counted[:ENGLISH], pieces=inner, couples=couples[:COUPLES])


def taught(rows: Rows, corpus: Corpus, teachers: Teachers) -> Floats:
    """The English rows: as the teacher sees them alone, then fitted to texts, then to pairs."""
    weights = weighed(rows, corpus)
    said = teachers.english(corpus.taught)
    alone = teachers.english([word.removeprefix("##") for word in [*rows.english, *rows.pieces]])
    alone -= alone.mean(axis=0)
    told = np.vstack([alone, np.zeros((len(rows.couples), alone.shape[1]), np.float32)])
    vocabulary = Vocabulary({word: row for row, word in enumerate(rows.all)})
    texts = (bags(vocabulary, corpus.taught) @ sparse.diags(weights)).tocsr()
    wide = fitted(told, texts, said - said.mean(axis=0), pull=PULL) * weights[:, None]
    axes = np.linalg.svd(wide[: len(rows.english)], full_matrices=False)[2][:DIM].T
    began = wide @ axes
    began /= np.linalg.norm(began, axis=1)[: len(rows.english)].mean()
    table = Table.of(began)
    both = [bags(vocabulary, list(texts)) for texts in zip(*corpus.pairs, strict=True)]
    learned = Trainer(table, RECIPE).train(both[0], both[1])
    return np.asarray(began + HALFWAY * (learned - began), np.float32)


def weighed(rows: Rows, corpus: Corpus) -> Floats:
    """Seldom words weigh more: the logarithm of how seldom, from the most usual ones on."""
    share = [max(corpus.counts[word], 1) / corpus.counts.total() for word in rows.english]
    shares = [*share, *[PIECE] * len(rows.pieces), *[COUPLE] * len(rows.couples)]
    return np.asarray(np.maximum(-np.log(np.array(shares)) - 3, 0.1), np.float32)


def with_others(
    rows: Rows, learned: Floats, foreign: Sequence[Foreign], corpus: Corpus, teachers: Teachers
) -> tuple[list[str], Floats]:
    """The table with the words of other languages, trained by what translates them."""
    told = [*rows.all, *(word.text for word in foreign)]
    known = [row for row, word in enumerate(rows.english) if corpus.counts[word] >= KNOWN]
    abroad = placed(foreign, [rows.english[row] for row in known], learned[known], teachers)
    abroad *= float(np.linalg.norm(learned[: len(rows.english)], axis=1).mean())
    vocabulary = Vocabulary({word: row for row, word in enumerate(told)})
    table = Table.of(np.vstack([learned, abroad]).astype(np.float32))
    pairs = corpus.glossary * GLOSSARY + corpus.translations
    both = [bags(vocabulary, list(texts)) for texts in zip(*pairs, strict=True)]
    return told, Trainer(table, ABROAD, frozen=len(learned)).train(both[0], both[1])


def bags(vocabulary: Vocabulary, texts: Sequence[str]) -> Bags:
    """One bag a text."""
    return bags_of([vocabulary.rows_of(text) for text in texts], len(vocabulary.rows))


def packed(told: Sequence[str], vectors: Floats) -> bytes:
    """The file: four bits a number, a scale a row, the words compressed; versioned by digest."""
    levels, scales = halved(vectors)
    body = hashlib.sha256(levels.tobytes() + scales.tobytes() + "\n".join(told).encode())
    about = {
        "name": "static",
        "version": body.hexdigest()[:12],
        "dim": vectors.shape[1],
        "calibration": asdict(CALIBRATION),
    }
    file = io.BytesIO()
    np.savez(
        file,
        about=np.frombuffer(json.dumps(about, sort_keys=True).encode(), np.uint8),
        words=np.frombuffer(zlib.compress("\n".join(told).encode(), 9), np.uint8),
        vectors=levels,
        scales=scales,
    )
    return file.getvalue()


def halved(vectors: Floats) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """Each row as whole numbers and what to multiply them with, after a turn of all axes.

    The turn changes no cosine, but spreads a row evenly over its numbers, so that 15 levels do.
    """
    turn = np.linalg.qr(np.random.default_rng(3).normal(size=(DIM, DIM)))[0]
    rows = vectors @ turn.astype(np.float32)
    scales = np.maximum(rows.std(axis=1, keepdims=True) * STEP, 1e-6).astype(np.float16)
    levels = np.clip(np.rint(rows / scales.astype(np.float32)), -7, 7).astype(np.int8)
    return static.packed(levels), scales[:, 0]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
