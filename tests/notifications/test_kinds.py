"""Every kind of news, walked: its ways, its words, where it leads, its place in the settings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from server.notifications.letters import LANGUAGES, ONLY_BY_LETTER, PARAMS
from server.notifications.model import NOTICES, RULES, Kind, Way, leads_there, switchable
from server.notifications.wire import NoticeKind, NoticeTopic
from tests.notifications.letters import GIVEN, LETTERS

WEB = Path(__file__).parent.parent.parent / "web/src"
PAGES = set(re.findall(r'\bpath: "([^"]+)"', (WEB / "app/router.tsx").read_text()))
WORDS = (WEB / "notifications/en.ts").read_text()


def camel(kind: Kind) -> str:
    return re.sub(r"_(.)", lambda found: found[1].upper(), kind.value)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_kind_has_one_rule_and_ways_that_fit_it(kind: Kind) -> None:
    rule = RULES[kind]
    assert rule.ways
    assert rule.email <= (Way.MAIL in rule.ways)
    assert rule.push <= (Way.PUSH in rule.ways)
    assert (Way.PUSH in rule.ways) <= rule.is_notice  # a push opens what stands in the centre
    assert not (rule.is_fixed and switchable(kind))
    assert not (rule.is_quiet and rule.push)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_kind_leads_to_pages_that_there_are(kind: Kind) -> None:
    assert RULES[kind].leads_to
    assert set(RULES[kind].leads_to) <= PAGES
    for page in RULES[kind].leads_to:
        assert leads_there(kind, re.sub(r"\$\w+", "06h1vrmob5o1dao8harkl7ivl0", page) + "?a=b")
    assert not leads_there(kind, "/nowhere")
    assert not leads_there(kind, "https://example.org/")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(NOTICES))
def test_a_notice_has_a_title_of_its_facts_alone(kind: Kind, language: str) -> None:
    names = PARAMS[kind] - ONLY_BY_LETTER - {"name", "link"}
    facts = {name: GIVEN.get(name, f"the {name}") for name in names}
    title = LETTERS.title(kind, language, facts)
    assert 10 <= len(title) <= 110
    assert "{" not in title


@pytest.mark.parametrize("kind", list(NOTICES))
def test_a_notice_has_a_place_in_the_settings_under_the_same_name(kind: Kind) -> None:
    assert kind.value in get_args(NoticeKind)
    assert NOTICES[kind].topic.value in get_args(NoticeTopic)
    assert re.search(rf"^      {camel(kind)}: \"", WORDS, re.MULTILINE)
    assert re.search(rf"^      {NOTICES[kind].topic.value}: \"", WORDS, re.MULTILINE)


def test_the_web_names_no_kind_that_is_gone() -> None:
    assert set(get_args(NoticeKind)) == {kind.value for kind in NOTICES}
    kinds = WORDS[WORDS.index("    kinds: {") :].partition("    },")[0]
    said = set(re.findall(r"^      (\w+): \"", kinds, re.MULTILINE))
    assert said == {camel(kind) for kind in NOTICES} | {"digest"}


def test_only_what_proves_something_or_collects_stays_out_of_the_centre() -> None:
    outside = {kind for kind in Kind if kind not in NOTICES}
    assert outside == {Kind.CONFIRM_EMAIL, Kind.RESET_PASSWORD, Kind.DIGEST}
