"""A word is found whole, else in its largest known pieces."""

from __future__ import annotations

from server.meaning.vocabulary import MOST_REMEMBERED, Vocabulary

ROWS = {
    word: row
    for row, word in enumerate(
        ["public", "speaking", "public speaking", "manage", "##ment", "projekt", "leitung",
         "面接", "練習", "the", "##s"]
    )
}  # fmt: skip


def test_a_known_word_is_one_row() -> None:
    assert Vocabulary(ROWS).of_word("manage") == ((3, 1.0),)


def test_pieces_share_the_weight() -> None:
    (first, second) = Vocabulary(ROWS).of_word("management")
    assert (first[0], second[0]) == (3, 4)
    assert first[1] == second[1] < 1


def test_a_word_inside_a_compound_is_found() -> None:
    assert [row for row, _ in Vocabulary(ROWS).of_word("projektleitung")] == [5, 6]


def test_words_without_spaces_are_found_one_by_one() -> None:
    assert Vocabulary(ROWS).rows_of("面接の練習") == [(7, 1.0), (8, 1.0)]


def test_two_words_that_belong_together_have_a_row_that_both_share() -> None:
    found = Vocabulary(ROWS).found("Public Speaking")
    assert found == [("public", ((0, 1.0), (2, 0.5))), ("speaking", ((1, 1.0), (2, 0.5)))]


def test_what_is_unknown_has_no_rows() -> None:
    assert Vocabulary(ROWS).of_word("xyz") == ()
    assert Vocabulary(ROWS).of_word("zzzzsz") == ()
    assert Vocabulary(ROWS).rows_of("") == []
    assert Vocabulary(ROWS).of_word("x" * 100_000) == ()


def test_what_is_remembered_is_bounded() -> None:
    vocabulary = Vocabulary(ROWS)
    for number in range(MOST_REMEMBERED + 10):
        vocabulary.of_word(f"manages{number}")
    assert len(vocabulary._remembered) <= MOST_REMEMBERED
