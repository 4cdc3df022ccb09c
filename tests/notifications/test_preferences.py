"""When a notice leaves: switches, quiet hours by the receiver's clock, digests, near things."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.errors import Invalid
from server.notifications.model import (
    RULES,
    Digest,
    Kind,
    Preferences,
    Quiet,
    Switch,
    clean_preferences,
)

NIGHT = Preferences(quiet=Quiet(22 * 60, 7 * 60))
ATHENS = "Europe/Athens"
ZONES = st.sampled_from([ATHENS, "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"])
FIRST = datetime(2025, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 3 * 525_600).map(lambda minutes: FIRST + timedelta(minutes=minutes))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_at_night_it_waits_for_the_morning_where_the_reader_is() -> None:
    leaves = NIGHT.leaves_at(Kind.MENTOR_ASKED, at("2026-11-23T23:00"), ATHENS, None)
    assert leaves == at("2026-11-24T05:00")  # 07:00 in Athens
    same_moment = NIGHT.leaves_at(Kind.MENTOR_ASKED, at("2026-11-23T23:00"), "Asia/Tokyo", None)
    assert same_moment == at("2026-11-23T23:00")  # 08:00 in Tokyo


def test_quiet_hours_by_day_do_not_cross_midnight() -> None:
    lunch = Quiet(12 * 60, 14 * 60)
    assert lunch.over_at(at("2026-11-23T12:30"), "UTC") == at("2026-11-23T14:00")
    assert lunch.over_at(at("2026-11-23T14:00"), "UTC") is None


def test_what_happens_within_the_hour_is_told_at_night() -> None:
    now = at("2026-11-23T23:00")
    soon = NIGHT.leaves_at(Kind.SESSION_REMINDER, now, ATHENS, now + timedelta(minutes=10))
    assert soon == now


def test_what_happens_before_the_morning_is_told_an_hour_before() -> None:
    now = at("2026-11-23T22:00")
    leaves = NIGHT.leaves_at(Kind.SESSION_REMINDER, now, ATHENS, now + timedelta(hours=5))
    assert leaves == now + timedelta(hours=4)


def test_letters_about_the_safety_of_an_account_never_wait() -> None:
    now = at("2026-11-23T23:00")
    assert NIGHT.leaves_at(Kind.SECURITY_ALERT, now, ATHENS, None) == now
    off = Preferences(switches={Kind.SECURITY_ALERT: Switch(False, False)})
    assert off.switch(Kind.SECURITY_ALERT).email


@given(now=MOMENTS, zone=ZONES, start=st.integers(0, 1439), end=st.integers(0, 1439))
def test_quiet_hours_end_when_the_readers_clock_says_so(
    now: datetime, zone: str, start: int, end: int
) -> None:
    over = Quiet(start, end).over_at(now, zone)
    if over is None:
        return
    assert now <= over <= now + timedelta(hours=26)
    local = over.astimezone(ZoneInfo(zone))
    shown = local.hour * 60 + local.minute
    # Where the clock jumps over that minute it shows a later one; where it turns back, one again.
    assert shown == end or over == now or _is_near_a_change(over, zone)
    assert Quiet(start, end).over_at(over, zone) is None or _is_near_a_change(over, zone)


def _is_near_a_change(moment: datetime, zone: str) -> bool:
    around = (moment - timedelta(hours=3), moment + timedelta(hours=3))
    return len({one.astimezone(ZoneInfo(zone)).utcoffset() for one in around}) > 1


def test_a_daily_digest_comes_at_eight_a_weekly_one_on_mondays() -> None:
    kind, now = Kind.AGREEMENT_SIGNED, at("2026-11-25T12:00")  # a Wednesday
    assert Preferences(digest=Digest.DAILY).digest_at(kind, now, ATHENS) == at("2026-11-26T06:00")
    assert Preferences(digest=Digest.WEEKLY).digest_at(kind, now, ATHENS) == at("2026-11-30T06:00")
    assert Preferences().digest_at(kind, now, ATHENS) is None
    assert Preferences(digest=Digest.DAILY).digest_at(Kind.MENTOR_ASKED, now, ATHENS) is None


@given(now=MOMENTS, zone=ZONES, rhythm=st.sampled_from([Digest.DAILY, Digest.WEEKLY]))
def test_a_digest_is_never_late_by_more_than_its_rhythm(
    now: datetime, zone: str, rhythm: Digest
) -> None:
    found = Preferences(digest=rhythm).digest_at(Kind.AGREEMENT_SIGNED, now, zone)
    assert found is not None
    days = 1 if rhythm is Digest.DAILY else 7
    assert now < found <= now + timedelta(days=days, hours=1)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Preferences(quiet=Quiet(60, 60)), "quietHours"),
        (Preferences(quiet=Quiet(0, 1440)), "quietHours"),
        (Preferences(reminders=(7,)), "reminders"),
        (Preferences(reminders=(5, 10, 15, 30, 60, 120)), "reminders"),
        (Preferences(switches={Kind.SECURITY_ALERT: Switch(False, True)}), "switches"),
        (Preferences(switches={Kind.RESET_PASSWORD: Switch(False, False)}), "switches"),
    ],
)
def test_what_makes_no_sense_is_refused(wanted: Preferences, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_preferences(wanted)
    assert list(refusal.value.fields) == [field]


def test_only_what_differs_is_kept() -> None:
    rule = RULES[Kind.MENTOR_ASKED]
    same = Preferences(switches={Kind.MENTOR_ASKED: Switch(rule.email, rule.push)})
    assert clean_preferences(same).switches == {}
    assert clean_preferences(Preferences(reminders=(60, 5, 60))).reminders == (5, 60)
