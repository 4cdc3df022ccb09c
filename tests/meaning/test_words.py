"""A word is the same word however it was typed, in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.meaning.words import fold, is_spaceless, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't panic: it's C++, C# and Node.js!", ["do", "panic", "it", "c++", "c#", "and", "node", "js"]),
        ("Préparer l’entretien d'embauche", ["preparer", "l", "entretien", "d", "embauche"]),
        ("Führungskräfte, STRASSE, Straße", ["fuhrungskrafte", "strasse", "strasse"]),
        ("вигорання та йога", ["вигорання", "та", "иога"]),
        ("वन्यजीव संरक्षण में", ["वन्यजीव", "संरक्षण", "में"]),
        ("قانونُ العُقود", ["قانون", "العقود"]),
        ("ﬁnance ＡＢＣ", ["finance", "abc"]),
        ("", []),
        ("?!… — 🙂", []),
    ],
)  # fmt: skip
def test_words_are_found_and_folded(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_any_text_splits_at_a_space(one: str, other: str) -> None:
    assert words(f"{one} . {other}") == words(one) + words(other)


def test_scripts_without_spaces_are_told() -> None:
    assert is_spaceless("面接")
    assert is_spaceless("สัมภาษณ์")
    assert not is_spaceless("면접")
    assert not is_spaceless("interview")
