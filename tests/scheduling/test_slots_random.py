"""The list of slots against a brute force that asks every minute, over random zones and settings.

`SLOT_CASES=50000 ./dev test tests/scheduling/test_slots_random.py` asks more of them.
"""

from __future__ import annotations

import os
import random
from datetime import UTC, date, datetime, timedelta

import pytest

from server.scheduling.slots import Ask, Horizon, Limit, Rules, Taken, is_open, list_starts
from server.scheduling.windows import Holiday, Hours, Span, Travel
from server.scheduling.zones import minute_at, time_of
from tests.scheduling.brute import Brute

CASES = int(os.environ.get("SLOT_CASES", "2400"))
PARTS = 8
HORIZONS: tuple[Horizon, ...] = ("days", "days", "days_with_hours", "date")

NEAR = (
    ("America/New_York", datetime(2027, 3, 14, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2027, 11, 7, 6, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2027, 3, 28, 1, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2027, 4, 3, 15, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2027, 4, 29, 22, tzinfo=UTC)),
    ("America/Santiago", datetime(2026, 9, 6, 4, tzinfo=UTC)),
    ("Asia/Beirut", datetime(2027, 3, 27, 22, tzinfo=UTC)),
    ("Africa/Casablanca", datetime(2026, 2, 15, 2, tzinfo=UTC)),
    ("America/Vancouver", datetime(2026, 11, 1, 9, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2026, 12, 31, 18, 15, tzinfo=UTC)),
    ("Asia/Kolkata", datetime(2026, 6, 1, 18, 30, tzinfo=UTC)),
    ("Pacific/Kiritimati", datetime(2026, 12, 31, 10, tzinfo=UTC)),
    ("Pacific/Pago_Pago", datetime(2027, 1, 1, 11, tzinfo=UTC)),
    ("Pacific/Chatham", datetime(2026, 9, 26, 14, tzinfo=UTC)),
    ("America/St_Johns", datetime(2027, 3, 14, 5, 30, tzinfo=UTC)),
    ("UTC", datetime(2027, 2, 28, tzinfo=UTC)),
)
"""Zones and instants at which something happens there."""


def _span(draw: random.Random) -> Span:
    start = draw.choice((0, 15, 60, 90, 120, 150, 22 * 60, 23 * 60 + 30)) + draw.choice((0, 0, 7))
    if draw.random() < 0.3:
        start = draw.randrange(0, 1440, 5)
    end = draw.choice((draw.randrange(1, 1441), min(start + draw.randrange(10, 400), 1440), 1440))
    return Span(start, end) if start != end else Span(0, 1440)


def _spans(draw: random.Random) -> tuple[Span, ...]:
    return tuple(_span(draw) for _ in range(draw.choice((0, 1, 1, 2, 3))))


def _hours(draw: random.Random, zone: str, day: date) -> Hours:
    def near() -> date:
        return day + timedelta(days=draw.randint(-2, 2))

    def travel() -> Travel:
        first = near()
        last = first + timedelta(days=draw.randint(0, 2))
        return Travel(first, last, draw.choice(NEAR)[0])

    def holiday() -> Holiday:
        first = near()
        return Holiday(first, first + timedelta(days=draw.randint(0, 1)))

    return Hours(
        zone,
        {weekday: _spans(draw) for weekday in range(7)},
        {near(): _spans(draw) for _ in range(draw.choice((0, 0, 1, 2)))},
        tuple(travel() for _ in range(draw.choice((0, 0, 0, 1, 2)))),
        tuple(holiday() for _ in range(draw.choice((0, 0, 0, 1)))),
    )


def _limit(draw: random.Random) -> Limit:
    return Limit(
        draw.choice((None, None, None, 1, 2, 3)), draw.choice((None, None, None, 60, 120, 200))
    )


def _taken(draw: random.Random, around: int) -> Taken:
    start = around + draw.randrange(-2000, 3000, draw.choice((1, 15, 30)))
    return Taken(
        start,
        start + draw.choice((15, 30, 45, 60, 60)),
        before=draw.choice((0, 0, 5, 10)),
        after=draw.choice((0, 0, 5, 10)),
        counts=draw.random() < 0.7,
        is_guests=draw.random() < 0.2,
    )


def _case(seed: int) -> tuple[Rules, list[Taken], Ask]:
    draw = random.Random(seed)
    zone, at = draw.choice(NEAR)
    middle = minute_at(at) + draw.randrange(-900, 900)
    rules = Rules(
        hours=_hours(draw, zone, at.date()),
        step_minutes=draw.choice((5, 15, 20, 30, 45, 60)),
        is_clock_anchored=draw.random() < 0.3,
        before_minutes=draw.choice((0, 0, 5, 10)),
        after_minutes=draw.choice((0, 0, 5, 15)),
        notice_minutes=draw.choice((0, 0, 60, 1440)),
        horizon=draw.choice(HORIZONS),
        horizon_days=draw.choice((1, 2, 30)),
        last_date=at.date() + timedelta(days=draw.choice((-1, 0, 1, 30))),
        daily=_limit(draw) if draw.random() < 0.3 else Limit(),
        weekly=_limit(draw) if draw.random() < 0.2 else Limit(),
        monthly=_limit(draw) if draw.random() < 0.2 else Limit(),
        is_week_from_sunday=draw.random() < 0.5,
    )
    taken = [_taken(draw, middle) for _ in range(draw.choice((0, 1, 3, 8)))]
    now = time_of(middle - draw.choice((0, 100, 1000, 2500))) + timedelta(
        seconds=draw.choice((0, 1))
    )
    first = middle - 600
    return rules, taken, Ask(first, first + 1300, draw.choice((15, 30, 45, 60, 90)), now)


@pytest.mark.parametrize("part", range(PARTS))
def test_the_list_is_what_a_brute_force_finds(part: int) -> None:
    found = 0
    for seed in range(part, CASES, PARTS):
        rules, taken, ask = _case(seed)
        expected = Brute(rules, taken, ask).starts()
        assert list_starts(rules, taken, ask) == expected, f"seed {seed}"
        found += len(expected)
    assert found > CASES / PARTS, "cases without any slot would show nothing"


def test_every_listed_slot_is_bookable_and_no_other_one_is() -> None:
    for seed in range(CASES // 10):
        rules, taken, ask = _case(seed)
        listed = set(list_starts(rules, taken, ask))
        draw = random.Random(seed)
        others = {draw.randrange(ask.first, ask.last) for _ in range(20)}
        for minute in {*sorted(listed)[:20], *others}:
            decided = is_open(rules, taken, time_of(minute), ask.duration, ask.now)
            assert decided == (minute in listed), f"seed {seed}, minute {minute}"
