"""Updates that no honest client sends, written byte by byte, and honest ones to damage."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from pycrdt import Array, Doc, Map, Text

ROOT = "elements"


def uint(value: int) -> bytes:
    """lib0's variable-length unsigned integer."""
    parts = bytearray()
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes([*parts, value])


def text(value: str) -> bytes:
    return uint(len(value.encode())) + value.encode()


def update(client: int, clock: int, *structs: bytes, deletes: bytes = b"\0") -> bytes:
    """One client's structs from `clock` on."""
    return b"\1" + uint(len(structs)) + uint(client) + uint(clock) + b"".join(structs) + deletes


def in_root(content: int, body: bytes, *, root: str = ROOT, key: str = "") -> bytes:
    """A struct of a content kind at a root, under a key if one is given."""
    info = content | (0x20 if key else 0)
    return bytes([info]) + b"\1" + text(root) + (text(key) if key else b"") + body


def in_item(content: int, body: bytes, client: int, clock: int, *, key: str = "") -> bytes:
    """The same inside another item."""
    info = content | (0x20 if key else 0)
    return bytes([info]) + b"\0" + uint(client) + uint(clock) + (text(key) if key else b"") + body


def nested_value(levels: int) -> bytes:
    """A list in a list in a list …: two bytes a level."""
    return update(5, 0, in_root(8, b"\1" + b"\x75\1" * levels + b"\x7e", key="bomb"))


def nested_types(levels: int) -> bytes:
    """A map in a map in a map …, each of a struct of its own."""
    first = in_root(7, b"\1", key="bomb")
    more = (in_item(7, b"\1", 5, clock, key="x") for clock in range(levels - 1))
    return update(5, 0, first, *more)


def chain_link(clock: int) -> bytes:
    """The next map of such a chain, in an update of its own."""
    struct = in_item(7, b"\1", 5, clock - 1, key="x") if clock else in_root(7, b"\1", key="bomb")
    return update(5, clock, struct)


def honest(seed: int, edits: int = 12) -> tuple[list[bytes], Doc[Any]]:
    """Updates of one client that draws, types and deletes, in their order."""
    chance = random.Random(seed)
    doc: Doc[Any] = Doc(client_id=chance.randrange(1, 2**32))
    elements = doc.get(ROOT, type=Map)
    updates: list[bytes] = []
    subscription = doc.observe(lambda event: updates.append(event.update))
    for _ in range(edits):
        with doc.transaction():
            _edit(chance, elements)
    doc.unobserve(subscription)
    return [one for one in updates if one != b"\0\0"], doc


def _edit(chance: random.Random, elements: Map[Any]) -> None:
    keys = sorted(elements.keys())
    key = chance.choice(keys) if keys else ""
    kind = chance.randrange(5) if keys else 0
    if kind == 0:
        about = {"type": "rectangle", "g": [1.5, 2, 3, 4, 0], "t": "ψυχή 😀", "n": None, "d": False}
        elements[f"e{chance.randrange(99)}"] = Map(
            {**about, "pts": Array([b"\0\1\2"]), "text": Text("Ἰθάκη")}
        )
    elif kind == 1:
        elements[key]["g"] = [chance.random() * 1e3 for _ in range(5)]
    elif kind == 2:
        elements[key]["pts"].append(chance.randbytes(9))
    elif kind == 3:
        elements[key]["text"] += chance.choice(["a", "λόγος", "😀"])
    else:
        del elements[key]


def damaged(updates: list[bytes], count: int, seed: int) -> Iterator[bytes]:
    """Copies of updates with a few bytes changed, cut out, doubled or swapped in from others."""
    chance = random.Random(seed)
    for _ in range(count):
        raw = bytearray(chance.choice(updates))
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(len(raw)) if raw else 0
            kind = chance.randrange(4)
            if kind == 0 and raw:
                raw[at] = chance.randrange(256)
            elif kind == 1:
                del raw[at : at + chance.randrange(1, 6)]
            elif kind == 2:
                raw[at:at] = raw[at : at + chance.randrange(1, 12)]
            else:
                other = chance.choice(updates)
                start = chance.randrange(len(other))
                raw[at:at] = other[start : start + chance.randrange(1, 12)]
        yield bytes(raw)
