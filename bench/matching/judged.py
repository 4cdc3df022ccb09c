"""The texts encoders are judged by, and how: who stands where in the list of all answers.

Hand-written goals and mentors (hand.tsv, languages.tsv), titles and descriptions of O*NET's
occupations and of 2,000 ESCO skills that no training has seen (LICENCES.md).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from server.meaning.encoder import Encoder, Matrix

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Task:
    """Questions, answers, and which answer belongs to which question."""

    questions: list[str]
    answers: list[str]
    truth: list[int]
    kinds: list[str]
    """Of each question: its tier or language."""

    def ranks(self, encoder: Encoder) -> NDArray[np.float64]:
        """The place of the right answer to each question, from 1; equals share their mean place.

        Without the mean an encoder that knows nothing, and so finds all alike, would look good.
        """
        cosines = encoder.encode(self.questions) @ encoder.encode(self.answers).T
        right = cosines[np.arange(len(self.truth)), self.truth][:, None]
        better = (cosines > right).sum(axis=1)
        equal = (cosines == right).sum(axis=1) - 1
        return np.asarray(1 + better + equal / 2, np.float64)

    def cosines(self, encoder: Encoder) -> tuple[Matrix, Matrix]:
        """Of the pairs that belong together, and of all others."""
        all_ = encoder.encode(self.questions) @ encoder.encode(self.answers).T
        belongs = np.zeros(all_.shape, bool)
        belongs[np.arange(len(self.truth)), self.truth] = True
        return all_[belongs], all_[~belongs]


def hand() -> Task:
    """30 goals, 60 mentors; kinds are the tiers A (same words), B (some), C (none)."""
    rows = list(_rows("hand.tsv"))
    asked = [row for row in rows if row["goal"]]
    return Task(
        questions=[row["goal"] for row in asked],
        answers=[row["expertise"] for row in rows],
        truth=[rows.index(row) for row in asked],
        kinds=[row["tier"] for row in asked],
    )


def languages() -> Task:
    """20 goals in 18 languages, the same 60 mentors in English."""
    answers = hand().answers
    rows = list(_rows("languages.tsv"))
    return Task(
        questions=[row["goal"] for row in rows],
        answers=answers,
        truth=[answers.index(row["expertise"]) for row in rows],
        kinds=[row["language"] for row in rows],
    )


def languages_fresh() -> Task:
    """28 goals, written after our glossary; kinds tell languages that it has and others."""
    answers = hand().answers
    rows = list(_rows("languages_fresh.tsv"))
    return Task(
        questions=[row["goal"] for row in rows],
        answers=answers,
        truth=[answers.index(row["expertise"]) for row in rows],
        kinds=[row["kind"] for row in rows],
    )


def onet() -> Task:
    """Titles and descriptions of 1,016 occupations."""
    return _described("onet.tsv.gz")


def esco() -> Task:
    """Labels and descriptions of 2,000 skills."""
    return _described("esco.tsv.gz")


def recall(ranks: NDArray[np.float64], most: int) -> float:
    """The share of questions whose answer is among the first ones."""
    return round(float((ranks <= most).mean()), 3)


def _described(name: str) -> Task:
    rows = list(_rows(name))
    return Task(
        questions=[row["label"] for row in rows],
        answers=[row["description"] for row in rows],
        truth=list(range(len(rows))),
        kinds=[""] * len(rows),
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = FOLDER / name
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    columns = lines[0].split("\t")
    for line in lines[1:]:
        yield dict(zip(columns, line.split("\t"), strict=True))
