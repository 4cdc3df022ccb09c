"""All mentors of a programme in arrays, changed in place on each save; refuses two hands at once.

A row is a mentor's for as long as the mentor is in the index and is used again afterwards. The
index belongs to one thread: whoever changes it does so where the questions are asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from server.matching.columns import ABSENT, Columns
from server.matching.hours import WEEKS
from server.matching.lines import Lines
from server.matching.postings import Postings, Vocabulary
from server.matching.skills import Skills
from server.matching.ties import hash_of
from server.matching.traits import MentorTraits, Record
from server.matching.vectors import nothing


class MentorIndex:
    """Rebuilt from traits at the start; about 1 kB a mentor with three lines of expertise."""

    def __init__(self, dim: int, mentors: Iterable[MentorTraits] = ()) -> None:
        self.dim = dim
        self.ids: list[str] = []
        """By row; empty where nobody is."""
        self.columns = Columns()
        self.expertise = Lines(dim)
        self.topics = Lines(dim)
        """What mentors wish to work on."""
        self.skills = Skills(dim)
        self.interests = Postings()
        self.interest_words = Vocabulary()
        self.industry_words = Vocabulary()
        self.language_words = Vocabulary()
        self._rows: dict[str, int] = {}
        self._free: list[int] = []
        self._changing = np.zeros(WEEKS, np.int64)
        """For each week, how many mentors' hours are not as in the first."""
        for mentor in mentors:
            self.put(mentor)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, mentor_id: object) -> bool:
        return mentor_id in self._rows

    @property
    def length(self) -> int:
        """Rows in use or free again: how long the columns are that count."""
        return len(self.ids)

    def put(self, mentor: MentorTraits, version: int = 0) -> None:
        """Add a mentor, or replace what was known; `version` is the stored row's."""
        row = self._rows.get(mentor.id)
        if row is None:
            row = self._new_row(mentor.id)
        self._changing -= self.columns.changes[:, row]
        self.columns.put(row, mentor)
        self._changing += self.columns.changes[:, row]
        self.columns.versions[row] = version
        self._put_words(row, mentor)
        self.expertise.put(row, mentor.expertise)
        self.topics.put(row, nothing(self.dim) if mentor.topics is None else mentor.topics)
        self.skills.put(row, mentor.skills)
        self.interests.put(row, [self.interest_words.number(one) for one in mentor.interests])

    def remove(self, mentor_id: str) -> None:
        """Forget a mentor; one who is not here is no fault."""
        row = self._rows.pop(mentor_id, None)
        if row is None:
            return
        self.columns.base[row] = ABSENT
        self._changing -= self.columns.changes[:, row]
        self.columns.changes[:, row] = 0
        self.ids[row] = ""
        for kept in (self.expertise, self.topics, self.skills, self.interests):
            kept.clear(row)
        self._free.append(row)

    def row(self, mentor_id: str) -> int:
        """Raises: KeyError."""
        return self._rows[mentor_id]

    def version(self, mentor_id: str) -> int | None:
        """The stored version that the row was made from: a stale one is put again."""
        row = self._rows.get(mentor_id)
        return None if row is None else int(self.columns.versions[row])

    def set_places(self, mentor_id: str, places_left: int) -> None:
        """What changes most often, alone. Raises: KeyError."""
        self.columns.set_places(self._rows[mentor_id], places_left)

    def set_record(self, mentor_id: str, record: Record) -> None:
        """What is known of a mentor's work, alone. Raises: KeyError."""
        self.columns.set_record(self._rows[mentor_id], record)

    def set_prices(self, prices: Mapping[str, float]) -> None:
        """What a place of each mentor costs now, on the scale of scores; 0 for all others."""
        self.columns.price[:] = 0
        for mentor_id, price in prices.items():
            row = self._rows.get(mentor_id)
            if row is not None:
                self.columns.price[row] = price

    @property
    def changing_weeks(self) -> list[int]:
        """In which weeks anybody's hours differ from those of the first."""
        found: list[int] = np.flatnonzero(self._changing).tolist()
        return found

    @property
    def nbytes(self) -> int:
        """Memory held, without the ids."""
        parts = (self.columns, self.expertise, self.topics, self.skills, self.interests)
        return sum(part.nbytes for part in parts)

    def _new_row(self, mentor_id: str) -> int:
        if self._free:
            row = self._free.pop()
            self.ids[row] = mentor_id
        else:
            row = len(self.ids)
            self.ids.append(mentor_id)
            self.columns.reserve(len(self.ids))
        self._rows[mentor_id] = row
        self.columns.hashes[row] = hash_of(mentor_id)
        self.columns.price[row] = 0
        return row

    def _put_words(self, row: int, mentor: MentorTraits) -> None:
        industries = [self.industry_words.number(one) for one in mentor.industries]
        spoken = {self.language_words.number(tag): level for tag, level in mentor.languages.items()}
        self.columns.reserve_words(
            industries=len(self.industry_words), languages=len(self.language_words)
        )
        self.columns.put_bits(row, industries, spoken)
