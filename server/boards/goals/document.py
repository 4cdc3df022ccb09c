"""Between the goals document and values: reads rows, writes changes; the only words of its keys.

A row is a map of its own in one of three flat maps, so that a move is one key and two people who
change different things of one row both keep what they did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText
from pycrdt import Map as Shared

from server.boards.goals.items import KINDS, MAPS, Item, Kind, Reading, read_item
from server.boards.goals.order import between

NOTES = "notes"
_BLOCKS = frozenset({"paragraph", "list_item"})


def rows_in(doc: Doc[Any]) -> Iterator[tuple[Kind, str]]:
    """Every key of the three maps, whatever stands there."""
    for kind in Kind:
        for row in shared(doc, kind).keys():  # noqa: SIM118 - it iterates over nothing else
            yield kind, row


def shared(doc: Doc[Any], kind: Kind) -> Shared[Any]:
    """The map of one kind."""
    rows: Shared[Any] = doc.get(MAPS[kind], type=Shared)
    return rows


def read_row(doc: Doc[Any], kind: Kind, row: str) -> Reading | None:
    """One row as it stands; None: it is gone."""
    rows = shared(doc, kind)
    if row not in rows:
        return None
    raw = rows[row]
    if not isinstance(raw, Shared):
        return Reading(None, {})
    plain = {key: _plain(raw[key]) for key in raw.keys()}  # noqa: SIM118
    return read_item(kind, row, plain, text_of(raw.get(NOTES)))


def items_of(doc: Doc[Any]) -> list[Item]:
    """Every row that is one."""
    readings = (read_row(doc, kind, row) for kind, row in rows_in(doc))
    return [one.item for one in readings if one is not None and one.item is not None]


def repair(doc: Doc[Any], rows: Iterable[tuple[Kind, str]]) -> bool:
    """Puts right what does not fit in these rows; whether there was anything."""
    has_changed = False
    for kind, row in rows:
        reading = read_row(doc, kind, row)
        if reading is None:
            continue
        if reading.item is None:
            del shared(doc, kind)[row]
            has_changed = True
            continue
        has_changed |= _repair(shared(doc, kind)[row], reading.repairs)
    return has_changed


def _repair(row: Shared[Any], repairs: Mapping[str, str | int | None]) -> bool:
    for key, value in repairs.items():
        if value is None:
            del row[key]
        else:
            row[key] = value
    if not isinstance(row.get(NOTES), XmlFragment):
        row[NOTES] = XmlFragment()
        return True
    return bool(repairs)


def needs_repair(doc: Doc[Any], kind: Kind, row: str) -> bool:
    """Whether `repair` would change something."""
    reading = read_row(doc, kind, row)
    if reading is None:
        return False
    if reading.item is None or reading.repairs:
        return True
    return not isinstance(shared(doc, kind)[row].get(NOTES), XmlFragment)


def add(doc: Doc[Any], kind: Kind, row: str, values: Mapping[str, str | int | None]) -> None:
    """A new row at the end of its parent's, unless `values` say where."""
    parent = values.get("parent")
    places = [
        one.order
        for one in items_of(doc)
        if one.kind is kind and (kind is Kind.GOAL or one.parent == parent)
    ]
    given = {key: value for key, value in values.items() if value is not None}
    place = {"order": between(max(places, default=""), None)}
    shared(doc, kind)[row] = Shared({**place, **given, NOTES: XmlFragment()})


def change(doc: Doc[Any], kind: Kind, row: str, values: Mapping[str, str | int | None]) -> None:
    """Other values for some keys; None takes one away. Nothing happens to a row that is gone."""
    rows = shared(doc, kind)
    found = rows.get(row)
    if not isinstance(found, Shared):
        return
    for key, value in values.items():
        if value is not None:
            found[key] = value
        elif key in found:
            del found[key]


def remove(doc: Doc[Any], kind: Kind, row: str) -> None:
    """A row and everything below it."""
    for one in items_of(doc):
        if one.parent == row and kind is not Kind.ACTION:
            remove(doc, one.kind, one.id)
    rows = shared(doc, kind)
    if row in rows:
        del rows[row]


def kind_of(doc: Doc[Any], row: str) -> Kind | None:
    """Which map a row is in."""
    return next((kind for kind in Kind if row in shared(doc, kind)), None)


def row_at(path: tuple[str | int, ...]) -> set[tuple[Kind, str]]:
    """The row that a change at `path` of the document touches; none: it does not say which."""
    kind = KINDS.get(str(path[0])) if len(path) > 1 else None
    return set() if kind is None else {(kind, str(path[1]))}


def text_of(notes: object) -> str:
    """Rich text without its marks, a line for each paragraph."""
    if not isinstance(notes, XmlFragment | XmlElement):
        return ""
    lines: list[str] = []
    _collect(notes, lines)
    return "\n".join(lines).strip()


def _collect(node: XmlFragment | XmlElement, lines: list[str]) -> None:
    line = ""
    for child in node.children:
        if isinstance(child, XmlText):
            line += "".join(text for text, _ in child.diff() if isinstance(text, str))
        elif isinstance(child, XmlElement):
            _collect(child, lines)
    if line or (isinstance(node, XmlElement) and node.tag in _BLOCKS and not len(node.children)):
        lines.append(line.replace("\0", ""))


def _plain(value: object) -> object:
    """A scalar as it is; of anything else only that it is no scalar."""
    if isinstance(value, Text | Shared | XmlFragment):
        return ...
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
