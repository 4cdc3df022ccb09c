"""Between the agenda document and values: its topics, and the action items that its notes track."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment
from pycrdt import Map as Shared

from server.boards.agenda.topics import Topic, read_topic
from server.boards.goals.items import is_row_id

TOPICS, PAGE = "items", "page"
TRACKED, ACTION = "tracked", "action"
"""The node of the notes that stands for an action item, and its attribute with the id."""


def topics_of(doc: Doc[Any]) -> list[Topic]:
    """Every topic, in no order."""
    found = _shared(doc)
    rows = ((key, found[key]) for key in found.keys())  # noqa: SIM118 - it iterates over nothing else
    read = (read_topic(key, _plain(row)) for key, row in rows)
    return [one for one in read if one is not None]


def tracked_in(doc: Doc[Any]) -> list[str]:
    """The ids of the action items in the notes, from top to bottom."""
    page: XmlFragment = doc.get(PAGE, type=XmlFragment)
    ids = (one.attributes.get(ACTION) for one in _elements(page) if one.tag == TRACKED)
    return [one for one in ids if isinstance(one, str) and is_row_id(one)]


def add(doc: Doc[Any], topics: Iterable[Topic]) -> None:
    """As they are, at their places."""
    rows = _shared(doc)
    for one in topics:
        rows[one.id] = Shared(one.values())


def _shared(doc: Doc[Any]) -> Shared[Any]:
    rows: Shared[Any] = doc.get(TOPICS, type=Shared)
    return rows


def _plain(row: object) -> object:
    return row.to_py() if isinstance(row, Shared) else row


def _elements(node: XmlFragment | XmlElement) -> Iterator[XmlElement]:
    for child in node.children:
        if isinstance(child, XmlElement):
            yield child
            yield from _elements(child)
