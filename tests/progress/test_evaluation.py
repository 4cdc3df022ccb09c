"""A programme's report, from its members and pairs: counts that fit, and nothing of anybody."""

from __future__ import annotations

from server.mentorships.model import EndReason, MentorshipState
from server.progress.model import Facts
from server.progress.model.funnel import Course, Step, course_of, funnel_of, reasons_of
from server.progress.model.outcomes import outcomes_of
from tests.progress.facts import ago, facts
from tests.support.clock import NOON

ENDED, COMPLETED = MentorshipState.ENDED, MentorshipState.COMPLETED


def _course(name: str, days_ago: float | None, *pairs: Facts, asked: float | None = None) -> Course:
    joined = None if days_ago is None else ago(days_ago)
    asked_at = None if asked is None else ago(asked)
    return course_of(name, joined, asked_at, pairs, (), is_ready=True)


def test_a_course_has_every_step_that_somebody_made() -> None:
    first = facts("a", days_ago=90, met=(80, 60), state=ENDED, ended=50)
    second = facts("b", days_ago=40, met=(30,))
    found = _course("x", 100, first, second, asked=95)
    done = {Step.REGISTERED, Step.READY, Step.ASKED, Step.MATCHED, Step.MET}
    assert found.steps == done | {Step.ENDED, Step.ACTIVE}
    assert found.moments[Step.MATCHED] == ago(90)
    assert found.moments[Step.MET] == ago(80)


def test_the_days_between_steps_are_medians_of_enough_people() -> None:
    courses = [_course(str(n), 30, facts(str(n), days_ago=20, met=(20 - n,))) for n in range(1, 6)]
    found = funnel_of(courses, NOON, 0)
    assert found.days == {Step.MATCHED: 10.0, Step.MET: 3.0}
    assert funnel_of(courses[:4], NOON, 0).whole is None
    few_met = [*courses[:4], _course("5", 30)]
    assert funnel_of(few_met, NOON, 0).days == {}


def test_a_person_without_a_day_of_joining_counts_in_the_whole() -> None:
    found = funnel_of([_course(str(n), None) for n in range(7)], NOON, 0)
    assert found.whole is not None
    assert (found.whole.people, found.months, found.hidden) == (7, {}, 7)
    assert found.whole.counts[Step.READY] == 7
    assert found.whole.counts[Step.ASKED] == 0


def test_reasons_are_told_five_ends_at_a_time_and_never_of_fewer() -> None:
    silent = [facts(str(n), state=ENDED, ended=30 - n, reason=EndReason.SILENT) for n in range(10)]
    assert reasons_of(silent) == {EndReason.SILENT: 10}
    last = facts("z", state=ENDED, ended=1, reason=EndReason.NOT_THE_FIT)
    assert reasons_of([*silent, last]) == {EndReason.SILENT: 10}
    others = [facts(f"y{n}", state=ENDED, ended=0.5, reason=EndReason.LEFT) for n in range(4)]
    # 14 = 10 + 4 + 1: the five that are not silence are told as nothing.
    assert reasons_of([*silent, last, *others]) == {EndReason.SILENT: 10}


def test_outcomes_are_of_the_month_of_beginning() -> None:
    old = [facts(f"o{n}", days_ago=70, met=(60, 50, 40), goal_percent=63) for n in range(6)]
    new = [facts(f"n{n}", days_ago=5, state=COMPLETED, ended=1) for n in range(5)]
    lone = facts("l", days_ago=40, goal_percent=99)
    found = outcomes_of([*old, *new, lone], NOON, 0)
    assert found.whole is not None
    assert (found.whole.pairs, found.whole.completed, found.whole.sessions) == (12, 5, 18)
    # The lone pair may not follow from the rest: the smaller month stays away with it.
    assert list(found.months) == ["2026-09"]
    assert found.hidden == 6
    # One pair's goals would follow from the means of all and of the month.
    assert found.months["2026-09"].goal_percent is None
    assert found.whole.goal_percent == 70
