"""What clocks do to open slots: the cases that calendars get wrong, each with its date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import TZPATH, ZoneInfo

from server.scheduling.slots import Ask, Limit, Rules, Taken, is_open, last_day_of, list_starts
from server.scheduling.windows import Holiday, Hours, Span, Travel, calendar
from server.scheduling.zones import DAY, clockwork, date_of, minute_at, time_of, wall_of, wall_text

EVERY_DAY = range(7)


def rules(zone: str, *spans: tuple[int, int], **more: object) -> Rules:
    """The same windows every day; hours and minutes as 930 for 9:30."""
    weekly = {day: tuple(span(*one) for one in spans) for day in EVERY_DAY}
    return Rules(Hours(zone, weekly), **more)  # type: ignore[arg-type]


def span(start: int, end: int) -> Span:
    return Span(start // 100 * 60 + start % 100, end // 100 * 60 + end % 100)


def shown(
    host: Rules,
    day: date,
    *taken: Taken,
    days: int = 1,
    duration: int = 30,
    now: datetime | None = None,
    zone: str = "",
) -> list[str]:
    """Starts on local dates of a zone, the host's by default, as its clock shows them."""
    zone = zone or host.hours.zone
    low = minute_at(datetime(day.year, day.month, day.day, tzinfo=UTC))
    clocks = clockwork(zone, low, low + days * DAY)
    first = (day.toordinal() - date(1970, 1, 1).toordinal()) * DAY
    ask = Ask(
        low - 2 * DAY,
        low + (days + 2) * DAY,
        duration,
        now or time_of(low - 3 * DAY),
    )
    walls = [
        f"{wall_text(clocks.wall(one))} {clocks.offset(one) // 60:+}"
        for one in list_starts(host, taken, ask)
        if first <= clocks.wall(one) < first + days * DAY
    ]
    return [one.removeprefix(f"{day.isoformat()}T") for one in walls] if days == 1 else walls


def busy(at: datetime, minutes: int, **more: object) -> Taken:
    start = minute_at(at)
    return Taken(start, start + minutes, counts=True, **more)  # type: ignore[arg-type]


def test_only_the_pinned_zone_rules_count() -> None:
    assert TZPATH == ()
    december = datetime(2026, 12, 1, tzinfo=ZoneInfo("America/Vancouver"))
    assert december.utcoffset() == timedelta(hours=-7)


def test_a_window_over_a_spring_gap_loses_what_no_clock_shows() -> None:
    day = date(2027, 3, 14)
    york = "America/New_York"
    four = ["01:00 -5", "01:30 -5", "03:00 -4", "03:30 -4"]
    assert shown(rules(york, (100, 400)), day) == four
    assert shown(rules(york, (200, 300)), day) == []
    assert shown(rules(york, (230, 330)), day) == ["03:00 -4"]


def test_an_autumn_hour_that_comes_twice_has_slots_twice() -> None:
    found = shown(rules("America/New_York", (100, 200)), date(2027, 11, 7))
    assert found == ["01:00 -4", "01:30 -4", "01:00 -5", "01:30 -5"]
    long = shown(rules("America/New_York", (100, 200)), date(2027, 11, 7), duration=90)
    assert long == ["01:00 -4", "01:30 -4"]


def test_a_day_without_midnight_starts_with_its_first_minute() -> None:
    cairo = shown(rules("Africa/Cairo", (0, 200)), date(2027, 4, 30))
    assert cairo == ["01:00 +3", "01:30 +3"]
    santiago = shown(rules("America/Santiago", (0, 200)), date(2026, 9, 6))
    assert santiago == ["01:00 -3", "01:30 -3"]
    assert shown(rules("Asia/Beirut", (0, 130)), date(2027, 3, 28)) == ["01:00 +3"]


def test_a_half_hour_change_does_not_misalign_steps() -> None:
    host = rules("Australia/Lord_Howe", (0, 500), step_minutes=30)
    found = shown(host, date(2026, 10, 4))
    assert "02:00 +10" not in found
    assert [one[:5] for one in found] == [
        "00:00", "00:30", "01:00", "01:30", "02:30", "03:00", "03:30", "04:00", "04:30",
    ]  # fmt: skip
    hourly = rules("Australia/Lord_Howe", (0, 500), step_minutes=60)
    assert [one[:5] for one in shown(hourly, date(2026, 10, 4))] == [
        "00:00",
        "01:00",
        "03:00",
        "04:00",
    ]


def test_steps_stand_on_the_window_in_zones_off_the_hour() -> None:
    kathmandu = rules("Asia/Kathmandu", (900, 1200), step_minutes=60)
    found = shown(kathmandu, date(2026, 6, 1), duration=60)
    assert found == ["09:00 +5", "10:00 +5", "11:00 +5"]
    viewed = shown(kathmandu, date(2026, 6, 1), duration=60, zone="UTC")
    assert viewed == ["03:15 +0", "04:15 +0", "05:15 +0"]
    quarter = rules("Asia/Kolkata", (915, 1200), step_minutes=60)
    assert shown(quarter, date(2026, 6, 1), duration=60)[0] == "09:15 +5"
    by_clock = rules("Asia/Kolkata", (915, 1200), step_minutes=60, is_clock_anchored=True)
    assert shown(by_clock, date(2026, 6, 1), duration=60)[0] == "10:00 +5"


def test_a_date_that_never_was_has_no_slots_and_costs_its_neighbours_none() -> None:
    apia = rules("Pacific/Apia", (900, 1000))
    found = shown(apia, date(2011, 12, 29), days=3)
    assert found == [
        "2011-12-29T09:00 -10",
        "2011-12-29T09:30 -10",
        "2011-12-31T09:00 +14",
        "2011-12-31T09:30 +14",
    ]


def test_one_instant_can_be_two_dates_away_for_the_viewer() -> None:
    host = rules("Pacific/Pago_Pago", (2330, 2400))
    assert shown(host, date(2026, 12, 31)) == ["23:30 -11"]
    assert shown(host, date(2027, 1, 2), zone="Pacific/Kiritimati") == ["00:30 +14"]


def test_midnight_is_a_value_and_windows_go_over_it() -> None:
    late = rules("Europe/Athens", (2200, 2400))
    assert [one[:5] for one in shown(late, date(2026, 12, 1))] == [
        "22:00", "22:30", "23:00", "23:30",
    ]  # fmt: skip
    night = rules("Europe/Athens", (2200, 200))
    over = shown(night, date(2026, 12, 1), duration=120)
    assert [one[:5] for one in over] == ["00:00", "22:00", "22:30", "23:00", "23:30"]


def test_an_override_wins_from_its_own_midnight() -> None:
    base = rules("Europe/Athens", (2200, 200)).hours
    own = Hours(base.zone, base.weekly, {date(2026, 12, 2): (span(1000, 1100),)})
    found = shown(Rules(own), date(2026, 12, 1), days=3)
    assert [one[5:16] for one in found] == [
        "12-01T00:00", "12-01T00:30", "12-01T01:00", "12-01T01:30",
        "12-01T22:00", "12-01T22:30", "12-01T23:00", "12-01T23:30",
        "12-02T10:00", "12-02T10:30",
        "12-03T22:00", "12-03T22:30", "12-03T23:00", "12-03T23:30",
    ]  # fmt: skip


def test_an_override_lands_on_its_local_date_whatever_the_date_is_in_utc() -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        weekly = {day: (span(900, 1000),) for day in EVERY_DAY}
        own = Hours(zone, weekly, {date(2026, 12, 2): (), date(2026, 12, 3): (span(0, 100),)})
        found = [one[5:16] for one in shown(Rules(own), date(2026, 12, 1), days=3)]
        assert found == ["12-01T09:00", "12-01T09:30", "12-03T00:00", "12-03T00:30"]


def test_travel_changes_the_zone_from_a_local_date_on_with_overrides_and_midnight() -> None:
    weekly = {day: (span(2200, 2400),) for day in EVERY_DAY}
    hours = Hours(
        "Europe/Berlin",
        weekly,
        {date(2026, 12, 3): (span(2330, 30),)},
        (Travel(date(2026, 12, 2), date(2026, 12, 3), "America/New_York"),),
    )
    found = list_starts(
        Rules(hours, step_minutes=60),
        (),
        Ask(
            minute_at(datetime(2026, 12, 1, tzinfo=UTC)),
            minute_at(datetime(2026, 12, 6, tzinfo=UTC)),
            60,
            datetime(2026, 12, 1, tzinfo=UTC),
        ),
    )
    assert [wall_text(one) for one in found] == [
        "2026-12-01T21:00",
        "2026-12-01T22:00",
        "2026-12-03T03:00",
        "2026-12-03T04:00",
        "2026-12-04T04:30",
        "2026-12-04T21:00",
        "2026-12-04T22:00",
        "2026-12-05T21:00",
        "2026-12-05T22:00",
    ]


def test_a_holiday_empties_its_dates_even_of_overrides() -> None:
    base = rules("Europe/Athens", (900, 1000)).hours
    away = Hours(
        base.zone,
        base.weekly,
        {date(2026, 12, 2): (span(1200, 1300),)},
        holidays=(Holiday(date(2026, 12, 2), date(2026, 12, 3)),),
    )
    found = [one[5:10] for one in shown(Rules(away), date(2026, 12, 1), days=4)]
    assert found == ["12-01", "12-01", "12-04", "12-04"]


def test_notice_is_elapsed_time_and_the_horizon_counts_the_hosts_dates() -> None:
    york = rules("America/New_York", (0, 2400), notice_minutes=72 * 60, horizon_days=3)
    now = datetime(2027, 3, 11, 17, 10, 30, tzinfo=UTC)
    found = shown(york, date(2027, 3, 13), days=4, now=now)
    # 12:10:30 and 72 hours later: over the change of Sunday it is 13:10:30.
    assert (found[0], found[-1]) == ("2027-03-14T13:30 -4", "2027-03-14T23:30 -4")


def test_days_with_hours_are_counted_whatever_is_booked_and_a_date_is_the_last_one() -> None:
    """From a Tuesday: weekdays have hours, Thursday is off, Monday is a holiday."""
    away = Hours(
        "Europe/Athens",
        {day: (span(900, 1000),) for day in range(5)},
        {date(2026, 12, 3): ()},
        holidays=(Holiday(date(2026, 12, 7), date(2026, 12, 7)),),
    )
    now = datetime(2026, 12, 1, 12, tzinfo=UTC)

    def dates(host: Rules, *taken: Taken) -> list[str]:
        found = shown(host, date(2026, 12, 1), *taken, days=14, now=now)
        return sorted({one[8:10] for one in found})

    three = Rules(away, horizon="days_with_hours", horizon_days=3)
    assert dates(three) == ["02", "04", "08"]
    full = busy(datetime(2026, 12, 4, 7, tzinfo=UTC), 60)
    assert dates(three, full) == ["02", "08"]
    until = Rules(away, horizon="date", horizon_days=3, last_date=date(2026, 12, 8))
    assert dates(until) == ["02", "04", "08"]
    over = Rules(away, horizon="date", last_date=date(2026, 11, 30))
    assert dates(over) == []


def test_a_year_is_the_furthest_that_any_horizon_goes() -> None:
    now = datetime(2026, 12, 1, 12, tzinfo=UTC)
    far = rules("UTC", (900, 1000), horizon="date", last_date=date(2030, 1, 1))
    never = Rules(Hours("UTC"), horizon="days_with_hours", horizon_days=5)
    for host in (far, never):
        days = calendar(host.hours, minute_at(now), minute_at(now))
        assert date_of(last_day_of(host, days, now)) == date(2027, 12, 2)


def test_a_daily_limit_counts_the_hosts_own_dates_of_25_hours() -> None:
    york = rules("America/New_York", (0, 2400), daily=Limit(sessions=1), step_minutes=60)
    late = busy(datetime(2027, 11, 8, 4, 30, tzinfo=UTC), 30)  # 23:30 on Sunday there
    found = shown(york, date(2027, 11, 6), late, days=4)
    assert {one[8:10] for one in found} == {"06", "08", "09"}


def test_a_weekly_limit_knows_where_weeks_begin() -> None:
    sunday = busy(datetime(2026, 12, 6, 10, tzinfo=UTC), 60)
    monday_first = rules("UTC", (900, 930), weekly=Limit(sessions=1))
    sunday_first = rules("UTC", (900, 930), weekly=Limit(sessions=1), is_week_from_sunday=True)
    now = datetime(2026, 12, 4, tzinfo=UTC)

    def days(host: Rules) -> set[str]:
        return {one[8:10] for one in shown(host, date(2026, 12, 5), sunday, days=4, now=now)}

    assert days(monday_first) == {"07", "08"}
    assert days(sunday_first) == {"05"}


def test_a_limit_of_minutes_counts_the_asked_session_too() -> None:
    host = rules("UTC", (900, 1200), daily=Limit(minutes=90), monthly=Limit(minutes=600))
    first = busy(datetime(2026, 12, 1, 9, tzinfo=UTC), 60)
    assert shown(host, date(2026, 12, 1), first, duration=60) == []
    assert shown(host, date(2026, 12, 1), first, duration=30) != []
    assert shown(host, date(2026, 12, 1), duration=120) == []


def test_neighbours_may_touch_unless_either_needs_a_pause() -> None:
    ten = datetime(2026, 12, 1, 10, tzinfo=UTC)
    plain = rules("UTC", (900, 1300), step_minutes=60)
    pausing = rules("UTC", (900, 1300), step_minutes=60, after_minutes=5)

    def at(host: Rules, one: Taken) -> list[str]:
        return [text[:2] for text in shown(host, date(2026, 12, 1), one, duration=60)]

    assert at(plain, busy(ten, 60)) == ["09", "11", "12"]
    assert at(pausing, busy(ten, 60)) == ["11", "12"]
    assert at(plain, busy(ten, 60, after=5)) == ["09", "12"]
    assert at(pausing, busy(ten, 60, is_guests=True)) == ["09", "11", "12"]


def test_a_weekly_hour_keeps_its_wall_time_where_it_is_meant_and_moves_elsewhere() -> None:
    berlin = rules("Europe/Berlin", (1500, 1530))
    seen = [
        shown(berlin, date(2027, 3, day), zone="America/New_York")[0][:5] for day in (8, 15, 22, 29)
    ]
    assert seen == ["09:00", "10:00", "10:00", "09:00"]


def test_listing_and_deciding_agree_on_a_day_of_change() -> None:
    lisbon = rules("Europe/Lisbon", (1230, 1330), step_minutes=60)
    day, now = date(2027, 3, 28), datetime(2027, 3, 20, tzinfo=UTC)
    assert shown(lisbon, day, duration=60) == ["12:30 +1"]
    at = datetime(2027, 3, 28, 11, 30, tzinfo=UTC)
    assert is_open(lisbon, (), at, 60, now)
    assert not is_open(lisbon, (), at + timedelta(hours=1), 60, now)
    assert not is_open(lisbon, (), at + timedelta(seconds=1), 60, now)
    assert not is_open(lisbon, (), at, 60, at + timedelta(minutes=1))


def test_an_intent_in_a_gap_is_read_with_the_offset_before_it() -> None:
    low = minute_at(datetime(2027, 3, 1, tzinfo=UTC))
    york = clockwork("America/New_York", low, low + 300 * DAY)
    assert time_of(york.minute_of(wall_of("2027-03-14T02:30"))) == datetime(
        2027, 3, 14, 7, 30, tzinfo=UTC
    )
    once, again = (york.minute_of(wall_of("2027-11-07T01:30"), fold=fold) for fold in (0, 1))
    assert again - once == 60
