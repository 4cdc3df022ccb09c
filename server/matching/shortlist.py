"""The list that a mentee sees now: by score, less what others would lose by it, with a place for
somebody new. Refuses stars: how mentees found a mentor counts only within the score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from server.matching.explain import NEWCOMER_SESSIONS
from server.matching.gates import Barred
from server.matching.index import MentorIndex
from server.matching.ranking import Listed, top
from server.matching.rules import Rules
from server.matching.traits import MenteeTraits
from server.matching.vectors import Matrix

LENGTH = 10
DEPTH = 100
"""So far down a newcomer is looked for."""
PRICE_WEIGHT = 1.0
NEWCOMER_BONUS = 0.35
"""Of sigma, for one without a session; gone after ten."""
BONUS_SESSIONS = 10
NEAR_ENOUGH = 0.85
"""Of the score of the last on the list, for a newcomer to take that place."""


@dataclass(frozen=True, slots=True)
class Shortlisted:
    """A mentor on the list; `is_guest` holds the place kept for somebody new."""

    listed: Listed
    is_newcomer: bool
    is_guest: bool
    is_in_demand: bool
    """A place costs something: more people would be well served there than there are places."""


def shortlist(
    index: MentorIndex,
    mentee: MenteeTraits,
    rules: Rules,
    *,
    barred: Barred | None = None,
    sigma: float = 0.0,
    length: int = LENGTH,
) -> tuple[Shortlisted, ...]:
    """`sigma` is the learning job's: how much of content nothing explains."""
    added = adjustments(index, sigma)
    found = top(index, mentee, rules, max(DEPTH, length), barred=barred, adjusted=added)
    head, rest = found[:length], found[length:]
    guest = _guest(index, head, rest)
    chosen = head if guest is None else (*head[:-1], guest)
    return tuple(_shortlisted(index, one, one is guest) for one in chosen)


def adjustments(index: MentorIndex, sigma: float) -> Matrix:
    """What is added to scores for the order of a list: [rows]."""
    columns, length = index.columns, index.length
    sessions = columns.sessions[:length].astype(np.float32)
    newness = np.maximum(1 - sessions / np.float32(BONUS_SESSIONS), np.float32(0))
    found: Matrix = newness * np.float32(NEWCOMER_BONUS * sigma)
    found -= columns.price[:length] * np.float32(PRICE_WEIGHT)
    return found


def _guest(index: MentorIndex, head: tuple[Listed, ...], rest: tuple[Listed, ...]) -> Listed | None:
    """The best newcomer below a list on which there is none."""
    if not rest or any(_is_new(index, one) for one in head):
        return None
    found = next((one for one in rest if _is_new(index, one)), None)
    is_near = found is not None and found.score >= NEAR_ENOUGH * head[-1].score
    return found if is_near else None


def _shortlisted(index: MentorIndex, one: Listed, is_guest: bool) -> Shortlisted:
    price = float(index.columns.price[index.row(one.mentor_id)])
    return Shortlisted(one, _is_new(index, one), is_guest, price > 0)


def _is_new(index: MentorIndex, one: Listed) -> bool:
    return int(index.columns.sessions[index.row(one.mentor_id)]) < NEWCOMER_SESSIONS
