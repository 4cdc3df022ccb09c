"""What is revealed reaches learning and the mentors' records; what is hidden reaches nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from server.core.errors import Conflict, Invalid, NotFound
from server.feedback.figures import FEWEST_DAYS, MOST_DAYS, counts_at, figures_of
from server.feedback.instruments import EFFECT, INSTRUMENTS, RELATION, Given, Instrument
from server.feedback.model import AlreadyGiven, Answers, Card, Matter, ReportReason, Target
from server.feedback.model.surveys import moments_of
from server.feedback.store import cards
from server.mentorships.model import EndReason
from server.notifications.model import Kind
from server.scheduling.model import Booking
from tests.feedback.cards import START, card
from tests.feedback.conftest import GOOD, Stage, told


async def rows(stage: Stage) -> list[tuple[str, int | None]]:
    async with stage.cast.services.database.read() as tx:
        query = text("SELECT occasion, usefulness FROM pair_feedback ORDER BY id")
        return [(row.occasion, row.usefulness) for row in await tx.execute(query)]


async def standing(stage: Stage, booking: Booking) -> float:
    records = stage.cast.services.feedback.settling._records
    found = await records.of([stage.cast.mentor])
    return found.record(booking.programme or "", stage.cast.mentor).standing


async def test_a_reveal_moves_the_mentors_record_and_nothing_does_before(stage: Stage) -> None:
    booking = await stage.session()
    await stage.feedback.cards.give(stage.cast.mentee, booking.id, GOOD)
    assert await stage.feedback.settling.settle() == 0
    assert await rows(stage) == []
    assert await standing(stage, booking) == 0
    await stage.feedback.cards.give(stage.cast.mentor, booking.id, GOOD)
    assert await stage.feedback.settling.settle() == 1
    assert await stage.feedback.settling.settle() == 0
    assert [usefulness for _, usefulness in await rows(stage)] == [5, 5]
    worse = await stage.session(stage.cast.other)
    await stage.both_give(worse, stage.cast.other, useful=1, heard=1, progress=1)
    before = await standing(stage, booking)
    await stage.feedback.settling.settle()
    assert await standing(stage, booking) != before


async def surveys(stage: Stage, person: str) -> dict[Instrument, str]:
    found = await stage.feedback.surveys.of_person(person)
    return {one.survey.instrument: one.survey.id for one in found}


async def test_the_fit_question_comes_a_day_after_the_first_session_and_once(stage: Stage) -> None:
    await stage.session()
    assert await surveys(stage, stage.cast.mentee) == {}
    stage.clock.forward(days=1)
    await stage.feedback.asking.tell()
    [asked] = await told(stage, stage.cast.mentee, Kind.SURVEY_ASKED)
    assert asked["event"] == "fit"
    fit = (await surveys(stage, stage.cast.mentee))[Instrument.FIT]
    answer = stage.feedback.surveys.answer
    with pytest.raises(NotFound):
        await answer(stage.cast.mentor, fit, {"fit": "yes"})
    wrongs: list[dict[str, Given]] = [
        {"fit": "perhaps"},
        {},
        {"fit": "no", "misfit": ["shoes"]},
        {"other": 1},
    ]
    for wrong in wrongs:
        with pytest.raises(Invalid):
            await answer(stage.cast.mentee, fit, wrong)
    await answer(stage.cast.mentee, fit, {"fit": "no", "misfit": ["topics"]})
    with pytest.raises(AlreadyGiven):
        await answer(stage.cast.mentee, fit, {"fit": "yes"})
    await stage.session()
    stage.clock.forward(days=2)
    assert list(await surveys(stage, stage.cast.mentee)) == [Instrument.FIT]
    await stage.feedback.settling.settle()
    assert [occasion for occasion, _ in await rows(stage)] == [f"survey:{fit}"]


async def test_pulse_alliance_and_closing_come_at_their_moments(stage: Stage) -> None:
    await stage.session()
    stage.clock.forward(days=31)
    assert await stage.feedback.asking.ask_at_moments() >= 1
    assert await stage.feedback.asking.ask_at_moments() == 0
    assert Instrument.PULSE in await surveys(stage, stage.cast.mentee)
    stage.clock.forward(days=31)
    await stage.feedback.asking.ask_at_moments()
    form = (await surveys(stage, stage.cast.mentor))[Instrument.ALLIANCE]
    whole = dict.fromkeys(RELATION + EFFECT, 4)
    with pytest.raises(Invalid):
        await stage.feedback.surveys.answer(stage.cast.mentor, form, whole | {"trust": 9})
    await stage.feedback.surveys.answer(stage.cast.mentor, form, whole)
    [view] = [
        one
        for one in await stage.cast.services.mentorships.of_person(stage.cast.mentee)
        if one.mentorship.is_running
    ]
    await stage.cast.services.mentorships.end(
        stage.cast.mentee, view.mentorship.id, EndReason.NO_TIME
    )
    await stage.feedback.asking.ask_at_moments()
    closing = (await surveys(stage, stage.cast.mentee))[Instrument.CLOSING]
    await stage.feedback.surveys.answer(stage.cast.mentee, closing, {"reason": "no_time"})
    assert moments_of(view.mentorship, view.mentorship.started_at) == []
    assert len(INSTRUMENTS[Instrument.ALLIANCE]) == 12


async def test_only_what_is_ticked_and_revealed_is_shown_on_a_profile(stage: Stage) -> None:
    booking = await stage.session()
    reviews, mentor = stage.feedback.reviews, stage.cast.mentor
    said = Answers(
        useful=5,
        may_be_shown=True,
        appreciation="She found my first crew.",
        note="Please call more.",
    )
    await stage.feedback.cards.give(stage.cast.mentee, booking.id, said)
    assert (await reviews.of_mentor(stage.cast.other, mentor)).reviews == ()
    await stage.feedback.cards.give(mentor, booking.id, GOOD)
    [one] = (await reviews.of_mentor(stage.cast.other, mentor)).reviews
    assert one.text == "She found my first crew."
    with pytest.raises(NotFound):
        await reviews.reply(stage.cast.other, one.id, "Not mine.")
    after = await reviews.reply(mentor, one.id, "A pleasure.")
    assert after.reviews[0].reply == "A pleasure."
    with pytest.raises(Conflict):
        await reviews.reply(mentor, one.id, "Again.")
    await reviews.report(stage.cast.other, one.id, Target.REVIEW, ReportReason.UNTRUE, "")
    with pytest.raises(Conflict):
        await reviews.report(stage.cast.other, one.id, Target.REVIEW, ReportReason.SPAM, "")
    stranger = await stage.cast.services.accounts.person(stage.cast.stranger)
    stage.cast.services.accounts._operators = frozenset({stranger.email_key})
    moderation, programme = stage.feedback.moderation, booking.programme or ""
    with pytest.raises(NotFound):
        await moderation.show(mentor, programme)
    seen = await moderation.show(stage.cast.stranger, programme)
    [reported] = seen.reports
    await moderation.judge(stage.cast.stranger, programme, reported.report.id, is_upheld=True)
    assert (await reviews.of_mentor(stage.cast.other, mentor)).reviews == ()
    with pytest.raises(NotFound):
        await reviews.withdraw(mentor, one.id)
    await reviews.withdraw(stage.cast.mentee, one.id)


async def test_coordinators_read_what_is_written_to_them_and_no_private_word(stage: Stage) -> None:
    booking = await stage.session()
    await stage.both_give(booking, note="PRIVATE note", appreciation="PRIVATE thanks")
    write = stage.feedback.moderation.write
    assert booking.mentorship is not None
    with pytest.raises(NotFound):
        await write(stage.cast.stranger, booking.mentorship, Matter.HELP, "Let me in.")
    await write(stage.cast.mentee, booking.mentorship, Matter.CONCERN, "Please look after us.")
    stranger = await stage.cast.services.accounts.person(stage.cast.stranger)
    stage.cast.services.accounts._operators = frozenset({stranger.email_key})
    programme = booking.programme or ""
    seen = await stage.feedback.moderation.show(stage.cast.stranger, programme)
    assert [one.text for one in seen.notes] == ["Please look after us."]
    assert "PRIVATE" not in repr(seen)
    handled = await stage.feedback.moderation.handle(
        stage.cast.stranger, programme, seen.notes[0].id
    )
    assert handled.notes[0].handled_at is not None
    page = await stage.cast.services.centre.page(stage.cast.mentor, limit=50)
    assert "look after us" not in repr(page)


def test_a_mentors_figures_need_five_mentees_and_move_by_five() -> None:
    def settled(number: int, useful: int, day: int) -> Card:
        one = card("mentee", "mentor")
        given = one.given(None, Answers(useful=useful), START)
        at = START + timedelta(days=day)
        return replace(
            given,
            id=str(number),
            person=f"m{number}",
            settled_at=at,
            counts_at=counts_at(at, number / 10),
            booking=str(number),
        )

    said = [settled(number, 4, 0) for number in range(4)]
    late = START + timedelta(days=60)
    assert figures_of(said, late) is None
    said += [settled(4, 4, 0)]
    assert figures_of(said, START + timedelta(days=2)) is None
    first = figures_of(said, late)
    assert first is not None
    assert (first.mentees, first.means["useful"]) == (5, 4.0)
    assert figures_of([*said, settled(5, 1, 20)], late) == first
    old = [replace(one, counts_at=None) for one in said]
    assert figures_of(old, START + timedelta(days=MOST_DAYS, minutes=-1)) is None
    assert figures_of(old, START + timedelta(days=MOST_DAYS)) == first
    more = [settled(number, 1, 20) for number in range(5, 10)]
    moved = figures_of([*said, *more], late)
    assert moved is not None
    assert (moved.mentees, moved.means["useful"]) == (10, 2.5)


async def test_when_an_answer_counts_is_kept_and_is_worked_out_from_nothing_that_is_shown(
    stage: Stage,
) -> None:
    kept = []
    for _ in range(3):
        booking = await stage.session()
        await stage.both_give(booking)
        await stage.feedback.settling.settle()
        async with stage.cast.services.database.read() as tx:
            kept += await cards.settled_of_mentor(tx, stage.cast.mentor)
    waits = {
        one.id: (one.counts_at - one.settled_at) / timedelta(days=1)
        for one in kept
        if one.counts_at and one.settled_at
    }
    assert len(kept) == 1 + 2 + 3
    assert len(waits) == len(set(waits.values())) == 3
    assert len({one.counts_at for one in kept}) == 3
    assert all(FEWEST_DAYS <= days <= MOST_DAYS for days in waits.values())
