"""Shapes on the wire: strict inside, camelCase outside, complaints in words."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import pytest

from server.core.errors import Invalid
from server.core.explain import read
from server.core.wire import Id, In, Out, has_nul


class Part(In):
    part_id: Id


class Whole(In):
    name: Annotated[str, msgspec.Meta(min_length=2, max_length=4)]
    kind: Literal["a", "b"] = "a"
    parts: list[Part] = msgspec.field(default_factory=list)
    at_least: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1


def complaints(value: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        read(value, Whole)
    return refused.value.fields or {"": refused.value.detail}


def test_names_are_camel_case_outside() -> None:
    assert read({"name": "ab", "atLeast": 2}, Whole).at_least == 2


def test_structs_are_frozen_and_keyword_only() -> None:
    one = read({"name": "ab"}, Whole)
    with pytest.raises(AttributeError):
        one.name = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        Whole("ab")  # type: ignore[call-arg]


def test_what_goes_out_may_grow() -> None:
    class Answer(Out):
        text: str

    assert msgspec.convert({"text": "x", "later": 1}, Answer).text == "x"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({}, {"name": "This is needed."}),
        ({"name": "a"}, {"name": "At least 2 characters."}),
        ({"name": "abcde"}, {"name": "At most 4 characters."}),
        ({"name": 5}, {"name": "This should be text."}),
        ({"name": "ab", "kind": "z"}, {"kind": "This is not one of the choices."}),
        ({"name": "ab", "atLeast": 10}, {"atLeast": "At most 9."}),
        ({"name": "ab", "atLeast": 1.5}, {"atLeast": "This should be a whole number."}),
        ({"name": "ab", "parts": {}}, {"parts": "This should be a list."}),
        ({"name": "ab", "parts": [{}]}, {"parts[0].partId": "This is needed."}),
        (
            {"name": "ab", "parts": [{"partId": "x"}]},
            {"parts[0].partId": "This does not look right."},
        ),
        ({"name": "ab", "x": 1}, {"x": "This field is not known."}),
        ([], {"": "This should be an object."}),
    ],
)
def test_a_complaint_is_a_sentence_at_its_field(value: Any, expected: dict[str, str]) -> None:
    assert complaints(value) == expected


def test_an_id_with_a_line_feed_at_its_end_is_none() -> None:
    sneaky = {"name": "ab", "parts": [{"partId": "0" * 26 + "\n"}]}
    assert "parts[0].partId" in complaints(sneaky)


def test_a_nul_is_found_at_any_depth() -> None:
    assert has_nul({"a": [{"b": "x\0"}]})
    assert has_nul({"a\0": 1})
    assert not has_nul({"a": ["b", 1, None]})
