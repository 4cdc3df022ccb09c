"""What rules a pair out, each with a plain reason; refuses to weigh: a gate is open or shut.

A pair that fails several gates has the bits of all, so that it can be told which single one keeps
somebody away.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from server.matching.columns import ABSENT, CLOSED, FULL, UNKNOWN_STEP, bits_of
from server.matching.hours import WEEKS, WORDS
from server.matching.index import MentorIndex
from server.matching.memo import Memo
from server.matching.rules import Rules
from server.matching.traits import STEPS, MenteeTraits


class Gate(IntFlag):
    """Why two people are not proposed to each other, in the order in which it is told."""

    ABSENT = ABSENT
    """Not in the programme."""
    CLOSED = CLOSED
    """Paused, or on holiday."""
    FULL = FULL
    SELF = 8
    FORBIDDEN = 16
    """By a coordinator."""
    BLOCKED = 32
    REPORTING_LINE = 64
    PAST_PAIR = 128
    LANGUAGE = 256
    """None shared at the needed level."""
    HOURS = 512
    """Too few shared."""
    WISHED_LANGUAGE = 1024
    """The mentee's filters, these three."""
    CHARGES = 2048
    GAP = 4096
    LEVELS = 8192
    """The mentor wants other levels only."""
    ASKED = 16384
    """Has a request of this mentee, or said no to one."""
    DISMISSED = 32768
    """The mentee has set them aside."""


GATES = tuple(Gate)
Barred = Mapping[str, Gate]
"""What stands between one mentee and single mentors, by the mentor's id."""
Failed = NDArray[np.uint16]


def failed(
    index: MentorIndex,
    mentee: MenteeTraits,
    rules: Rules,
    half_hours: NDArray[np.uint16],
    memo: Memo,
) -> Failed:
    """The gates that each mentor fails, but for what is between single people: [rows].

    `half_hours` are those shared each week.
    """
    columns, length = index.columns, index.length
    found = columns.base[:length].copy()
    least = rules.least_fluency
    tags = frozenset(tag for tag, level in mentee.languages.items() if level >= least)
    found |= memo.get(("language", tags), lambda: _speechless(index, tags, least))
    _shut(found, half_hours < np.uint16(round(rules.least_shared_hours * 2)), Gate.HOURS)
    found |= memo.get(("levels", mentee.seniority), lambda: _unwanted(index, mentee.seniority))
    _filter(found, index, mentee, rules)
    return found


def bar(found: Failed, index: MentorIndex, mentee_id: str, barred: Barred) -> None:
    """Add what is between the mentee and single mentors."""
    between = {mentee_id: Gate.SELF, **barred}
    for mentor_id, gate in between.items():
        if mentor_id in index:
            found[index.row(mentor_id)] |= np.uint16(gate)


def shared_half_hours(index: MentorIndex, mentee: MenteeTraits) -> NDArray[np.uint16]:
    """Each week, in the week with fewest: [rows]."""
    found = _shared(index, mentee, 0)
    own = {week for week in range(1, WEEKS) if (mentee.hours[week] != mentee.hours[0]).any()}
    for week in sorted(own.union(index.changing_weeks)):
        np.minimum(found, _shared(index, mentee, week), out=found)
    return found


def speak_any(index: MentorIndex, languages: list[int], fluency: int) -> NDArray[np.bool_]:
    """Whether a mentor speaks one of some languages (by number) so well or better: [rows]."""
    planes = index.columns.spoken[fluency - 1, :, : index.length]
    found = np.zeros(index.length, np.bool_)
    for plane, word in zip(planes, bits_of(languages, len(planes)), strict=True):
        if word:
            found |= (plane & word) != 0
    return found


def _speechless(index: MentorIndex, tags: frozenset[str], least: int) -> Failed:
    """Where none of some languages is spoken well enough."""
    found: Failed = ~speak_any(index, index.language_words.known(tags), least) * _bit(Gate.LANGUAGE)
    return found


def _filter(found: Failed, index: MentorIndex, mentee: MenteeTraits, rules: Rules) -> None:
    """The mentee's own filters; what a mentor did not say is not held against them."""
    filters, columns = mentee.filters, index.columns
    if filters.languages:
        wished = index.language_words.known(filters.languages)
        _shut(found, ~speak_any(index, wished, rules.least_fluency), Gate.WISHED_LANGUAGE)
    if filters.is_free_only:
        _shut(found, columns.is_charging[: index.length] != 0, Gate.CHARGES)
    if mentee.seniority is not None and (filters.least_gap, filters.most_gap) != (None, None):
        least = -STEPS if filters.least_gap is None else filters.least_gap
        most = STEPS if filters.most_gap is None else filters.most_gap
        steps = columns.step[: index.length].astype(np.int16)
        gap = steps - np.int16(mentee.seniority)
        _shut(found, ((gap < least) | (gap > most)) & (steps != UNKNOWN_STEP), Gate.GAP)


def _unwanted(index: MentorIndex, seniority: int | None) -> Failed:
    """Where only other levels are welcome."""
    columns, length = index.columns, index.length
    levels = columns.levels[:length]
    own = np.uint16(0 if seniority is None else 1 << seniority)
    strict = (columns.levels_only[:length] != 0) & (levels != 0)
    found: Failed = (strict & ((levels & own) == 0)) * _bit(Gate.LEVELS)
    return found


def _shared(index: MentorIndex, mentee: MenteeTraits, week: int) -> NDArray[np.uint16]:
    """Half-hours shared in one week."""
    own_hours = mentee.hours[week]
    # Whoever is free for few hours shares few: then a byte counts them, at twice the speed.
    narrow = np.uint8 if int(np.bitwise_count(own_hours).sum()) <= 255 else np.uint16
    total = np.zeros(index.length, narrow)
    planes = index.columns.hours_of(week)[:, : index.length]
    both = np.empty(index.length, np.uint64)
    counts = np.empty(index.length, np.uint8)
    for word in range(WORDS):
        if own_hours[word]:
            np.bitwise_and(planes[word], own_hours[word], out=both)
            np.add(total, np.bitwise_count(both, out=counts), out=total)
    return total.astype(np.uint16, copy=False)


def _shut(found: Failed, where: NDArray[np.bool_], gate: Gate) -> None:
    found |= where * _bit(gate)


def _bit(gate: Gate) -> np.uint16:
    return np.uint16(gate)
