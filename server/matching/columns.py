"""The small numbers of every mentor, one array each, so that all are compared at once.

A column is an array over rows; what has several parts (hours, languages, items) is a plane a
part. Refuses vectors and words: `lines`, `skills` and `postings` have them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from server.matching.growth import grown
from server.matching.hours import WEEKS, WORDS, Hours
from server.matching.traits import ITEMS, STEPS, STYLES, Fluency, MentorTraits, Record

UNKNOWN_STEP = STEPS
"""Of a mentor who did not say."""
ABSENT, CLOSED, FULL = 1, 2, 4
"""Bits of `base`: no mentor in this row; takes nobody; has no place left."""
_PRIOR_ACCEPTED, _PRIOR_REQUESTS = 3.5, 5.0
"""A newcomer is taken to accept 70 % of requests, as if five had been made."""
_PATIENCE_HOURS = 48.0
"""An answer after so long is worth half."""


class Columns:
    """Arrays of equal length; the owner says which row is whose."""

    def __init__(self) -> None:
        self.base = np.zeros(0, np.uint16)
        self.hashes = np.zeros(0, np.uint64)
        self.versions = np.zeros(0, np.int64)
        self.places = np.zeros(0, np.int16)
        self.sessions = np.zeros(0, np.int32)
        self.quality = np.zeros(0, np.float32)
        self.price = np.zeros(0, np.float32)
        self.step = np.zeros(0, np.uint8)
        self.levels = np.zeros(0, np.uint16)
        """A bit for each step that the mentor wants; 0 for any."""
        self.levels_only = np.zeros(0, np.uint8)
        self.is_charging = np.zeros(0, np.uint8)
        self.styles = np.zeros(0, np.uint8)
        self.interests = np.zeros(0, np.uint8)
        """How many."""
        self.industries = np.zeros((1, 0), np.uint64)
        self.spoken = np.zeros((len(Fluency), 1, 0), np.uint64)
        """[fluency at least, word, row]: a bit a language."""
        self.changes = np.zeros((WEEKS, 0), np.uint8)
        """Whether a week's hours differ from those of the first."""
        self.items = np.zeros((ITEMS, 0), np.int8)
        self.answered = np.zeros((ITEMS, 0), np.uint8)
        self.hours = np.zeros((WORDS, 0), np.uint64)
        """Of the first week."""
        self.later = np.zeros((WEEKS - 1, WORDS, 0), np.uint64)
        """Of the others, only while they differ for anybody: around a change of clocks."""

    def reserve(self, length: int) -> None:
        """Room for so many rows."""
        for name, kept in vars(self).items():
            if name != "later" or self._has_later:
                setattr(self, name, grown(kept, length, axis=-1))

    def hours_of(self, week: int) -> NDArray[np.uint64]:
        """[words, rows at least]."""
        found: NDArray[np.uint64] = self.later[week - 1] if week and self._has_later else self.hours
        return found

    @property
    def _has_later(self) -> bool:
        return self.later.shape[-1] > 0

    def reserve_words(self, *, industries: int, languages: int) -> None:
        """Room for so many known industries and languages: a bit each."""
        self.industries = grown(self.industries, -(-max(industries, 1) // 64), axis=0, least=1)
        self.spoken = grown(self.spoken, -(-max(languages, 1) // 64), axis=1, least=1)

    def put(self, row: int, mentor: MentorTraits) -> None:
        """Set the numbers that need no vocabulary."""
        self.base[row] = _base(mentor)
        self.places[row] = mentor.places_left
        self.set_record(row, mentor.record)
        self.step[row] = UNKNOWN_STEP if mentor.seniority is None else mentor.seniority
        self.levels[row] = sum(1 << step for step in mentor.wishes.levels)
        self.levels_only[row] = mentor.wishes.is_levels_only
        self.is_charging[row] = not mentor.is_free
        self.styles[row] = sum(1 << STYLES.index(style) for style in mentor.styles)
        self.interests[row] = min(len(mentor.interests), 255)
        self._put_hours(row, mentor.hours)
        for at in range(ITEMS):
            answer = mentor.items[at] if at < len(mentor.items) else None
            self.items[at, row] = answer or 0
            self.answered[at, row] = answer is not None

    def _put_hours(self, row: int, hours: Hours) -> None:
        self.hours[:, row] = hours[0]
        self.changes[:, row] = (hours != hours[0]).any(axis=1)
        if self.changes[:, row].any() and not self._has_later:
            self.later = np.repeat(self.hours[None], WEEKS - 1, axis=0)
        if self._has_later:
            self.later[:, :, row] = hours[1:]

    def set_record(self, row: int, record: Record) -> None:
        """How a mentor has worked here."""
        self.sessions[row] = record.sessions
        self.quality[row] = quality_of(record)

    def set_places(self, row: int, places_left: int) -> None:
        """How many more mentees."""
        self.places[row] = places_left
        full = np.uint16(FULL)
        self.base[row] = self.base[row] & ~full if places_left > 0 else self.base[row] | full

    def put_bits(self, row: int, industries: list[int], spoken: dict[int, Fluency]) -> None:
        """Set industries and languages by their numbers in the vocabularies."""
        self.industries[:, row] = 0
        self.spoken[:, :, row] = 0
        for number in industries:
            self.industries[number // 64, row] |= np.uint64(1 << number % 64)
        for number, fluency in spoken.items():
            for level in range(fluency):
                self.spoken[level, number // 64, row] |= np.uint64(1 << number % 64)

    @property
    def nbytes(self) -> int:
        """Memory held."""
        return sum(int(kept.nbytes) for kept in vars(self).values())


def quality_of(record: Record) -> float:
    """0 to 1: half how mentees found it, then how often and how fast requests are answered.

    A newcomer has the middle of each and is neither pushed up nor down.
    """
    rating = min(max(0.5 + 2 * record.standing, 0.0), 1.0)
    requests = record.accepted + record.declined
    acceptance = (record.accepted + _PRIOR_ACCEPTED) / (requests + _PRIOR_REQUESTS)
    late = record.reply_hours
    promptness = 0.5 if late is None else _PATIENCE_HOURS / (_PATIENCE_HOURS + max(late, 0.0))
    return 0.5 * rating + 0.3 * acceptance + 0.2 * promptness


def bits_of(numbers: list[int], words: int) -> NDArray[np.uint64]:
    """A bit for each number, in so many words."""
    found = np.zeros(words, np.uint64)
    for number in numbers:
        found[number // 64] |= np.uint64(1 << number % 64)
    return found


def _base(mentor: MentorTraits) -> int:
    closed = 0 if mentor.is_open else CLOSED
    return closed | (FULL if mentor.places_left <= 0 else 0)
