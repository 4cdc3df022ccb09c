"""Makes a document equal to an older one by changes of today; refuses to take anything back.

What was deleted since is made anew, what came since is deleted, and what is the same is left
alone, so that whoever is at work there sees an ordinary change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pycrdt import Array, Doc, Map, Text, XmlElement, XmlFragment, XmlText

from server.boards.model import ROOTS, Kind, Shape

_TYPES: dict[Shape, Any] = {"map": Map, "array": Array, "text": Text, "xml": XmlFragment}


def make_equal(kind: Kind, now: Doc[Any], then: Doc[Any]) -> None:
    """`then` is only read; the caller has a transaction open on `now`."""
    for name, shape in ROOTS[kind].items():
        _fit(now.get(name, type=_TYPES[shape]), then.get(name, type=_TYPES[shape]))


def _fit(now: Any, then: Any) -> None:
    for shared, fit in _FITS.items():
        if isinstance(then, shared):
            fit(now, then)
            return


def _fit_map(now: Map[Any], then: Map[Any]) -> None:
    for key in [one for one in now.keys() if one not in then]:  # noqa: SIM118 - no Mapping
        del now[key]
    for key in list(then.keys()):
        old, new = now.get(key), then[key]
        if isinstance(new, tuple(_FITS)) and type(new) is type(old):
            _fit(old, new)
        elif isinstance(new, tuple(_FITS)):
            now[key] = made = type(new)()
            _fit(made, new)
        elif key not in now or type(old) is not type(new) or old != new:
            now[key] = _plain(new)


def _fit_array(now: Array[Any], then: Array[Any]) -> None:
    if _is_plain(now) and _is_plain(then) and now.to_py() == then.to_py():
        return
    now.clear()
    for one in then:
        if isinstance(one, tuple(_FITS)):
            made = type(one)()
            now.append(made)
            _fit(made, one)
        else:
            now.append(_plain(one))


def _fit_text(now: Any, then: Any) -> None:
    """Only where it differs, unless parts of it are formatted."""
    old, new = now.diff(), then.diff()
    if old == new:
        return
    if any(attrs for _, attrs in old + new) or not _is_all_text(old + new):
        del now[:]
        for chunk, attrs in new:
            _put(now, chunk, attrs)
        return
    before, after = str(now), str(then)
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    first = len(before[:start].encode())
    gone = len(before[start : len(before) - end].encode())
    if gone:
        del now[first : first + gone]
    if more := after[start : len(after) - end]:
        now.insert(first, more)


def _fit_xml(now: Any, then: Any) -> None:
    if str(now) == str(then):
        return
    if len(now.children):
        del now.children[:]
    for child in then.children:
        _append(now, child)


def _append(parent: Any, child: Any) -> None:
    if isinstance(child, XmlText):
        made = parent.children.append(XmlText())
        for chunk, attrs in child.diff():
            _put(made, chunk, attrs)
        return
    made = parent.children.append(XmlElement(child.tag))
    for name, value in child.attributes:
        made.attributes[name] = value
    for one in child.children:
        _append(made, one)


def _put(text: Any, chunk: Any, attrs: dict[str, Any] | None) -> None:
    if isinstance(chunk, str):
        text.insert(len(text), chunk, attrs)
    else:
        text.insert_embed(len(text), _plain(chunk), attrs)


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, bytearray) else value


def _is_plain(array: Array[Any]) -> bool:
    return not any(isinstance(one, tuple(_FITS)) for one in array)


def _is_all_text(chunks: list[tuple[Any, Any]]) -> bool:
    return all(isinstance(chunk, str) for chunk, _ in chunks)


def _shared(one: str, other: str) -> int:
    """How many characters they begin with alike."""
    most = min(len(one), len(other))
    return next((at for at in range(most) if one[at] != other[at]), most)


_FITS: dict[Any, Callable[[Any, Any], None]] = {
    Map: _fit_map,
    Array: _fit_array,
    Text: _fit_text,
    XmlFragment: _fit_xml,
}
