"""One document in memory, by pycrdt; refuses to let a fault of the library out of it.

The library panics on some input, by an exception that is no `Exception`; whatever it raises makes
the document `Broken`, to be thrown away and loaded anew. A document lives in one thread. It must
be closed: one that is dropped while it is watched is never freed.
"""

from __future__ import annotations

import asyncio
import ctypes
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pycrdt
import structlog
from pycrdt import Doc

from server.boards.model import DEEPEST, ROOTS, Kind, Path, Shape

T = TypeVar("T")
EMPTY = b"\x00\x00"
_SHAPES: dict[Shape, Any] = {
    "map": pycrdt.Map,
    "array": pycrdt.Array,
    "text": pycrdt.Text,
    "xml": pycrdt.XmlFragment,
}
log = structlog.get_logger()


class Broken(Exception):  # noqa: N818 - a state of the document, caught by who holds it
    """The library has failed on it, or what it holds is not what it should: load it anew."""


class TooDeepInside(Broken):
    """Something was changed further down than anything of ours is."""


class Document:
    """A document whose roots are watched."""

    def __init__(self, kind: Kind, updates: Iterable[bytes] = (), *, client_id: int = 1) -> None:
        """Raises: Broken."""
        self._doc: Doc[Any] = Doc(client_id=client_id)
        self._dirty: set[Path] = set()
        self._deepest = 0
        self._watched: list[tuple[Any, Any]] = []
        try:
            self._guarded(lambda: self._build(kind, updates))
        except Broken:
            self.close()
            raise

    def apply(self, update: bytes) -> frozenset[Path]:
        """What it changed. Raises: Broken, TooDeepInside; the document is of no use then."""
        self._guarded(lambda: self._doc.apply_update(update))
        return self._changed()

    def edit(self, change: Callable[[Doc[Any]], T]) -> tuple[T, bytes, frozenset[Path]]:
        """A change of our own in one transaction: its result, the update, what it changed.

        Raises: what `change` raises, and Broken; either way the document is of no use then.
        """
        updates: list[bytes] = []
        subscription = self._doc.observe(lambda event: updates.append(event.update))
        try:
            with self._doc.transaction():
                result = change(self._doc)
        except BaseException as error:
            _pass_on(error)
            if isinstance(error, Exception):
                raise
            raise Broken from None
        finally:
            self._doc.unobserve(subscription)
        update = next((one for one in updates if one != EMPTY), EMPTY)
        return result, update, self._changed()

    def look(self, read: Callable[[Doc[Any]], T]) -> T:
        """What `read` makes of it."""
        return read(self._doc)

    def state_vector(self) -> bytes:
        return self._guarded(self._doc.get_state)

    def diff(self, state_vector: bytes) -> bytes:
        """What somebody lacks who has `state_vector`. Raises: Broken."""
        return self._guarded(lambda: self._doc.get_update(state_vector))

    def state(self) -> bytes:
        """All of it, what was deleted left out. Raises: Broken."""
        return self._guarded(self._doc.get_update)

    def largest_root(self) -> int:
        """Entries of its largest map."""
        maps = (root for root, _ in self._watched if isinstance(root, pycrdt.Map))
        return max(map(len, maps), default=0)

    def close(self) -> None:
        """No longer watched, so that it can be freed."""
        for root, subscription in self._watched:
            try:
                root.unobserve(subscription)
            except BaseException as error:  # noqa: BLE001 - a panic is none of Exception
                _pass_on(error)
        self._watched.clear()

    def _build(self, kind: Kind, updates: Iterable[bytes]) -> None:
        for update in updates:
            self._doc.apply_update(update)
        for name, shape in ROOTS[kind].items():
            root = self._doc.get(name, type=_SHAPES[shape])
            self._watched.append((root, root.observe_deep(self._watcher(name))))

    def _watcher(self, name: str) -> Callable[[list[Any]], None]:
        def watch(events: list[Any]) -> None:
            for event in events:
                path = (name, *event.path)
                self._deepest = max(self._deepest, len(path) - 1)
                keys = getattr(event, "keys", None)
                if isinstance(keys, dict) and keys:
                    self._dirty.update((*path, key) for key in keys)
                else:
                    self._dirty.add(path)

        return watch

    def _changed(self) -> frozenset[Path]:
        if self._deepest > DEEPEST:
            raise TooDeepInside
        dirty = frozenset(self._dirty)
        self._dirty.clear()
        return dirty

    def _guarded(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except BaseException as error:  # noqa: BLE001 - a panic is none of Exception
            _pass_on(error)
            log.warning("boards.library_failed", error=type(error).__name__)
            raise Broken from None


def merged(updates: list[bytes]) -> list[bytes]:
    """As one, or as they are if the library cannot."""
    if len(updates) < 2:
        return updates
    try:
        return [pycrdt.merge_updates(*updates)]
    except BaseException as error:  # noqa: BLE001 - a panic is none of Exception
        _pass_on(error)
        return updates


def give_back_memory() -> None:
    """Freed documents stay with the process otherwise, where the C library is glibc."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _pass_on(error: BaseException) -> None:
    if isinstance(error, asyncio.CancelledError | KeyboardInterrupt | SystemExit | MemoryError):
        raise error
