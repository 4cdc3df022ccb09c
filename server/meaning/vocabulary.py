"""Words as rows of a table of vectors: whole, as a pair, or in the largest known pieces. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from server.meaning.words import is_spaceless, neighbours, words

LONGEST = 24
"""Letters of the longest piece that is looked for."""
LONGEST_WORD = 64
"""Letters of the longest word, where scripts part them by spaces."""
LEAST_INNER_WORD = 4
"""From so many letters on a word is also found inside another, as in German compounds."""
MOST_REMEMBERED = 50_000

Rows = tuple[tuple[int, float], ...]
"""Rows of the table, each with its weight."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Finds the rows of a text. `##` marks pieces that only continue a word."""

    rows: dict[str, int]
    _remembered: dict[str, Rows] = field(default_factory=dict, compare=False)

    def found(self, text: str) -> list[tuple[str, Rows]]:
        """Each word of a text with its rows; a pair's row is shared by its two words."""
        told = words(text)
        split: list[list[tuple[int, float]]] = [list(self.of_word(word)) for word in told]
        for place, pair in enumerate(neighbours(told)):
            row = self.rows.get(pair)
            if row is not None:
                split[place].append((row, 0.5))
                split[place + 1].append((row, 0.5))
        return [(word, tuple(rows)) for word, rows in zip(told, split, strict=True)]

    def rows_of(self, text: str) -> list[tuple[int, float]]:
        """All rows of a text."""
        return [row for _, rows in self.found(text) for row in rows]

    def of_word(self, word: str) -> Rows:
        """The rows of one folded word; none when not even a piece is known."""
        known = self._remembered.get(word)
        if known is None:
            known = self._split(word)
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[word] = known
        return known

    def _split(self, word: str) -> Rows:
        whole = self.rows.get(word)
        if whole is not None:
            return ((whole, 1.0),)
        if is_spaceless(word):
            return tuple((row, 1.0) for row, _ in self._pieces(word))
        if len(word) > LONGEST_WORD:
            return ()
        told = [(row, length) for row, length in self._pieces(word) if length > 1]
        if 2 * sum(length for _, length in told) < len(word):
            return ()  # single letters here and there are no meaning
        return tuple((row, len(told) ** -0.5) for row, _ in told)

    def _pieces(self, word: str) -> Iterator[tuple[int, int]]:
        """Rows and their letters: at each place the longest known piece; others are passed over."""
        start = 0
        while start < len(word):
            end = min(len(word), start + LONGEST)
            while end > start:
                row = self._piece(word[start:end], is_first=start == 0)
                if row is not None:
                    yield row, end - start
                    break
                end -= 1
            start = max(end, start + 1)

    def _piece(self, piece: str, *, is_first: bool) -> int | None:
        if is_first:
            return self.rows.get(piece)
        inner = self.rows.get("##" + piece)
        if inner is None and (len(piece) >= LEAST_INNER_WORD or is_spaceless(piece)):
            return self.rows.get(piece)
        return inner
