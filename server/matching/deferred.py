"""Deferred acceptance with capacities, proposed by mentees (Gale and Shapley 1962; Roth and
Peranson, American Economic Review 89(4), 1999).

Afterwards no mentee prefers a mentor who would rather have had them, and no mentee gains by
ranking otherwise than they mean.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from server.matching.book import Book
from server.matching.cohort import NOBODY, Numbers, Ranked


def stable(lists: Sequence[Ranked], book: Book) -> Numbers:
    """[mentees]: the mentor of each, or `NOBODY`. A later list of a mentee replaces an earlier.

    Goes on from what the book holds: whoever gets a longer list proposes again.
    """
    mentees = len(book.held)
    of_list = np.zeros(mentees, np.int8)
    row = np.full(mentees, NOBODY, np.int32)
    for number, one in enumerate(lists):
        of_list[one.rows], row[one.rows] = number, np.arange(len(one.rows))
    turn = np.zeros(mentees, np.int32)
    waiting = np.flatnonzero((book.held == NOBODY) & (row != NOBODY)).astype(np.int32)
    while len(waiting):
        asked, mentors, keys = [], [], []
        for number, one in enumerate(lists):
            own = waiting[of_list[waiting] == number]
            own = own[turn[own] < one.choices.shape[1]]
            at = (row[own], turn[own])
            mentor = one.choices[at]
            goes_on = mentor != NOBODY
            asked.append(own[goes_on])
            mentors.append(mentor[goes_on])
            keys.append(one.keys[at][goes_on])
        proposing = np.concatenate(asked)
        turn[proposing] += 1
        waiting = book.offer(proposing, np.concatenate(mentors), np.concatenate(keys))
    return book.held
