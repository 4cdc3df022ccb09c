"""A mentorship's life, its hand-over, its agreement and its cadence; on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from server.accounts.model import Role
from server.core.errors import Invalid, NotFound
from server.mentorships.model import (
    Draft,
    Encounter,
    EndReason,
    HandOverItem,
    MentorshipState,
    NotInMentorship,
    Side,
    WrongState,
)
from server.mentorships.model.agreement import AgreementChanged
from server.mentorships.model.mentorship import FitReason
from server.profiles.model import ProfileChanged
from tests.mentorships.conftest import Arrive, Cast
from tests.support.clock import FixedClock


def met_for(minutes: int, clock: FixedClock, *people: str) -> Encounter:
    """That two part now who met so long ago."""
    return Encounter(frozenset(people), clock.now() - timedelta(minutes=minutes), clock.now())


WORDS = Draft(
    goals="Seed money by spring.",
    sessions_a_month=4,
    weeks=10,
    channels="Sessions on Ithaca.",
    confidentiality="All of it stays between us.",
)


async def test_a_pause_ends_by_itself_and_the_mentorship_too(cast: Cast, clock: FixedClock) -> None:
    pair = await cast.pair("Mentor")
    mentorships = cast.services.mentorships
    view = await mentorships.pause(cast.mentee, pair, clock.now() + timedelta(days=7))
    assert view.mentorship.state is MentorshipState.PAUSED
    clock.forward(days=7)
    await mentorships.go_on()
    view = await mentorships.show(cast.mentee, pair)
    assert view.mentorship.state is MentorshipState.ACTIVE
    await mentorships.extend(cast.others["Mentor"], pair, 2)
    clock.forward(days=7 * 12)
    await mentorships.go_on()
    assert (await mentorships.show(cast.mentee, pair)).mentorship.is_running
    clock.forward(days=7 * 2)
    await mentorships.go_on()
    view = await mentorships.show(cast.mentee, pair)
    assert view.mentorship.state is MentorshipState.COMPLETED


@pytest.mark.parametrize("is_block", [False, True], ids=["end", "block"])
async def test_that_a_mentor_has_a_place_again_is_news(cast: Cast, *, is_block: bool) -> None:
    mentorships, mentor = cast.services.mentorships, cast.others["Mentor"]
    pair = await cast.pair("Mentor")
    news = cast.services.profiles.changes()
    heard = asyncio.ensure_future(anext(news))
    await asyncio.sleep(0)
    if is_block:
        await mentorships.block(cast.mentee, mentor)
    else:
        await mentorships.end(mentor, pair, EndReason.NO_TIME)
    assert await heard == ProfileChanged(mentor, Role.MENTOR)


async def test_an_end_gives_the_place_back(cast: Cast) -> None:
    pair = await cast.pair("Mentor")
    profiles = cast.services.profiles
    assert not await profiles.may_be_asked(cast.others["Mentor"])
    await cast.services.mentorships.end(cast.others["Mentor"], pair, EndReason.NO_TIME)
    assert await profiles.may_be_asked(cast.others["Mentor"])
    with pytest.raises(WrongState):
        await cast.services.mentorships.end(cast.mentee, pair, EndReason.OTHER)
    assert await profiles.may_be_asked(cast.others["Mentor"])


async def test_not_the_right_fit_leads_to_somebody_new_with_what_was_ticked(cast: Cast) -> None:
    pair = await cast.pair("Mentor")
    mentorships = cast.services.mentorships
    view = await mentorships.ask_for_another(cast.mentee, pair, frozenset({FitReason.STYLE}))
    assert view.mentorship.reason is EndReason.NOT_THE_FIT
    assert view.mentorship.is_new_mentor_asked
    first = await mentorships.hand_over(cast.mentee, pair)
    assert first.shared == ()
    goal = first.items[0]
    ticked = [HandOverItem(goal.kind, goal.text, is_shared=True), *first.items[1:]]
    await mentorships.tick(cast.mentee, pair, ticked)
    [request] = await cast.ask("Athena")
    _, told = await cast.services.requests.look(cast.others["Athena"], request.id)
    assert [item.text for one in told for item in one.shared] == [goal.text]
    await cast.services.requests.agree(cast.others["Athena"], request.id)
    assert not (await mentorships.show(cast.mentee, pair)).mentorship.is_new_mentor_asked


async def test_the_former_mentor_sees_no_hand_over(cast: Cast) -> None:
    pair = await cast.pair("Mentor")
    await cast.services.mentorships.ask_for_another(cast.mentee, pair, frozenset())
    for person in (cast.others["Mentor"], cast.others["Athena"]):
        with pytest.raises(NotFound):
            await cast.services.mentorships.hand_over(person, pair)


async def test_both_sign_and_a_change_is_signed_anew(cast: Cast, clock: FixedClock) -> None:
    pair = await cast.pair("Mentor")
    agreements, mentor = cast.services.agreements, cast.others["Mentor"]
    view = await agreements.show(mentor, pair)
    assert (view.latest, view.first.goals) == (None, "Find seed money for a clinic at sea.")
    await agreements.write(mentor, pair, 0, WORDS)
    with pytest.raises(AgreementChanged):
        await agreements.write(cast.mentee, pair, 0, WORDS)
    with pytest.raises(WrongState):
        await agreements.sign(mentor, pair, 1)
    view = await agreements.sign(cast.mentee, pair, 1)
    assert view.signed is not None
    assert view.signed.ends_at == clock.now() + timedelta(weeks=10)
    clock.forward(days=30)
    view = await agreements.write(cast.mentee, pair, 1, WORDS)
    assert view.latest is not None
    assert (view.latest.edition, view.signed.edition if view.signed else 0) == (2, 1)
    assert [one.side for one in view.latest.signatures] == [Side.MENTEE]
    with pytest.raises(AgreementChanged):
        await agreements.sign(mentor, pair, 1)


async def test_drift_is_against_what_was_signed(cast: Cast, clock: FixedClock) -> None:
    pair = await cast.pair("Mentor")
    mentorships, agreements = cast.services.mentorships, cast.services.agreements
    clock.forward(days=30)
    assert (await mentorships.show(cast.mentee, pair)).drift.missing == 2
    await agreements.write(cast.mentee, pair, 0, WORDS)
    await agreements.sign(cast.others["Mentor"], pair, 1)
    await mentorships.note_meeting(cast.mentee, pair, clock.now() - timedelta(days=3), 60)
    met = [
        met_for(45, clock, cast.mentee, cast.others["Mentor"]),
        met_for(45, clock, cast.mentee, cast.others["Nestor"]),
        met_for(45, clock, cast.others["Mentor"], cast.others["Nestor"]),
    ]
    assert await mentorships.note_sessions(met) == 1
    drift = (await mentorships.show(cast.others["Mentor"], pair)).drift
    assert (drift.planned, drift.held, drift.missing) == (4, 2, 2)
    assert drift.last_met_at == clock.now() - timedelta(minutes=45)


async def test_only_what_was_noted_by_hand_can_be_taken_back(cast: Cast, clock: FixedClock) -> None:
    pair = await cast.pair("Mentor")
    mentorships = cast.services.mentorships
    clock.forward(hours=1)
    await mentorships.note_sessions([met_for(45, clock, cast.mentee, cast.others["Mentor"])])
    view = await mentorships.note_meeting(cast.mentee, pair, clock.now(), 30)
    held, noted = sorted(view.meetings, key=lambda one: not one.is_session)
    assert (held.is_session, noted.is_session, noted.noted_by) == (True, False, cast.mentee)
    await mentorships.forget_meeting(cast.mentee, pair, noted.id)
    with pytest.raises(NotFound):
        await mentorships.forget_meeting(cast.mentee, pair, held.id)


async def test_who_comes_back_goes_on_with_the_same_session(cast: Cast, clock: FixedClock) -> None:
    pair = await cast.pair("Mentor")
    people = (cast.mentee, cast.others["Mentor"])

    async def met(minutes: int) -> list[int]:
        clock.forward(minutes=minutes)
        await cast.services.mentorships.note_sessions([met_for(minutes, clock, *people)])
        view = await cast.services.mentorships.show(cast.mentee, pair)
        return [one.minutes for one in view.meetings]

    clock.forward(minutes=1)
    assert await met(4) == []
    assert await met(20) == [20]
    clock.forward(minutes=29)
    assert await met(2) == [51]
    clock.forward(minutes=31)
    assert await met(4) == [51]
    clock.forward(minutes=31)
    assert await met(5) == [51, 5]


@pytest.mark.parametrize(("days", "minutes"), [(1, 30), (-1, 30), (0, 0)])
async def test_meetings_are_in_the_past_of_the_mentorship(
    cast: Cast, clock: FixedClock, days: int, minutes: int
) -> None:
    pair = await cast.pair("Mentor")
    at = clock.now() + timedelta(days=days)
    with pytest.raises(Invalid):
        await cast.services.mentorships.note_meeting(cast.mentee, pair, at, minutes)


async def test_strangers_reach_nothing(cast: Cast, arrive: Arrive, clock: FixedClock) -> None:
    pair = await cast.pair("Mentor")
    stranger = (await arrive("Antinous")).id
    mentorships, agreements = cast.services.mentorships, cast.services.agreements
    for attempt in (
        mentorships.show(stranger, pair),
        mentorships.pause(stranger, pair, None),
        mentorships.resume(stranger, pair),
        mentorships.extend(stranger, pair, 1),
        mentorships.complete(stranger, pair),
        mentorships.end(stranger, pair, EndReason.OTHER),
        mentorships.ask_for_another(stranger, pair, frozenset()),
        mentorships.hand_over(stranger, pair),
        mentorships.tick(stranger, pair, []),
        mentorships.note_meeting(stranger, pair, clock.now(), 30),
        agreements.show(stranger, pair),
        agreements.write(stranger, pair, 0, WORDS),
        agreements.sign(stranger, pair, 1),
    ):
        with pytest.raises(NotInMentorship):
            await attempt


async def test_a_block_ends_what_runs(cast: Cast) -> None:
    pair = await cast.pair("Mentor")
    await cast.services.mentorships.block(cast.mentee, cast.others["Mentor"])
    view = await cast.services.mentorships.show(cast.mentee, pair)
    assert view.mentorship.state is MentorshipState.ENDED
    assert await cast.services.mentorships.apart(cast.others["Mentor"]) == {cast.mentee}
