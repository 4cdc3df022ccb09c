"""Feedback on sessions: hidden until both have spoken, then fixed; strangers and scales refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from server.core.errors import Invalid, NotFound
from server.feedback.model import (
    AlreadyGiven,
    Answers,
    CardState,
    FeedbackOver,
    Happened,
    NotYet,
    Revealed,
    Tag,
)
from server.notifications.model import Kind
from tests.feedback.conftest import GOOD, MONDAY, Stage, told
from tests.scheduling.conftest import stay


async def test_what_one_says_is_hidden_until_both_have_spoken(stage: Stage) -> None:
    booking = await stage.session()
    give = stage.feedback.cards.give
    thanks = replace(GOOD, appreciation="Thank you for the map.", note="Speak a bit slower.")
    mine = await give(stage.cast.mentee, booking.id, thanks)
    assert (mine.state, mine.seen) == (CardState.GIVEN, None)
    theirs = await stage.card(stage.cast.mentor, booking)
    assert (theirs.state, theirs.seen) == (CardState.OPEN, None)
    theirs = await give(stage.cast.mentor, booking.id, replace(GOOD, tags=frozenset({Tag.OPEN})))
    assert theirs.state is CardState.REVEALED
    assert theirs.seen is not None
    assert (theirs.seen.appreciation, theirs.seen.note) == (
        "Thank you for the map.",
        "Speak a bit slower.",
    )
    seen = (await stage.card(stage.cast.mentee, booking)).seen
    assert seen is not None
    assert seen.tags == {Tag.OPEN}
    await stage.feedback.settling.settle()
    assert len(await told(stage, stage.cast.mentor, Kind.FEEDBACK_REVEALED)) == 1


async def test_lone_feedback_is_revealed_when_the_window_closes(stage: Stage) -> None:
    booking = await stage.session()
    await stage.feedback.cards.give(stage.cast.mentee, booking.id, replace(GOOD, note="Well."))
    stage.clock.forward(days=13)
    assert (await stage.card(stage.cast.mentor, booking)).seen is None
    stage.clock.forward(days=1, minutes=1)
    theirs = await stage.card(stage.cast.mentor, booking)
    assert theirs.state is CardState.REVEALED
    assert theirs.seen is not None
    with pytest.raises(FeedbackOver):
        await stage.feedback.cards.give(stage.cast.mentor, booking.id, GOOD)


async def test_one_may_think_again_until_the_reveal_and_not_after(stage: Stage) -> None:
    booking = await stage.session()
    cards = stage.feedback.cards
    with pytest.raises(NotFound):
        await cards.change(stage.cast.mentee, booking.id, GOOD)
    await cards.give(stage.cast.mentee, booking.id, GOOD)
    again = await cards.give(stage.cast.mentee, booking.id, GOOD)
    assert again.state is CardState.GIVEN  # the same twice is one
    with pytest.raises(AlreadyGiven):
        await cards.give(stage.cast.mentee, booking.id, replace(GOOD, useful=1))
    await cards.change(stage.cast.mentee, booking.id, replace(GOOD, note="On second thoughts."))
    await cards.give(stage.cast.mentor, booking.id, GOOD)
    with pytest.raises(Revealed):
        await cards.change(stage.cast.mentee, booking.id, GOOD)
    seen = (await stage.card(stage.cast.mentor, booking)).seen
    assert seen is not None
    assert seen.note == "On second thoughts."


async def test_strangers_and_sessions_to_come_get_no_card(stage: Stage) -> None:
    wish = stage.cast.time()
    booking = await stage.cast.services.bookings.book(stage.cast.mentee, wish)
    with pytest.raises(NotYet):
        await stage.card(stage.cast.mentee, booking)
    await stage.until_over(booking)
    for person in (stage.cast.stranger, stage.cast.other):
        with pytest.raises(NotFound):
            await stage.card(person, booking)
        with pytest.raises(NotFound):
            await stage.feedback.cards.give(person, booking.id, GOOD)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"useful": 6}, "useful"),
        ({"heard": 0}, "heard"),
        ({"progress": -3}, "progress"),
        ({"useful": True}, "useful"),
        ({"useful": None}, "useful"),
        ({"happened": Happened.OTHER}, "happened"),
        ({"tags": frozenset(list(Tag)[:5])}, "tags"),
        ({"note": "x" * 1001}, "note"),
        ({"appreciation": "turn\u202eed"}, "appreciation"),
    ],
)
def test_an_answer_outside_the_scale_names_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        replace(GOOD, **change).checked(is_held=True)  # type: ignore[arg-type]
    assert field in refused.value.fields


async def test_who_did_not_meet_is_asked_what_happened_instead(stage: Stage) -> None:
    booking = await stage.session(None, stage.cast.mentee, is_held=False)
    assert not (await stage.card(stage.cast.mentor, booking)).card.is_held
    give = stage.feedback.cards.give
    for refused in (GOOD, Answers(), replace(GOOD, happened=Happened.FORGOTTEN)):
        with pytest.raises(Invalid):
            await give(stage.cast.mentee, booking.id, refused)
    await give(stage.cast.mentee, booking.id, Answers(happened=Happened.CAME_UP))
    elsewhere = replace(GOOD, happened=Happened.ELSEWHERE)
    done = await give(stage.cast.mentor, booking.id, elsewhere)
    assert done.state is CardState.REVEALED


async def test_a_card_given_right_after_hanging_up_waits_for_no_clock(stage: Stage) -> None:
    booking = await stage.cast.services.bookings.book(stage.cast.mentee, stage.cast.time())
    stage.clock.forward(seconds=(booking.starts_at - stage.clock.now()).total_seconds() + 50 * 60)
    people = (stage.cast.mentor, stage.cast.mentee)
    await stage.cast.services.attendances.note([stay(booking, one, 0, 49) for one in people])
    card = await stage.feedback.cards.give(stage.cast.mentee, booking.id, GOOD)
    assert card.card.is_held
    await stage.until_over(booking)
    await stage.feedback.asking.tell()
    assert await told(stage, stage.cast.mentee, Kind.SESSION_FEEDBACK) == []
    assert len(await told(stage, stage.cast.mentor, Kind.SESSION_FEEDBACK)) == 1


async def test_everybody_is_asked_once_and_reminded_once(stage: Stage) -> None:
    booking = await stage.session()
    for _ in range(3):
        await stage.feedback.asking.ask_after_sessions()
        await stage.feedback.asking.tell()
    [asked] = await told(stage, stage.cast.mentee, Kind.SESSION_FEEDBACK)
    assert (asked["other"], asked["step"]) == ("Mentor", "first")
    await stage.feedback.cards.give(stage.cast.mentor, booking.id, GOOD)
    stage.clock.forward(days=3, minutes=1)
    for _ in range(3):
        await stage.feedback.asking.tell()
        stage.clock.forward(days=2)
    steps = [one["step"] for one in await told(stage, stage.cast.mentee, Kind.SESSION_FEEDBACK)]
    assert sorted(steps) == ["again", "first"]
    assert len(await told(stage, stage.cast.mentor, Kind.SESSION_FEEDBACK)) == 1


async def test_between_people_apart_no_words_pass(stage: Stage) -> None:
    booking = await stage.session()
    await stage.feedback.cards.give(stage.cast.mentee, booking.id, replace(GOOD, note="Beware."))
    await stage.cast.services.mentorships.block(stage.cast.mentor, stage.cast.mentee)
    done = await stage.feedback.cards.give(stage.cast.mentor, booking.id, GOOD)
    assert (done.state, done.seen) == (CardState.REVEALED, None)
    await stage.feedback.settling.settle()
    assert await told(stage, stage.cast.mentor, Kind.FEEDBACK_REVEALED) == []


async def test_silence_is_settled_too(stage: Stage) -> None:
    await stage.session()
    stage.clock.forward(days=15)
    assert await stage.feedback.settling.settle() == 1
    assert await stage.feedback.settling.settle() == 0
    [view] = await stage.feedback.cards.of_person(stage.cast.mentee)
    assert view.state is CardState.CLOSED
    assert view.card.settled_at is not None
    assert view.card.closes_at < stage.clock.now() + timedelta(days=1)


async def test_one_tap_is_hidden_is_no_answer_yet_and_locks_nothing(stage: Stage) -> None:
    booking = await stage.session()
    cards = stage.feedback.cards
    await cards.give(stage.cast.mentor, booking.id, GOOD)
    tapped = await cards.begin(stage.cast.mentee, booking.id, 4)
    assert (tapped.state, tapped.card.begun, tapped.card.answers) == (CardState.OPEN, 4, None)
    theirs = await stage.card(stage.cast.mentor, booking)
    assert theirs.state is CardState.GIVEN  # nothing shows that the other one has begun
    assert await stage.feedback.settling.settle() == 0
    await stage.feedback.asking.tell()
    assert await told(stage, stage.cast.mentee, Kind.SESSION_FEEDBACK) == []
    sent = await cards.give(stage.cast.mentee, booking.id, replace(GOOD, useful=4, note="More."))
    assert (sent.state, sent.card.begun) == (CardState.REVEALED, None)
    with pytest.raises(AlreadyGiven):
        await cards.begin(stage.cast.mentee, booking.id, 1)


async def test_a_tap_before_the_log_tells_of_the_two_is_no_missed_session(stage: Stage) -> None:
    cast, cards = stage.cast, stage.feedback.cards
    booking = await cast.services.bookings.book(cast.mentee, cast.time(MONDAY))
    stage.clock.forward(seconds=(booking.ends_at - stage.clock.now()).total_seconds())
    tapped = await cards.begin(cast.mentee, booking.id, 5)
    assert not tapped.card.is_held
    await cast.services.attendances.note([stay(booking, one) for one in (cast.mentor, cast.mentee)])
    for person in (cast.mentee, cast.mentor):
        assert (await stage.card(person, booking)).card.is_held
    given = await cards.give(cast.mentee, booking.id, GOOD)
    assert (given.state, given.card.answers) == (CardState.GIVEN, GOOD)


async def test_a_tap_that_nothing_follows_counts_after_a_day(stage: Stage) -> None:
    booking = await stage.session()
    cards = stage.feedback.cards
    await cards.begin(stage.cast.mentee, booking.id, 2)
    await cards.begin(stage.cast.mentor, booking.id, 5)
    await cards.begin(stage.cast.mentor, booking.id, None)  # thought better of it
    stage.clock.forward(hours=22)
    assert await cards.give_begun() == 0
    stage.clock.forward(hours=2)
    assert await cards.give_begun() == 1
    mine = await stage.card(stage.cast.mentee, booking)
    assert (mine.state, mine.card.answers) == (CardState.GIVEN, Answers(useful=2))
    assert (await stage.card(stage.cast.mentor, booking)).state is CardState.OPEN
    changed = await cards.change(stage.cast.mentee, booking.id, replace(GOOD, useful=3))
    assert changed.card.answers == replace(GOOD, useful=3)


async def test_a_tap_of_two_who_did_not_meet_never_counts(stage: Stage) -> None:
    booking = await stage.session(None, stage.cast.mentee, is_held=False)
    await stage.feedback.cards.begin(stage.cast.mentee, booking.id, 5)
    stage.clock.forward(days=2)
    assert await stage.feedback.cards.give_begun() == 0
    assert (await stage.card(stage.cast.mentee, booking)).state is CardState.OPEN


@pytest.mark.parametrize("useful", [0, 6, True])
async def test_a_tap_outside_the_scale_is_refused(stage: Stage, useful: int) -> None:
    booking = await stage.session()
    with pytest.raises(Invalid) as refused:
        await stage.feedback.cards.begin(stage.cast.mentee, booking.id, useful)
    assert "useful" in refused.value.fields
    for person in (stage.cast.stranger, stage.cast.other):
        with pytest.raises(NotFound):
            await stage.feedback.cards.begin(person, booking.id, 3)
    stage.clock.forward(days=15)
    with pytest.raises(FeedbackOver):
        await stage.feedback.cards.begin(stage.cast.mentee, booking.id, 3)
