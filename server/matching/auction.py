"""An auction of mentors' places: the total worth of all pairs comes within a hair of the most.

Mentees bid for the mentor who is worth most to them above the price, so much that the second best
is as good, and a little (Bertsekas, Annals of Operations Research 14, 1988, with several like
places a mentor). The price of a place is the lowest bid that holds one, and nothing while one is
free. Nobody is told to bid: the scores do. Each pair's worth is at most `epsilon` short.

Where more people than places want the same mentors, prices rise to where somebody gives up, step
by step. So they are found in large steps first, and the last auction begins a little below them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from server.matching.book import Book
from server.matching.cohort import NOBODY, Keys, Numbers, Ranked
from server.matching.vectors import Matrix

LEAST_SCORE = 0.05
_FEW = 16
"""Bidders; as many bids one by one take as long as a round for all."""
_LARGER = (25, 5)
"""Times the step, in auctions that only look for prices."""
_BELOW = 2
"""Of those steps, that the next auction begins below their prices."""
_MOST_TRIES = 5
"""Then nothing is asked for at the beginning, which is always right, and slow."""
f32 = np.float32


@dataclass(frozen=True, slots=True, eq=False)
class Worths:
    """A list of some mentees with what each pair is worth; not above 0 is worse than none."""

    lists: Ranked
    worths: Matrix
    """[rows, k]; minus infinity where nobody is."""


def worths_of(lists: Ranked, *, is_balanced: bool) -> Worths:
    """The score itself, or a measure by which a bad pair costs more than a good one gains."""
    worths = balanced_worth(lists.worths) if is_balanced else lists.worths
    return Worths(lists, np.where(lists.choices == NOBODY, f32(-np.inf), worths).astype(f32))


def balanced_worth(scores: Matrix) -> Matrix:
    """(40 - 1/s^2)/10: from .2 to .3 is worth five times as much as from .5 to .6."""
    least = np.maximum(scores, f32(LEAST_SCORE)).astype(f32)
    found: Matrix = (f32(40) - f32(1) / (least * least)) / f32(10)
    return found


def auction(given: Sequence[Worths], book: Book, epsilon: float) -> Numbers:
    """[mentees]: the mentor of each, or `NOBODY`. Goes on from what the book holds."""
    if (book.held != NOBODY).any():
        return _auction(given, book, epsilon)
    asked = np.zeros(len(book.places), f32)
    for times in _LARGER:
        book.open_at(as_keys(asked))
        _auction(given, book, times * epsilon)
        asked = np.maximum(prices_of(book) - f32(_BELOW * times * epsilon), f32(0))
    for _ in range(_MOST_TRIES):
        book.open_at(as_keys(asked))
        _auction(given, book, epsilon)
        # What nobody takes must cost nothing, or the sum could be higher.
        unsold = book.unsold()
        if len(unsold) == 0:
            return book.held
        asked[unsold] = 0
    book.open_at(as_keys(np.zeros_like(asked)))
    return _auction(given, book, epsilon)


def _auction(given: Sequence[Worths], book: Book, epsilon: float) -> Numbers:
    mentees = len(book.held)
    of_list = np.zeros(mentees, np.int8)
    row = np.full(mentees, NOBODY, np.int32)
    for number, one in enumerate(given):
        of_list[one.lists.rows], row[one.lists.rows] = number, np.arange(len(one.lists.rows))
    bidding = np.flatnonzero((book.held == NOBODY) & (row != NOBODY)).astype(np.int32)
    while len(bidding) > _FEW:
        prices = prices_of(book)
        bids = [
            _bids(one, own, row[own], prices, epsilon)
            for number, one in enumerate(given)
            if len(own := bidding[of_list[bidding] == number])
        ]
        bidders, mentors, amounts = (np.concatenate(parts) for parts in zip(*bids, strict=True))
        bidding = book.offer(bidders, mentors, as_keys(amounts))
    _one_by_one(given, (of_list, row), bidding, book, epsilon)
    return book.held


def _one_by_one(
    given: Sequence[Worths],
    where: tuple[NDArray[np.int8], Numbers],
    bidding: Numbers,
    book: Book,
    epsilon: float,
) -> None:
    """The last few outbid each other thousands of times: each bid at once knows the one before."""
    of_list, row = where
    prices = prices_of(book)
    waiting = deque(bidding.tolist())
    while waiting:
        mentee = waiting.popleft()
        own = given[of_list[mentee]]
        choices, worths = own.lists.choices[row[mentee]], own.worths[row[mentee]]
        net = worths - prices[choices]
        best = int(net.argmax())
        most = net[best]
        if most <= 0:
            continue
        net[best] = -np.inf
        mentor = int(choices[best])
        amount = prices[mentor] + (most - max(net.max(), f32(0))) + f32(epsilon)
        key = (int(amount.view(np.uint32)) << 32) | 1
        displaced = book.offer_one(mentee, mentor, key)
        prices[mentor] = np.uint32(int(book.least[mentor]) >> 32).view(f32)
        if displaced != NOBODY:
            waiting.append(displaced)


def prices_of(book: Book) -> Matrix:
    """[mentors]: the lowest bid that holds a place where none is free, else 0."""
    found: Matrix = (book.least >> np.uint64(32)).astype(np.uint32).view(f32)
    return np.where(book.places > 0, found, f32(np.inf))


def as_keys(amounts: Matrix) -> Keys:
    """Bids as the book's keys, 0 for none; equal bids are ordered by the book."""
    keys = amounts.view(np.uint32).astype(np.uint64) << np.uint64(32)
    return np.where(amounts > 0, keys | np.uint64(1), np.uint64(0))


def _bids(
    given: Worths, mentees: Numbers, rows: Numbers, prices: Matrix, epsilon: float
) -> tuple[Numbers, Numbers, Matrix]:
    """Bidders, mentors, amounts; whoever finds nothing worth its price bids no more."""
    choices = given.lists.choices[rows]
    net = given.worths[rows] - prices[choices]
    best = net.argmax(axis=1)
    across = np.arange(len(rows))
    most = net[across, best]
    net[across, best] = -np.inf
    second = np.maximum(net.max(axis=1, initial=-np.inf), f32(0))
    bids = most > 0
    mentors = choices[across, best][bids]
    amounts = prices[mentors] + (most - second)[bids] + f32(epsilon)
    return mentees[bids], mentors, amounts.astype(f32)
