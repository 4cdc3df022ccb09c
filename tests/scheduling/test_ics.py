"""Golden invitations, read again by another iCalendar library; folding, escaping, methods."""

# ruff: noqa: RUF001 - letters of many scripts are what it is about
from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from server.scheduling.ics import (
    Answer,
    Attendee,
    Mailbox,
    Method,
    Session,
    Status,
    booking_of,
    feed,
    message,
    uid_of,
)

GOLDEN = Path(__file__).parent.parent / "data" / "invitations"
START = datetime(2026, 11, 23, 9, tzinfo=UTC)
LINK = "https://ithaca.example.org/s/06d3vv2k8k8v3e1q5b5l9d7o4c"
SESSION = Session(
    uid="06d3vv2k8k8v3e1q5b5l9d7o4c@ithaca.example.org",
    sequence=0,
    status=Status.CONFIRMED,
    starts_at=START,
    ends_at=START + timedelta(hours=1),
    changed_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
    title="Mentor · Telemachus",
    note="My pitch deck.",
    link=LINK,
    has_room=True,
    organizer=Mailbox("Ithaca", "ithaca@example.org"),
    attendees=(
        Attendee(Mailbox("Mentor", "mentor@example.org"), Answer.ACCEPTED),
        Attendee(Mailbox("Telemachus", "telemachus@example.org"), Answer.ACCEPTED),
    ),
)
PENDING = replace(
    SESSION,
    status=Status.TENTATIVE,
    has_room=False,
    attendees=(replace(SESSION.attendees[0], answer=Answer.NEEDED), SESSION.attendees[1]),
)
MOVED = replace(
    SESSION,
    sequence=1,
    starts_at=START + timedelta(hours=1),
    ends_at=START + timedelta(hours=2),
    changed_at=SESSION.changed_at + timedelta(minutes=5),
)
GONE = replace(
    MOVED,
    sequence=2,
    status=Status.CANCELLED,
    changed_at=SESSION.changed_at + timedelta(minutes=9),
)
ODD = replace(
    SESSION,
    title='Ana, "Zoë"; O\\Neil 👩🏽‍🚀 ' + "🎉" * 20 + " שלום עולם",
    note="One, two; three \\ four\nfive: 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 " + "é" * 80,
    attendees=(
        Attendee(Mailbox('Zoë "Z", O\\Neil; ^ 👩🏽‍🚀', "zoe@example.org"), Answer.TENTATIVE),
        Attendee(Mailbox("שלום עולם", "shalom@example.org"), Answer.DECLINED),
    ),
)
CASES = {
    "request": (SESSION, Method.REQUEST),
    "asked": (PENDING, Method.REQUEST),
    "moved": (MOVED, Method.REQUEST),
    "cancelled": (GONE, Method.CANCEL),
    "odd-names": (ODD, Method.REQUEST),
}


def read_again(text: str) -> tuple[str, Event]:
    """Method and event, as the other library understands them."""
    calendar = IcsCalendarStream.calendar_from_ics(text)
    [event] = calendar.events
    return str(calendar.method), event


@pytest.mark.parametrize("name", sorted(CASES))
def test_an_invitation_is_written_as_the_golden_file_has_it(name: str) -> None:
    path = GOLDEN / f"{name}.ics"
    written = message(*CASES[name]).encode()
    assert written == path.read_bytes()


@pytest.mark.parametrize("name", sorted(CASES))
def test_another_library_reads_the_golden_file_as_it_is_meant(name: str) -> None:
    session, meant = CASES[name]
    method, event = read_again((GOLDEN / f"{name}.ics").read_bytes().decode())
    assert method == meant.value
    assert (event.uid, event.sequence) == (session.uid, session.sequence)
    assert (event.start, event.end) == (session.starts_at, session.ends_at)
    assert event.dtstamp == event.last_modified == session.changed_at
    assert event.summary == session.title
    assert event.description == f"{session.note}\n\n{LINK}"
    assert event.location == LINK
    assert str(event.status).rpartition(".")[2] == session.status.value
    assert event.organizer is not None
    assert str(event.organizer.uri) == "mailto:ithaca@example.org"
    addresses = [str(one.uri) for one in event.attendees]
    assert addresses == [f"mailto:{one.mailbox.address}" for one in session.attendees]


def test_a_cancellation_says_so_twice_and_counts_on() -> None:
    method, event = read_again(message(GONE, Method.CANCEL))
    assert (method, str(event.status).rpartition(".")[2]) == ("CANCEL", "CANCELLED")
    assert (event.sequence or 0) > MOVED.sequence
    assert "CONFERENCE" not in message(GONE, Method.CANCEL)


def test_the_way_in_is_told_in_both_ways_and_opens_nothing_by_itself() -> None:
    text = message(SESSION, Method.REQUEST).replace("\r\n ", "")
    assert f"CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=Ithaca:{LINK}\r\n" in text
    assert f"LOCATION:{LINK}\r\n" in text
    assert "?" not in text
    assert "token" not in text


@given(
    title=st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=120),
    note=st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=300),
)
def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut(title: str, note: str) -> None:
    written = message(replace(SESSION, title=title, note=note), Method.REQUEST).encode()
    assert written.endswith(b"\r\n")
    lines = written.removesuffix(b"\r\n").split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()
    assert b"\n" not in written.replace(b"\r\n", b"")
    unfolded = written.replace(b"\r\n ", b"").decode()
    assert unfolded.count("BEGIN:VEVENT") == 1 or "BEGIN:VEVENT" in title + note


def test_a_name_cannot_bring_a_line_of_its_own() -> None:
    evil = Mailbox("Eve\r\nATTENDEE:mailto:eve@evil.example", "eve@example.org")
    text = message(
        replace(SESSION, attendees=(Attendee(evil, Answer.NEEDED),)), Method.REQUEST
    ).replace("\r\n ", "")
    assert "\r\nATTENDEE:mailto:eve@evil" not in text


def test_a_feed_names_itself_and_says_when_to_come_again() -> None:
    text = feed([SESSION, MOVED], name="Ithaca")
    for line in (
        "METHOD:PUBLISH",
        "NAME:Ithaca",
        "X-WR-CALNAME:Ithaca",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ):
        assert f"\r\n{line}\r\n" in text
    assert "ATTENDEE" not in text
    assert "ORGANIZER" not in text
    assert len(IcsCalendarStream.calendar_from_ics(text).events) == 2


def test_an_id_is_the_same_for_life_and_only_of_our_own() -> None:
    assert uid_of("b", "example.org") == "b@example.org"
    assert booking_of("b@Example.org", "example.org") == "b"
    assert booking_of("b@elsewhere.org", "example.org") is None
    assert booking_of("no id", "example.org") is None
