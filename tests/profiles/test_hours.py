"""Weekly hours: what is refused, what is joined, and that nobody's time is lost or made."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.errors import Invalid
from server.profiles.hours import DAY_MINUTES, STEP_MINUTES, Window, clean_hours, total_minutes


def test_hours_over_midnight_become_two_days() -> None:
    assert clean_hours([Window(6, 1320, 120)]) == (Window(0, 0, 120), Window(6, 1320, 1440))


def test_hours_until_midnight_stay_one_day() -> None:
    assert clean_hours([Window(2, 1320, 0)]) == (Window(2, 1320, 1440),)
    assert clean_hours([Window(2, 1320, 1440)]) == (Window(2, 1320, 1440),)


def test_neighbours_are_joined_and_sorted() -> None:
    given_hours = [Window(3, 600, 660), Window(1, 540, 600), Window(3, 540, 600)]
    assert clean_hours(given_hours) == (Window(1, 540, 600), Window(3, 540, 660))


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (Window(7, 0, 60), "Monday"),
        (Window(0, -15, 60), "1440"),
        (Window(0, 0, 1455), "1440"),
        (Window(0, 10, 70), "15 minutes"),
        (Window(0, 60, 60), "ends when it begins"),
    ],
)
def test_what_is_no_stretch_of_a_day_is_refused(window: Window, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        clean_hours([Window(1, 0, 60), window])
    assert words in refused.value.fields["hours[1]"]


def test_an_overlap_is_refused_also_over_midnight() -> None:
    with pytest.raises(Invalid) as refused:
        clean_hours([Window(0, 1380, 60), Window(1, 45, 90)])
    assert list(refused.value.fields) == ["hours[1]"]


slots = st.sets(
    st.tuples(st.integers(0, 6), st.integers(0, DAY_MINUTES // STEP_MINUTES - 1)), max_size=60
)


@given(slots)
def test_quarter_hours_come_back_as_the_same_minutes_and_no_two_touch(
    quarters: set[tuple[int, int]],
) -> None:
    windows = [Window(d, q * STEP_MINUTES, (q + 1) * STEP_MINUTES) for d, q in quarters]
    clean = clean_hours(windows)
    assert total_minutes(clean) == STEP_MINUTES * len(quarters)
    assert clean_hours(clean) == clean
    for one, other in pairwise(clean):
        assert one < other
        assert one.weekday < other.weekday or one.end_minute < other.start_minute
