"""Reads the structure of a Yjs update (V1); refuses whatever a Yjs client of ours does not write.

Strict, so that nothing reaches the library that it was not made for: every byte is accounted for,
every length is checked, nesting is counted, and no struct has a length of nothing. The format is
that of `UpdateDecoderV1` and the content readers of yjs 13.6.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from server.boards.model.refusals import BadUpdate, Gap, TooDeep

MOST_TYPES = 200
"""New maps, lists and texts in one update; more is no hand's work, and a chain of them a bomb."""
MOST_STRUCTS = 20_000
DEEPEST_VALUE = 8
DEEPEST_CHAIN = 6
"""New types inside each other in one update."""
LONGEST_JSON_BYTES = 16_384
_LAST_CLOCK = 2**31 - 1
_LAST_CLIENT = 2**53 - 1
_SKIP, _XML_ELEMENT, _XML_HOOK, _LAST_TYPE = 10, 3, 5, 6
_HAS_LEFT, _HAS_RIGHT, _HAS_KEY, _HAS_BOTH_SIDES, _CONTENT = 0x80, 0x40, 0x20, 0xC0, 0x1F

Stretch = tuple[int, int]


@dataclass(slots=True)
class Scan:
    """What is in an update, by client id: clocks are counts of that client's smallest parts."""

    clocks: dict[int, Stretch] = field(default_factory=dict)
    """From the first to behind the last."""
    needs: dict[int, int] = field(default_factory=dict)
    """Behind the last clock that something new stands next to or in."""
    deletes: dict[int, int] = field(default_factory=dict)
    """Behind the last clock that is deleted."""
    roots: set[str] = field(default_factory=set)
    types: int = 0
    structs: int = 0


def scan(update: bytes) -> Scan:
    """Raises: BadUpdate, TooDeep, Gap for one with holes."""
    reader = _Reader(update)
    try:
        return reader.update()
    except (IndexError, UnicodeDecodeError, RecursionError):
        raise BadUpdate("It breaks off, or is no Yjs update.") from None


def client_clocks(state_vector: bytes) -> dict[int, int]:
    """A state vector as clocks by client id. Raises: BadUpdate."""
    reader = _Reader(state_vector)
    found: dict[int, int] = {}
    try:
        for _ in range(reader.uint()):
            client = reader.uint()
            found[client] = reader.uint()
    except IndexError:
        raise BadUpdate("This is no state vector.") from None
    reader.require_end()
    return found


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._found = Scan()
        self._depths: dict[Stretch, int] = {}

    def update(self) -> Scan:
        for _ in range(self.uint()):
            self._structs()
        for _ in range(self.uint()):
            self._deletes()
        self.require_end()
        return self._found

    def require_end(self) -> None:
        if self._at != len(self._data):
            raise BadUpdate("There is something behind its end.")

    def uint(self) -> int:
        """lib0's variable-length unsigned integer, at most 2^53 - 1."""
        byte = self._data[self._at]
        self._at += 1
        if byte < 128:
            return byte
        value, shift = byte & 127, 7
        while True:
            byte = self._data[self._at]
            self._at += 1
            value |= (byte & 127) << shift
            if byte < 128:
                break
            shift += 7
            if shift > 49:
                raise BadUpdate("A number in it is too large.")
        if value > _LAST_CLIENT:
            raise BadUpdate("A number in it is too large.")
        return value

    def bytes(self) -> bytes:
        size = self.uint()
        start, self._at = self._at, self._at + size
        if self._at > len(self._data):
            raise IndexError
        return self._data[start : self._at]

    def text(self) -> str:
        return self.bytes().decode()

    def _structs(self) -> None:
        count = self.uint()
        client, first = self.uint(), self.uint()
        found = self._found
        found.structs += count
        if client in found.clocks or not count or found.structs > MOST_STRUCTS:
            raise BadUpdate("It holds too much, or one client twice.")
        clock = first
        for _ in range(count):
            info = self._data[self._at]
            self._at += 1
            clock += self._struct(info, client, clock)
            if clock > _LAST_CLOCK:
                raise BadUpdate("A clock in it is too large.")
        found.clocks[client] = (first, clock)

    def _struct(self, info: int, client: int, clock: int) -> int:
        """Its length."""
        if info == 0:
            return self._length()
        if info == _SKIP:
            raise Gap("Something is left out of this change.")
        depth = self._place(info, client, clock)
        content = info & _CONTENT
        if content == _TYPE:
            return self._type(client, clock, depth)
        read = _CONTENTS.get(content)
        if read is None:
            raise BadUpdate("It holds something of a kind that is not used here.")
        return read(self)

    def _place(self, info: int, client: int, clock: int) -> int:
        """Where an item stands; how many new types it is in, as far as this update says."""
        if info & _HAS_BOTH_SIDES:
            if info & _HAS_LEFT:
                self._need(client, clock)
            if info & _HAS_RIGHT:
                self._need(client, clock)
            return 0
        says_root = self.uint()
        if says_root == 1:
            self._found.roots.add(self.text())
            depth = 0
        elif says_root == 0:
            depth = self._depths.get(self._need(client, clock), 0)
        else:
            raise BadUpdate("It does not say where it belongs.")
        if info & _HAS_KEY:
            self.text()
        return depth

    def _need(self, client: int, clock: int) -> Stretch:
        """A reference to another item; it must have been there before."""
        other, at = self.uint(), self.uint()
        if other == client:
            if at >= clock:
                raise BadUpdate("Something in it stands next to what comes later.")
        elif at >= self._found.needs.get(other, 0):
            self._found.needs[other] = at + 1
        return other, at

    def _type(self, client: int, clock: int, depth: int) -> int:
        kind = self.uint()
        if kind > _LAST_TYPE or kind == _XML_HOOK:
            raise BadUpdate("It holds a type that is not used here.")
        if kind == _XML_ELEMENT:
            self.text()
        self._found.types += 1
        self._depths[client, clock] = depth + 1
        if self._found.types > MOST_TYPES or depth >= DEEPEST_CHAIN:
            raise TooDeep("It makes too many things at once, or too many inside each other.")
        return 1

    def _length(self) -> int:
        length = self.uint()
        if not 0 < length <= _LAST_CLOCK:
            raise BadUpdate("A length in it cannot be.")
        return length

    def _binary(self) -> int:
        self.bytes()
        return 1

    def _string(self) -> int:
        text = self.text()
        if not text:
            raise BadUpdate("A text in it is empty.")
        if text.isascii():
            return len(text)
        return len(text) + sum(char > "\uffff" for char in text)

    def _embed(self) -> int:
        raw = self.bytes()
        if len(raw) > LONGEST_JSON_BYTES:
            raise BadUpdate("A value in it is too large.")
        try:
            json.loads(raw)
        except ValueError:
            raise BadUpdate("A value in it cannot be read.") from None
        return 1

    def _format(self) -> int:
        self.text()
        return self._embed()

    def _values(self) -> int:
        count = self._length()
        for _ in range(count):
            self._value(1)
        return count

    def _value(self, depth: int) -> None:
        if depth > DEEPEST_VALUE:
            raise TooDeep("A value in it nests too deeply.")
        tag = self._data[self._at]
        self._at += 1
        if tag in _SIZES:
            self._at += _SIZES[tag]
            if self._at > len(self._data):
                raise IndexError
        elif tag == _TEXT_VALUE:
            self.text()
        elif tag == _BYTES_VALUE:
            self.bytes()
        elif tag == _INTEGER:
            self._integer()
        else:
            self._nested(tag, depth)

    def _nested(self, tag: int, depth: int) -> None:
        if tag not in {_OBJECT, _LIST}:
            raise BadUpdate("A value in it is of no known kind.")
        for _ in range(self.uint()):
            if tag == _OBJECT:
                self.text()
            self._value(depth + 1)

    def _integer(self) -> None:
        """lib0's signed integer: six bits, then seven a byte."""
        for _ in range(8):
            byte = self._data[self._at]
            self._at += 1
            if byte < 128:
                return
        raise BadUpdate("A number in it is too large.")

    def _deletes(self) -> None:
        client, count = self.uint(), self.uint()
        last = 0
        for _ in range(count):
            first = self.uint()
            last = max(last, first + self._length())
        if client in self._found.deletes or not count or last > _LAST_CLOCK:
            raise BadUpdate("What it deletes cannot be.")
        self._found.deletes[client] = last


_TYPE = 7
_CONTENTS: dict[int, Callable[[Any], int]] = {
    1: _Reader._length,  # what was deleted
    3: _Reader._binary,
    4: _Reader._string,
    5: _Reader._embed,
    6: _Reader._format,
    8: _Reader._values,
}
"""By content number; JSON (2, of old versions), documents (9) and moves (11) are not taken."""
_BYTES_VALUE, _LIST, _OBJECT, _TEXT_VALUE, _INTEGER = 116, 117, 118, 119, 125
_SIZES = {120: 0, 121: 0, 122: 8, 123: 8, 124: 4, 126: 0, 127: 0}
"""Of values that are as long as their tag says: true, false, a bigint, floats, null, undefined."""
