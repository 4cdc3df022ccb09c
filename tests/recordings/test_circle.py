"""Nothing is recorded while one who is present has not agreed: in every order of events."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.recordings.circle import Circle
from server.recordings.model import Seat

HOST, FRIEND, GUEST = Seat("h", "Host", "p1"), Seat("f", "Friend", "p2"), Seat("g", "Guest", None)


def _asked(*present: Seat) -> Circle:
    return Circle(HOST.id, present).agree(HOST.id)


@pytest.mark.parametrize("answers", list(product([True, False], repeat=2)))
def test_it_runs_only_when_all_have_said_yes(answers: tuple[bool, bool]) -> None:
    circle = _asked(HOST, FRIEND, GUEST)
    for seat, has_agreed in zip((FRIEND, GUEST), answers, strict=True):
        circle = circle.agree(seat.id) if has_agreed else circle
    assert circle.phase == ("recording" if all(answers) else "asked")


def test_a_host_alone_agrees_by_asking() -> None:
    assert _asked(HOST).phase == "recording"


def test_a_newcomer_pauses_it_and_their_yes_lets_it_go_on() -> None:
    running = _asked(HOST).begin()
    waiting = running.arrive(GUEST)
    assert (waiting.phase, waiting.waiting) == ("paused", ("g",))
    assert waiting.agree("g").phase == "recording"


def test_a_newcomer_who_leaves_again_is_waited_for_no_more() -> None:
    assert _asked(HOST).begin().arrive(GUEST).leave("g").phase == "recording"


def test_who_came_while_all_were_asked_is_asked_too() -> None:
    circle = _asked(HOST, FRIEND).arrive(GUEST).agree("f")
    assert (circle.phase, circle.waiting) == ("asked", ("g",))


def test_who_leaves_before_answering_is_waited_for_no_more() -> None:
    assert _asked(HOST, FRIEND).leave("f").phase == "recording"


def test_an_account_that_agreed_need_not_agree_again_on_another_seat() -> None:
    circle = _asked(HOST, FRIEND).agree("f").begin().leave("f")
    assert circle.arrive(Seat("f2", "Friend", "p2")).phase == "recording"


def test_a_guest_of_the_same_name_is_somebody_else() -> None:
    circle = _asked(HOST, GUEST).agree("g").begin().leave("g")
    assert circle.arrive(Seat("g2", "Guest", None)).phase == "paused"


def test_nobody_agrees_for_a_seat_that_is_not_there() -> None:
    circle = _asked(HOST, FRIEND)
    assert circle.agree("stranger") is circle
    assert circle.agree("h") is circle


SEATS = (HOST, FRIEND, GUEST)


@given(st.lists(st.tuples(st.sampled_from(["arrive", "agree", "leave"]), st.sampled_from(SEATS))))
def test_it_never_runs_while_one_present_has_not_agreed(events: list[tuple[str, Seat]]) -> None:
    circle, said = _asked(HOST), {HOST.id}
    for event, seat in events:
        if event == "arrive":
            circle = circle.arrive(seat)
        elif event == "leave":
            circle = circle.leave(seat.id)
        else:
            if seat in circle.present:
                said.add(seat.id)
            circle = circle.agree(seat.id)
        if circle.phase == "recording":
            assert all(one.id in said for one in circle.present)
