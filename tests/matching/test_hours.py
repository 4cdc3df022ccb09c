"""Free hours follow clocks wherever they change, and are compared in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.matching.hours import (
    SLOTS,
    WEEKS,
    Window,
    as_slots,
    free_hours,
    monday_of,
    no_hours,
    shared_hours,
    windows_of,
)

MONDAY = date(2026, 11, 23)
EVENING = Window(1, 18 * 60, 20 * 60)


def _slots(windows: list[Window], zone: str, first: date = MONDAY) -> list[list[int]]:
    weeks = as_slots(free_hours(windows, zone, first))
    return [np.flatnonzero(week).tolist() for week in weeks]


def test_a_window_is_where_the_zone_puts_it() -> None:
    tuesday_17_utc = (24 + 17) * 2
    expected = [tuesday_17_utc + at for at in range(4)]
    assert _slots([EVENING], "Europe/Berlin") == [expected] * WEEKS


def test_a_clock_change_moves_a_window_in_its_week() -> None:
    weeks = _slots([EVENING], "Europe/Berlin", date(2027, 3, 22))
    # Clocks go forward on Sunday 28 March 2027.
    assert [week[0] for week in weeks] == [82, 80, 80, 80]


def test_an_hour_that_a_clock_leaves_out_is_not_free() -> None:
    weeks = _slots([Window(6, 60, 240)], "Europe/Berlin", date(2027, 3, 22))
    assert [len(week) for week in weeks] == [4, 6, 6, 6]


def test_a_window_over_midnight_and_over_the_end_of_the_week_goes_on() -> None:
    weeks = _slots([Window(6, 23 * 60, 60)], "Etc/UTC")
    assert weeks == [[0, 1, SLOTS - 2, SLOTS - 1]] * WEEKS


def test_midnight_ends_a_day() -> None:
    assert _slots([Window(0, 23 * 60, 1440)], "Etc/UTC") == [[46, 47]] * WEEKS


def test_an_hour_stays_an_hour_at_a_quarter_past() -> None:
    nepal = free_hours([Window(2, 18 * 60, 19 * 60)], "Asia/Kathmandu", MONDAY)
    assert shared_hours(nepal, nepal) == 1.0


def test_people_on_two_sides_of_the_world_share_what_they_share() -> None:
    berlin = free_hours([Window(0, 8 * 60, 12 * 60)], "Europe/Berlin", MONDAY)
    tokyo = free_hours([Window(0, 18 * 60, 22 * 60)], "Asia/Tokyo", MONDAY)
    assert shared_hours(berlin, tokyo) == 2.0


def test_the_week_with_the_fewest_shared_hours_counts() -> None:
    first = date(2027, 3, 8)
    # The United States change on 14 March, Germany on 28 March: one hour nearer for two weeks.
    berlin = free_hours([Window(1, 18 * 60, 20 * 60)], "Europe/Berlin", first)
    york = free_hours([Window(1, 12 * 60, 14 * 60)], "America/New_York", first)
    each_week = np.bitwise_count(berlin & york).sum(axis=1)
    assert each_week.tolist() == [4, 2, 2, 4]
    assert shared_hours(berlin, york) == 1.0


def test_weeks_begin_on_a_monday() -> None:
    assert monday_of(date(2026, 11, 29)) == MONDAY
    with pytest.raises(ValueError, match="Monday"):
        free_hours([EVENING], "Etc/UTC", date(2026, 11, 24))


def test_nobody_shares_no_hours() -> None:
    some = free_hours([EVENING], "Etc/UTC", MONDAY)
    assert shared_hours(some, no_hours()) == 0.0


def test_what_was_read_can_be_told_again() -> None:
    windows = (Window(1, 18 * 60, 20 * 60), Window(4, 7 * 60, 8 * 60 + 30))
    kept = free_hours(windows, "America/Sao_Paulo", MONDAY)
    assert windows_of(kept, "America/Sao_Paulo", MONDAY) == windows


half_hours = st.integers(0, 47).map(lambda slot: slot * 30)
windows = st.builds(Window, st.integers(0, 6), half_hours, half_hours.map(lambda m: m + 30))
zones = st.sampled_from(
    ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Auckland", "Etc/UTC"]
)
mondays = st.integers(0, 520).map(lambda week: date(2020, 1, 6) + timedelta(weeks=week))


@settings(max_examples=60, deadline=None)
@given(st.lists(windows, max_size=4), zones, mondays)
def test_a_slot_is_free_exactly_when_the_local_clock_says_so(
    given_windows: list[Window], zone: str, first: date
) -> None:
    kept = as_slots(free_hours(given_windows, zone, first))
    begin, tz = datetime.combine(first, time(), UTC), ZoneInfo(zone)
    spoken = {
        (window.weekday * 1440 + window.start_minute + minute) % 10_080
        for window in given_windows
        for minute in range(window.minutes)
    }
    for week in range(WEEKS):
        for slot in range(SLOTS):
            at = begin + timedelta(weeks=week, minutes=30 * slot)
            local = [(at + timedelta(minutes=m)).astimezone(tz) for m in (0, 29)]
            inside = [t.weekday() * 1440 + t.hour * 60 + t.minute in spoken for t in local]
            if local[0].utcoffset() == local[1].utcoffset() and not _is_near_change(at, tz):
                assert bool(kept[week, slot]) == all(inside)


def _is_near_change(at: datetime, tz: ZoneInfo) -> bool:
    """A window that begins in a missing or repeated hour may be read in two ways."""
    around = [(at + timedelta(hours=h)).astimezone(tz).utcoffset() for h in (-25, 25)]
    return around[0] != around[1]
