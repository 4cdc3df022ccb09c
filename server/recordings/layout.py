"""Where everybody is in the composed picture; pure numbers, all even as the codec needs them."""

from __future__ import annotations

import math
from dataclasses import dataclass

WIDTH, HEIGHT = 1280, 720
GAP = 8
SIDE = 256
"""Width of the column of faces beside a shared screen."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture, in pixels."""

    x: int
    y: int
    width: int
    height: int


def grid(count: int, within: Box = Box(0, 0, WIDTH, HEIGHT)) -> list[Box]:
    """Boxes of one size for so many people, the last row in the middle."""
    if count == 0:
        return []
    columns = _columns(count, within)
    rows = math.ceil(count / columns)
    width, height = _even(within.width / columns), _even(within.height / rows)
    boxes = []
    for index in range(count):
        row, column = divmod(index, columns)
        in_row = min(columns, count - row * columns)
        left = within.x + (within.width - in_row * width) / 2
        boxes.append(
            _inset(Box(_even(left + column * width), within.y + row * height, width, height))
        )
    return boxes


def beside_screen(count: int) -> tuple[Box, list[Box]]:
    """A shared screen large, and so many people beside it."""
    if count == 0:
        return Box(0, 0, WIDTH, HEIGHT), []
    screen = _inset(Box(0, 0, WIDTH - SIDE, HEIGHT))
    return screen, grid(count, Box(WIDTH - SIDE, 0, SIDE, HEIGHT))


def fitted(width: int, height: int, box: Box) -> Box:
    """A picture as large as it can be shown whole, in the middle of a box."""
    scale = min(box.width / width, box.height / height)
    shown = max(2, _even(width * scale)), max(2, _even(height * scale))
    x, y = box.x + (box.width - shown[0]) / 2, box.y + (box.height - shown[1]) / 2
    return Box(_even(x), _even(y), *shown)


def _columns(count: int, within: Box) -> int:
    """So many that pictures of 16:9 become largest."""

    def width(columns: int) -> float:
        rows = math.ceil(count / columns)
        return min(within.width / columns, within.height / rows * 16 / 9)

    return max(range(1, count + 1), key=lambda columns: (width(columns), columns))


def _inset(box: Box) -> Box:
    half = GAP // 2
    return Box(box.x + half, box.y + half, box.width - GAP, box.height - GAP)


def _even(value: float) -> int:
    return int(value) // 2 * 2
