"""Trains a table of word vectors so that sums of words say what a teacher and known pairs say. Pure.

Two losses, both over a batch: which answer belongs to which question (pairs whose meaning is the
same), and how a teacher ranks the texts of the batch by likeness. Adam on the touched rows only;
every row is drawn back to where it began, so that rare words stay what the teacher said of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float32]
Bags = sparse.csr_matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How long and how strongly to train."""

    epochs: int = 8
    batch: int = 1024
    rate: float = 0.002
    pairs_temperature: float = 0.05
    teacher_temperature: float = 0.05
    teacher_weight: float = 1.0
    pull: float = 0.02
    """How much of its way from the beginning a row loses a step."""
    seed: int = 1


@dataclass(slots=True)
class Table:
    """Vectors in training with Adam's memory."""

    vectors: Floats
    began: Floats
    first: Floats
    second: Floats
    steps: int = 0

    @classmethod
    def of(cls, vectors: Floats) -> Table:
        """Begins where the teacher's single words are."""
        zeros = np.zeros_like(vectors)
        return cls(vectors.copy(), vectors.copy(), zeros, zeros.copy())

    def step(self, rows: NDArray[np.intp], gradient: Floats, recipe: Recipe, rate: float) -> None:
        """One step of Adam on some rows."""
        self.steps += 1
        self.first[rows] = 0.9 * self.first[rows] + 0.1 * gradient
        self.second[rows] = 0.99 * self.second[rows] + 0.01 * gradient**2
        first = self.first[rows] / (1 - 0.9**self.steps)
        second = self.second[rows] / (1 - 0.99**self.steps)
        self.vectors[rows] -= rate * first / (np.sqrt(second) + 1e-8)
        self.vectors[rows] -= recipe.pull * rate / recipe.rate * (
            self.vectors[rows] - self.began[rows]
        )


def train(
    table: Table,
    *,
    pairs: tuple[Bags, Bags],
    taught: tuple[Bags, Floats],
    recipe: Recipe,
    frozen: int | None = None,
) -> Table:
    """All epochs; batches of both kinds in turn, the rate falling to nothing.

    `frozen`: rows before this one are left as they are.
    """
    chance = np.random.default_rng(recipe.seed)
    ones, others = pairs
    texts, teacher = taught
    steps = max(1, ones.shape[0] // recipe.batch) * recipe.epochs
    taught_batches = endless(texts.shape[0], recipe.batch, chance)
    for done, places in enumerate(some(endless(ones.shape[0], recipe.batch, chance), steps)):
        rate = recipe.rate * (1 - done / steps)
        _pair_step(table, ones[places], others[places], recipe, rate, frozen)
        if recipe.teacher_weight > 0:
            chosen = next(taught_batches)
            _teacher_step(table, texts[chosen], teacher[chosen], recipe, rate, frozen)
    return table


def _pair_step(
    table: Table, ones: Bags, others: Bags, recipe: Recipe, rate: float, frozen: int | None
) -> None:
    rows, bags = touched(sparse.vstack([ones, others]).tocsr())
    sums = np.asarray(bags @ table.vectors[rows], np.float32)
    units, lengths = normed(sums)
    count = ones.shape[0]
    a, b = units[:count], units[count:]
    cosines = a @ b.T
    wanted = np.eye(count, dtype=np.float32)
    slope = (soft(cosines, recipe.pairs_temperature) - wanted) / count
    slope += (soft(cosines.T, recipe.pairs_temperature) - wanted).T / count
    slope /= 2 * recipe.pairs_temperature
    gradient = np.vstack([slope @ b, slope.T @ a])
    _descend(table, rows, bags, through_norm(gradient, units, lengths), recipe, rate, frozen)


def _teacher_step(
    table: Table, bags: Bags, teacher: Floats, recipe: Recipe, rate: float, frozen: int | None
) -> None:
    rows, bags = touched(bags)
    units, lengths = normed(np.asarray(bags @ table.vectors[rows], np.float32))
    wanted, told = teacher @ teacher.T, units @ units.T
    np.fill_diagonal(wanted, -9.0)
    np.fill_diagonal(told, -9.0)
    heat = recipe.teacher_temperature
    slope = (soft(told, heat) - soft(wanted, heat)) * (recipe.teacher_weight / len(units) / heat)
    gradient = (slope + slope.T) @ units
    _descend(table, rows, bags, through_norm(gradient, units, lengths), recipe, rate, frozen)


def _descend(
    table: Table,
    rows: NDArray[np.intp],
    bags: Bags,
    gradient: Floats,
    recipe: Recipe,
    rate: float,
    frozen: int | None,
) -> None:
    down = np.asarray(bags.T @ gradient, np.float32)
    if frozen is not None:
        free = rows >= frozen
        rows, down = rows[free], down[free]
    table.step(rows, down, recipe, rate)


def touched(bags: Bags) -> tuple[NDArray[np.intp], Bags]:
    """The rows that any bag has, and the bags over only these."""
    rows, columns = np.unique(bags.indices, return_inverse=True)
    small = sparse.csr_matrix(
        (bags.data, columns.astype(np.int32), bags.indptr), shape=(bags.shape[0], len(rows))
    )
    return rows.astype(np.intp), small


def normed(sums: Floats) -> tuple[Floats, Floats]:
    """Unit rows and what they were divided by."""
    lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
    return sums / lengths, lengths


def through_norm(gradient: Floats, units: Floats, lengths: Floats) -> Floats:
    """The gradient before the rows were made unit."""
    along = (gradient * units).sum(axis=1, keepdims=True)
    return np.asarray((gradient - along * units) / lengths, np.float32)


def soft(cosines: Floats, temperature: float) -> Floats:
    """Softmax of each row."""
    powers = np.exp((cosines - cosines.max(axis=1, keepdims=True)) / np.float32(temperature))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


def endless(count: int, batch: int, chance: np.random.Generator) -> Iterator[NDArray[np.intp]]:
    """Batches of places, all places once before any comes again."""
    while True:
        order = chance.permutation(count)
        for start in range(0, max(count - batch + 1, 1), batch):
            yield order[start : start + batch]


def some(batches: Iterator[NDArray[np.intp]], count: int) -> Iterator[NDArray[np.intp]]:
    """The first batches."""
    for _, batch in zip(range(count), batches, strict=False):
        yield batch


def bags_of(texts: Sequence[Sequence[tuple[int, float]]], rows: int) -> Bags:
    """One bag of weighted rows a text."""
    starts = np.cumsum([0, *(len(text) for text in texts)])
    flat = [row for text in texts for row in text]
    places = np.array([row for row, _ in flat], np.int32)
    weights = np.array([weight for _, weight in flat], np.float32)
    return sparse.csr_matrix((weights, places, starts), shape=(len(texts), rows))
