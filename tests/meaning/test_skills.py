"""A skill is found by any of its names or by what is meant; the lists fit together."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.meaning.catalogue import Catalogue, key_of
from server.meaning.skills import Skills
from server.meaning.static import Static


@cache
def _shared() -> Skills:
    return Skills(Static.shipped())


@pytest.fixture
def skills() -> Skills:
    return _shared()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.shipped()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("JavaScript", "JavaScript"),
        ("js", "JavaScript"),
        ("K8S", "Kubernetes"),
        ("react.js", "React"),
        ("Golang", "Go"),
        ("c++", "C++"),
        ("Résumé", "writing a CV"),
        ("Project Management", "project management"),
        ("pm", "project management"),
    ],
)
def test_a_name_finds_its_skill(skills: Skills, text: str, label: str) -> None:
    found = skills.find(text)
    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("repairing bikes and bicycles", "bicycle"),
        ("growing tomatoes", "plant"),
        ("sewing trousers", "sew"),
    ],
)
def test_another_wording_finds_the_nearest_skill(skills: Skills, text: str, part: str) -> None:
    found = skills.find(text)
    assert found is not None
    assert part in found.label


@pytest.mark.parametrize("text", ["", "   ", "qqqq", "?!", "🙂", "x" * 10_000])
def test_what_means_nothing_is_no_skill(skills: Skills, text: str) -> None:
    assert skills.find(text) is None


@given(st.text())
@settings(deadline=None, max_examples=50)
def test_no_text_breaks_finding_or_suggesting(text: str) -> None:
    _shared().find(text)
    assert len(_shared().suggest(text, 5)) <= 5


def test_an_administrators_alias_wins(skills: Skills) -> None:
    javascript = skills.find("JavaScript")
    assert javascript is not None
    aliases = {key_of("React"): javascript.id, key_of("our house script"): javascript.id}
    assert skills.find("React", aliases=aliases) == javascript
    assert skills.find("Our House-Script!", aliases=aliases) == javascript
    assert skills.suggest("our house script", aliases=aliases)[0] == javascript
    gone = {key_of("React"): "esco:no-such-id"}
    assert skills.find("React", aliases=gone) == skills.find("React")


def test_typing_suggests(skills: Skills) -> None:
    assert skills.suggest("kuber")[0].label == "Kubernetes"
    assert skills.suggest("js")[0].label == "JavaScript"
    assert skills.suggest("PROJECT man")[0].label == "project management"
    assert len(skills.suggest("a", 7)) == 7
    assert skills.suggest("", 7) == []
    assert skills.suggest("pro", 0) == []


def test_suggestions_are_never_twice_the_same(skills: Skills) -> None:
    found = skills.suggest("manage", 50)
    assert len({skill.id for skill in found}) == len(found) == 50


def test_a_narrower_skill_leads_to_its_broader_one(skills: Skills) -> None:
    react = skills.find("React")
    assert react is not None
    broader = skills.broader(react.id)
    assert broader is not None
    assert broader.label == "JavaScript"
    assert skills.broader("esco:unknown") is None


def test_every_skill_is_found_by_its_own_label(catalogue: Catalogue) -> None:
    lost = [skill for skill in catalogue.by_id.values() if catalogue.named(skill.label) is None]
    assert lost == []


def test_every_broader_concept_exists_and_nothing_is_above_itself(catalogue: Catalogue) -> None:
    for skill in catalogue.by_id.values():
        seen = set()
        above = skill
        while above.broader:
            assert above.id not in seen
            seen.add(above.id)
            above = catalogue.by_id[above.broader]


def test_our_own_concepts_have_a_broader_one(catalogue: Catalogue) -> None:
    own = [skill for skill in catalogue.by_id.values() if skill.is_own]
    assert [skill.label for skill in own if skill.broader is None] == []


def test_lists_that_contradict_themselves_are_refused() -> None:
    with pytest.raises(ValueError, match="No skill is called 'Pascal'"):
        Catalogue.read("1\tJava\t\t", "", "p\tPascal")
    with pytest.raises(ValueError, match="4 columns are needed"):
        Catalogue.read("1\tJava", "", "")
