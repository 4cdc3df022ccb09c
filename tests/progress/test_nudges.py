"""Nudges told by the clock: once, in one, by the reader's morning, and never what was just done."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import event

from server.core.errors import Invalid, NotFound
from server.core.ids import new_id
from server.mentorships.model import Meeting
from server.mentorships.store import mentorships as kept
from server.notifications.model import Kind as News
from server.notifications.model import Notice, Preferences, Quiet, Switch
from server.programmes.model import Author, Nudging, Settings, Why
from server.progress.model.nudges import MOST_IN_A_ROW, Matter, Wishes
from server.progress.store import nudges as store
from server.scheduling.windows import Holiday
from server.services import Services
from tests.boards.scribes import account, eventually
from tests.boards.scribes import pair as paired
from tests.progress.conftest import ATHENS, Pair, live_in, morning, quiet_weeks
from tests.support.statements import statements


async def told(services: Services, person: str) -> list[Notice]:
    return [
        one
        for one in (await services.centre.page(person, limit=100)).notices
        if one.kind is News.NUDGE
    ]


def lines(one: Notice) -> list[tuple[str, str, str]]:
    return [tuple(line) for line in json.loads(one.facts["nudges"])]


@pytest.fixture(autouse=True)
async def one_clock(pair: Pair) -> None:
    """All of them have the same morning, but where a test says otherwise."""
    await live_in(pair, ATHENS)


async def test_two_who_have_not_met_for_weeks_are_told_once_and_where_to_go(pair: Pair) -> None:
    services, cast = pair.cast.services, pair.cast
    await quiet_weeks(pair)
    assert await services.progress.nudges.tell() == 3  # the mentor has two mentees: one letter
    [to_mentee] = await told(services, cast.mentee)
    assert lines(to_mentee) == [("stalled", "Mentor", f"/mentors/{cast.mentor}/book")]
    assert to_mentee.path == "/nudges"
    [to_mentor] = await told(services, cast.mentor)
    assert ("stalled", "Telemachus", f"/mentorships/{pair.id}/messages") in lines(to_mentor)
    assert len(lines(to_mentor)) == 2
    assert await services.progress.nudges.tell() == 0


async def test_a_day_has_one_look_and_a_week_one_letter_and_then_there_is_silence(
    pair: Pair,
) -> None:
    await quiet_weeks(pair)
    for _ in range(120):
        await pair.cast.services.progress.nudges.tell()
        pair.clock.forward(days=1)
    found = await told(pair.cast.services, pair.cast.mentee)
    assert 2 <= len(found) <= MOST_IN_A_ROW
    gaps = [a.created_at - b.created_at for a, b in pairwise(found)]
    assert all(gap >= timedelta(days=14) for gap in gaps)


@pytest.mark.parametrize(("weekday", "hour"), [(0, 9.5), (1, 8.9), (1, 12.1), (4, 9.5), (6, 10)])
async def test_nothing_is_said_but_on_a_weekdays_morning(
    pair: Pair, weekday: int, hour: float
) -> None:
    pair.clock.forward(days=30)
    morning(pair.clock, weekday, hour)
    assert await pair.cast.services.progress.nudges.tell() == 0


async def test_the_morning_is_that_of_each_reader_in_kathmandu_too(pair: Pair) -> None:
    services, mentee = pair.cast.services, pair.cast.mentee
    await live_in(pair, "Asia/Kathmandu")
    pair.clock.forward(days=30)
    morning(pair.clock, hour=9.2, zone="Asia/Kathmandu")
    assert await services.progress.nudges.tell() == 1
    assert len(await told(services, mentee)) == 1
    assert await told(services, pair.cast.mentor) == []


async def test_quiet_hours_and_holidays_are_kept(pair: Pair) -> None:
    services, cast = pair.cast.services, pair.cast
    await services.centre.set_preferences(cast.mentee, Preferences(quiet=Quiet(0, 11 * 60)))
    known = await services.availabilities.own(cast.mentor)
    away = Holiday(date(2026, 1, 1), date(2027, 12, 31))
    hours = replace(known.rules.hours, holidays=(away,))
    await services.availabilities.save(
        cast.mentor, replace(known, rules=replace(known.rules, hours=hours))
    )
    await quiet_weeks(pair)
    await services.progress.nudges.tell()
    assert await told(services, cast.mentee) == []
    pair.clock.forward(hours=2)
    await services.progress.nudges.tell()
    assert len(await told(services, cast.mentee)) == 1
    assert await told(services, cast.mentor) == []


async def test_who_switches_a_matter_off_hears_of_the_others_and_who_says_not_now_of_none(
    pair: Pair,
) -> None:
    services, cast = pair.cast.services, pair.cast
    nudges = services.progress.nudges
    await nudges.choose(cast.mentee, [Matter.STALLED, Matter.UNBOOKED])
    await nudges.snooze(cast.mentor, 8)
    goal = await pair.goal()
    await pair.action(goal, due=(pair.clock.now().date() + timedelta(days=5)).isoformat())
    await quiet_weeks(pair)
    await nudges.tell()
    [one] = await told(services, cast.mentee)
    assert [word for word, _, _ in lines(one)] == ["overdue"]
    assert await told(services, cast.mentor) == []
    shown = await nudges.show(cast.mentor)
    assert shown.nudges == ()
    assert len((await nudges.snooze(cast.mentor, 0)).nudges) >= 2


async def test_a_letter_can_be_switched_off_and_the_centre_still_has_it(pair: Pair) -> None:
    services, cast = pair.cast.services, pair.cast
    off = Preferences(switches={News.NUDGE: Switch(email=False, push=False)})
    await services.centre.set_preferences(cast.mentee, off)
    await quiet_weeks(pair)
    with statements(services.database, "INSERT INTO letter") as letters:
        await services.progress.nudges.tell()
    assert len(letters) == 1  # of the mentor and the other mentee, in one statement
    assert len(await told(services, cast.mentee)) == 1


async def test_a_pair_that_pauses_is_left_in_peace_and_so_is_one_that_ended(pair: Pair) -> None:
    services, cast = pair.cast.services, pair.cast
    await services.mentorships.pause(cast.mentee, pair.id, None)
    await quiet_weeks(pair)
    await services.progress.nudges.tell()
    assert await told(services, cast.mentee) == []
    await services.mentorships.resume(cast.mentee, pair.id)
    await services.mentorships.block(cast.mentee, cast.mentor)
    pair.clock.forward(days=1)
    await services.progress.nudges.tell()
    assert await told(services, cast.mentee) == []


async def test_a_programme_may_do_without_nudges_or_wait_longer(pair: Pair) -> None:
    services, cast = pair.cast.services, pair.cast

    async def say(nudging: Nudging) -> None:
        before = await services.programmes.programme(pair.mentorship.programme)
        after = replace(before, settings=Settings(nudging=nudging))
        async with services.database.write() as tx:
            await services.programmes.put(tx, before, after, Why(Author.START))

    await say(Nudging(is_on=False))
    await quiet_weeks(pair)
    assert await services.progress.nudges.tell() == 0
    assert (await services.progress.nudges.show(cast.mentee)).nudges == ()
    await say(Nudging(stalled_days=60))
    [(one, other)] = (await services.progress.nudges.show(cast.mentee)).nudges
    assert one.matter is Matter.UNBOOKED
    assert other is not None
    assert other.name == "Mentor"


async def test_a_mentor_hears_of_a_message_first_and_the_mentee_a_week_later(pair: Pair) -> None:
    services, cast = pair.cast.services, pair.cast
    morning(pair.clock)
    await pair.meet()
    await pair.sign(sessions_a_month=1)
    pair.clock.forward(days=2)
    await pair.write(cast.mentee)
    pair.clock.forward(days=7)
    await services.progress.nudges.tell()
    [to_mentor] = await told(services, cast.mentor)
    assert ("silence", "Telemachus", f"/mentorships/{pair.id}/messages") in lines(to_mentor)
    assert all("secret" not in one.facts["nudges"] for one in await told(services, cast.mentor))
    assert await told(services, cast.mentee) == []
    pair.clock.forward(days=7)
    await services.progress.nudges.tell()
    [to_mentee] = await told(services, cast.mentee)
    assert lines(to_mentee) == [("waiting", "Mentor", f"/mentorships/{pair.id}")]
    await pair.write(cast.mentor)
    shown = await services.progress.nudges.show(cast.mentee)
    assert [one.matter for one, _ in shown.nudges] == []


async def test_check_ins_missed_twice_can_be_paused_without_a_word(pair: Pair) -> None:
    services, cast = pair.cast.services, pair.cast
    morning(pair.clock)
    await pair.meet()
    await pair.check_in(cast.mentee)
    pair.clock.forward(days=14)
    await pair.meet()
    nudges = services.progress.nudges
    assert (await nudges.show(cast.mentee)).nudges == ()
    pair.clock.forward(days=7)
    await pair.meet()
    [(one, _)] = (await nudges.show(cast.mentee)).nudges
    assert (one.matter, one.count) == (Matter.CHECK_INS, 2)
    assert (await nudges.put_off(cast.mentee, pair.id, Matter.CHECK_INS, 4)).nudges == ()
    await nudges.tell()
    assert await told(services, cast.mentee) == []
    pair.clock.forward(days=28)
    await pair.meet()
    await nudges.tell()
    assert len(await told(services, cast.mentee)) == 1


async def test_what_is_done_between_the_look_and_the_telling_is_taken_out(pair: Pair) -> None:
    services, cast = pair.cast.services, pair.cast
    await quiet_weeks(pair)
    with statements(services.database, "FROM nudge ") as looks:
        async with services.database.write() as tx:
            # Their row is held, so that the telling waits for this transaction on both databases.
            await store.save_wishes(tx, cast.mentee, Wishes())
            telling = asyncio.ensure_future(services.progress.nudges.tell())
            await eventually(lambda: bool(looks))
            now = pair.clock.now()
            met = Meeting(new_id(), pair.id, now, 45, is_session=False, noted_by=None)
            await kept.add_meeting(tx, met)
        assert await telling == 2  # the other mentee, and the mentor of both
    assert await told(services, cast.mentee) == []
    [to_mentor] = await told(services, cast.mentor)
    assert [path for _, _, path in lines(to_mentor) if pair.id in path] == []


class Died(Exception):  # noqa: N818 - no error, but an end
    """As a process does."""


async def test_who_dies_while_telling_has_told_nothing_and_the_next_one_tells_it_once(
    pair: Pair,
) -> None:
    services, cast = pair.cast.services, pair.cast
    await quiet_weeks(pair)
    engine = services.database.engine.sync_engine

    def die(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO notice "):
            raise Died

    event.listen(engine, "before_cursor_execute", die)
    with pytest.raises(Died):
        await services.progress.nudges.tell()
    event.remove(engine, "before_cursor_execute", die)
    assert await told(services, cast.mentee) == []
    assert await services.progress.nudges.tell() == 3
    assert len(await told(services, cast.mentee)) == 1


async def test_two_nodes_that_look_at_the_same_time_tell_it_once(pair: Pair) -> None:
    services, cast = pair.cast.services, pair.cast
    await quiet_weeks(pair)
    both = [services.progress.nudges.tell(), services.progress.nudges.tell()]
    assert sum(await asyncio.gather(*both)) == 3
    assert len(await told(services, cast.mentee)) == 1


async def test_many_people_cost_as_many_statements_as_few(pair: Pair) -> None:
    services, cast = pair.cast.services, pair.cast

    async def asked() -> int:
        await quiet_weeks(pair)
        with statements(services.database) as all_of_them:
            assert await services.progress.nudges.tell() > 0
        return len(all_of_them)

    few = await asked()
    for name in ("Ajax", "Priam", "Hector"):
        newcomer = await account(services, name)
        await paired(services, newcomer, cast.mentor)
    assert await asked() <= few


async def test_nobody_puts_off_what_is_somebody_elses_or_for_ever(pair: Pair) -> None:
    nudges, cast = pair.cast.services.progress.nudges, pair.cast
    with pytest.raises(NotFound):
        await nudges.put_off(cast.stranger, pair.id, Matter.STALLED, 2)
    with pytest.raises(Invalid, match="1, 2, 4, 8 weeks"):
        await nudges.put_off(cast.mentee, pair.id, Matter.STALLED, 500)
    with pytest.raises(Invalid):
        await nudges.snooze(cast.mentee, 3)
