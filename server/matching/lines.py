"""Lines of text of many mentors, some each, and the best of them for each goal of a mentee.

Line l of every mentor is in plane l, packed, with its owner beside: planes are dense, so products
run at full speed, and the best of a mentor's lines is an elementwise maximum over planes. A row
changes in place. Refuses to know what the lines say.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.matching.growth import grown
from server.matching.vectors import Codes, Matrix, quantise

_BLOCK = 512
"""Rows that are widened at a time: with 256 dimensions half a megabyte, which caches hold."""
_NOWHERE = -1
Places = NDArray[np.integer[Any]]


class Plane:
    """At most one line of each mentor."""

    def __init__(self, dim: int) -> None:
        self.count = 0
        self.values = np.zeros((0, dim), np.int8)
        self.factors = np.zeros(0, np.float32)
        self.owners = np.zeros(0, np.int32)
        self.places = np.full(0, _NOWHERE, np.int32)
        """By row of the mentor."""
        self._is_identity: bool | None = None

    def put(self, row: int, values: NDArray[np.int8], factor: np.float32) -> None:
        """Set the line of a row."""
        self.places = grown(self.places, row + 1, fill=_NOWHERE)
        at = int(self.places[row])
        if at < 0:
            at, self.count = self.count, self.count + 1
            self.values = grown(self.values, self.count)
            self.factors = grown(self.factors, self.count)
            self.owners = grown(self.owners, self.count, fill=_NOWHERE)
            self.places[row], self.owners[at] = at, row
            self._is_identity = None
        self.values[at], self.factors[at] = values, factor

    def clear(self, row: int) -> None:
        """Take away the line of a row, if there is one; the last one moves into its place."""
        if row >= len(self.places) or self.places[row] < 0:
            return
        at, last = int(self.places[row]), self.count - 1
        mover = int(self.owners[last])
        self.values[at], self.factors[at] = self.values[last], self.factors[last]
        self.owners[at], self.places[mover] = mover, at
        self.places[row] = _NOWHERE
        self.count = last
        self._is_identity = None

    def is_identity(self, rows: int) -> bool:
        """Whether every one of so many rows has a line here, in order."""
        if self._is_identity is None:
            steps = np.arange(self.count, dtype=np.int32)
            self._is_identity = bool(np.array_equal(self.owners[: self.count], steps))
        return self._is_identity and self.count == rows

    def products(self, goals: Matrix, scratch: Matrix, chosen: Places | None) -> Matrix:
        """Whole numbers, [goals, places], of all or chosen places; `scratch` is [_BLOCK, dim]."""
        count = self.count if chosen is None else len(chosen)
        found = np.empty((len(goals), count), np.float32)
        # Few columns and many rows is the shape for which BLAS has a kernel that packs nothing.
        goals_across = np.ascontiguousarray(goals.T)
        for start in range(0, count, _BLOCK):
            stop = min(start + _BLOCK, count)
            wide = scratch[: stop - start]
            wide[...] = (
                self.values[start:stop]
                if chosen is None
                else self.values.take(chosen[start:stop], axis=0)
            )
            found[:, start:stop] = (wide @ goals_across).T
        return found


class Lines:
    """The planes; a row is a mentor's."""

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self.planes: list[Plane] = []
        self._scratch = np.empty((_BLOCK, dim), np.float32)

    def put(self, row: int, lines: Matrix) -> None:
        """Set all lines of a row."""
        codes = quantise(lines)
        while len(self.planes) < len(codes):
            self.planes.append(Plane(self.dim))
        for at, plane in enumerate(self.planes):
            if at < len(codes):
                plane.put(row, codes.values[at], codes.factors[at])
            else:
                plane.clear(row)

    def clear(self, row: int) -> None:
        """Forget the lines of a row."""
        for plane in self.planes:
            plane.clear(row)

    def of(self, row: int) -> Codes:
        """The lines of a row as they are kept."""
        held = [
            (plane, int(plane.places[row]))
            for plane in self.planes
            if row < len(plane.places) and plane.places[row] >= 0
        ]
        values = [plane.values[at] for plane, at in held]
        factors = np.array([plane.factors[at] for plane, at in held], np.float32)
        return Codes(np.array(values, np.int8).reshape(len(held), self.dim), factors)

    def has(self, rows: int) -> NDArray[np.bool_]:
        """Whether each row has a line: [rows]."""
        found = np.zeros(rows, np.bool_)
        for plane in self.planes[:1]:
            found[plane.owners[: plane.count]] = True
        return found

    def best(self, goals: Codes, length: int, rows: Places | None = None) -> Matrix:
        """The cosine of each goal with the nearest line of each row, 0 without lines.

        [g, length], or with `rows` of these alone: [g, len(rows)]. Nothing below 0 is told apart:
        it is worth nothing.
        """
        best = np.zeros((len(goals), length if rows is None else len(rows)), np.float32)
        wide = goals.values.astype(np.float32)
        for plane in self.planes:
            if rows is None:
                _raise(best, plane, plane.products(wide, self._scratch, None))
            else:
                self._raise_some(best, plane, wide, rows)
        best *= goals.factors[:, None]
        return best

    def _raise_some(self, best: Matrix, plane: Plane, goals: Matrix, rows: Places) -> None:
        places = plane.places.take(rows, mode="clip") if len(plane.places) else rows[:0]
        held = np.flatnonzero((places >= 0) & (rows < len(plane.places)))
        chosen = places[held]
        products = plane.products(goals, self._scratch, chosen)
        products *= plane.factors[chosen]
        for of_goal, found in zip(best, products, strict=True):
            of_goal[held] = np.maximum(of_goal[held], found)

    @property
    def nbytes(self) -> int:
        """Memory held."""
        return sum(
            one.values.nbytes + one.factors.nbytes + one.owners.nbytes + one.places.nbytes
            for one in self.planes
        )


class Wide:
    """A copy of lines as they are now, for the goals of many mentees in turn.

    Widened once, and by mentors with most lines first, so that each plane is a head of the first.
    """

    def __init__(self, lines: Lines, length: int) -> None:
        planes = [plane for plane in lines.planes if plane.count]
        first = planes[0].owners[: planes[0].count] if planes else np.zeros(0, np.int32)
        counts = np.zeros(len(first), np.int64)
        for plane in planes:
            counts += np.isin(first, plane.owners[: plane.count])
        self._owners = first[np.argsort(-counts, kind="stable")]
        self._planes = [self._head(plane) for plane in planes]
        self._places = np.full(length, len(self._owners), np.int64)
        self._places[self._owners] = np.arange(len(self._owners))

    def raised(self, goals: Codes) -> Matrix:
        """For `best`: [g, owners and one more], where each has its highest product, at least 0."""
        wide = goals.values.astype(np.float32)
        heads = np.zeros((len(goals), len(self._owners) + 1), np.float32)
        for values, factors in self._planes:
            products = wide @ values
            products *= factors
            head = heads[:, : len(factors)]
            np.maximum(head, products, out=head)
        return heads

    def best(self, heads: Matrix, factors: Matrix, rows: Places) -> Matrix:
        """As `Lines.best` for some rows, to the last bit; `heads` and `factors` are the goals'."""
        found: Matrix = heads.take(self._places.take(rows), axis=1)
        found *= factors[:, None]
        return found

    def _head(self, plane: Plane) -> tuple[Matrix, Matrix]:
        """[dim, lines] in the order of memory in which BLAS is quickest with few goals."""
        places = plane.places[self._owners[: plane.count]]
        values = np.ascontiguousarray(plane.values[places].T).astype(np.float32)
        return values, plane.factors[places]


def _raise(best: Matrix, plane: Plane, products: Matrix) -> None:
    """Let `best` (before the goals' factors) be at least what this plane has."""
    products *= plane.factors[: plane.count]
    if plane.is_identity(best.shape[1]):
        np.maximum(best, products, out=best)
        return
    owners = plane.owners[: plane.count]
    for of_goal, found in zip(best, products, strict=True):
        of_goal[owners] = np.maximum(of_goal[owners], found)
