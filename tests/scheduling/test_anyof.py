"""Any of several mentors: whose turn it is, by share; each booked like any other session."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from server.core.errors import Invalid
from server.programmes.store import programmes
from server.scheduling.model import KeyReused, NotOffered
from server.scheduling.service.anyof import AnyWish
from server.scheduling.windows import Hours
from server.services import Services
from tests.mentorships.conftest import offer
from tests.scheduling.conftest import MONDAY, OPEN, Cast, arrive, pair

HALF_HOUR = timedelta(minutes=30)


async def three(cast: Cast, services: Services, shares: tuple[int, ...]) -> list[str]:
    """Mentors of the mentee with the same hours and these shares."""
    programme = await services.programmes.open_programme()
    settings = programme.settings
    several = replace(settings, pace=replace(settings.pace, mentors_a_mentee=5))
    async with services.database.write() as tx:
        await programmes.put(tx, replace(programme, settings=several))
    mentors = [cast.mentor]
    for name in ("Nestor", "Halitherses"):
        mentors.append(await arrive(services, name))
        await offer(services, mentors[-1], places=5)
        await pair(services, cast.mentee, mentors[-1])
    for mentor, share in zip(mentors, shares, strict=True):
        known = await services.availabilities.own(mentor)
        wanted = replace(OPEN, share=share, version=known.version)
        await services.availabilities.save(mentor, wanted)
    return mentors


def wish(hosts: list[str], turn: int) -> AnyWish:
    day, step = divmod(turn, 4)
    at = MONDAY + timedelta(days=day) + step * HALF_HOUR
    return AnyWish(tuple(hosts), at, 30, f"any-of-them-{turn}")


async def test_sessions_go_round_by_share_and_the_same_question_has_one_answer(
    cast: Cast, services: Services
) -> None:
    mentors = await three(cast, services, (1, 2, 4))
    booked = []
    for turn in range(14):
        made = await services.any_of.book(cast.mentee, wish(mentors[:: 1 - 2 * (turn % 2)], turn))
        booked.append(made.host)
        again = await services.any_of.book(cast.mentee, wish(mentors, turn))
        assert again.id == made.id
    assert Counter(booked) == dict(zip(mentors, (2, 4, 8), strict=True))
    assert Counter(booked[:7]) == dict(zip(mentors, (1, 2, 4), strict=True))


async def test_only_who_has_time_is_chosen_and_nobody_when_nobody_has(
    cast: Cast, services: Services
) -> None:
    mentors = await three(cast, services, (2, 2, 2))
    for mentor in mentors[:2]:
        known = await services.availabilities.own(mentor)
        tuesdays = Hours("Europe/Athens", {1: OPEN.rules.hours.weekly[1]})
        rules = replace(OPEN.rules, hours=tuesdays)
        await services.availabilities.save(mentor, replace(known, rules=rules))
    # The third it is, though it was theirs the last time, too.
    for turn in range(3):
        made = await services.any_of.book(cast.mentee, wish(mentors, turn))
        assert made.host == mentors[2]
    with pytest.raises(NotOffered):
        await services.any_of.book(cast.stranger, wish(mentors, 5))
    late = replace(wish(mentors, 5), starts_at=MONDAY + timedelta(hours=9))
    with pytest.raises(NotOffered):
        await services.any_of.book(cast.mentee, late)
    with pytest.raises(KeyReused):
        await services.any_of.book(cast.mentee, replace(wish(mentors, 1), minutes=60))
    with pytest.raises(Invalid):
        await services.any_of.book(cast.mentee, replace(wish(mentors, 6), hosts=("x",) * 1001))


async def test_two_at_once_get_two_mentors_or_one_hears_that_the_time_is_gone(
    cast: Cast, services: Services
) -> None:
    mentors = await three(cast, services, (2, 2, 2))
    await pair(services, cast.other, mentors[1])
    both = mentors[:2]
    made = await asyncio.gather(
        services.any_of.book(cast.mentee, wish(both, 0)),
        services.any_of.book(cast.other, replace(wish(both, 0), key="the-other-one")),
    )
    assert {one.host for one in made} == set(both)


async def test_a_session_that_is_moved_stays_with_its_mentor(
    cast: Cast, services: Services
) -> None:
    mentors = await three(cast, services, (2, 2, 2))
    made = await services.any_of.book(cast.mentee, wish(mentors, 0))
    moved = await services.bookings.reschedule(
        cast.mentee, made.id, made.version, made.starts_at + HALF_HOUR, 30
    )
    assert moved.host == made.host
