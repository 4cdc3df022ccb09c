"""A mentee asks, mentors answer, the next in line is asked; on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from server.core.errors import Conflict, Invalid, NotFound
from server.mentorships.model import DeclineReason, MentorIsFull, RequestState, WrongState
from server.mentorships.service.requests import Ask, Wish
from server.profiles.model import MentorChange, Pause
from tests.mentorships.conftest import PLAN, Arrive, Cast, offer
from tests.support.clock import FixedClock


async def test_a_request_reaches_the_first_mentor_and_nobody_else(cast: Cast) -> None:
    first, second = await cast.ask("Mentor", "Athena")
    assert (first.state, second.state) == (RequestState.SENT, RequestState.DRAFTED)
    [received] = await cast.services.requests.of_mentor(cast.others["Mentor"])
    assert received.note == "Dear Mentor"
    assert await cast.services.requests.of_mentor(cast.others["Athena"]) == []
    with pytest.raises(NotFound):
        await cast.services.requests.look(cast.others["Athena"], second.id)


async def test_a_mentors_look_is_noted_once(cast: Cast, clock: FixedClock) -> None:
    [request] = await cast.ask("Mentor")
    mentor = cast.others["Mentor"]
    seen, _ = await cast.services.requests.look(mentor, request.id)
    clock.forward(hours=1)
    again, _ = await cast.services.requests.look(mentor, request.id)
    assert again.viewed_at == seen.viewed_at
    assert await cast.line() == ["viewed"]


async def test_a_yes_begins_the_mentorship_and_closes_the_siblings(cast: Cast) -> None:
    first, _ = await cast.ask("Mentor", "Nestor")
    await cast.ask("Athena")
    await cast.services.requests.agree(cast.others["Mentor"], first.id, "Gladly.")
    assert await cast.line() == ["accepted", "withdrawn", "withdrawn"]
    [view] = await cast.services.mentorships.of_person(cast.others["Mentor"])
    assert (view.mentorship.mentee, view.mentorship.plan) == (cast.mentee, PLAN)
    with pytest.raises(Conflict, match="as many mentors"):
        await cast.ask("Nestor")


@pytest.mark.parametrize("reason", [None, DeclineReason.OTHER_TOPICS])
async def test_a_no_passes_on_to_the_next(cast: Cast, reason: DeclineReason | None) -> None:
    first, _ = await cast.ask("Mentor", "Athena")
    await cast.services.requests.decline(cast.others["Mentor"], first.id, reason, "Sorry.")
    assert await cast.line() == ["declined", "sent"]


async def test_silence_passes_on_and_two_silences_pause_a_mentor(
    cast: Cast, clock: FixedClock, arrive: Arrive
) -> None:
    other = (await arrive("Pisistratus")).id
    await cast.ask("Mentor", "Athena")
    clock.forward(days=3)
    assert await cast.services.requests.expire() == 1
    assert await cast.line() == ["expired", "sent"]
    await cast.ask("Mentor", mentee=other)
    clock.forward(days=2)
    await cast.services.requests.expire()
    assert await cast.services.profiles.may_be_asked(cast.others["Mentor"])
    clock.forward(days=1)
    await cast.services.requests.expire()
    assert not await cast.services.profiles.may_be_asked(cast.others["Mentor"])


async def test_who_is_full_or_paused_is_passed_over(cast: Cast) -> None:
    first, *_ = await cast.ask("Mentor", "Athena", "Nestor")
    paused = MentorChange(pause=Pause(is_on=True))
    await cast.services.profiles.change_mentor(cast.others["Athena"], paused)
    await cast.services.requests.decline(cast.others["Mentor"], first.id, None)
    assert await cast.line() == ["declined", "expired", "sent"]
    with pytest.raises(MentorIsFull):
        await cast.ask("Athena")


async def test_nobody_waits_for_a_mentor_whose_last_place_is_taken(
    cast: Cast, arrive: Arrive
) -> None:
    other = (await arrive("Pisistratus")).id
    [mine] = await cast.ask("Mentor")
    await cast.ask("Mentor", "Nestor", mentee=other)
    await cast.services.requests.agree(cast.others["Mentor"], mine.id)
    assert await cast.line(other) == ["declined", "sent"]


async def test_of_many_who_are_accepted_at_once_only_as_many_as_places_get_one(
    cast: Cast, arrive: Arrive
) -> None:
    mentor = cast.others["Mentor"]
    await offer(cast.services, mentor, places=3)
    mentees = [(await arrive(f"Suitor{number}")).id for number in range(8)]
    requests = [(await cast.ask("Mentor", mentee=one))[0].id for one in mentees]
    outcomes = await asyncio.gather(
        *(cast.services.requests.agree(mentor, one) for one in requests), return_exceptions=True
    )
    began = [one for one in outcomes if not isinstance(one, BaseException)]
    refused = [one for one in outcomes if isinstance(one, MentorIsFull | WrongState)]
    assert (len(began), len(refused)) == (3, 5)
    assert len(await cast.services.mentorships.of_person(mentor)) == 3


async def test_two_mentors_who_say_yes_at_once_are_not_both_taken(cast: Cast) -> None:
    [one], [other] = await cast.ask("Mentor"), await cast.ask("Athena")
    agree = cast.services.requests.agree
    outcomes = await asyncio.gather(
        agree(cast.others["Mentor"], one.id),
        agree(cast.others["Athena"], other.id),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, WrongState) for outcome in outcomes) == 1
    assert len(await cast.services.mentorships.of_person(cast.mentee)) == 1


async def test_withdrawing_goes_on_with_the_line_or_ends_it(cast: Cast) -> None:
    first, *_ = await cast.ask("Mentor", "Athena", "Nestor")
    await cast.services.requests.withdraw(cast.mentee, first.id, is_whole_line=False)
    assert await cast.line() == ["withdrawn", "sent", "drafted"]
    second = (await cast.services.requests.of_mentee(cast.mentee))[1]
    await cast.services.requests.withdraw(cast.mentee, second.id, is_whole_line=True)
    assert await cast.line() == ["withdrawn", "withdrawn", "withdrawn"]


async def test_drafts_are_sent_in_the_order_they_are_put_into(cast: Cast) -> None:
    drafts = await cast.ask("Mentor", "Athena", is_draft=True)
    assert await cast.line() == ["drafted", "drafted"]
    turned = [one.id for one in reversed(drafts)]
    await cast.services.requests.order(cast.mentee, drafts[0].line, turned)
    await cast.services.requests.send(cast.mentee, turned[0])
    [received] = await cast.services.requests.of_mentor(cast.others["Athena"])
    with pytest.raises(WrongState):
        await cast.services.requests.send(cast.mentee, turned[1])
    await cast.services.requests.decline(cast.others["Athena"], received.id, None)
    assert len(await cast.services.requests.of_mentor(cast.others["Mentor"])) == 1


async def test_other_words_are_possible_until_the_answer(cast: Cast) -> None:
    [request] = await cast.ask("Mentor")
    longer = replace(PLAN, weeks=20)
    edited = await cast.services.requests.edit(cast.mentee, request.id, longer, "And more.")
    assert (edited.plan.weeks, edited.note) == (20, "And more.")
    await cast.services.requests.agree(cast.others["Mentor"], request.id)
    with pytest.raises(WrongState):
        await cast.services.requests.edit(cast.mentee, request.id, PLAN, "")


@pytest.mark.parametrize(
    ("names", "sentence"),
    [((), "at least one"), (("Mentor", "Mentor"), "once"), (("Telemachus",), "own mentor")],
)
async def test_a_list_of_wishes_makes_sense(
    cast: Cast, names: tuple[str, ...], sentence: str
) -> None:
    cast.others["Telemachus"] = cast.mentee
    with pytest.raises(Invalid, match=sentence):
        await cast.ask(*names)


async def test_a_plan_is_refused_with_every_bad_field(cast: Cast) -> None:
    plan = replace(PLAN, goals="?", weeks=0, sessions_a_month=99)
    ask = Ask(cast.programme, [Wish(cast.others["Mentor"])], plan)
    with pytest.raises(Invalid) as refused:
        await cast.services.requests.ask(cast.mentee, ask)
    assert set(refused.value.fields) == {"goals", "weeks", "sessionsAMonth"}
    assert await cast.line() == []


async def test_requests_at_once_are_few(cast: Cast) -> None:
    for mentor in ("Mentor", "Athena", "Nestor"):
        await cast.ask(mentor)
    cast.others["More"] = cast.others["Mentor"]
    with pytest.raises(Conflict, match="3 open requests"):
        await cast.ask("More")


async def test_strangers_reach_nothing(cast: Cast, arrive: Arrive) -> None:
    stranger = (await arrive("Antinous")).id
    [request] = await cast.ask("Mentor")
    requests = cast.services.requests
    for attempt in (
        requests.look(stranger, request.id),
        requests.agree(stranger, request.id),
        requests.decline(stranger, request.id, None),
        requests.withdraw(stranger, request.id, is_whole_line=True),
        requests.edit(stranger, request.id, PLAN, ""),
        requests.send(stranger, request.id),
        requests.order(stranger, request.line, [request.id]),
        requests.withdraw(cast.others["Mentor"], request.id, is_whole_line=True),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await cast.line() == ["sent"]


async def test_the_blocked_are_not_there_for_each_other(cast: Cast) -> None:
    [request] = await cast.ask("Mentor")
    await cast.services.mentorships.block(cast.others["Mentor"], cast.mentee)
    assert await cast.line() == ["declined"]
    with pytest.raises(NotFound):
        await cast.ask("Mentor")
    await cast.services.mentorships.unblock(cast.others["Mentor"], cast.mentee)
    assert (await cast.ask("Mentor"))[0].state is RequestState.SENT
    assert request.state is RequestState.SENT


async def test_a_proposal_of_a_run_waits_for_the_mentor(cast: Cast) -> None:
    made = await cast.services.requests.propose(
        cast.programme, cast.others["Mentor"], cast.mentee, PLAN
    )
    assert (made.state, made.mentee_agreed, made.mentor_agreed) == (RequestState.SENT, True, False)
    begun = await cast.services.requests.agree(cast.others["Mentor"], made.id)
    assert begun.state is RequestState.ACCEPTED
    with pytest.raises(Conflict):
        await cast.services.requests.propose(
            cast.programme, cast.others["Mentor"], cast.mentee, PLAN
        )
