"""A board as a browser fills it: geometry in one key, strokes as appended chunks of floats.

Sources of the sizes: the mapping is described in docs/decisions/0040-boards.md.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from typing import Any

from pycrdt import Array, Doc, Map

STICKIES, FRAMES_A_DRAG, DRAGS, STROKES, POINTS = 300, 40, 100, 40, 200
POINTS_A_MESSAGE = 8
"""What a pen at 240 points a second makes in the 33 ms that a browser gathers."""


class Drawing:
    """One client's replica; every step yields the update that it sends."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = random.Random(seed)
        self._doc: Doc[Any] = Doc(client_id=self._chance.randrange(1, 2**32))
        self._elements = self._doc.get("elements", type=Map)
        self._updates: list[bytes] = []
        self._subscription = self._doc.observe(lambda event: self._updates.append(event.update))

    @property
    def client_id(self) -> int:
        return self._doc.client_id

    def sticky(self, key: str) -> bytes:
        """A new one."""
        style = {"bg": "#ffec99", "sc": "#1e1e1e", "fs": "solid", "sw": 2, "ro": 1, "op": 100}
        with self._doc.transaction():
            self._elements[key] = Map(
                {
                    "type": "rectangle",
                    "i": key,
                    "g": self._geometry(),
                    "seed": self._chance.randrange(2**31),
                    "d": False,
                    "text": "Find seed money by spring",
                    **style,
                }
            )
        return self._last()

    def frame(self, key: str) -> bytes:
        """One frame of dragging it."""
        self._elements[key]["g"] = self._geometry()
        return self._last()

    def stroke(self, key: str) -> Iterator[bytes]:
        """Freehand, as it grows."""
        with self._doc.transaction():
            about = {"type": "freedraw", "i": key, "g": self._geometry(), "sc": "#1e1e1e"}
            self._elements[key] = Map({**about, "pts": Array()})
        yield self._last()
        for _ in range(0, POINTS, POINTS_A_MESSAGE):
            floats = [self._eighth() for _ in range(2 * POINTS_A_MESSAGE)]
            self._elements[key]["pts"].append(struct.pack(f"<{len(floats)}f", *floats))
            yield self._last()

    def _geometry(self) -> list[float]:
        return [self._eighth() for _ in range(4)] + [0]

    def _eighth(self) -> float:
        return self._chance.randrange(16_000) / 8 + 0.125

    def _last(self) -> bytes:
        update = self._updates[-1]
        self._updates.clear()
        return update


def whole_board() -> tuple[list[bytes], list[bytes], list[list[bytes]]]:
    """The updates of a full board in their order: stickies, then frames, then strokes."""
    drawing = Drawing()
    stickies = [drawing.sticky(f"s{n}") for n in range(STICKIES)]
    frames = [drawing.frame(f"s{n}") for n in range(DRAGS) for _ in range(FRAMES_A_DRAG)]
    strokes = [list(drawing.stroke(f"p{n}")) for n in range(STROKES)]
    return stickies, frames, strokes
