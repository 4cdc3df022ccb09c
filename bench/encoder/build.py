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

from bench.encoder.abroad import Foreign, foreign_words, placed
from bench.encoder.corpus import Corpus, gather
from bench.encoder.sources import Cache, tokenizer_files
from bench.encoder.teachers import Teachers
from bench.encoder.training import Bags, Floats, Recipe, Table, bags_of, train
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
SELDOM = 1e-3
"""Words rarer than this share of all weigh full, others less."""
CALIBRATION = Calibration()
RECIPE = Recipe()
ABROAD = Recipe(epochs=4, teacher_weight=0.0, seed=2)


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
    table = Table.of(beginning(rows, corpus, teachers))
    vocabulary = Vocabulary({word: row for row, word in enumerate(rows.all)})
    learned = taught(table, vocabulary, corpus, teachers)
    foreign = foreign_words(cache, corpus, known=set(rows.all), most=FOREIGN)
    told, vectors = with_others(rows, learned, foreign, corpus, teachers)
    TARGET.write_bytes(packed(told, vectors))


def chosen(corpus: Corpus, pieces: Sequence[str]) -> Rows:
    """The most usual words and couples, and every piece that continues a word."""
    counted = sorted(corpus.counts, key=lambda word: (-corpus.counts[word], word))
    inner = sorted(p for p in pieces if p.startswith("##") and p[2:].isalpha() and p.isascii())
    couples = sorted(corpus.couples, key=lambda couple: (-corpus.couples[couple], couple))
    return Rows(english=counted[:ENGLISH], pieces=inner, couples=couples[:COUPLES])


def beginning(rows: Rows, corpus: Corpus, teachers: Teachers) -> Floats:
    """What the teacher says of each word alone, in fewer dimensions; couples add nothing yet."""
    alone = teachers.english([word.removeprefix("##") for word in [*rows.english, *rows.pieces]])
    centred = alone - alone.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2][:DIM].T
    share = np.array([corpus.counts[word] for word in rows.english]) / corpus.counts.total()
    shares = np.concatenate([share, np.full(len(rows.pieces), 2e-4)])
    vectors = centred @ axes * (SELDOM / (SELDOM + shares))[:, None]
    vectors /= np.linalg.norm(vectors, axis=1).mean()
    return np.vstack([vectors, np.zeros((len(rows.couples), DIM))]).astype(np.float32)


def taught(table: Table, vocabulary: Vocabulary, corpus: Corpus, teachers: Teachers) -> Floats:
    """The English rows after training."""
    pairs = [pair for pair in corpus.pairs if vocabulary.rows_of(pair[0])]
    texts = corpus.taught
    said = teachers.english(texts)
    return train(
        table,
        pairs=(
            bags(vocabulary, [one for one, _ in pairs]),
            bags(vocabulary, [other for _, other in pairs]),
        ),
        taught=(bags(vocabulary, texts), said),
        recipe=RECIPE,
    ).vectors


def with_others(
    rows: Rows, learned: Floats, foreign: Sequence[Foreign], corpus: Corpus, teachers: Teachers
) -> tuple[list[str], Floats]:
    """The table with the words of other languages, trained by what translates them."""
    told = [*rows.all, *(word.text for word in foreign)]
    size = dict(zip(rows.english, np.linalg.norm(learned, axis=1), strict=False))
    abroad = placed(foreign, rows.english, learned[: len(rows.english)], teachers)
    abroad *= float(np.mean(list(size.values())))
    vocabulary = Vocabulary({word: row for row, word in enumerate(told)})
    table = Table.of(np.vstack([learned, abroad]).astype(np.float32))
    pairs = (
        bags(vocabulary, [one for one, _ in corpus.glossary]),
        bags(vocabulary, [other for _, other in corpus.glossary]),
    )
    none = (pairs[0][:1], np.zeros((1, 1), np.float32))
    train(table, pairs=pairs, taught=none, recipe=ABROAD, frozen=len(learned))
    return told, table.vectors


def bags(vocabulary: Vocabulary, texts: Sequence[str]) -> Bags:
    """One bag a text."""
    return bags_of([vocabulary.rows_of(text) for text in texts], len(vocabulary.rows))


def packed(told: Sequence[str], vectors: Floats) -> bytes:
    """The file: four bits a number, a scale a row, the words compressed. Its digest is its version."""
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
