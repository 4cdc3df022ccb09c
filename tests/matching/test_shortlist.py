"""The list that is shown spares those in demand and keeps a place for somebody new."""

from __future__ import annotations

import dataclasses

import pytest

from server.matching.ranking import top
from server.matching.shortlist import NEAR_ENOUGH, adjustments, shortlist
from server.matching.traits import Record, Wishes
from tests.matching.crowds import RULES, crowd, indexed

(MENTEE,), MENTORS = crowd(41, 1, 60)
MENTORS = [
    dataclasses.replace(
        one, hours=MENTEE.hours, languages=MENTEE.languages, is_open=True, places_left=2,
        record=Record(sessions=30), wishes=Wishes(),
    )
    for one in MENTORS
]  # fmt: skip
ORDER = [one.mentor_id for one in top(indexed(MENTORS), MENTEE, RULES, 60)]


def _with_newcomer(at: int) -> list[str]:
    mentors = [
        dataclasses.replace(one, record=Record()) if one.id == ORDER[at] else one for one in MENTORS
    ]
    return [
        one.listed.mentor_id for one in shortlist(indexed(mentors), MENTEE, RULES) if one.is_guest
    ]


def test_somebody_new_gets_the_last_place_when_they_fit_nearly_as_well() -> None:
    scores = {one.mentor_id: one.score for one in top(indexed(MENTORS), MENTEE, RULES, 60)}
    bar = NEAR_ENOUGH * scores[ORDER[9]]
    near = max(at for at in range(10, len(ORDER)) if scores[ORDER[at]] >= bar + 0.01)
    far = min(at for at in range(10, len(ORDER)) if scores[ORDER[at]] < bar - 0.02)
    assert _with_newcomer(near) == [ORDER[near]]
    assert _with_newcomer(far) == []
    assert _with_newcomer(3) == [], "one who is on the list anyway needs no place kept"


def test_the_bonus_of_somebody_new_fades() -> None:
    mentors = [
        dataclasses.replace(MENTORS[0], id=f"m{count}", record=Record(sessions=count))
        for count in (0, 5, 10, 50)
    ]
    assert adjustments(indexed(mentors), 0.2).tolist() == pytest.approx([0.07, 0.035, 0, 0])


def test_whoever_is_in_demand_steps_back_and_is_told() -> None:
    index = indexed(MENTORS)
    index.set_prices({ORDER[0]: 0.02, ORDER[1]: 0.5})
    found = shortlist(index, MENTEE, RULES)
    assert len(found) == 10
    assert ORDER[1] not in [one.listed.mentor_id for one in found]
    told = {one.listed.mentor_id: one.is_in_demand for one in found}
    assert told[ORDER[2]] is False
    assert told.get(ORDER[0], True) is True
