"""Who holds which place of each mentor while a cohort is being matched; the best offers stay.

Offers come in rounds, many at once; the outcome of a round does not depend on their order. A place
that asks for a price is held by nobody, with the price as its key, until somebody offers more.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from server.matching.cohort import NOBODY, Keys, Numbers

_SHORT = int(np.iinfo(np.uint16).max)


class Book:
    """Places of mentors in one row, each with its holder and the key of the holder's offer."""

    def __init__(self, places: Numbers, mentees: int) -> None:
        self.places = places.astype(np.int64)
        self._begins = np.concatenate([[0], np.cumsum(self.places)])[:-1]
        whole = int(self.places.sum())
        self._holders = np.full(whole, NOBODY, np.int32)
        self._keys = np.zeros(whole, np.uint64)
        self.least: Keys = np.where(places > 0, np.uint64(0), np.iinfo(np.uint64).max)
        """[mentors]: an offer must be above it; 0 while a place is free."""
        self._held = np.full(mentees + 1, NOBODY, np.int32)  # the last one is nobody's
        self.held: Numbers = self._held[:NOBODY]
        """[mentees]: whose place they hold."""

    def open_at(self, asked: Keys) -> None:
        """Begin anew, with what every place of each mentor asks for; 0 for nothing: [mentors]."""
        self._held[:], self._holders[:] = NOBODY, NOBODY
        self._keys[:] = np.repeat(asked, self.places)
        self.least = np.where(self.places > 0, asked, np.iinfo(np.uint64).max)

    def unsold(self) -> NDArray[np.int64]:
        """Mentors with a place that asks for more than anybody offered."""
        owners = np.repeat(np.arange(len(self.places)), self.places)
        return np.unique(owners[(self._holders == NOBODY) & (self._keys > 0)])

    def offer(self, mentees: Numbers, mentors: Numbers, keys: Keys) -> Numbers:
        """Take the best; whoever has no place then is returned, ascending."""
        is_high = keys > self.least[mentors]
        refused = mentees[~is_high]
        mentees, mentors, keys = mentees[is_high], mentors[is_high], keys[is_high]
        if len(mentees) == 0:
            return np.sort(refused)
        touched = np.unique(mentors)
        slots = self._slots(touched)
        is_held = self._keys[slots] > 0
        owners = np.repeat(touched, self.places[touched])
        every = np.concatenate([self._holders[slots][is_held], mentees])
        whose = np.concatenate([owners[is_held], mentors])
        worth = np.concatenate([self._keys[slots][is_held], keys])
        order = _best_first(every, whose, worth)
        every, whose, worth = every[order], whose[order], worth[order]
        rank = _ranks(whose)
        stays = rank < self.places[whose]
        self._holders[slots], self._keys[slots] = NOBODY, 0
        at = self._begins[whose[stays]] + rank[stays]
        self._holders[at], self._keys[at] = every[stays], worth[stays]
        left = every[~stays]
        self._held[left] = NOBODY
        self._held[every[stays]] = whose[stays]
        self.least[touched] = self._keys[self._begins[touched] + self.places[touched] - 1]
        return np.sort(np.concatenate([refused, left[left != NOBODY]]))

    def offer_one(self, mentee: int, mentor: int, key: int) -> int:
        """One offer above the least: whoever loses the place for it, or `NOBODY`."""
        begin, end = int(self._begins[mentor]), int(self._begins[mentor] + self.places[mentor])
        keys, holders = self._keys[begin:end], self._holders[begin:end]
        displaced = int(holders[-1])
        # Keys descend; what is below the new one moves down by a place.
        at = len(keys) - int(np.searchsorted(keys[::-1], np.uint64(key), side="left"))
        keys[at + 1 :], holders[at + 1 :] = keys[at:-1].copy(), holders[at:-1].copy()
        keys[at], holders[at] = key, mentee
        self.held[mentee] = mentor
        if displaced != NOBODY:
            self.held[displaced] = NOBODY
        self.least[mentor] = keys[-1]
        return displaced

    def _slots(self, mentors: Numbers) -> NDArray[np.int64]:
        """All places of some mentors, in their order."""
        counts = self.places[mentors]
        ends = np.cumsum(counts)
        inner = np.arange(int(ends[-1])) - np.repeat(ends - counts, counts)
        found: NDArray[np.int64] = np.repeat(self._begins[mentors], counts) + inner
        return found


def _best_first(every: Numbers, whose: Numbers, worth: Keys) -> NDArray[np.intp]:
    """By mentor, then by key descending, then by mentee: as a sort by all three, in less time.

    Keys hardly ever tie, and two plain sorts are three times as quick as one by three keys.
    """
    by_worth = np.argsort(~worth)
    groups = whose[by_worth]
    if int(whose.max()) <= _SHORT:
        groups = groups.astype(np.uint16)  # sorted digit by digit
    order: NDArray[np.intp] = by_worth[np.argsort(groups, kind="stable")]
    keys, mentors = worth[order], whose[order]
    if ((keys[1:] == keys[:-1]) & (mentors[1:] == mentors[:-1])).any():
        order = np.lexsort((every, ~worth, whose))
    return order


def _ranks(whose: Numbers) -> NDArray[np.intp]:
    """From 0 within each group; groups stand together."""
    begins = np.flatnonzero(np.concatenate([[True], whose[1:] != whose[:-1]]))
    lengths = np.diff(np.concatenate([begins, [len(whose)]]))
    return np.arange(len(whose)) - np.repeat(begins, lengths)
