"""What is suggested while somebody types begins with what was typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.meaning.completion import Completion, Name

LETTERS = st.text("abc", min_size=1, max_size=4)
NAMES = st.lists(st.lists(LETTERS, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=30)


def _of(texts: list[str]) -> Completion:
    return Completion.of([Name(text, place, 0) for place, text in enumerate(texts)])


@given(NAMES, LETTERS)
def test_exactly_the_names_with_a_word_that_begins_so(texts: list[str], typed: str) -> None:
    expected = {
        place
        for place, text in enumerate(texts)
        if any(word.startswith(typed) for word in text.split(" "))
    }
    found = _of(texts).best([typed], 1000)
    assert set(found) == expected
    assert len(found) == len(expected)


@given(NAMES, LETTERS, st.integers(0, 5))
def test_fewer_are_the_first_of_all(texts: list[str], typed: str, most: int) -> None:
    completion = _of(texts)
    assert completion.best([typed], most) == completion.best([typed], 1000)[:most]


def test_names_that_begin_so_come_first_then_short_ones() -> None:
    texts = ["manage a project", "project management", "project", "lead the project"]
    assert _of(texts).best(["proj"], 4) == [2, 1, 0, 3]


def test_words_are_found_in_any_order_after_those_that_follow_each_other() -> None:
    texts = ["manage a big project", "project to manage", "manage a farm", "project manager"]
    assert _of(texts).best(["project", "man"], 4)[0] == 3
    assert set(_of(texts).best(["project", "man"], 4)) == {0, 1, 3}


def test_better_names_come_before_shorter_ones() -> None:
    names = [Name("react chemically", 0, 5), Name("react native apps", 1, 0)]
    assert Completion.of(names).best(["rea"], 2) == [1, 0]


def test_nothing_typed_suggests_nothing() -> None:
    assert _of(["abc"]).best([], 5) == []
