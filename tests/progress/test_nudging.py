"""When a nudge is due and when it is said: late, seldom, by the reader's morning, then no more."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from server.mentorships.model import MentorshipState, Pause, Side
from server.notifications.model import Quiet
from server.programmes.model import Nudging
from server.progress.model import Action, Facts
from server.progress.model.nudges import (
    FORTNIGHT,
    MOST_IN_A_ROW,
    WEEK,
    Key,
    Matter,
    Nudge,
    Reader,
    Said,
    Wishes,
)
from server.progress.nudging import MOST_LINES, batch, due, is_good_time, may_be_said, shown
from tests.progress.pairs import DAY, TUESDAY, facts

UTC_ZONE = "UTC"


def matters(found: Facts, side: Side = Side.MENTEE, pacing: Nudging | None = None) -> list[Matter]:
    return [one.matter for one in due(found, side, UTC_ZONE, TUESDAY, pacing or Nudging())]


def to_mentor(found: Facts) -> list[tuple[Matter, int]]:
    told = due(found, Side.MENTOR, UTC_ZONE, TUESDAY, Nudging())
    return [(one.matter, one.count) for one in told]


def test_two_who_meet_as_agreed_hear_nothing() -> None:
    assert matters(facts(met=(30, 14))) == []


def test_two_whose_next_session_is_due_and_not_booked_are_told_so() -> None:
    assert matters(facts(met=(30, 16))) == [Matter.UNBOOKED]


def test_nobody_is_told_to_book_what_is_booked() -> None:
    assert matters(facts(met=(40,), booked=(TUESDAY + DAY,))) == []


def test_after_three_weeks_without_a_meeting_it_stands_still() -> None:
    assert matters(facts(met=(21.5,))) == [Matter.UNBOOKED]  # two a month leave a week more
    assert matters(facts(met=(23,))) == [Matter.STALLED]
    assert matters(facts(met=(21.5,), sessions_a_month=4)) == [Matter.STALLED]


def test_three_weeks_are_no_standstill_for_two_who_meet_once_a_month() -> None:
    assert matters(facts(met=(29,), sessions_a_month=1)) == []
    assert matters(facts(met=(31,), sessions_a_month=1)) == [Matter.UNBOOKED]
    assert matters(facts(met=(38,), sessions_a_month=1)) == [Matter.STALLED]


def test_a_programme_says_when_it_stands_still_and_may_switch_nudges_off() -> None:
    found = facts(met=(31,))
    assert matters(found, pacing=Nudging(stalled_days=60)) == [Matter.UNBOOKED]
    assert matters(found, pacing=Nudging(is_on=False)) == []


def test_a_new_pair_is_left_alone_for_a_week() -> None:
    assert matters(facts(days=6, sessions_a_month=8)) == []
    assert matters(facts(days=8, sessions_a_month=8)) == [Matter.UNBOOKED]


def test_a_pair_that_goes_on_after_a_pause_is_left_alone_like_a_new_one() -> None:
    def resumed(days: float) -> Facts:
        pause = Pause(TUESDAY - 50 * DAY, TUESDAY - days * DAY)
        return facts(met=(55,), pauses=(pause,))

    assert matters(resumed(6)) == []
    assert matters(resumed(14)) == []
    assert matters(resumed(16)) == [Matter.UNBOOKED]


@pytest.mark.parametrize(
    "state", [one for one in MentorshipState if one is not MentorshipState.ACTIVE]
)
@pytest.mark.parametrize("side", list(Side))
def test_a_paused_or_ended_pair_hears_nothing(state: MentorshipState, side: Side) -> None:
    assert matters(facts(met=(50,), state=state, open_actions=late(30)), side) == []


def late(*days: int, owner: Side | None = None) -> tuple[Action, ...]:
    """Open items that were due so many days ago."""
    return tuple(
        Action(f"item {at}", owner, TUESDAY.date() - timedelta(days=one))
        for at, one in enumerate(days)
    )


def test_an_item_is_overdue_for_whoever_it_is_and_not_before_its_reminder_is_old() -> None:
    assert matters(facts(met=(2,), open_actions=late(2))) == []
    assert matters(facts(met=(2,), open_actions=late(3))) == [Matter.OVERDUE]
    mine = facts(met=(2,), open_actions=late(9, owner=Side.MENTOR))
    assert matters(mine) == []
    assert matters(mine, Side.MENTOR) == [Matter.OVERDUE]


def wrote(*days: float) -> dict[str, Any]:
    """What the mentee has written so many days ago, and nobody answered."""
    times = tuple(TUESDAY - one * DAY for one in days)
    return {"wrote_at": {Side.MENTEE: times[-1]}, "unanswered": {Side.MENTEE: times}}


def test_a_silent_mentor_is_told_first_and_the_mentee_a_week_later() -> None:
    def silent(days: float) -> Facts:
        return facts(met=(20,), sessions_a_month=1, **wrote(days))

    assert matters(silent(6), Side.MENTOR) == []
    assert matters(silent(8), Side.MENTOR) == [Matter.SILENCE]
    assert matters(silent(8), Side.MENTEE) == []
    assert matters(silent(15), Side.MENTEE) == [Matter.SILENCE]


@pytest.mark.parametrize("sign", ["wrote", "met", "booked"])
def test_any_sign_of_the_mentor_is_an_answer(sign: str) -> None:
    words = wrote(10)
    if sign == "wrote":
        words = {"wrote_at": words["wrote_at"] | {Side.MENTOR: TUESDAY - 9 * DAY}}
    found = facts(
        met=(9,) if sign == "met" else (20,),
        booked=(TUESDAY + DAY,) if sign == "booked" else (),
        **words,
    )
    assert Matter.SILENCE not in matters(found, Side.MENTOR)


def test_who_writes_again_waits_no_longer() -> None:
    found = facts(met=(20,), sessions_a_month=1, **wrote(9, 5, 1))
    assert to_mentor(found) == [(Matter.SILENCE, 9)]


def test_thanks_for_an_answer_or_a_meeting_are_no_question_and_what_comes_later_is() -> None:
    def heard(*days: float) -> Facts:
        """The mentor wrote ten days ago."""
        words = wrote(*days)
        words["wrote_at"] |= {Side.MENTOR: TUESDAY - 10 * DAY}
        return facts(met=(20,), sessions_a_month=1, **words)

    assert matters(heard(9.9, 9.2), Side.MENTOR) == []
    assert to_mentor(heard(9.9, 8, 2)) == [(Matter.SILENCE, 8)]
    met = facts(met=(10,), sessions_a_month=1, **wrote(9.5))
    assert matters(met, Side.MENTOR) == []


def weeks(*ago: int) -> frozenset[date]:
    monday = TUESDAY.date() - DAY
    return frozenset(monday - timedelta(weeks=one) for one in ago)


def test_check_ins_are_missed_only_by_those_who_wrote_some_and_only_the_second_time() -> None:
    def of(*ago: int) -> Facts:
        return facts(met=(2,), check_ins={Side.MENTEE: weeks(*ago)} if ago else {})

    assert matters(of()) == []
    assert matters(of(2, 1)) == []
    assert matters(of(4, 2)) == []
    assert matters(of(4, 3)) == [Matter.CHECK_INS]
    assert matters(of(4, 3), Side.MENTOR) == []
    assert matters(of(4, 3, 0)) == []


def test_the_week_is_that_of_the_readers_own_clock() -> None:
    found = facts(met=(2,), check_ins={Side.MENTEE: weeks(2)})
    sunday = datetime(2026, 11, 29, 20, 0, tzinfo=UTC)
    there = due(found, Side.MENTEE, "Asia/Kathmandu", sunday, Nudging())
    here = due(found, Side.MENTEE, UTC_ZONE, sunday, Nudging())
    assert [one.matter for one in here] == []
    assert [one.matter for one in there] == [Matter.CHECK_INS]  # Monday, a quarter to two


def nudge(matter: Matter = Matter.UNBOOKED, pair: str = "pair", mark: str = "") -> Nudge:
    return Nudge(pair, "mentee", "mentor", Side.MENTEE, matter, mark, 15)


def reader(**wishes: object) -> Reader:
    return Reader(person="mentee", zone=UTC_ZONE, wishes=Wishes(**wishes))  # type: ignore[arg-type]


def test_a_nudge_that_is_ignored_comes_half_as_often_and_then_no_more() -> None:
    now, told, at = TUESDAY, dict[Key, Said](), list[int]()
    for day in range(400):
        then = now + day * DAY
        if may_be_said(nudge(), told, then):
            told[nudge().key] = told.get(nudge().key, Said()).again(nudge(), then)
            at.append(day)
    assert at == [0, 14, 42]
    assert not shown(reader(), [nudge()], told, now + 400 * DAY)
    changed = nudge(mark="they met")
    assert may_be_said(changed, told, now + 400 * DAY)
    assert shown(reader(), [changed], told, now + 400 * DAY)


def test_of_what_one_session_answers_only_one_thing_is_said_in_a_fortnight() -> None:
    told = {nudge().key: Said(TUESDAY, 1, "")}
    assert not may_be_said(nudge(Matter.STALLED), told, TUESDAY + 13 * DAY)
    assert may_be_said(nudge(Matter.STALLED), told, TUESDAY + 14 * DAY)
    assert may_be_said(nudge(Matter.OVERDUE), told, TUESDAY + DAY)


def test_what_is_put_off_waits_on_the_page_and_in_letters() -> None:
    told = {nudge().key: Said(not_before=TUESDAY + WEEK)}
    assert shown(reader(), [nudge()], told, TUESDAY) == []
    assert batch(reader(), [nudge()], told, TUESDAY) == []
    assert shown(reader(), [nudge()], told, TUESDAY + WEEK) == [nudge()]


def test_a_person_with_many_mentees_has_few_lines_and_what_was_never_said_comes_first() -> None:
    many = [nudge(pair=f"pair {at:02}") for at in range(30)]
    told: dict[Key, Said] = {}
    first = batch(reader(), many, told, TUESDAY)
    assert len(first) == MOST_LINES
    told |= {one.key: Said().again(one, TUESDAY) for one in first}
    second = batch(reader(said_at=TUESDAY), many, told, TUESDAY + WEEK)
    assert len(second) == MOST_LINES
    assert not set(first) & set(second)


def test_of_one_pair_nobody_has_letters_two_weeks_in_a_row() -> None:
    week_ago = reader(said_at=TUESDAY - WEEK)
    assert batch(week_ago, [nudge(Matter.OVERDUE)], {}, TUESDAY) == []
    assert batch(reader(said_at=TUESDAY - 2 * WEEK), [nudge(Matter.OVERDUE)], {}, TUESDAY)
    assert len(batch(week_ago, [nudge(pair="one"), nudge(pair="two")], {}, TUESDAY)) == 2


def test_of_one_pair_there_are_two_lines_at_most() -> None:
    lines = [nudge(one) for one in (Matter.STALLED, Matter.OVERDUE, Matter.CHECK_INS)]
    assert [one.matter for one in batch(reader(), lines, {}, TUESDAY)] == [
        Matter.STALLED,
        Matter.OVERDUE,
    ]


def test_who_is_away_or_wishes_none_hears_nothing() -> None:
    assert batch(reader(), [nudge()], {}, TUESDAY)
    assert not batch(reader(off=frozenset(Matter)), [nudge()], {}, TUESDAY)
    assert not batch(reader(off=frozenset({Matter.UNBOOKED})), [nudge()], {}, TUESDAY)
    assert not batch(reader(snoozed_until=TUESDAY + DAY), [nudge()], {}, TUESDAY)
    away = Reader(person="mentee", zone=UTC_ZONE, away=((TUESDAY.date(), TUESDAY.date()),))
    assert not batch(away, [nudge()], {}, TUESDAY)


@pytest.mark.parametrize(
    ("zone", "at", "is_good"),
    [
        ("Asia/Kathmandu", "2026-11-24T03:15", True),  # 9:00 there
        ("Asia/Kathmandu", "2026-11-24T03:14", False),
        ("Asia/Kathmandu", "2026-11-24T06:15", False),  # noon
        ("Asia/Kathmandu", "2026-11-23T03:30", False),  # Monday
        ("America/New_York", "2026-11-24T14:00", True),  # 9:00 in winter
        ("America/New_York", "2026-07-14T13:00", True),  # 9:00 in summer
        ("America/New_York", "2026-07-14T16:00", False),
        ("Pacific/Kiritimati", "2026-11-23T19:00", True),  # Tuesday there
    ],
)
def test_the_morning_is_the_readers_own(zone: str, at: str, is_good: bool) -> None:
    assert is_good_time(datetime.fromisoformat(f"{at}+00:00"), zone, None) is is_good


@pytest.mark.parametrize(
    ("quiet", "first"),
    [
        (Quiet(22 * 60, 7 * 60), 9 * 60),
        (Quiet(22 * 60, 10 * 60), 10 * 60),
        (Quiet(8 * 60, 18 * 60), 18 * 60),
        (Quiet(8 * 60, 7 * 60), 7 * 60),
        (Quiet(9 * 60, 8 * 60), 8 * 60),
    ],
)
def test_where_mornings_are_quiet_the_next_time_will_do(quiet: Quiet, first: int) -> None:
    midnight = TUESDAY.replace(hour=0, minute=0)
    good = [
        minute
        for minute in range(24 * 60)
        if is_good_time(midnight + timedelta(minutes=minute), UTC_ZONE, quiet)
    ]
    assert good[0] == first


ZONES = ("UTC", "Asia/Kathmandu", "America/St_Johns", "Europe/Athens", "Pacific/Chatham")
QUIETS = st.builds(Quiet, st.integers(0, 1439), st.integers(0, 1439)).filter(
    lambda one: one.start != one.end
)
FACTS = st.builds(
    facts,
    days=st.floats(0, 150),
    met=st.lists(st.floats(0, 90), max_size=3).map(lambda one: tuple(sorted(one, reverse=True))),
    state=st.sampled_from(MentorshipState),
    name=st.sampled_from(("one", "two", "three")),
    sessions_a_month=st.integers(1, 12),
    booked=st.sampled_from(((), (TUESDAY + 30 * DAY,))),
    open_actions=st.lists(st.integers(-9, 60), max_size=3).map(lambda days: late(*days)),
    wrote_at=st.dictionaries(
        st.sampled_from(Side), st.integers(0, 40).map(lambda days: TUESDAY - days * DAY)
    ),
    unanswered=st.dictionaries(
        st.just(Side.MENTEE),
        st.lists(st.integers(0, 40), max_size=3).map(
            lambda days: tuple(TUESDAY - one * DAY for one in sorted(days, reverse=True))
        ),
    ),
    check_ins=st.dictionaries(
        st.sampled_from(Side), st.lists(st.integers(0, 20)).map(lambda ago: weeks(*ago))
    ),
)


@hypothesis_settings(max_examples=20)
@given(
    found=st.lists(FACTS, max_size=3, unique_by=lambda one: one.mentorship.id),
    side=st.sampled_from(Side),
    zone=st.sampled_from(ZONES),
    quiet=st.none() | QUIETS,
    off=st.frozensets(st.sampled_from(Matter)),
)
def test_nobody_is_ever_hurried_or_woken_and_whoever_ignores_it_is_left_in_peace(
    found: list[Facts],
    side: Side,
    zone: str,
    quiet: Quiet | None,
    off: frozenset[Matter],
) -> None:
    """Half a year in which nobody does anything, over both changes of the clocks."""
    told: dict[Key, Said] = {}
    told_at: list[datetime] = []
    wishes = Wishes(off=off)
    for hour in range(180 * 24):
        now = TUESDAY + timedelta(hours=hour)
        if told_at and now < told_at[-1] + WEEK:
            continue
        if not is_good_time(now, zone, quiet):
            continue
        reader = Reader(person="x", zone=zone, quiet=quiet, wishes=wishes)
        nudges = [one for each in found for one in due(each, side, zone, now, Nudging())]
        if lines := batch(reader, nudges, told, now):
            assert quiet is None or quiet.over_at(now, zone) is None
            assert now.astimezone(ZoneInfo(zone)).weekday() in {1, 2, 3}
            assert not off & {one.matter for one in lines}
            running = {
                one.mentorship.id for one in found if one.mentorship.state is MentorshipState.ACTIVE
            }
            assert {one.mentorship for one in lines} <= running
            for one in lines:
                before = told.get(one.key, Said())
                assert before.at is None or now - before.at >= FORTNIGHT
                told[one.key] = before.again(one, now)
            told_at.append(now)
            wishes = Wishes(off=off, said_at=now)
    assert all(one.times <= MOST_IN_A_ROW for one in told.values())
    # Three matters of a pair that one session answers, items and check-ins: each at most thrice.
    assert not told_at or told_at[-1] < TUESDAY + 170 * DAY
