"""Fair times: nobody bears the late hours alone, and weeks in which clocks part are known."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from server.accounts.places import zones
from server.scheduling.fair import (
    STEP_MINUTES,
    WEEK_MINUTES,
    burden,
    heat_map,
    partings,
    rotation,
    weeks_of,
)
from server.scheduling.zones import clockwork, minute_at, time_of

FIRST = minute_at(datetime(2027, 1, 4, tzinfo=UTC))
WEEKS = 24


def test_office_hours_of_both_cost_nothing_and_the_night_of_either_all() -> None:
    cells = {
        time_of(cell.minute).hour: cell
        for cell in heat_map("Europe/Berlin", "America/New_York", FIRST, 60)
    }
    assert (cells[15].one, cells[15].other) == (0.0, 0.0)
    assert cells[15].is_humane
    assert (cells[8].one, cells[8].other) == (0.0, 1.0)
    assert not cells[8].is_humane


def test_over_forty_zones_neither_bears_more_than_one_meeting_more_than_the_other() -> None:
    draw = random.Random(5)
    names = draw.sample(sorted(one for one in zones() if "/" in one), 40)
    for one, other in zip(names[::2], names[1::2], strict=True):
        starts = range(FIRST, FIRST + WEEKS * WEEK_MINUTES, STEP_MINUTES * 2)
        weeks = weeks_of(starts, FIRST, WEEKS)
        chosen = [cell for cell in rotation(one, other, weeks, 60) if cell]
        assert len(chosen) == WEEKS
        mine, theirs = sum(cell.one for cell in chosen), sum(cell.other for cell in chosen)
        assert abs(mine - theirs) <= 1.0, (one, other)
        last = FIRST + (WEEKS + 1) * WEEK_MINUTES
        clocks = [clockwork(name, FIRST, last) for name in (one, other)]
        always = [
            max(
                sum(burden(zone, at + week * WEEK_MINUTES, 60) for week in range(WEEKS))
                for zone in clocks
            )
            for at in weeks[0]
        ]
        assert max(mine, theirs) <= min(always) + 1e-6, "no fixed hour is kinder to whom it is hard"


def test_a_week_without_a_start_stays_empty() -> None:
    assert rotation("UTC", "Asia/Tokyo", [[], [FIRST + WEEK_MINUTES + 480]], 60)[0] is None
    assert rotation("UTC", "Asia/Tokyo", [[]], 60) == [None]


def test_weeks_in_which_two_clocks_change_apart_are_told() -> None:
    last = minute_at(datetime(2028, 1, 1, tzinfo=UTC))
    found = partings("Europe/Berlin", "America/New_York", FIRST, last)
    told = [
        (time_of(one.minute).date().isoformat(), one.before_minutes, one.after_minutes, one.who)
        for one in found
    ]
    assert told == [
        ("2027-03-14", -360, -300, "other"),
        ("2027-03-28", -300, -360, "one"),
        ("2027-10-31", -360, -300, "one"),
        ("2027-11-07", -300, -360, "other"),
    ]
    assert partings("Europe/Berlin", "Europe/Paris", FIRST, last) == []
