"""An index that was changed in place is the index that would be built anew."""

from __future__ import annotations

import dataclasses
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.matching.index import MentorIndex
from server.matching.postings import Postings
from server.matching.ranking import top
from tests.matching.crowds import DIM, RULES, crowd, indexed

MENTEES, EVERYBODY = crowd(11, 3, 60)
MENTORS, OTHERS = EVERYBODY[:30], EVERYBODY[30:]


def _same_lists(one: MentorIndex, other: MentorIndex) -> None:
    for mentee in MENTEES:
        assert top(one, mentee, RULES, 40) == top(other, mentee, RULES, 40)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 29)), max_size=60))
def test_saves_and_removals_lead_to_the_same_lists(steps: list[tuple[bool, int]]) -> None:
    index, held = indexed(MENTORS[:15]), {one.id: one for one in MENTORS[:15]}
    for is_save, at in steps:
        mentor = dataclasses.replace(OTHERS[at], id=f"mentor-{at}")
        if is_save:
            index.put(mentor)
            held[mentor.id] = mentor
        else:
            index.remove(mentor.id)
            held.pop(mentor.id, None)
    assert len(index) == len(held)
    _same_lists(index, indexed(list(held.values())))


def test_the_order_of_saves_is_irrelevant() -> None:
    _same_lists(indexed(MENTORS), indexed(MENTORS[::-1]))


def test_equal_mentors_come_in_an_order_of_their_own() -> None:
    twins = [dataclasses.replace(MENTORS[0], id=f"twin-{at}", places_left=1) for at in range(12)]
    mentee = dataclasses.replace(MENTEES[0], hours=twins[0].hours, languages=twins[0].languages)
    first = [one.mentor_id for one in top(indexed(twins), mentee, RULES, 12)]
    again = [one.mentor_id for one in top(indexed(twins[::-1]), mentee, RULES, 12)]
    assert first == again
    assert len(set(first)) == 12
    assert first != sorted(first)


def test_a_stale_row_is_told_by_its_version() -> None:
    index = MentorIndex(DIM)
    index.put(MENTORS[0], version=4)
    assert index.version(MENTORS[0].id) == 4
    assert index.version("nobody") is None
    index.remove("nobody")


def test_a_mentor_without_places_leaves_the_list_and_comes_back() -> None:
    index = indexed(MENTORS)
    best = top(index, MENTEES[0], RULES, 1)[0].mentor_id
    index.set_places(best, 0)
    assert best not in [one.mentor_id for one in top(index, MENTEES[0], RULES, 40)]
    index.set_places(best, 2)
    assert top(index, MENTEES[0], RULES, 1)[0].mentor_id == best


def test_a_price_lowers_a_mentor_on_lists_but_not_the_score() -> None:
    index = indexed(MENTORS)
    before = top(index, MENTEES[0], RULES, 2)
    index.set_prices({before[0].mentor_id: 0.5, "nobody": 1.0})
    after = top(index, MENTEES[0], RULES, 40, adjusted=-index.columns.price[: index.length])
    scores = {one.mentor_id: one.score for one in after}
    assert after[0].mentor_id == before[1].mentor_id
    assert scores[before[0].mentor_id] == before[0].score


def test_a_list_of_some_is_the_head_of_the_list_of_all() -> None:
    index = indexed(MENTORS)
    for mentee in MENTEES:
        every = top(index, mentee, RULES, 1000)
        ids = [one.mentor_id for one in every]
        for count in (1, 3, len(every)):
            assert [one.mentor_id for one in top(index, mentee, RULES, count)] == ids[:count]


def test_an_index_travels_to_another_process() -> None:
    index = indexed(MENTORS)
    _same_lists(index, pickle.loads(pickle.dumps(index)))


def test_more_languages_and_industries_than_a_word_has_bits() -> None:
    levels = MENTORS[0].languages
    index = indexed(MENTORS)
    for at in range(150):
        mentor = dataclasses.replace(
            MENTORS[at % 30],
            id=f"polyglot-{at}",
            languages={**levels, f"x{at}": max(levels.values())},
            industries=frozenset({f"trade-{at}"}),
        )
        index.put(mentor)
    wide = dataclasses.replace(MENTEES[0], languages={"x149": max(levels.values())})
    found = top(index, dataclasses.replace(wide, hours=~np.zeros_like(wide.hours)), RULES, 9)
    assert {one.mentor_id for one in found} <= {"polyglot-149"}


def test_postings_forget_a_row() -> None:
    postings = Postings()
    postings.put(0, [1, 2])
    postings.put(3, [2, 2, 5])
    postings.put(0, [5])
    assert postings.rows(1).tolist() == []
    assert postings.rows(2).tolist() == [3]
    assert sorted(postings.rows(5).tolist()) == [0, 3]
    assert postings.of(3) == [2, 5]
    assert postings.of(9) == []
    assert postings.rows(9).tolist() == []


def test_memory_is_told() -> None:
    people = crowd(13, 0, 400)[1]
    index = indexed(people)
    assert index.nbytes / len(index) == pytest.approx(800, abs=400)
