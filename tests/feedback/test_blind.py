"""No order of events shows one of the two what the other said before the reveal."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.core.errors import Refusal
from server.feedback.model import WINDOW, Answers, CardState, Words, is_revealed, seen_of, state_of
from tests.feedback.cards import START, card

Shown = tuple[str, bool, tuple[CardState, Words | None]]
"""Whose page, whether it is revealed to them, and what it shows."""
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["mentor", "mentee"]),
        st.sampled_from(["give", "change"]),
        st.integers(1, 5),
        st.integers(0, 9),
    ),
    max_size=12,
)


def played(events: list[tuple[str, str, int, int]], silent: str = "") -> list[Shown]:
    """What the mentor's and the mentee's pages show after each event; `silent` says nothing."""
    cards = {"mentor": card("mentor", "mentee"), "mentee": card("mentee", "mentor")}
    now, shown = START, list[Shown]()
    for who, deed, useful, days in events:
        now += timedelta(days=days)
        mine, theirs = cards[who], cards[cards[who].other]
        if who != silent:
            step = mine.given if deed == "give" else mine.changed
            with suppress(Refusal):
                cards[who] = step(theirs, Answers(useful=useful, note=f"{who}: {useful}"), now)
        for person, one in cards.items():
            other = cards[one.other]
            view = (state_of(one, other, now), seen_of(one, other, now))
            shown.append((person, is_revealed(one, other, now), view))
    return shown


@given(EVENTS)
def test_until_the_reveal_a_page_is_the_same_whatever_the_other_one_did(
    events: list[tuple[str, str, int, int]],
) -> None:
    for reader, other in (("mentor", "mentee"), ("mentee", "mentor")):
        as_it_was = played(events)
        without = played(events, silent=other)
        for (person, is_open, view), (_, _, blind) in zip(as_it_was, without, strict=True):
            if person == reader and not is_open:
                assert view == blind


@given(EVENTS)
def test_nothing_changes_once_it_is_revealed(events: list[tuple[str, str, int, int]]) -> None:
    seen: dict[str, object] = {}
    for person, is_open, view in played(events):
        if is_open:
            assert seen.setdefault(str(person), view) == view
        else:
            assert person not in seen


def test_lone_feedback_waits_for_the_window() -> None:
    mine, theirs = card("mentor", "mentee"), card("mentee", "mentor")
    theirs = theirs.given(mine, Answers(useful=2, note="Late again."), START)
    just_before, at_last = START + WINDOW - timedelta(seconds=1), START + WINDOW
    assert seen_of(mine, theirs, just_before) is None
    seen = seen_of(mine, theirs, at_last)
    assert seen is not None
    assert seen.note == "Late again."
