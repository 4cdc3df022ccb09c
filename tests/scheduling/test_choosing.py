"""Of several mentors it is the one whose turn it is: by weight and by what they had."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.scheduling.choosing import Candidate, in_turn

BOOKINGS = 1000


def shares(weights: list[int], bookings: int = BOOKINGS) -> tuple[list[int], float]:
    """How many each has had in the end, and by how much at most anybody was off on the way."""
    booked, last = [0] * len(weights), [-1] * len(weights)
    furthest = 0.0
    for turn in range(bookings):
        candidates = [
            Candidate(f"{at:03}", weight, booked[at], last[at]) for at, weight in enumerate(weights)
        ]
        at = int(in_turn(candidates)[0])
        booked[at], last[at] = booked[at] + 1, turn
        due = [(turn + 1) * one / sum(weights) for one in weights]
        off = (abs(had - want) for had, want in zip(booked, due, strict=True))
        furthest = max(furthest, *off)
    return booked, furthest


@pytest.mark.parametrize(
    "weights", [[1, 1], [1, 2], [2, 2, 2], [1, 2, 4], [4, 1, 1, 1], [1, 2, 4] * 4, [2] * 30]
)
def test_over_a_thousand_bookings_counts_stay_within_the_weights(weights: list[int]) -> None:
    booked, furthest = shares(weights)
    assert sum(booked) == BOOKINGS
    assert furthest <= 1.0, "at no time has anybody a whole session too many or too few"


def test_equals_take_turns_whoever_was_booked_longest_ago_first() -> None:
    equal = [Candidate("ino", 2, 3, 500), Candidate("leda", 2, 3, 400), Candidate("io", 2, 3, 600)]
    assert in_turn(equal) == ["leda", "ino", "io"]


def test_who_never_was_booked_comes_first_and_the_id_decides_at_last() -> None:
    new = [Candidate("b", 1), Candidate("c", 1), Candidate("a", 1), Candidate("d", 1, 1, 1)]
    assert in_turn(new) == ["a", "b", "c", "d"]


@given(st.permutations([Candidate(str(at), 1 + at % 3, at % 4, at % 5) for at in range(9)]))
def test_the_order_of_the_list_has_no_part_in_it(shuffled: list[Candidate]) -> None:
    ordered = sorted(shuffled, key=lambda one: one.host)
    assert in_turn(shuffled) == in_turn(ordered)
