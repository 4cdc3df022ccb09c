"""Trains word vectors so that their sums say what a teacher and known pairs say. Pure.

First the sums are fitted to a teacher's vectors by ridge regression around the teacher's own single
words; then every text is drawn to its partner and away from all others (Adam on the touched rows).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float32]
Bags: TypeAlias = sparse.csr_matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How long and how strongly to train by pairs."""

    epochs: int = 1
    batch: int = 512
    rate: float = 0.003
    temperature: float = 0.05
    pull: float = 0.01
    """How much of its way from the beginning a row loses a step at the full rate."""
    seed: int = 1


def fitted(alone: Floats, bags: Bags, said: Floats, *, pull: float, steps: int = 20) -> Floats:
    """The rows near `alone` whose weighted means are nearest to what the teacher said of the bags.

    Minimises |said - means(rows)|² + pull |rows - alone|² by conjugate gradients, a column each.
    """
    weights = np.asarray(bags.sum(axis=1), np.float32).ravel()
    means = (sparse.diags(1 / np.maximum(weights, 1e-6)) @ bags).astype(np.float32).tocsr()
    back = means.T.tocsr()
    change = np.zeros_like(alone)
    rest = np.asarray(back @ (said - means @ alone), np.float32)
    way, left = rest.copy(), (rest * rest).sum(axis=0)
    for _ in range(steps):
        pushed = back @ (means @ way) + pull * way
        size = left / np.maximum((way * pushed).sum(axis=0), 1e-12)
        change += size * way
        rest -= size * pushed
        now = (rest * rest).sum(axis=0)
        way, left = rest + now / np.maximum(left, 1e-20) * way, now
    return np.asarray(alone + change, np.float32)


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
        self.vectors[rows] -= (
            recipe.pull * rate / recipe.rate * (self.vectors[rows] - self.began[rows])
        )


@dataclass(slots=True)
class Trainer:
    """One training of one table."""

    table: Table
    recipe: Recipe
    frozen: int = 0
    """Rows before this one are left as they are."""
    rate: float = 0.0

    def train(self, ones: Bags, others: Bags) -> Floats:
        """All epochs; the rate falls to nothing."""
        chance = np.random.default_rng(self.recipe.seed)
        steps = max(1, ones.shape[0] // self.recipe.batch) * self.recipe.epochs
        batches = endless(ones.shape[0], self.recipe.batch, chance)
        for done, places in zip(range(steps), batches, strict=False):
            self.rate = self.recipe.rate * (1 - done / steps)
            self.by_pairs(ones[places], others[places])
        return self.table.vectors

    def by_pairs(self, ones: Bags, others: Bags) -> None:
        """Each text nearer to its own partner than to all others of the batch, both ways."""
        rows, bags = touched(sparse.vstack([ones, others]).tocsr())
        units, lengths = normed(np.asarray(bags @ self.table.vectors[rows], np.float32))
        count, heat = ones.shape[0], self.recipe.temperature
        a, b = units[:count], units[count:]
        cosines, wanted = a @ b.T, np.eye(count, dtype=np.float32)
        slope = soft(cosines, heat) - wanted + (soft(cosines.T, heat) - wanted).T
        slope /= 2 * heat * count
        gradient = np.vstack([slope @ b, slope.T @ a])
        self._descend(rows, bags, through_norm(gradient, units, lengths))

    def _descend(self, rows: NDArray[np.intp], bags: Bags, gradient: Floats) -> None:
        down = np.asarray(bags.T @ gradient, np.float32)
        free = rows >= self.frozen
        self.table.step(rows[free], down[free], self.recipe, self.rate)


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


def bags_of(texts: Sequence[Sequence[tuple[int, float]]], rows: int) -> Bags:
    """One bag of weighted rows a text."""
    starts = np.cumsum([0, *(len(text) for text in texts)])
    flat = [row for text in texts for row in text]
    places = np.array([row for row, _ in flat], np.int32)
    weights = np.array([weight for _, weight in flat], np.float32)
    return sparse.csr_matrix((weights, places, starts), shape=(len(texts), rows))
