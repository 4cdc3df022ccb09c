"""Whatever the server says to a person is there in every language of the web app."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.sentences import HOLE, sentences

CORE = Path(__file__).resolve().parents[2] / "web" / "src" / "core"
TABLES = sorted(CORE.glob("sayings.*.json"))


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_every_sentence_of_the_server_is_translated(table: Path) -> None:
    translated: dict[str, str] = json.loads(table.read_text())
    said = sentences()
    assert sorted(said.keys() - translated.keys()) == []
    blank = [english for english, own in translated.items() if not own.strip()]
    assert blank == []


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_a_translation_fills_no_more_than_the_server_gives(table: Path) -> None:
    translated: dict[str, str] = json.loads(table.read_text())
    wrong = [one for one, own in translated.items() if own.count(HOLE) > one.count(HOLE)]
    assert wrong == []


def test_titles_and_filled_sentences_are_among_them() -> None:
    said = sentences()
    assert "At most {} boards." in said
    assert said["Please sign in"] == "core/errors.py"
    assert "Open sockets." not in said
