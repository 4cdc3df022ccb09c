"""Sliding windows count exactly, wait honestly and forget."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.limits import network_of
from server.core.window import SWEEP_EVERY, Rule, Window, rule


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10/minute", Rule(10, 60)),
        ("1/second", Rule(1, 1)),
        ("5/15 minutes", Rule(5, 900)),
        ("3/hour", Rule(3, 3600)),
        ("9/2 days", Rule(9, 172_800)),
    ],
)
def test_a_rule_is_read(text: str, expected: Rule) -> None:
    assert rule(text) == expected


@pytest.mark.parametrize("text", ["10", "0/minute", "ten/minute", "10/week", "-1/second"])
def test_a_rule_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a limit looks like"):
        rule(text)


def test_the_limit_is_reached_exactly() -> None:
    window, asked = Window(), Rule(3, 60)
    assert [window.hit("a", asked, 600.0 + n) > 0 for n in range(5)] == [False] * 3 + [True] * 2


def test_keys_do_not_share() -> None:
    window, asked = Window(), Rule(1, 60)
    assert window.hit("a", asked, 600.0) == 0
    assert window.hit("b", asked, 600.0) == 0


def test_the_last_window_still_counts_in_part() -> None:
    window, asked = Window(), Rule(10, 60)
    for _ in range(10):
        window.hit("a", asked, 659.0)
    assert window.hit("a", asked, 660.0) > 0
    assert window.hit("a", asked, 690.0) == 0


def test_what_is_over_for_long_does_not_count() -> None:
    window, asked = Window(), Rule(1, 60)
    window.hit("a", asked, 600.0)
    assert window.hit("a", asked, 800.0) == 0


@given(
    amount=st.integers(1, 20),
    per_s=st.sampled_from([1, 60, 3600]),
    times=st.lists(st.floats(0, 10_000), min_size=1, max_size=60).map(sorted),
)
def test_never_more_than_twice_the_amount_in_one_span(
    amount: int, per_s: int, times: list[float]
) -> None:
    window, asked = Window(), Rule(amount, per_s)
    passed = [now for now in times if window.hit("a", asked, now) == 0]
    for start in passed:
        assert sum(1 for now in passed if start <= now < start + per_s) <= 2 * amount


@given(spent=st.integers(1, 30), at=st.floats(0, 59.9), amount=st.integers(1, 10))
def test_waiting_as_told_is_enough(spent: int, at: float, amount: int) -> None:
    window, asked = Window(), Rule(amount, 60)
    wait = 0.0
    for _ in range(spent):
        wait = window.hit("a", asked, 600.0 + at)
    now = 600.0 + at
    for _ in range(3):  # across a window's edge the share of the last one may ask for more
        if not wait:
            break
        now += wait + 0.01
        wait = window.hit("a", asked, now)
    assert wait == 0


def test_memory_stays_bounded() -> None:
    window, asked = Window(), Rule(1, 60)
    for n in range(SWEEP_EVERY * 4):
        window.hit(str(n), asked, float(n * 100))
    assert len(window) < SWEEP_EVERY * 2


@pytest.mark.parametrize(
    ("remote", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        (None, "unknown"),
        ("/run/socket", "unknown"),
    ],
)
def test_a_household_counts_as_one(remote: str | None, network: str) -> None:
    assert network_of(remote) == network
