"""Whoever has no mentor is told which gate took most away, and what would open one."""

from __future__ import annotations

import dataclasses
from datetime import date

from server.matching.gates import Gate
from server.matching.hours import Window, free_hours, no_hours
from server.matching.obstacles import Change, obstacles
from server.matching.ranking import top
from server.matching.traits import Filters, Fluency, Wishes
from tests.matching.crowds import RULES, crowd, indexed

MONDAY = date(2026, 11, 23)
THURSDAY = free_hours([Window(3, 18 * 60, 20 * 60)], "Etc/UTC", MONDAY)
(MENTEE,), MENTORS = crowd(31, 1, 12)
MENTEE = dataclasses.replace(
    MENTEE,
    hours=free_hours([Window(0, 9 * 60, 10 * 60)], "Etc/UTC", MONDAY),
    languages={"en": Fluency.GOOD},
)
OPEN = [
    dataclasses.replace(
        one,
        hours=MENTEE.hours,
        languages={"en": Fluency.GOOD},
        places_left=1,
        is_open=True,
        wishes=Wishes(),
    )
    for one in MENTORS
]


def test_one_evening_more_is_named_with_what_it_opens() -> None:
    mentors = [dataclasses.replace(one, hours=THURSDAY) for one in OPEN[:3]]
    mentors += [dataclasses.replace(one, hours=no_hours()) for one in OPEN[3:5]]
    found = obstacles(indexed(mentors), MENTEE, RULES)
    assert found.passing == 0
    assert found.main is Gate.HOURS
    assert found.alone[Gate.HOURS] == 5
    # Thursday from 18 UTC; from 17 on would share one hour too, and it is the first such slot.
    assert found.change == Change(Gate.HOURS, 3, slot=(3 * 24 + 17) * 2)


def test_the_change_does_what_it_says() -> None:
    index = indexed([dataclasses.replace(one, hours=THURSDAY) for one in OPEN[:3]])
    change = obstacles(index, MENTEE, RULES).change
    assert change is not None
    assert change.slot is not None
    day, minute = divmod(change.slot * 30, 1440)
    more = free_hours([Window(day, minute, minute + 120)], "Etc/UTC", MONDAY)
    helped = dataclasses.replace(MENTEE, hours=MENTEE.hours | more)
    assert len(top(index, helped, RULES, 10)) == change.opens == 3


def test_a_language_is_named() -> None:
    mentors = [dataclasses.replace(one, languages={"fr": Fluency.FLUENT}) for one in OPEN[:4]]
    mentors += [dataclasses.replace(one, languages={"de": Fluency.FLUENT}) for one in OPEN[4:6]]
    found = obstacles(indexed(mentors), MENTEE, RULES)
    assert found.change == Change(Gate.LANGUAGE, 4, language="fr")
    assert found.main is Gate.LANGUAGE


def test_a_filter_of_ones_own_may_be_let_go() -> None:
    mentors = [dataclasses.replace(one, is_free=False) for one in OPEN]
    strict = dataclasses.replace(MENTEE, filters=Filters(is_free_only=True))
    assert obstacles(indexed(mentors), strict, RULES).change == Change(Gate.CHARGES, 12)


def test_full_mentors_are_counted_and_two_gates_are_not_opened_by_one_change() -> None:
    full = [dataclasses.replace(one, places_left=0) for one in OPEN[:5]]
    far = [dataclasses.replace(one, places_left=0, hours=no_hours()) for one in OPEN[5:]]
    found = obstacles(indexed(full + far), MENTEE, RULES)
    assert found.removed[Gate.FULL] == 12
    assert found.alone[Gate.FULL] == 5
    assert found.alone[Gate.HOURS] == 0
    assert found.change == Change(Gate.FULL, 5)


def test_a_programme_without_mentors_has_no_obstacle_but_that() -> None:
    index = indexed(OPEN[:1])
    index.remove(OPEN[0].id)
    found = obstacles(index, MENTEE, RULES)
    assert (found.passing, found.main, found.change) == (0, None, None)
