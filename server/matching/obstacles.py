"""Why somebody has no mentor: which gate took most away, and the smallest change that opens one.

Looks only at mentors whom a single gate keeps away: with one change they would be there. Promises
no match, only that there would be somebody to be compared with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from server.matching.gates import GATES, Barred, Gate, bar, failed, shared_half_hours
from server.matching.hours import SLOTS, as_slots
from server.matching.index import MentorIndex
from server.matching.memo import Memo
from server.matching.rules import Rules
from server.matching.traits import MenteeTraits

EVENING_SLOTS = 4
"""Two hours, beginning at a full one."""
_LOOKED_AT = 2000
"""Mentors whose hours are looked through for the evening that opens most."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change and how many mentors would pass every gate then."""

    gate: Gate
    opens: int
    slot: int | None = None
    """Of hours: where two more would begin, in half-hours of the week in UTC."""
    language: str | None = None
    """Of languages: the one to speak well enough."""


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What keeps all mentors from one mentee."""

    passing: int
    removed: Mapping[Gate, int]
    """By the first gate that each fails, in the gates' order; none is left out."""
    alone: Mapping[Gate, int]
    """Mentors whom this gate and no other keeps away."""
    change: Change | None

    @property
    def main(self) -> Gate | None:
        """The gate that removed most."""
        gates = [gate for gate in self.removed if self.removed[gate]]
        return max(gates, key=lambda gate: self.removed[gate], default=None)


def obstacles(
    index: MentorIndex, mentee: MenteeTraits, rules: Rules, *, barred: Barred | None = None
) -> Obstacles:
    """Of one mentee, as the index is now."""
    half_hours = shared_half_hours(index, mentee)
    shut = failed(index, mentee, rules, half_hours, Memo())
    bar(shut, index, mentee.id, barred or {})
    present = np.flatnonzero((shut & np.uint16(Gate.ABSENT)) == 0)
    own = shut[present]
    first = own & (~own + np.uint16(1))
    removed = {gate: int(np.count_nonzero(first == gate)) for gate in GATES[1:]}
    alone = {gate: int(np.count_nonzero(own == gate)) for gate in GATES[1:]}
    changes = [
        _more_hours(index, mentee, rules, present[own == Gate.HOURS], half_hours),
        _language(index, mentee, rules, present[own == Gate.LANGUAGE]),
        *(Change(gate, alone[gate]) for gate in _FILTERS),
        Change(Gate.FULL, alone[Gate.FULL]),
    ]
    return Obstacles(int(np.count_nonzero(own == 0)), removed, alone, _best(changes))


_FILTERS = (Gate.WISHED_LANGUAGE, Gate.CHARGES, Gate.GAP)
"""The mentee's own, each of which may be let go."""


def _more_hours(
    index: MentorIndex,
    mentee: MenteeTraits,
    rules: Rules,
    rows: NDArray[np.intp],
    half_hours: NDArray[np.uint16],
) -> Change:
    """The two hours of the week that open most, if they were added to what is shared."""
    looked = rows[np.argsort(index.columns.hashes[rows], kind="stable")][:_LOOKED_AT]
    if len(looked) == 0:
        return Change(Gate.HOURS, 0)
    free = as_slots(np.ascontiguousarray(index.columns.hours[:, looked].T))
    fresh = free & ~as_slots(mentee.hours[0]) & np.uint8(1)
    padded = np.concatenate([fresh, fresh[:, :EVENING_SLOTS]], axis=1)
    added = sum(padded[:, at : at + SLOTS].astype(np.uint16) for at in range(EVENING_SLOTS))
    enough = added + half_hours[looked, None] >= round(rules.least_shared_hours * 2)
    opened = enough[:, ::2].sum(axis=0)
    best = int(opened.argmax())
    return Change(Gate.HOURS, int(opened[best]), slot=2 * best)


def _language(
    index: MentorIndex, mentee: MenteeTraits, rules: Rules, rows: NDArray[np.intp]
) -> Change:
    """The one language that most of these mentors speak well enough."""
    planes = index.columns.spoken[rules.least_fluency - 1]
    best = Change(Gate.LANGUAGE, 0)
    for number, tag in enumerate(index.language_words.words):
        bit = np.uint64(1 << number % 64)
        opened = int(np.count_nonzero(planes[number // 64, rows] & bit))
        if (opened, tag) > (best.opens, best.language or ""):
            best = Change(Gate.LANGUAGE, opened, language=tag)
    return best


def _best(changes: list[Change]) -> Change | None:
    """The one that opens most; of equals the first, which asks least."""
    found = max(changes, key=lambda one: one.opens)
    return found if found.opens else None
