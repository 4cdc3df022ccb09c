"""The best mentors for one mentee, or for many, exactly: every mentor is scored, none is guessed.

Equal scores are put in order by a hash, so neither the alphabet nor an early sign-up wins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from server.matching.explain import Level, level
from server.matching.gates import Barred
from server.matching.index import MentorIndex
from server.matching.lines import Places, Wide
from server.matching.memo import Memo
from server.matching.rules import Rules
from server.matching.score import (
    Nearness,
    Prepared,
    Sides,
    nearness,
    prepare,
    reciprocal,
    sides,
)
from server.matching.ties import hash_of, mixed
from server.matching.traits import MenteeTraits
from server.matching.vectors import Codes, Matrix, quantise

_PROBE = 512
_ROUNDING = np.float32(1e-5)
"""More than float32 can be off in a sum of eight."""
_AT_ONCE = 128
"""Goals that are multiplied at once: with 32 a product takes twice as long."""
NOBODY = -1
_MEMO_BYTES = 96 << 20
"""For lists of many: what thousands of mentees ask for alike."""
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
    prepared = prepare(index, mentee, rules, barred=barred)
    goals = quantise(mentee.goals)
    rows = _worth_comparing(prepared, goals, adjusted, count)
    found = sides(prepared, nearness(index, goals, rows), rows)
    standing = _standing(found, adjusted, rows)
    chosen = best(standing, rows, prepared, count)
    pool = int(np.count_nonzero(prepared.failed == 0))
    return _listed(prepared, found, standing, (rows, chosen), pool)


def _worth_comparing(
    prepared: Prepared, goals: Codes, adjusted: Matrix | None, count: int
) -> Places:
    """The rows that pass all gates and may get onto the list.

    Some promising ones are compared first; whoever could not reach the last place among them,
    were all goals met and all wishes too, need not be compared.
    """
    rows = np.flatnonzero(prepared.failed == 0)
    probe = max(_PROBE, 4 * count)
    if len(rows) <= 2 * probe:
        return rows
    highest = prepared.highest(rows)
    if adjusted is not None:
        highest += adjusted[rows]
    tried = rows[np.argpartition(highest, len(rows) - probe)[-probe:]]
    found = sides(prepared, nearness(prepared.index, goals, tried), tried)
    reached = _standing(found, adjusted, tried)
    least = np.partition(reached, probe - count)[probe - count]
    worth: Places = rows[highest >= least - _ROUNDING]
    return worth


def _standing(found: Sides, adjusted: Matrix | None, rows: Places) -> Matrix:
    return found.scores if adjusted is None else found.scores + adjusted[rows]


def top_lists(
    index: MentorIndex,
    mentees: Sequence[MenteeTraits],
    rules: Rules,
    count: int,
    *,
    barred: Mapping[str, Barred] | None = None,
) -> Iterator[Lists]:
    """The same for many, some at a time: whoever reads decides when to stop or to tell how far."""
    texts, memo = Texts(index), Memo(_MEMO_BYTES)
    for batch in _batches(mentees):
        near = texts.compare([one.goals for one in batch])
        prepared = [
            prepare(index, one, rules, barred=(barred or {}).get(one.id), memo=memo)
            for one in batch
        ]
        yield _batch(prepared, near, count)


def _batches(mentees: Sequence[MenteeTraits]) -> Iterator[Sequence[MenteeTraits]]:
    start = goals = 0
    for stop, one in enumerate(mentees, 1):
        goals += len(one.goals)
        if goals >= _AT_ONCE or stop - start >= _AT_ONCE or stop == len(mentees):
            yield mentees[start:stop]
            start, goals = stop, 0


class Texts:
    """The lines and topics of all mentors, wide, for batches of mentees."""

    def __init__(self, index: MentorIndex) -> None:
        self._expertise = Wide(index.expertise, index.length)
        self._topics = Wide(index.topics, index.length)

    def compare(self, goals: Sequence[Matrix]) -> list[Callable[[Places], Nearness]]:
        """For each mentee's goals what gives their nearness to some rows."""
        every = quantise(np.concatenate(goals))
        lines, topics = self._expertise.raised(every), self._topics.raised(every)
        stops = np.cumsum([len(one) for one in goals]).tolist()
        parts = [slice(stop - len(one), stop) for one, stop in zip(goals, stops, strict=True)]
        factors = every.factors
        return [partial(self._near, lines[one], topics[one], factors[one]) for one in parts]

    def _near(self, lines: Matrix, topics: Matrix, factors: Matrix, rows: Places) -> Nearness:
        return Nearness(
            self._expertise.best(lines, factors, rows), self._topics.best(topics, factors, rows)
        )


def best(standing: Matrix, rows: Places, prepared: Prepared, count: int) -> Places:
    """The places of the highest standings (of these rows), in order, ties by hash; exact."""
    kept = np.arange(len(standing))
    if len(standing) > count:
        least = np.partition(standing, len(standing) - count)[len(standing) - count]
        kept = np.flatnonzero(standing >= least)
    own = np.array([hash_of(prepared.mentee.id)], np.uint64)
    ties = mixed(0, own, prepared.index.columns.hashes[rows[kept]])
    order = np.lexsort((ties, -standing[kept]))[:count]
    found: Places = kept[order]
    return found


def _batch(
    batch: Sequence[Prepared], near: Sequence[Callable[[Places], Nearness]], count: int
) -> Lists:
    shape = (len(batch), count)
    lists = Lists(
        np.full(shape, NOBODY, np.int32),
        np.zeros(shape, np.float32),
        np.zeros(shape, np.float32),
        np.zeros(len(batch), np.int32),
    )
    for at, (prepared, near_to) in enumerate(zip(batch, near, strict=True)):
        rows = np.flatnonzero(prepared.failed == 0)
        found = sides(prepared, near_to(rows), rows)
        chosen = best(found.scores, rows, prepared, count)
        length = len(chosen)
        lists.rows[at, :length] = rows[chosen]
        lists.mentee_sides[at, :length] = found.mentee[chosen]
        lists.mentor_sides[at, :length] = found.mentor[chosen]
        lists.pools[at] = len(rows)
    return lists


def _listed(
    prepared: Prepared, found: Sides, standing: Matrix, at: tuple[Places, Places], pool: int
) -> tuple[Listed, ...]:
    """`at`: the rows that were compared, and the chosen of them by place."""
    rows, chosen = at[0][at[1]], at[1]
    features = np.stack([found.goals[chosen], *(one[rows] for one in prepared.features)])
    p, q = found.mentee[chosen], found.mentor[chosen]
    columns = (rows, reciprocal(p, q), standing[chosen], p, q, features.T)
    each = zip(*(column.tolist() for column in columns), strict=True)
    return tuple(
        Listed(
            mentor_id=prepared.index.ids[row],
            score=score,
            standing=order,
            mentee_side=of_mentee,
            mentor_side=of_mentor,
            features=tuple(values),
            level=level(score, rank, pool),
        )
        for rank, (row, score, order, of_mentee, of_mentor, values) in enumerate(each, 1)
    )
