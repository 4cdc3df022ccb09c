"""For each word of a vocabulary the rows that have it, and for each row its words.

Changes in place, a row at a time. Refuses to know what the words are.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from server.matching.growth import grown

Rows = NDArray[np.int32]


class Vocabulary:
    """Words and their numbers, in the order in which they came; none is ever taken out."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.words)

    def number(self, word: str) -> int:
        """Its number; a new one for a new word."""
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self.words)
            self.words.append(word)
        return found

    def find(self, word: str) -> int | None:
        """Its number, if it has one."""
        return self._numbers.get(word)

    def known(self, words: Iterable[str]) -> list[int]:
        """The numbers of those that have one, ascending."""
        return sorted(n for word in words if (n := self._numbers.get(word)) is not None)


class Postings:
    """Which rows have which numbers."""

    def __init__(self) -> None:
        self._rows: list[Rows] = []
        self._counts: list[int] = []
        self._of_row: list[bytes] = []

    def put(self, row: int, numbers: Iterable[int]) -> None:
        """Set the numbers of a row."""
        self.clear(row)
        held = np.array(sorted(set(numbers)), np.int32)
        while len(self._of_row) <= row:
            self._of_row.append(b"")
        self._of_row[row] = held.tobytes()
        for number in held.tolist():
            self._add(number, row)

    def clear(self, row: int) -> None:
        """Forget a row."""
        for number in self.of(row):
            rows = self.rows(number)
            at = int(np.flatnonzero(rows == row)[0])
            rows[at] = rows[-1]
            self._counts[number] -= 1
        if row < len(self._of_row):
            self._of_row[row] = b""

    def of(self, row: int) -> list[int]:
        """The numbers of a row."""
        if row >= len(self._of_row):
            return []
        found: list[int] = np.frombuffer(self._of_row[row], np.int32).tolist()
        return found

    def rows(self, number: int) -> Rows:
        """The rows with a number, in any order; a view."""
        if number >= len(self._rows):
            return np.zeros(0, np.int32)
        return self._rows[number][: self._counts[number]]

    @property
    def nbytes(self) -> int:
        """Memory held, with what Python adds to each small object."""
        per_row = sum(len(one) + 41 for one in self._of_row)
        return per_row + sum(one.nbytes + 120 for one in self._rows)

    def _add(self, number: int, row: int) -> None:
        while len(self._rows) <= number:
            self._rows.append(np.zeros(0, np.int32))
            self._counts.append(0)
        at = self._counts[number]
        self._rows[number] = grown(self._rows[number], at + 1)
        self._rows[number][at] = row
        self._counts[number] = at + 1
