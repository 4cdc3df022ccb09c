"""What follows of a join log: who was there, late, gone early, cut off, or not there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.errors import NotFound
from server.scheduling.model import (
    Booking,
    BookingState,
    CorrectionOver,
    Intent,
    Kind,
    Left,
    Mark,
    Place,
    Presence,
    Seat,
    Stay,
    require_may_correct,
)
from server.scheduling.presence import marks_of

BEGIN = datetime(2026, 11, 23, 9, tzinfo=UTC)
_ids = count()


def booking(*guests: str, kind: Kind = Kind.PAIR, place: Place = Place.IN) -> Booking:
    """An hour with a host."""
    return Booking(
        id="booking",
        kind=kind,
        host="host",
        created_by="host",
        created_at=BEGIN,
        state=BookingState.COMPLETED,
        starts_at=BEGIN,
        minutes=60,
        intent=Intent("2026-11-23T09:00", "UTC", "host"),
        tzdata="",
        key="key",
        seats=tuple(Seat(one, place, BEGIN) for one in guests or ("guest",)),
        room="room",
        capacity=10,
    )


def stay(
    person: str, came: float, went: float, left: Left | None = Left.LEFT, **more: bool
) -> Stay:
    """Minutes after the beginning."""
    at, until = (BEGIN + timedelta(minutes=one) for one in (came, went))
    return Stay(
        id=f"{next(_ids):026}",
        room="room",
        person=person,
        came_at=at,
        seen_at=until,
        went_at=until if left else None,
        left=left,
        **more,
    )


def asked(person: str, at: float) -> Stay:
    return stay(person, at, at, None, is_asked=True)


def both(*stays: Stay) -> tuple[Presence, Presence]:
    found = marks_of(booking(), stays)
    return found["host"].presence, found["guest"].presence


P = Presence


def test_two_who_come_within_the_grace_and_stay_were_there() -> None:
    assert both(stay("host", -3, 61), stay("guest", 5, 56)) == (P.PRESENT, P.PRESENT)


def test_whoever_comes_later_is_late_by_minutes() -> None:
    marks = marks_of(booking(), [stay("host", 0, 60), stay("guest", 12.9, 60)])
    assert marks["guest"] == Mark(P.LATE, 12)


def test_whoever_leaves_the_other_waiting_has_left_early() -> None:
    marks = marks_of(booking(), [stay("host", 0, 60), stay("guest", 7, 30)])
    assert marks["guest"] == Mark(P.LEFT_EARLY, 7, 30)
    assert marks["host"] == Mark(P.PRESENT)


def test_two_who_part_together_were_there_however_short_it_was() -> None:
    assert both(stay("host", 0, 31), stay("guest", 0, 30)) == (P.PRESENT, P.PRESENT)
    lost = stay("guest", 0, 30, Left.LOST)
    assert both(stay("host", 0, 31), lost) == (P.PRESENT, P.PRESENT)


def test_whoever_is_cut_off_while_the_other_waits_has_a_network_fault() -> None:
    lost = stay("guest", 0, 20, Left.LOST)
    assert both(stay("host", 0, 40), lost) == (P.PRESENT, P.NETWORK_FAULT)


def test_whoever_is_cut_off_and_comes_back_was_there() -> None:
    stays = [stay("host", 0, 60), stay("guest", 0, 20, Left.LOST), stay("guest", 22, 60)]
    assert both(*stays) == (P.PRESENT, P.PRESENT)


def test_a_node_that_dies_cuts_off_whom_it_held() -> None:
    gone = stay("guest", 0, 20, None)
    assert both(stay("host", 0, 60), gone) == (P.PRESENT, P.NETWORK_FAULT)
    assert both(stay("host", 0, 20, None), gone) == (P.PRESENT, P.PRESENT)


def test_media_that_never_came_through_are_told_apart_from_absence() -> None:
    tried = stay("guest", 0, 8, is_tried=True)
    assert both(stay("host", 0, 60), tried) == (P.PRESENT, P.NETWORK_FAULT)
    through = stay("guest", 0, 60, is_tried=True, is_connected=True)
    assert both(stay("host", 0, 60), through) == (P.PRESENT, P.PRESENT)
    assert both(stay("host", 0, 60), asked("guest", 3)) == (P.PRESENT, P.NETWORK_FAULT)
    assert both(stay("host", 0, 60)) == (P.PRESENT, P.ABSENT)


def test_who_leaves_for_good_but_tries_to_come_back_in_vain_has_a_network_fault() -> None:
    stays = [stay("host", 0, 60), stay("guest", 0, 20), asked("guest", 25)]
    assert both(*stays) == (P.PRESENT, P.NETWORK_FAULT)


def test_looking_in_before_it_begins_is_not_coming() -> None:
    looked = [asked("guest", -10.5), stay("guest", -10, -5)]
    assert both(stay("host", 0, 60), *looked) == (P.PRESENT, P.ABSENT)
    assert both(stay("host", 0, 60), asked("guest", -300)) == (P.PRESENT, P.ABSENT)


def test_where_the_host_does_not_come_no_guest_missed_anything() -> None:
    assert both() == (P.ABSENT, P.NOT_HELD)
    assert both(stay("guest", 12, 20)) == (P.ABSENT, P.PRESENT)
    assert both(asked("host", 1)) == (P.NETWORK_FAULT, P.ABSENT)


def test_whom_the_host_sends_out_has_not_left_early() -> None:
    sent_out = stay("guest", 0, 20, Left.REMOVED)
    assert both(stay("host", 0, 60), sent_out) == (P.PRESENT, P.PRESENT)


def test_each_seat_of_a_group_stands_for_itself() -> None:
    group = booking("early", "absent", "late", kind=Kind.GROUP)
    stays = [stay("host", 0, 60), stay("early", 0, 15), stay("late", 20, 60)]
    found = {person: mark.presence for person, mark in marks_of(group, stays).items()}
    assert found == {
        "host": P.PRESENT,
        "early": P.LEFT_EARLY,
        "absent": P.ABSENT,
        "late": P.LATE,
    }


def test_office_hours_count_whom_the_host_has_called() -> None:
    queue = booking("served", kind=Kind.OFFICE_HOURS, place=Place.SERVED)
    found = marks_of(queue, [stay("host", 0, 60), stay("served", 30, 40)])
    assert found["served"] == Mark(P.PRESENT)
    waiting = booking("waits", kind=Kind.OFFICE_HOURS, place=Place.WAITING)
    assert list(marks_of(waiting, [stay("host", 0, 60)])) == ["host"]


@st.composite
def logs(draw: st.DrawFn) -> list[Stay]:
    minutes = st.integers(-40, 100)
    found = []
    for _ in range(draw(st.integers(0, 6))):
        came = draw(minutes)
        found.append(
            stay(
                draw(st.sampled_from(["host", "guest", "somebody"])),
                came,
                came + draw(st.integers(0, 60)),
                draw(st.sampled_from([None, *Left])),
                is_asked=draw(st.booleans()),
                is_tried=draw(st.booleans()),
                is_connected=draw(st.booleans()),
            )
        )
    return found


@given(logs(), st.randoms())
def test_the_order_of_a_log_and_strangers_in_it_change_nothing(
    stays: list[Stay], random: object
) -> None:
    shuffled = stays.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    own = [one for one in shuffled if one.person != "somebody"]
    assert marks_of(booking(), stays) == marks_of(booking(), own)


@given(logs())
def test_nobody_without_a_trace_was_there_and_minutes_are_within_the_session(
    stays: list[Stay],
) -> None:
    for person, mark in marks_of(booking(), stays).items():
        if all(one.person != person for one in stays):
            assert mark.presence in {P.ABSENT, P.NOT_HELD}
        assert 0 <= mark.late_minutes <= 60
        assert 0 <= mark.early_minutes <= 60
        assert (mark.presence is P.NOT_HELD) <= (person != "host")


def test_a_guest_corrects_themself_and_the_host_and_the_host_corrects_all() -> None:
    group = booking("one", "two", kind=Kind.GROUP)
    for by, person in (("one", "one"), ("one", "host"), ("host", "one"), ("host", "host")):
        require_may_correct(group, by, person, group.ends_at)
    for by, person in (("one", "two"), ("stranger", "one"), ("host", "stranger")):
        with pytest.raises(NotFound):
            require_may_correct(group, by, person, group.ends_at)
    with pytest.raises(CorrectionOver):
        require_may_correct(group, "one", "one", group.ends_at + timedelta(days=14, seconds=1))
