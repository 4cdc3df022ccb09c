"""The best mentors for one mentee, or for many, exactly: every mentor is scored, none is guessed.

Equal scores are put in order by a hash, so neither the alphabet nor an early sign-up wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from server.matching.explain import Level, level
from server.matching.gates import Barred
from server.matching.index import MentorIndex
from server.matching.lines import Wide
from server.matching.rules import Rules
from server.matching.score import Compared, Nearness, compare, reciprocal
from server.matching.ties import hash_of, mixed
from server.matching.traits import MenteeTraits
from server.matching.vectors import Codes, Matrix, quantise

BATCH = 16
"""Mentees whose goals are multiplied at once."""
NOBODY = -1
Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Listed:
    """A mentor on a mentee's list."""

    mentor_id: str
    score: float
    """What both have of it; without what is added or taken for the order."""
    standing: float
    """By which the list is ordered."""
    mentee_side: float
    mentor_side: float
    features: tuple[float, ...]
    level: Level


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """Of several mentees, best first: [mentees, length]; `NOBODY` where a list is short."""

    rows: Rows
    mentee_sides: Matrix
    mentor_sides: Matrix
    pools: NDArray[np.int32]
    """How many mentors pass each mentee's gates."""

    @property
    def scores(self) -> Matrix:
        """0 where a list is short."""
        return reciprocal(self.mentee_sides, self.mentor_sides)


def top(
    index: MentorIndex,
    mentee: MenteeTraits,
    rules: Rules,
    count: int,
    *,
    barred: Barred | None = None,
    adjusted: Matrix | None = None,
) -> tuple[Listed, ...]:
    """At most `count` mentors that pass all gates, best first.

    `adjusted` [rows] is added to the score for the order alone: less a mentor's price, more for a
    newcomer.
    """
    seen = compare(index, mentee, rules, barred=barred)
    scores = seen.scores
    standing = scores if adjusted is None else scores + adjusted
    chosen = best_rows(standing, seen.failed == 0, _ties(index, mentee), count)
    pool = int(np.count_nonzero(seen.failed == 0))
    return tuple(
        _listed(index, seen, int(row), float(standing[row]), (rank, pool))
        for rank, row in enumerate(chosen, 1)
    )


def top_lists(
    index: MentorIndex,
    mentees: Sequence[MenteeTraits],
    rules: Rules,
    count: int,
    *,
    barred: Mapping[str, Barred] | None = None,
) -> Iterator[Lists]:
    """The same for many, some at a time: whoever reads decides when to stop or to tell how far."""
    expertise, topics = Wide(index.expertise), Wide(index.topics)
    for start in range(0, len(mentees), BATCH):
        batch = mentees[start : start + BATCH]
        goals = [quantise(one.goals) for one in batch]
        every = Codes(
            np.concatenate([one.values for one in goals]),
            np.concatenate([one.factors for one in goals]),
        )
        near = Nearness(expertise.best(every, index.length), topics.best(every, index.length))
        yield _batch(index, batch, rules, count, near, barred or {})


def best_rows(
    standing: Matrix, may: NDArray[np.bool_], ties: NDArray[np.uint64], count: int
) -> Rows:
    """The rows that may, highest standing first, ties by hash; exact."""
    rows = np.flatnonzero(may)
    values = standing[rows]
    if len(rows) > count:
        least = np.partition(values, len(rows) - count)[len(rows) - count]
        kept = values >= least
        rows, values = rows[kept], values[kept]
    order = np.lexsort((ties[rows], -values))[:count]
    return rows[order].astype(np.int32)


def _batch(
    index: MentorIndex,
    batch: Sequence[MenteeTraits],
    rules: Rules,
    count: int,
    near: Nearness,
    barred: Mapping[str, Barred],
) -> Lists:
    shape = (len(batch), count)
    lists = Lists(
        np.full(shape, NOBODY, np.int32),
        np.zeros(shape, np.float32),
        np.zeros(shape, np.float32),
        np.zeros(len(batch), np.int32),
    )
    start = 0
    for at, mentee in enumerate(batch):
        stop = start + len(mentee.goals)
        own = Nearness(near.expertise[start:stop], near.topics[start:stop])
        start = stop
        seen = compare(index, mentee, rules, barred=barred.get(mentee.id), near=own)
        may = seen.failed == 0
        rows = best_rows(seen.scores, may, _ties(index, mentee), count)
        lists.rows[at, : len(rows)] = rows
        lists.mentee_sides[at, : len(rows)] = seen.mentee_side[rows]
        lists.mentor_sides[at, : len(rows)] = seen.mentor_side[rows]
        lists.pools[at] = np.count_nonzero(may)
    return lists


def _ties(index: MentorIndex, mentee: MenteeTraits) -> NDArray[np.uint64]:
    own = np.array([hash_of(mentee.id)], np.uint64)
    return mixed(0, own, index.columns.hashes[: index.length])


def _listed(
    index: MentorIndex, seen: Compared, row: int, standing: float, place: tuple[int, int]
) -> Listed:
    p, q = seen.mentee_side[row : row + 1], seen.mentor_side[row : row + 1]
    score = float(reciprocal(p, q)[0])
    return Listed(
        index.ids[row],
        score,
        standing,
        float(p[0]),
        float(q[0]),
        tuple(seen.features[:, row].tolist()),
        level(score, *place),
    )
