"""All mentors a mentee may look through, narrowed by filters, in the order of how well they fit.

Unlike the suggestions it also shows who shares no hour or language, and says so: whoever searches
decides that for themselves. Refuses whom people or rules keep apart, and who takes nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from server.matching.columns import bits_of
from server.matching.explain import Level, level
from server.matching.gates import GATES, Barred, Gate, shared_half_hours, speak_any
from server.matching.index import MentorIndex
from server.matching.rules import Rules
from server.matching.score import Compared, compare
from server.matching.skills import KIN
from server.matching.ties import hash_of, mixed
from server.matching.traits import Fluency, MenteeTraits, Skill

SOFT = Gate.LANGUAGE | Gate.HOURS | Gate.WISHED_LANGUAGE | Gate.CHARGES | Gate.GAP
"""Told about a mentor who is found all the same; so are those asked already or set aside."""
_TOLD = SOFT | Gate.ASKED | Gate.DISMISSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What a mentor must have to be found; empty asks for nothing."""

    languages: frozenset[str] = frozenset()
    """One of them, spoken well."""
    skills: tuple[Skill, ...] = ()
    """All of them, or their next of kin."""
    industries: frozenset[str] = frozenset()
    """One of them."""
    among: Sequence[str] | None = None
    """The only ones, in their order; None for everybody in the order of fit."""
    least_hours: float = 0.0
    """Shared each week."""
    without: Collection[str] = ()
    """Mentors who ask for more than is wanted, or are not rated well enough."""


@dataclass(frozen=True, slots=True)
class Found:
    """A mentor and how well they fit; `told` are gates that are shut all the same."""

    mentor_id: str
    score: float
    level: Level
    told: tuple[Gate, ...]


def browse(
    index: MentorIndex,
    mentee: MenteeTraits,
    rules: Rules,
    narrowing: Narrowing,
    *,
    barred: Barred | None = None,
    page: slice = slice(0, 20),
) -> tuple[tuple[Found, ...], int]:
    """A page, and how many there are on all."""
    compared = compare(index, mentee, rules, barred=barred)
    scores, rows = compared.scores, _rows(index, mentee, narrowing, compared)
    pool = np.sort(scores[compared.failed == 0])
    shown = tuple(
        Found(
            index.ids[row],
            float(scores[row]),
            level(
                float(scores[row]),
                len(pool) - int(np.searchsorted(pool, scores[row], side="right")) + 1,
                len(pool),
            ),
            tuple(gate for gate in GATES if int(compared.failed[row]) & gate),
        )
        for row in rows[page].tolist()
    )
    return shown, len(rows)


def _rows(
    index: MentorIndex, mentee: MenteeTraits, narrowing: Narrowing, compared: Compared
) -> NDArray[np.intp]:
    """Whom the filters let through and no hard gate keeps away, in order."""
    is_found = (compared.failed & np.uint16(~_TOLD & 0xFFFF)) == 0
    is_found &= _passing(index, mentee, narrowing)
    if narrowing.among is not None:
        known = np.array([index.row(one) for one in narrowing.among if one in index], np.intp)
        chosen: NDArray[np.intp] = known[is_found[known]]
        return chosen
    rows = np.flatnonzero(is_found)
    own = np.array([hash_of(mentee.id)], np.uint64)
    ties = mixed(0, own, index.columns.hashes[rows])
    ordered: NDArray[np.intp] = rows[np.lexsort((ties, -compared.scores[rows]))]
    return ordered


def too_dear(
    charges: Mapping[str, tuple[str, int]], *, is_free_only: bool, most: tuple[str, int] | None
) -> frozenset[str]:
    """Who asks for more than `most` (currency, minor units), or in a currency that cannot be
    compared with it; with `is_free_only` who asks for anything.
    """
    if is_free_only:
        return frozenset(charges)
    if most is None:
        return frozenset()
    currency, amount = most
    return frozenset(
        mentor for mentor, (own, asked) in charges.items() if own != currency or asked > amount
    )


def _passing(index: MentorIndex, mentee: MenteeTraits, narrowing: Narrowing) -> NDArray[np.bool_]:
    length, columns = index.length, index.columns
    found = np.ones(length, np.bool_)
    if narrowing.languages:
        numbers = index.language_words.known(narrowing.languages)
        found &= speak_any(index, numbers, Fluency.GOOD)
    for skill in narrowing.skills:
        found &= index.skills.covered(skill, length) >= np.float32(KIN)
    if narrowing.industries:
        wanted = bits_of(index.industry_words.known(narrowing.industries), len(columns.industries))
        found &= ((columns.industries[:, :length] & wanted[:, None]) != 0).any(axis=0)
    if narrowing.least_hours > 0:
        found &= shared_half_hours(index, mentee) >= round(2 * narrowing.least_hours)
    for mentor in narrowing.without:
        if mentor in index:
            found[index.row(mentor)] = False
    return found
