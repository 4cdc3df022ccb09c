"""After a gathering: one tap of whoever was there, told in sums of five, words without a name."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from server.accounts.model import Role
from server.core.errors import Invalid, NotFound
from server.feedback.model import ANSWERED_WITHIN, FeedbackOver, GatheringAnswer, NotYet, Worth
from server.feedback.worth import LEAST_GUESTS, Worths, batches, worths_of
from server.scheduling.model import Booking, Kind
from tests.feedback.cards import START
from tests.feedback.conftest import Stage
from tests.scheduling.conftest import arrive, over, stay
from tests.scheduling.gathered import EVENING, opened, plan


async def guests(stage: Stage, number: int, start: int = 0) -> list[str]:
    names = (f"Guest{start + at}" for at in range(number))
    return [await arrive(stage.cast.services, name, Role.MENTEE) for name in names]


async def held(
    stage: Stage, come: Sequence[str], away: Sequence[str] = (), *, days: int = 0
) -> Booking:
    """A group session that is over; `come` were there, `away` only had a seat."""
    services, everybody = stage.cast.services, [*come, *away]
    wanted = replace(
        await plan(stage.cast, capacity=len(everybody)),
        starts_at=EVENING + timedelta(days=days),
        key=f"gathering-{days}",
    )
    gathering = await services.gatherings.open(stage.cast.mentor, wanted)
    for one in everybody:
        await services.gatherings.take_seat(one, gathering.id)
    found = await services.bookings.show(stage.cast.mentor, gathering.id)
    await services.attendances.note([stay(found, one) for one in (stage.cast.mentor, *come)])
    await over(stage.cast, stage.clock, found, minutes=6)
    return found


async def test_whoever_was_there_says_so_in_one_tap_and_may_think_again(stage: Stage) -> None:
    [guest] = await guests(stage, 1)
    gathering, answers = await held(stage, [guest]), stage.feedback.gatherings
    [waiting] = await answers.waiting(guest)
    assert (waiting.booking.id, waiting.given, waiting.is_open) == (gathering.id, None, True)
    await answers.give(guest, gathering.id, Worth.YES, "")
    assert await answers.waiting(guest) == []
    await answers.give(guest, gathering.id, Worth.PARTLY, "  More time\nfor questions. ")
    given = (await answers.show(guest, gathering.id)).given
    assert given is not None
    assert (given.worth, given.note) == (Worth.PARTLY, "More time\nfor questions.")
    with pytest.raises(Invalid) as refused:
        await answers.give(guest, gathering.id, Worth.NO, "x" * 501)
    assert list(refused.value.fields) == ["note"]
    stage.clock.forward(days=7)
    with pytest.raises(FeedbackOver):
        await answers.give(guest, gathering.id, Worth.NO, "")
    assert not (await answers.show(guest, gathering.id)).is_open


async def test_two_taps_at_once_are_one_answer(stage: Stage) -> None:
    [guest] = await guests(stage, 1)
    gathering, answers = await held(stage, [guest]), stage.feedback.gatherings
    taps = (answers.give(guest, gathering.id, worth, "") for worth in (Worth.YES, Worth.NO) * 4)
    await asyncio.gather(*taps)
    assert (await answers.show(guest, gathering.id)).given is not None


async def test_hosts_strangers_and_those_who_did_not_come_have_nothing_to_say(
    stage: Stage,
) -> None:
    come, away = await guests(stage, 2)
    gathering, answers = await held(stage, [come], [away]), stage.feedback.gatherings
    for person in (stage.cast.mentor, stage.cast.stranger, away):
        with pytest.raises(NotFound):
            await answers.give(person, gathering.id, Worth.YES, "")
        assert await answers.waiting(person) == []
    two = await stage.session()
    with pytest.raises(NotFound):
        await answers.give(stage.cast.mentee, two.id, Worth.YES, "")


async def test_nobody_answers_before_it_begins_and_whoever_has_just_hung_up_may(
    stage: Stage,
) -> None:
    [guest] = await guests(stage, 1)
    gathering, answers = await opened(stage.cast), stage.feedback.gatherings
    await stage.cast.services.gatherings.take_seat(guest, gathering.id)
    with pytest.raises(NotYet):
        await answers.show(guest, gathering.id)
    stage.clock.forward(seconds=(gathering.ends_at - stage.clock.now()).total_seconds())
    await answers.give(guest, gathering.id, Worth.YES, "")  # the log says so in a moment


async def test_of_office_hours_those_are_asked_who_were_called_in(stage: Stage) -> None:
    called, waited = await guests(stage, 2)
    services = stage.cast.services
    gathering = await opened(stage.cast, Kind.OFFICE_HOURS)
    for one in (called, waited):
        await services.gatherings.take_seat(one, gathering.id)
    stage.clock.forward(seconds=(gathering.starts_at - stage.clock.now()).total_seconds())
    await services.gatherings.call_next(stage.cast.mentor, gathering.id)
    found = await services.bookings.show(stage.cast.mentor, gathering.id)
    await services.attendances.note([stay(found, one) for one in (stage.cast.mentor, called)])
    await over(stage.cast, stage.clock, found, minutes=6)
    await stage.feedback.gatherings.give(called, gathering.id, Worth.YES, "")
    with pytest.raises(NotFound):
        await stage.feedback.gatherings.give(waited, gathering.id, Worth.YES, "")


async def test_a_host_reads_sums_of_five_after_the_week_and_words_without_names(
    stage: Stage,
) -> None:
    answers, host = stage.feedback.gatherings, stage.cast.mentor
    four, two = await guests(stage, 4), await guests(stage, 2, 4)
    first = await held(stage, four)
    for at, one in enumerate(four):
        await answers.give(one, first.id, Worth.YES, f"Word {4 - at}")
    stage.clock.forward(days=8)
    assert (await answers.of_host(host)).worths is None, "four are too few"
    second = await held(stage, two, days=14)
    for one in two:
        await answers.give(one, second.id, Worth.NO, "")
    assert (await answers.of_host(host)).worths is None, "it can still be answered"
    stage.clock.forward(days=7)
    told = await answers.of_host(host)
    assert told.worths == Worths(6, 2, {Worth.NO: 2, Worth.PARTLY: 0, Worth.YES: 4})
    assert list(told.notes) == ["Word 1", "Word 2", "Word 3", "Word 4"]
    assert await answers.of_programme(first.programme or "") == told.worths
    await stage.cast.services.mentorships.block(host, four[0])
    assert "Word 4" not in (await answers.of_host(host)).notes, "between people apart no words"
    assert (await answers.of_host(four[0])).worths is None


async def test_matching_learns_nothing_of_it(stage: Stage) -> None:
    five = await guests(stage, 5)
    gathering = await held(stage, five)
    for one in five:
        await stage.feedback.gatherings.give(one, gathering.id, Worth.NO, "Never again.")
    stage.clock.forward(days=8)
    await stage.feedback.settling.settle()
    async with stage.cast.services.database.read() as tx:
        for table in ("pair_feedback", "session_card", "feedback_survey"):
            assert (await tx.execute(sa.text(f"SELECT count(*) FROM {table}"))).scalar() == 0


SAID = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 5), st.sampled_from(Worth)),
    max_size=60,
    unique_by=lambda one: one[:2],
)
"""By whom, after which gathering, and what; each has one of two hosts."""


def answers(said: Sequence[tuple[int, int, Worth]]) -> list[GatheringAnswer]:
    return [
        GatheringAnswer(
            booking=str(gathering),
            person=str(person),
            host=str(gathering % 2),
            programme="voyages",
            worth=worth,
            note="",
            given_at=START,
            closes_at=START + ANSWERED_WITHIN + timedelta(days=gathering),
        )
        for person, gathering, worth in said
    ]


def whose(
    person: int, said: Sequence[tuple[int, int, Worth]], worth: Worth
) -> list[tuple[int, int, Worth]]:
    """The same, but that one person says this everywhere."""
    return [(who, what, worth if who == person else kept) for who, what, kept in said]


@given(SAID, st.integers(0, 11))
def test_an_answer_changes_nothing_but_a_sum_of_five_and_of_few_nothing_at_all(
    said: list[tuple[int, int, Worth]], person: int
) -> None:
    late = START + timedelta(days=60)
    good, bad = (batches(answers(whose(person, said, one)), late) for one in (Worth.YES, Worth.NO))
    assert [len(one) for one in good] == [len(one) for one in bad]
    for one, other in zip(good, bad, strict=True):
        people = {each.person for each in one}
        assert len(people) >= LEAST_GUESTS
        if str(person) not in people:
            assert one == other
    few = [one for one in said if one[0] < LEAST_GUESTS - 1]
    assert batches(answers(few), late) == []


@given(SAID)
def test_whoever_looks_day_after_day_at_one_host_or_at_all_sees_five_people_come_at_once(
    said: list[tuple[int, int, Worth]],
) -> None:
    given = answers(said)
    for hosts in ({"0"}, {"1"}, {"0", "1"}):
        seen = [
            [
                one
                for one in batches(given, START + ANSWERED_WITHIN + timedelta(days=day))
                if one[0].host in hosts
            ]
            for day in range(8)
        ]
        for before, after in pairwise(seen):
            new = [one for one in after if one not in before]
            assert [one for one in before if one not in after] == []
            assert all(len({each.person for each in one}) >= LEAST_GUESTS for one in new)
        assert worths_of(seen[-1]) is None or worths_of(seen[-1]).guests >= LEAST_GUESTS  # type: ignore[union-attr]
