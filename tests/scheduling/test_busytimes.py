"""Busy times from elsewhere: what RFC 5545 says, what programs write, what must not hurt.

Every expectation is in UTC, worked out by hand from the zone's rules.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.scheduling.busyreader import BusyReader, Unread
from server.scheduling.busytimes import Asked, Busy, NoCalendar, busy_times
from server.scheduling.model import BusyTrouble
from server.scheduling.zones import minute_at, time_of


def asked(
    first: str = "2026-11-01", last: str = "2027-11-30", home: str = "Europe/Athens"
) -> Asked:
    at = [minute_at(datetime.fromisoformat(one).replace(tzinfo=UTC)) for one in (first, last)]
    return Asked(home, "@ithaca.example.org", at[0], at[1])


def calendar(*events: str, head: str = "") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN"]
    lines += head.strip().splitlines()
    for number, event in enumerate(events):
        if event.startswith("BEGIN:"):
            lines += event.splitlines()
            continue
        lines += ["BEGIN:VEVENT", f"UID:event-{number}@x", "SUMMARY:Secret"]
        lines += [*event.strip().splitlines(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def shown(found: Busy) -> list[str]:
    return [
        f"{time_of(a):%Y-%m-%d %H:%M}/{time_of(b):%Y-%m-%d %H:%M}"
        if time_of(a).date() != time_of(b).date()
        else f"{time_of(a):%Y-%m-%d %H:%M}/{time_of(b):%H:%M}"
        for a, b in found.times
    ]


def read(*events: str, head: str = "", **range_: str) -> list[str]:
    found = busy_times(calendar(*events, head=head), asked(**range_))
    assert found.skipped == 0
    return shown(found)


def test_a_floating_time_is_on_the_owners_wall() -> None:
    event = "DTSTART:20261123T090000\nDTEND:20261123T100000"
    assert read(event) == ["2026-11-23 07:00/08:00"]
    assert read(event, home="Asia/Kathmandu") == ["2026-11-23 03:15/04:15"]


def test_days_are_whole_days_of_the_calendars_zone() -> None:
    event = "DTSTART;VALUE=DATE:20261123\nDTEND;VALUE=DATE:20261126"
    assert read(event) == ["2026-11-22 22:00/2026-11-25 22:00"]
    head = "X-WR-TIMEZONE:America/New_York"
    assert read(event, head=head) == ["2026-11-23 05:00/2026-11-26 05:00"]
    assert read("DTSTART;VALUE=DATE:20261123") == ["2026-11-22 22:00/2026-11-23 22:00"]


def test_a_day_that_begins_in_a_gap_begins_with_its_first_minute() -> None:
    # 2027-04-30 has no 00:00 in Cairo: its clock goes from 23:59 to 01:00 (UTC+2 to UTC+3).
    event = "DTSTART;VALUE=DATE:20270430"
    assert read(event, home="Africa/Cairo") == ["2027-04-29 22:00/2027-04-30 21:00"]


def test_what_is_free_cancelled_or_our_own_is_left_out() -> None:
    when = "DTSTART:20261123T090000Z\nDTEND:20261123T100000Z\n"
    ours = f"BEGIN:VEVENT\nUID:0123@ithaca.example.org\n{when}END:VEVENT"
    assert (
        read(
            when + "TRANSP:TRANSPARENT",
            when + "STATUS:CANCELLED",
            when + "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
            ours,
        )
        == []
    )
    assert read(when + "TRANSP:OPAQUE") == ["2026-11-23 09:00/10:00"]


def test_what_repeats_keeps_its_wall_time_across_a_change_of_clocks() -> None:
    event = """DTSTART;TZID=Europe/Berlin:20261019T150000
DTEND;TZID=Europe/Berlin:20261019T160000
RRULE:FREQ=WEEKLY;COUNT=3"""
    assert read(event, first="2026-10-01") == [
        "2026-10-19 13:00/14:00",
        "2026-10-26 14:00/15:00",
        "2026-11-02 14:00/15:00",
    ]


def test_an_instance_in_a_gap_is_none_and_is_not_counted() -> None:
    # New York has no 02:30 on 2027-03-14.
    event = """DTSTART;TZID=America/New_York:20270313T023000
DTEND;TZID=America/New_York:20270313T033000
RRULE:FREQ=DAILY;COUNT=3"""
    assert read(event) == [
        "2027-03-13 07:30/08:30",
        "2027-03-15 06:30/07:30",
        "2027-03-16 06:30/07:30",
    ]


def test_a_single_time_in_a_gap_is_read_by_the_offset_before_it() -> None:
    event = "DTSTART;TZID=America/New_York:20270314T023000\nDURATION:PT1H"
    assert read(event) == ["2027-03-14 07:30/08:30"]


def test_a_time_that_is_shown_twice_is_the_first() -> None:
    event = "DTSTART;TZID=America/New_York:20261101T013000\nDURATION:PT30M"
    assert read(event) == ["2026-11-01 05:30/06:00"]


def test_a_moved_instance_stands_where_it_was_moved_to() -> None:
    series = """BEGIN:VEVENT
UID:series@x
DTSTART;TZID=Europe/Athens:20261123T090000
DTEND;TZID=Europe/Athens:20261123T100000
RRULE:FREQ=DAILY;UNTIL=20261125T235959Z
END:VEVENT"""
    moved = """BEGIN:VEVENT
UID:series@x
RECURRENCE-ID:20261124T070000Z
DTSTART;TZID=Europe/Athens:20261124T200000
DTEND;TZID=Europe/Athens:20261124T203000
END:VEVENT"""
    kept = ["2026-11-23 07:00/08:00", "2026-11-25 07:00/08:00"]
    assert read(series, moved) == [kept[0], "2026-11-24 18:00/18:30", kept[1]]
    gone = moved.replace("UID:series@x", "UID:series@x\nSTATUS:CANCELLED")
    assert read(gone, series) == kept


def test_an_exception_may_be_written_in_another_zone_or_as_a_date() -> None:
    event = """DTSTART;TZID=Europe/Athens:20261123T090000
DTEND;TZID=Europe/Athens:20261123T100000
RRULE:FREQ=DAILY;COUNT=4
EXDATE;TZID=America/New_York:20261124T020000
EXDATE;VALUE=DATE:20261125"""
    assert read(event) == ["2026-11-23 07:00/08:00", "2026-11-26 07:00/08:00"]


def test_a_rule_without_an_end_ends_with_what_is_asked() -> None:
    event = "DTSTART:19990101T090000Z\nDURATION:PT15M\nRRULE:FREQ=DAILY"
    found = read(event, first="2026-11-01", last="2026-11-04")
    assert found == [f"2026-11-0{day} 09:00/09:15" for day in (1, 2, 3)]
    biweekly = "DTSTART:19990104T090000Z\nDURATION:PT15M\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE"
    # 1999-01-04 is a Monday, and 2026-11-16 is 1454 weeks later.
    assert read(biweekly, last="2026-11-20") == [
        "2026-11-02 09:00/09:15",
        "2026-11-04 09:00/09:15",
        "2026-11-16 09:00/09:15",
        "2026-11-18 09:00/09:15",
    ]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", ["2026-11-27", "2026-12-25"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["2026-11-30", "2026-12-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", ["2026-11-30", "2026-12-31"]),
        ("FREQ=YEARLY;BYMONTH=12;BYDAY=1TU;COUNT=1", ["2026-12-01"]),
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261124;WKST=SU", ["2026-11-24"]),
        ("freq=daily;interval=3;count=2", ["2026-11-23", "2026-11-26"]),
    ],
)
def test_rules_mean_what_the_rfc_says(rule: str, days: list[str]) -> None:
    event = f"DTSTART;TZID=Europe/Athens:20261123T110000\nDURATION:PT1H\nRRULE:{rule}"
    found = read(event)
    # The beginning itself is busy in any case.
    assert found == sorted({"2026-11-23 09:00/10:00", *(f"{day} 09:00/10:00" for day in days)})


def test_periods_and_dates_of_their_own() -> None:
    event = """DTSTART:20261123T090000Z
DTEND:20261123T100000Z
RDATE;VALUE=PERIOD:20261124T090000Z/PT30M,20261125T090000Z/20261125T113000Z
RDATE:20261126T090000Z"""
    assert read(event) == [
        "2026-11-23 09:00/10:00",
        "2026-11-24 09:00/09:30",
        "2026-11-25 09:00/11:30",
        "2026-11-26 09:00/10:00",
    ]
    free_busy = "BEGIN:VFREEBUSY\nFREEBUSY;FBTYPE=BUSY:20261123T090000Z/PT1H\nEND:VFREEBUSY"
    assert read(free_busy) == ["2026-11-23 09:00/10:00"]
    assert read(free_busy.replace("=BUSY", "=FREE")) == []


@pytest.mark.parametrize(
    "name",
    [
        "GTB Standard Time",
        "/freeassociation.sourceforge.net/Europe/Athens",
        "/softwarestudio.org/Olson_20011030_5/Europe/Athens",
        "/mozilla.org/20050126_1/Europe/Athens",
        '"Europe/Athens"',
        '"UTC+02:00"',
    ],
)
def test_a_zone_is_known_by_the_names_that_programs_give_it(name: str) -> None:
    event = f"DTSTART;TZID={name}:20261123T090000\nDURATION:PT1H"
    assert read(event, home="Asia/Kathmandu") == ["2026-11-23 07:00/08:00"]


OUTLOOK = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def test_a_zone_that_nobody_knows_is_as_its_calendar_defines_it() -> None:
    event = """DTSTART;TZID=Customized Time Zone:20270321T090000
DURATION:PT1H
RRULE:FREQ=WEEKLY;COUNT=2"""
    assert read(event, head=OUTLOOK) == ["2027-03-21 08:00/09:00", "2027-03-28 07:00/08:00"]


def test_repeating_times_in_utc_follow_the_calendars_named_zone() -> None:
    event = "DTSTART:20261019T130000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2"
    head = "X-WR-TIMEZONE:Europe/Berlin"
    assert read(event, head=head, first="2026-10-01") == [
        "2026-10-19 13:00/14:00",
        "2026-10-26 14:00/15:00",
    ]


@pytest.mark.parametrize(
    "event",
    [
        "SUMMARY:No time",
        "DTSTART:tomorrow",
        "DTSTART:20260231T090000Z\nDURATION:PT1H",
        "DTSTART:20261123T090000Z\nDTEND:20261122T090000Z",
        "DTSTART:20261123T090000Z\nDURATION:-PT1H",
        "DTSTART:20261123T090000Z\nDURATION:P99999D",
        "DTSTART:20261123T090000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY",
        "DTSTART:20261123T090000Z\nDURATION:PT1H\nRRULE:FREQ=MINUTELY;COUNT=1000000",
        "DTSTART:20261123T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;INTERVAL=0",
        "DTSTART:20261123T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYMONTH=99",
        "DTSTART:20261123T090000Z\nDURATION:PT1H\nRRULE:EVERY DAY",
        "DTSTART:19000101T090000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY;COUNT=99999999",
    ],
)
def test_what_cannot_be_understood_is_counted_and_disturbs_nothing(event: str) -> None:
    other = "DTSTART:20261124T090000Z\nDTEND:20261124T100000Z"
    found = busy_times(calendar(event, other), asked())
    assert found.skipped == 1
    assert "2026-11-24 09:00/10:00" in shown(found)


def test_a_rule_of_a_million_days_costs_only_those_that_are_asked_for() -> None:
    event = "DTSTART:20200101T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=1000000"
    assert len(read(event, first="2026-11-01", last="2026-11-11")) == 10


def test_unknown_things_and_odd_lines_are_passed_over() -> None:
    raw = b'\xef\xbb\xbfBEGIN:VCALENDAR\nX-ODD;A="b:c;d":e\nno colon\n:empty\nEND:NOTHING\n' + (
        b"BEGIN:VEVENT\nBEGIN:PARTICIPANT\nDTSTART:19990101T000000Z\nEND:PARTICIPANT\n"
        b"DTSTART;TZID=Europe\n /Athens:20261123T0\n\t90000\nDURATION:PT1H\n"
        b"SUMMARY:\xff\xfe\nBEGIN:VALARM\nTRIGGER:-PT5M\nDURATION:PT9H\nEND:VALARM\n"
        b"END:VEVENT\nEND:VCALENDAR\n"
    )
    assert shown(busy_times(raw, asked())) == ["2026-11-23 07:00/08:00"]


@pytest.mark.parametrize("raw", [b"", b"<html>Sign in</html>", b"BEGIN:VEVENT\nEND:VEVENT"])
def test_what_is_no_calendar_is_said_to_be_none(raw: bytes) -> None:
    with pytest.raises(NoCalendar):
        busy_times(raw, asked())


LINES = st.sampled_from(
    [
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:VTIMEZONE",
        "END:VTIMEZONE",
        "BEGIN:STANDARD",
        "END:STANDARD",
        "TZID:Here",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0300",
        "DTSTART:20261123T090000",
        "DTSTART;TZID=Here:20261123T090000",
        "DTSTART;VALUE=DATE:20261123",
        "DTEND:20261124T090000Z",
        "DURATION:P1W",
        "RRULE:FREQ=WEEKLY;BYDAY=1MO",
        "RRULE:FREQ=YEARLY;BYWEEKNO=53;COUNT=2",
        "EXDATE:20261123",
        "RDATE:99999999T999999Z",
        "RECURRENCE-ID:20261123T090000",
        "UID:a",
        ";;;",
    ]
)


@given(st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=25))
def test_no_text_breaks_the_reader(lines: list[str]) -> None:
    raw = "\n".join(["BEGIN:VCALENDAR", *lines]).encode("utf-8", "replace")
    found = busy_times(raw, asked())
    assert all(a < b for a, b in found.times)
    assert all(one[1] < other[0] for one, other in zip(found.times, found.times[1:], strict=False))


async def test_a_process_of_its_own_reads_and_hands_back_times_alone() -> None:
    event = "DTSTART:20261123T090000Z\nDTEND:20261123T100000Z"
    found = await BusyReader().read(calendar(event, "DTSTART:x"), asked())
    assert (shown(found), found.skipped) == (["2026-11-23 09:00/10:00"], 1)


async def test_an_entry_that_never_ends_is_skipped_and_the_others_are_read() -> None:
    never = "DTSTART:20261123T090000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"
    other = "DTSTART:20261124T090000Z\nDTEND:20261124T100000Z"
    found = await BusyReader().read(calendar(never, other), asked())
    assert found.skipped == 1
    assert shown(found)[-1] == "2026-11-24 09:00/10:00"


async def test_whoever_eats_all_time_is_stopped_while_others_are_served() -> None:
    never = "DTSTART:20261123T090000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"
    reader, other = BusyReader(cpu_s=1), "DTSTART:20261124T090000Z\nDTEND:20261124T100000Z"
    greedy = asyncio.create_task(reader.read(calendar(*[never] * 5), asked()))
    assert shown(await reader.read(calendar(other), asked())) == ["2026-11-24 09:00/10:00"]
    with pytest.raises(Unread) as refusal:
        await greedy
    assert refusal.value.trouble is BusyTrouble.TOO_HARD
