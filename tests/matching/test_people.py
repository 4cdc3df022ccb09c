"""Profiles as traits: nothing that says who somebody is gets in; words are found as typed."""

from __future__ import annotations

import pytest

from server.matching.people import clean
from server.matching.phrase import indexed, typed


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        ("Ana helps founders; she (she/her) loves it", "Ana Ruiz", "helps founders; loves it"),
        ("Write to ana@x.org or see https://x.org/ana", "Bo", "Write to or see"),
        ("Find me: linkedin.com/in/ana or @ana", "Bo", "Find me: or"),
        ("José-María asks his team", "José-María Öz", "asks team"),
        ("I will learn art", "Will Art", "I will learn art"),
        ("Node.js and asp.net", "Bo", "Node.js and asp.net"),
        ("تعلمت سارة البرمجة", "سارة علي", "تعلمت البرمجة"),
    ],
)
def test_a_text_loses_its_writers_name_pronouns_and_addresses(
    text: str, name: str, left: str
) -> None:
    assert clean(text, name) == left


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        ("Öffentliche Förderung", "offentl"),
        ("Προσλήψεις στελεχών", "στελεχων"),
        ("C++ and C#", "c#"),
        ("経営戦略", "戦略"),
    ],
)
def test_what_is_typed_begins_a_word_that_is_kept(text: str, sought: str) -> None:
    kept = indexed([text]).split()
    assert typed(sought)
    for word in typed(sought):
        assert any(one.startswith(word) for one in kept)
